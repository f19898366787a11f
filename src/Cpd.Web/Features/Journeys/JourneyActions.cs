using Cpd.Contracts;
using Cpd.Engine.Commands;
using Cpd.EventLog;
using Cpd.Web.Access;

namespace Cpd.Web.Features.Journeys;

/// <summary>Puts what people do with journeys on the log, as every command.</summary>
public sealed partial class JourneyActions(IEventLog log, Caller caller, TimeProvider clock, ILogger<JourneyActions> logger)
{
    /// <summary>The command's id, by which a refusal names it; null where the log could not take it.</summary>
    /// <exception cref="AccessDeniedException">Whoever asks may not.</exception>
    public async Task<string?> Change(string journey, JourneyChange change)
    {
        await caller.Require(Right.PublishJourneys);
        var command = new ChangeJourney(Guid.NewGuid().ToString("N"), journey, change, caller.Name);
        try
        {
            await log.Write(async transaction =>
            {
                transaction.Append(CommandRecords.Of(caller.Workspace, command, clock.GetUtcNow()));
                await Audit.Add(transaction, caller, "journey.change-asked", journey, after: change.ToString());
            }, CancellationToken.None);
            return command.MessageId;
        }
        catch (Exception problem)
        {
            // Whatever it was, whoever clicked can click again; the page stays.
            Log.NotTaken(logger, change, journey, problem);
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "{Change} of journey {Journey} could not be put on the log")]
        public static partial void NotTaken(ILogger log, JourneyChange change, string journey, Exception problem);
    }
}
