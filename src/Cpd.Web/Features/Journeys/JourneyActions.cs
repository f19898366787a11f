using Cpd.Contracts;
using Cpd.Engine.Commands;
using Cpd.Engine.Journeys;
using Cpd.EventLog;

namespace Cpd.Web.Features.Journeys;

/// <summary>Puts what people do with journeys on the log, as every command.</summary>
public sealed partial class JourneyActions(IEventLog log, TimeProvider clock, ILogger<JourneyActions> logger)
{
    /// <summary>The command's id, by which a refusal names it; null where the log could not take it.</summary>
    public Task<string?> Change(string workspace, string journey, JourneyChange change) =>
        Put(workspace, journey, id => new ChangeJourney(id, journey, change, By: null));

    /// <summary>The same for a new version of a journey.</summary>
    public Task<string?> Publish(string workspace, Journey journey, string? note, string? by) =>
        Put(workspace, journey.Id, id => new PublishJourney(id, journey.Id, RawJson.From(JourneyJson.ToText(journey)), note, by));

    private async Task<string?> Put(string workspace, string journey, Func<string, ICommand> make)
    {
        var id = Guid.NewGuid().ToString("N");
        var command = make(id);
        try
        {
            await log.Append([CommandRecords.Of(workspace, command, clock.GetUtcNow())], CancellationToken.None);
            return id;
        }
        catch (Exception problem)
        {
            // Whatever it was, whoever clicked can click again; the page stays.
            Log.NotTaken(logger, command.GetType().Name, journey, problem);
            return null;
        }
    }

    /// <summary>Takes people out where they stand.</summary>
    /// <param name="by">Who says so, for people to read; null where nobody is signed in.</param>
    /// <returns>False where the log could not take it.</returns>
    public Task<bool> TakeOut(string workspace, string? by, IReadOnlyList<RunOrder> orders) =>
        Give(workspace, [.. orders.Select(order => new TakeOutRun(order.Person, order.Run, order.MessageId, by))]);

    /// <summary>Lets people go on whose wait is not over.</summary>
    /// <inheritdoc cref="TakeOut"/>
    public Task<bool> PushOn(string workspace, string? by, IReadOnlyList<RunOrder> orders) =>
        Give(workspace, [.. orders.Select(order => new PushOnRun(order.Person, order.Run, order.Step, order.MessageId, by))]);

    private async Task<bool> Give(string workspace, IReadOnlyList<ICommand> commands)
    {
        try
        {
            await log.Append([.. commands.Select(command => CommandRecords.Of(workspace, command, clock.GetUtcNow()))], CancellationToken.None);
            return true;
        }
        catch (Exception problem)
        {
            // Whatever it was, whoever clicked can click again; the page stays.
            Log.RunsNotTaken(logger, commands.Count, problem);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "{Command} of journey {Journey} could not be put on the log")]
        public static partial void NotTaken(ILogger log, string command, string journey, Exception problem);

        [LoggerMessage(Level = LogLevel.Error, Message = "{Count} commands about people in journeys could not be put on the log")]
        public static partial void RunsNotTaken(ILogger log, int count, Exception problem);
    }
}

/// <summary>What is to be done with one run.</summary>
/// <param name="MessageId">The command's id, by which a refusal names it.</param>
/// <param name="Step">Where it was seen.</param>
public sealed record RunOrder(string MessageId, PersonId Person, RunId Run, string Step);
