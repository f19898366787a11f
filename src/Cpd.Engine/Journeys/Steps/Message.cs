using Cpd.Contracts;
using Cpd.Engine.Templates.Stored;

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
    /// <param name="Text">Empty where <paramref name="Template"/> says what the message is.</param>
    /// <param name="Template">A template of the workspace, as it is when the message is sent.</param>
    public sealed record Message(
        string Id, Channel Channel, TemplateText Text, string? Sender, string? Purpose, bool Transactional, string? Next, string? Template = null) : JourneyStep(Id)
    {
        internal const string Name = "message";

        public const string DefaultPurpose = "marketing";

        internal const string NeedsTemplate = "An e-mail is made from a template, which has its subject. Choose one, or write it in Templates.";

        public override string Kind => Name;

        public override IReadOnlyList<StepExit> Exits() => [new("next", Next, "next")];

        public override JourneyStep Lead(int exit, string? to) => this with { Next = to };

        internal override IEnumerable<StepText> Texts() => [new(Text, "text")];

        internal override IEnumerable<StepProblem> Problems()
        {
            var isWritten = !string.IsNullOrWhiteSpace(Text.Text);
            if (Channel is Channel.Email && Template is null) yield return new("message.no-template", NeedsTemplate, "template");
            else if (Template is null && !isWritten) yield return new("message.no-text", "Write what the message says.", "text");
            if (Template is not null && isWritten) yield return new("message.text-and-template", "A message has either a text or a template. Remove one of the two.", "text");
            if (Template is { } id && string.IsNullOrWhiteSpace(id)) yield return new("message.no-template", "Choose a template.", "template");
        }

        internal override bool LeavesResult => true;

        internal override StepResult Enter(Advance advance)
        {
            var id = Ids.Derive<MessageId>(advance.Now, "message", advance.Run.Value, Id, advance.Visit);
            if (advance.Profile.Address(Channel) is not { } to)
                return NotSent(advance, id, "message.no-address", $"The person has no address for {ChannelNames.Of(Channel)}.");

            if (!Transactional && advance.Profile.Consent(Purpose ?? DefaultPurpose, Channel) is false)
                return NotSent(advance, id, "message.no-consent", $"The person refused {Purpose ?? DefaultPurpose} by {ChannelNames.Of(Channel)}.");

            if (advance.Profile.Suppressed.WhyNot(Channel, to, Transactional) is { } why) return NotSent(advance, id, "message.suppressed", why);

            var made = Compose(advance);
            if (made.Text is not { } text) return NotSent(advance, id, made.Code!, made.Problem!);

            advance.Emit(new MessageRequested(id, Channel, to, Sender, text, Template, Transactional, advance.Place, made.Parts));
            advance.Track(Id, new MessageTrack(id));
            return new StepResult.Go("next", Message: new MessageText(id, Channel, to, made.Shown!, Template));
        }

        private ComposedMessage Compose(Advance advance)
        {
            if (Template is not null) return advance.Turn.Catalog.Templates.Compose(Template, Channel, advance.Facts);

            if (Channel is Channel.Email) return ComposedMessage.Not("message.no-template", NeedsTemplate);

            var (text, problem) = Text.Render(advance.Facts);
            return text is null ? ComposedMessage.Not("message.missing-variable", problem!) : new ComposedMessage(text, null, null, null);
        }

        private StepResult.Go NotSent(Advance advance, MessageId id, string code, string reason)
        {
            advance.Emit(new MessageFailed(id, Channel, code, reason, Permanent: true, advance.Place));
            advance.Track(Id, new MessageTrack(id) { Failed = true, Reason = reason });
            return new StepResult.Go("next", $"not sent: {reason}");
        }

        internal static JourneyStep Read(JourneyReader json) => new Message(
            json.Step, ReadChannel(json), new TemplateText(json.TextOrNull("text") ?? ""), json.TextOrNull("sender"),
            json.TextOrNull("purpose"), json.Flag("transactional"), json.Exit("next"), json.TextOrNull("template"));

        internal override void Write(JourneyWriter json) => json
            .Text("channel", WireName(Channel)).Text("text", Template is not null && Text.Text.Length == 0 ? null : Text).Text("template", Template).Text("sender", Sender)
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
