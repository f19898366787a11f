using Cpd.Contracts;
using Cpd.EventLog;

namespace Cpd.Engine.Commands;

/// <summary>Publishes and changes journeys for the command processor.</summary>
public interface IJourneyCommands
{
    /// <summary>Stores the version with the transaction. Its records go on the log under the command's key, about no person.</summary>
    Task<Decision> Publish(PublishJourney command, LogRecord record, LogTransaction transaction);

    Task<Decision> Change(ChangeJourney command, LogRecord record, LogTransaction transaction);
}

/// <summary>Which journeys there are.</summary>
public interface IJourneyDirectory
{
    /// <summary>As the transaction sees it now: look again after a journey was published.</summary>
    JourneyExists Look(LogTransaction transaction);
}

public delegate bool JourneyExists(string workspace, string journey);
