using Cpd.Contracts;

namespace Cpd.Engine.Journeys;

/// <summary>What can become of a message; the ports of <see cref="JourneyStep.WaitForMessage"/>, most telling first.</summary>
public enum MessageOutcome
{
    Reply,
    Clicked,
    Seen,

    /// <summary>Of a call: somebody took it.</summary>
    Answered,

    /// <summary>Of a call.</summary>
    Busy,

    /// <summary>Of a call: nobody took it, they declined it, or a machine took it.</summary>
    NotAnswered,
    Failed,
    Delivered,
}

public abstract partial record JourneyStep
{
    /// <summary>
    /// Holds a person until something became of a message of this run, or the time is over. What became of it before they
    /// came here counts. Who clicked has seen it, and who has seen it got it; a reply is anything the person writes on that
    /// channel after the message, and in a call the keys they press. Of a call it also knows how it ended: one that nobody took, or that found the line busy, has
    /// failed as well, and the more telling way is taken.
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
            if (On.Count == 0) yield return new("wait.no-outcome", "Choose at least one outcome to wait for (\"on\"): delivered, failed, seen, clicked or reply; for a call answered, busy, notAnswered, or reply for the keys they press.", "on");
            if (Timeout < TimeSpan.FromSeconds(1)) yield return new("wait.too-short", "Wait at least one second.", "timeout");
        }

        /// <summary>What is waited for and cannot come of such a message: nobody reads a call, and an SMS is not answered by lifting a receiver.</summary>
        internal JourneyProblem? NeverComes(Message asked)
        {
            var (isCall, calls) = (asked.Contents.All(content => content.Channel is Channel.Voice), asked.Contents.Any(content => content.Channel is Channel.Voice));
            var never = On.Select(way => way.Key).Where(outcome => IsOfCall(outcome) ? !calls : isCall && outcome is MessageOutcome.Clicked or MessageOutcome.Seen).ToList();
            if (never.Count == 0) return NeverFromAnApp(asked);
            var names = string.Join(", ", never.Select(outcome => $"\"{PortOf(outcome)}\""));
            return isCall
                ? new("wait.not-of-a-call", $"Calls do not report {names}. Wait for answered, busy, notAnswered, or reply for the keys they press.", null, "", ProblemLevel.Warning)
                : new("wait.only-of-a-call", $"Only calls report {names}, and \"{asked.Id}\" is not a call. Wait for a reply or another outcome.", null, "", ProblemLevel.Warning);
        }

        /// <summary>By push Infobip tells whether it arrived, and nothing after that.</summary>
        private JourneyProblem? NeverFromAnApp(Message asked)
        {
            if (asked.Contents.Any(content => content.Channel is not Channel.Push)) return null;
            var never = On.Select(way => way.Key).Where(outcome => outcome is MessageOutcome.Reply or MessageOutcome.Seen or MessageOutcome.Clicked).Select(PortOf).ToList();
            return never.Count == 0 ? null
                : new("wait.not-of-a-push", $"Push notifications do not report {string.Join(", ", never.Select(name => $"\"{name}\""))}. Wait for delivered or failed, or for an event from the app.", null, "", ProblemLevel.Warning);
        }

        /// <summary>Whether it becomes of calls alone.</summary>
        public static bool IsOfCall(MessageOutcome outcome) => outcome is MessageOutcome.Answered or MessageOutcome.Busy or MessageOutcome.NotAnswered;

        internal override StepResult Enter(Advance advance) => Outcome(advance) ?? (StepResult)new StepResult.Stay(advance.Now + Timeout);

        internal override bool Listens(IRecordBody body) => body is MessageFailed or MessageReported or MessageReacted or ReplyReceived;

        internal override StepResult? Hear(Advance advance, LogRecord record) => Outcome(advance);

        internal override StepResult Due(Advance advance) => new StepResult.Go("timeout");

        private StepResult.Go? Outcome(Advance advance)
        {
            if (advance.Tracked(Of) is not { } track) return null;
            foreach (var (outcome, _) in On)
                if (track.Has(outcome)) return new StepResult.Go(PortOf(outcome), track.Reason is { } reason && outcome is (MessageOutcome.Failed or MessageOutcome.NotAnswered) ? reason : null);
            return null;
        }

        private static string PortOf(MessageOutcome outcome) => outcome switch
        {
            MessageOutcome.Reply => "reply",
            MessageOutcome.Clicked => "clicked",
            MessageOutcome.Seen => "seen",
            MessageOutcome.Answered => "answered",
            MessageOutcome.Busy => "busy",
            MessageOutcome.NotAnswered => "notAnswered",
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
