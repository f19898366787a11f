using Cpd.Contracts;
using Cpd.Engine.Commands;
using Cpd.Engine.Journeys;
using Cpd.EventLog;
using Cpd.Web.Access;

namespace Cpd.Web.Features.Journeys;

/// <summary>Puts what people do with journeys on the log, as every command, together with who did it.</summary>
public sealed partial class JourneyActions(IEventLog log, Caller caller, TimeProvider clock, ILogger<JourneyActions> logger)
{
    /// <summary>The command's id, by which a refusal names it; null where the log could not take it.</summary>
    /// <exception cref="AccessDeniedException">Whoever asks may not.</exception>
    public Task<string?> Change(string journey, JourneyChange change) =>
        Put(journey, "journey.change-asked", change.ToString(), id => new ChangeJourney(id, journey, change, caller.Name));

    /// <summary>The same for a new version of a journey.</summary>
    /// <inheritdoc cref="Change"/>
    public Task<string?> Publish(Journey journey, string? note) =>
        Put(journey.Id, "journey.publish-asked", note, id => new PublishJourney(id, journey.Id, RawJson.From(JourneyJson.ToText(journey)), note, caller.Name));

    /// <summary>Takes people out where they stand.</summary>
    /// <returns>False where the log could not take it.</returns>
    /// <exception cref="AccessDeniedException">Whoever asks may not.</exception>
    public Task<bool> TakeOut(IReadOnlyList<RunOrder> orders) => Give(orders.Select(order => new TakeOutRun(order.Person, order.Run, order.MessageId, caller.Name)));

    /// <summary>Lets people go on whose wait is not over.</summary>
    /// <inheritdoc cref="TakeOut"/>
    public Task<bool> PushOn(IReadOnlyList<RunOrder> orders) =>
        Give(orders.Select(order => new PushOnRun(order.Person, order.Run, order.Step, order.MessageId, caller.Name)));

    private async Task<string?> Put(string journey, string act, string? after, Func<string, ICommand> make)
    {
        await caller.Require(Right.PublishJourneys);
        var id = Guid.NewGuid().ToString("N");
        var command = make(id);
        try
        {
            await log.Write(async transaction =>
            {
                transaction.Append(CommandRecords.Of(caller.Workspace, command, clock.GetUtcNow()));
                await Audit.Add(transaction, caller, act, journey, after: after);
            }, CancellationToken.None);
            return id;
        }
        catch (Exception problem)
        {
            // Whatever it was, whoever clicked can click again; the page stays.
            Log.NotTaken(logger, command.GetType().Name, journey, problem);
            return null;
        }
    }

    private async Task<bool> Give(IEnumerable<ICommand> commands)
    {
        await caller.Require(Right.PublishJourneys);
        try
        {
            await log.Append([.. commands.Select(command => CommandRecords.Of(caller.Workspace, command, clock.GetUtcNow()))], CancellationToken.None);
            return true;
        }
        catch (Exception problem)
        {
            // Whatever it was, whoever clicked can click again; the page stays.
            Log.RunsNotTaken(logger, problem);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "{Command} of journey {Journey} could not be put on the log")]
        public static partial void NotTaken(ILogger log, string command, string journey, Exception problem);

        [LoggerMessage(Level = LogLevel.Error, Message = "Commands about people in journeys could not be put on the log")]
        public static partial void RunsNotTaken(ILogger log, Exception problem);
    }
}

/// <summary>What is to be done with one run.</summary>
/// <param name="MessageId">The command's id, by which a refusal names it.</param>
/// <param name="Step">Where it was seen.</param>
public sealed record RunOrder(string MessageId, PersonId Person, RunId Run, string Step);
