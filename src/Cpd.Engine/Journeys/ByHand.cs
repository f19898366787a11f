using Cpd.Contracts;

namespace Cpd.Engine.Journeys;

/// <summary>What people who look after a journey do with a single run. What was due before has happened by then.</summary>
internal static class ByHand
{
    public static void TakeOut(Turn turn, RunTakeOutAsked asked, Origin origin, DateTimeOffset now)
    {
        if (turn.Current(asked.Run) is { } run && turn.Find(run) is { } published)
            new Advance(turn, published, run, origin, now).End(RunEnd.TakenOut, By(asked.By));
        else
            Refuse(turn, origin, now, nameof(TakeOutRun), asked.MessageId, Over);
    }

    /// <summary>Also where the wait looks at a clock or an answer: whoever pushes does not want to wait for it.</summary>
    public static void PushOn(Turn turn, RunPushAsked asked, Origin origin, DateTimeOffset now)
    {
        var refusal = (turn.Current(asked.Run), asked.Step) switch
        {
            (null, _) => Over,
            ({ } run, var step) when run.Step != step =>
                ("run.elsewhere", "They have moved on and are waiting at another step now. Open that step and skip the wait there."),
            ({ } run, _) when turn.Find(run)?.Status is JourneyStatus.Paused =>
                ("journey.paused", "The journey is paused. Resume it first."),
            _ => ((string, string)?)null,
        };

        if (refusal is { } why) Refuse(turn, origin, now, nameof(PushOnRun), asked.MessageId, why);
        else if (turn.Current(asked.Run) is { } waiting && turn.Find(waiting) is { } published)
            new Advance(turn, published, waiting, origin, now).PushOn($"wait skipped {By(asked.By)}");
    }

    private static readonly (string, string) Over = ("run.over", "They have already left the journey.");

    private static string By(string? who) => string.IsNullOrWhiteSpace(who) ? "manually" : $"by {who}";

    private static void Refuse(Turn turn, Origin origin, DateTimeOffset now, string command, string messageId, (string Code, string Reason) why) =>
        turn.Emit(origin, new CommandRefused(command, messageId, why.Code, why.Reason), now);
}
