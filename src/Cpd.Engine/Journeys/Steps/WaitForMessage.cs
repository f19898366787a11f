using Cpd.Contracts;

namespace Cpd.Engine.Journeys;

/// <summary>What can become of a message; the ports of <see cref="JourneyStep.WaitForMessage"/>, most telling first.</summary>
public enum MessageOutcome
{
    Reply,
    Clicked,
    Seen,
    Failed,
    Delivered,
}

public abstract partial record JourneyStep
{
    /// <summary>
    /// Holds a person until something became of a message of this run, or the time is over. What became of it before they
    /// came here counts. Who clicked has seen it, and who has seen it got it; a reply is anything the person writes on that
    /// channel after the message.
    /// </summary>
    /// <param name="Of">The id of the message step.</param>
    /// <param name="On">Which outcomes end the wait, and where they lead.</param>
    public sealed record WaitForMessage(
        string Id, string Of, IReadOnlyList<KeyValuePair<MessageOutcome, string?>> On, TimeSpan Timeout, string? OnTimeout) : JourneyStep(Id)
    {
        internal const string Name = "waitForMessage";

        public override string Kind => Name;

        public override IReadOnlyList<StepExit> Exits() =>
            [.. On.Select(way => new StepExit(PortOf(way.Key), way.Value, $"on.{PortOf(way.Key)}", ExitTakes.PerhapsTime)), new("timeout", OnTimeout, "onTimeout", ExitTakes.Time)];

        public override JourneyStep Lead(int exit, string? to) => exit == On.Count
            ? this with { OnTimeout = to }
            : this with { On = [.. On.Select((way, index) => index == exit ? KeyValuePair.Create(way.Key, to) : way)] };

        internal override IEnumerable<StepProblem> Problems()
        {
            if (On.Count == 0) yield return new("wait.no-outcome", "Say with \"on\" what is waited for: delivered, failed, seen, clicked or reply.", "on");
            if (Timeout < TimeSpan.FromSeconds(1)) yield return new("wait.too-short", "Wait for a second at least.", "timeout");
        }

        internal override StepResult Enter(Advance advance) => Outcome(advance) ?? (StepResult)new StepResult.Stay(advance.Now + Timeout);

        internal override bool Listens(IRecordBody body) => body is MessageFailed or MessageReported or MessageReacted or ReplyReceived;

        internal override StepResult? Hear(Advance advance, LogRecord record) => Outcome(advance);

        internal override StepResult Due(Advance advance) => new StepResult.Go("timeout");

        private StepResult.Go? Outcome(Advance advance)
        {
            if (advance.Tracked(Of) is not { } track) return null;
            foreach (var (outcome, _) in On)
                if (track.Has(outcome)) return new StepResult.Go(PortOf(outcome), track.Reason is { } reason && outcome is MessageOutcome.Failed ? reason : null);
            return null;
        }

        private static string PortOf(MessageOutcome outcome) => outcome switch
        {
            MessageOutcome.Reply => "reply",
            MessageOutcome.Clicked => "clicked",
            MessageOutcome.Seen => "seen",
            MessageOutcome.Failed => "failed",
            _ => "delivered",
        };

        internal static JourneyStep Read(JourneyReader json)
        {
            List<KeyValuePair<MessageOutcome, string?>> ways = [];
            if (json.ObjectOrNull("on") is { } on)
            {
                foreach (var outcome in Enum.GetValues<MessageOutcome>())
                    if (on.Has(PortOf(outcome))) ways.Add(new(outcome, on.TextOrNull(PortOf(outcome))));
                on.Done();
            }
            return new WaitForMessage(
                json.Step, json.Text("message"), ways, json.Duration("timeout", "wait.no-timeout"), json.Exit("onTimeout", "wait.no-timeout"));
        }

        internal override void Write(JourneyWriter json) => json.Text("message", Of)
            .Object("on", on =>
            {
                foreach (var (outcome, to) in On) on.Exit(PortOf(outcome), to);
            })
            .Duration("timeout", Timeout).Exit("onTimeout", OnTimeout);
    }
}
