using Cpd.Contracts;
using Cpd.Engine.Commands;
using Cpd.Engine.Journeys;
using Cpd.EventLog;

namespace Cpd.Web.Features.Journeys.Gallery;

/// <summary>What "Use this journey" does: publishes it, as any command.</summary>
public sealed partial class UseReadyJourney(IEventLog log, TimeProvider clock, ILogger<UseReadyJourney> logger)
{
    /// <summary>The command's id, by which a refusal names it; null where the log could not take it.</summary>
    public async Task<string?> Use(string workspace, string journey)
    {
        var ready = JourneyGallery.All.Single(one => one.Id == journey);
        var command = new PublishJourney(Guid.NewGuid().ToString("N"), ready.Id, RawJson.From(ready.Json), "From the ready journeys", By: null);
        try
        {
            await log.Append([CommandRecords.Of(workspace, command, clock.GetUtcNow())], CancellationToken.None);
            return command.MessageId;
        }
        catch (Exception problem)
        {
            // Whatever it was, whoever clicked can click again; the page stays.
            Log.NotTaken(logger, journey, problem);
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The publishing of the ready journey {Journey} could not be put on the log")]
        public static partial void NotTaken(ILogger log, string journey, Exception problem);
    }
}
