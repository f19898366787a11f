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

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "{Command} of journey {Journey} could not be put on the log")]
        public static partial void NotTaken(ILogger log, string command, string journey, Exception problem);
    }
}
