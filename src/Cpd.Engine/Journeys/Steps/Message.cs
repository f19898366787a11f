using Cpd.Contracts;

namespace Cpd.Engine.Journeys;

public abstract partial record JourneyStep
{
    /// <summary>
    /// Asks for one message. Where it cannot or must not be sent, the reason is an event (<see cref="MessageFailed"/>), and
    /// the person goes on by the same exit: a journey does not stop because somebody has no phone. A later
    /// <see cref="WaitForMessage"/> can tell the two apart.
    /// </summary>
    /// <param name="Sender">Null: the channel's default sender.</param>
    /// <param name="Purpose">What consent is asked for; null is marketing. Only a refusal blocks, not that nobody asked.</param>
    /// <param name="Transactional">Needs no consent: the person asked for it, or the law wants it.</param>
    public sealed record Message(
        string Id, Channel Channel, TemplateText Text, string? Sender, string? Purpose, bool Transactional, string? Next) : JourneyStep(Id)
    {
        internal const string Name = "message";

        public const string DefaultPurpose = "marketing";

        public override string Kind => Name;

        public override IReadOnlyList<StepExit> Exits() => [new("next", Next, "next")];

        internal override IEnumerable<StepText> Texts() => [new(Text, "text")];

        internal override IEnumerable<StepProblem> Problems()
        {
            if (string.IsNullOrWhiteSpace(Text.Text)) yield return new("message.no-text", "Write what the message says.", "text");
        }

        internal override bool LeavesResult => true;

        internal override StepResult Enter(Advance advance)
        {
            var id = Ids.Derive<MessageId>(advance.Now, "message", advance.Run.Value, Id, advance.Visit);
            if (advance.Profile.Address(Channel) is not { } to)
                return NotSent(advance, id, "message.no-address", $"The person has no address for {ChannelNames.Of(Channel)}.");

            if (!Transactional && advance.Profile.Consent(Purpose ?? DefaultPurpose, Channel) is false)
                return NotSent(advance, id, "message.no-consent", $"The person refused {Purpose ?? DefaultPurpose} by {ChannelNames.Of(Channel)}.");

            var (text, problem) = Text.Render(advance.Facts);
            if (text is null) return NotSent(advance, id, "message.missing-variable", problem!);

            advance.Emit(new MessageRequested(id, Channel, to, Sender, text, null, Transactional, advance.Place));
            advance.Track(Id, new MessageTrack(id));
            return new StepResult.Go("next", Message: new MessageText(id, Channel, to, text, null));
        }

        private StepResult.Go NotSent(Advance advance, MessageId id, string code, string reason)
        {
            advance.Emit(new MessageFailed(id, Channel, code, reason, Permanent: true, advance.Place));
            advance.Track(Id, new MessageTrack(id) { Failed = true, Reason = reason });
            return new StepResult.Go("next", $"not sent: {reason}");
        }

        internal static JourneyStep Read(JourneyReader json) => new Message(
            json.Step, ReadChannel(json), new TemplateText(json.TextOrNull("text") ?? ""), json.TextOrNull("sender"),
            json.TextOrNull("purpose"), json.Flag("transactional"), json.Exit("next"));

        internal override void Write(JourneyWriter json) => json
            .Text("channel", WireName(Channel)).Text("text", Text).Text("sender", Sender)
            .Text("purpose", Purpose).Flag("transactional", Transactional).Exit("next", Next);

        private static Channel ReadChannel(JourneyReader json)
        {
            var name = json.Text("channel");
            foreach (var channel in Enum.GetValues<Channel>())
                if (name == WireName(channel)) return channel;

            if (name.Length > 0)
                json.Report("message.unknown-channel", $"There is no channel \"{name}\". There are: {string.Join(", ", Enum.GetValues<Channel>().Select(WireName))}.", "channel");
            return Channel.Sms;
        }

        private static string WireName(Channel channel) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(channel.ToString());
    }
}
