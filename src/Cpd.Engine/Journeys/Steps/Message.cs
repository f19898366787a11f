using Cpd.Contracts;
using Cpd.Engine.Messages.Sending;

namespace Cpd.Engine.Journeys;

/// <summary>How important a message is beside others of the same person.</summary>
public enum MessagePriority
{
    Low,
    Normal,
    High,
}

public abstract partial record JourneyStep
{
    /// <summary>
    /// Asks for one message, as the workspace's rules of sending let it. In quiet hours the person waits here, and the rules
    /// are asked again when they are over. Where it cannot or must not be sent, the reason is an event
    /// (<see cref="MessageFailed"/>), and the person goes on by the same exit: a journey does not stop because somebody has no
    /// phone. A later <see cref="WaitForMessage"/> can tell the two apart.
    /// </summary>
    /// <remarks>With a <see cref="Failover"/> the person waits here, too, until it is known whether the next channel has to be tried.</remarks>
    /// <param name="Sender">Null: the channel's default sender.</param>
    /// <param name="Purpose">What consent is asked for; null is marketing. Only a refusal blocks, not that nobody asked.</param>
    /// <param name="Transactional">Needs no consent and knows no quiet hours and no caps: the person asked for it, or the law wants it.</param>
    /// <param name="Text">Empty where <paramref name="Template"/> says what the message is.</param>
    /// <param name="Template">A template of the workspace, as it is when the message is sent.</param>
    /// <param name="Priority">Who goes first where several messages of a person become due at the same time, and caps do not let all of them out.</param>
    public sealed partial record Message(
        string Id, Channel Channel, TemplateText Text, string? Sender, string? Purpose, bool Transactional, string? Next, string? Template = null,
        MessagePriority Priority = MessagePriority.Normal) : JourneyStep(Id)
    {
        internal const string Name = "message";

        /// <summary>The only time of sending that can be named.</summary>
        private const string Best = "best";

        public const string DefaultPurpose = "marketing";

        internal const string NeedsTemplate = "An e-mail needs a template. Choose one, or create it in Templates.";

        public override string Kind => Name;

        public override IReadOnlyList<StepExit> Exits() => [new("next", Next, "next")];

        public override JourneyStep Lead(int exit, string? to) => this with { Next = to };

        /// <summary>Channels that are tried in this order where the one before did not reach the person; each at most once.</summary>
        public IReadOnlyList<MessageFailover> Failover { get; init; } = [];

        /// <summary>Of a call whose text is written here: how many keys it waits for when its text is over; 0 for none.</summary>
        public int Keys { get; init; }

        /// <summary>Begins with the channel that the person prefers, where it is one of these.</summary>
        public bool Preferred { get; init; }

        /// <summary>
        /// How long it may wait, from when the person comes here, for the hour at which they mostly react to messages; null where it
        /// goes out as soon as it may.
        /// </summary>
        public TimeSpan? BestWithin { get; init; }

        /// <summary>What it says on each of its channels, its own first.</summary>
        public IEnumerable<MessageContent> Contents => Failover.Select(next => next.Content).Prepend(Own);

        internal MessageContent Own => new(Channel, Text, Template, Sender, Keys);

        internal override IEnumerable<StepText> Texts() =>
            Contents.Select((content, place) => new StepText(content.Text, $"{PathOf(place)}text"));

        internal override IEnumerable<StepProblem> Problems() =>
            Contents.SelectMany((content, place) => content.Problems(PathOf(place))).Concat(MessageFailover.Problems(this)).Concat(ProblemsOfTime());

        /// <summary>Where in the step's JSON a channel's members stand.</summary>
        internal static string PathOf(int place) => place == 0 ? "" : $"failover[{Numbers.Text(place - 1)}].";

        internal override bool LeavesResult => true;

        internal override bool FollowsItself => Failover.Count > 0;

        internal static JourneyStep Read(JourneyReader json) => new Message(
            json.Step, ReadChannel(json), new TemplateText(json.TextOrNull("text") ?? ""), json.TextOrNull("sender"),
            json.TextOrNull("purpose"), json.Flag("transactional"), json.Exit("next"), json.TextOrNull("template"), ReadPriority(json))
        {
            Failover = [.. json.Objects("failover").Select(MessageFailover.Read)],
            Preferred = json.Flag("preferred"),
            Keys = json.Number("keys", 0),
            BestWithin = ReadBest(json),
        };

        internal override void Write(JourneyWriter json)
        {
            Contents.First().Write(json);
            if (Failover.Count > 0) json.Flag("preferred", Preferred).Objects("failover", Failover, (members, next) => next.Write(members));
            json.Text("purpose", Purpose).Flag("transactional", Transactional)
                .Text("priority", Priority is MessagePriority.Normal ? null : PriorityName(Priority))
                .Text("sendTime", BestWithin is null ? null : Best).Duration("within", BestWithin).Exit("next", Next);
        }

        internal static Channel ReadChannel(JourneyReader json)
        {
            var name = json.Text("channel");
            foreach (var channel in Enum.GetValues<Channel>())
                if (name == WireName(channel)) return channel;

            if (name.Length > 0)
                json.Report("message.unknown-channel", $"Unknown channel \"{name}\". Use one of: {string.Join(", ", Enum.GetValues<Channel>().Select(WireName))}.", "channel");
            return Channel.Sms;
        }

        private IEnumerable<StepProblem> ProblemsOfTime()
        {
            if (BestWithin < BestTime.ShortestBound || BestWithin > BestTime.LongestBound)
                yield return new("message.best-within", "Set a best-time wait of at least one hour and at most one day.", "within");
            if (BestWithin is not null && Transactional)
                yield return new("message.best-transactional", "Transactional messages are sent at once. Leave out \"sendTime\".", "sendTime", ProblemLevel.Warning);
        }

        private static TimeSpan? ReadBest(JourneyReader json)
        {
            var (named, within) = (json.TextOrNull("sendTime"), json.DurationOrNull("within"));
            if (named == Best)
            {
                if (within is null) json.Report("message.no-within", "\"within\" is required: set how long to wait for the best time, for example \"12 hours\".", "within");
                return within ?? BestTime.UsualBound;
            }
            if (named is not null) json.Report("message.unknown-send-time", "\"sendTime\" must be \"best\"; leave it out to send as soon as possible.", "sendTime");
            else if (within is not null) json.Report("message.within-what", "\"within\" needs \"sendTime\": \"best\". Set it, or leave out \"within\".", "within");
            return null;
        }

        private static MessagePriority ReadPriority(JourneyReader json)
        {
            if (json.TextOrNull("priority") is not { } name) return MessagePriority.Normal;
            foreach (var priority in Enum.GetValues<MessagePriority>())
                if (name == PriorityName(priority)) return priority;

            json.Report("message.unknown-priority", "\"priority\" must be low, normal or high.", "priority");
            return MessagePriority.Normal;
        }

        private static string PriorityName(MessagePriority priority) => priority switch
        {
            MessagePriority.Low => "low",
            MessagePriority.High => "high",
            _ => "normal",
        };

        internal static string WireName(Channel channel) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(channel.ToString());
    }
}
