using System.Diagnostics;
using Cpd.Contracts;
using Cpd.Engine.Messages.Sending;
using Cpd.Engine.Templates.Stored;

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
    /// <param name="Sender">Null: the channel's default sender.</param>
    /// <param name="Purpose">What consent is asked for; null is marketing. Only a refusal blocks, not that nobody asked.</param>
    /// <param name="Transactional">Needs no consent and knows no quiet hours and no caps: the person asked for it, or the law wants it.</param>
    /// <param name="Text">Empty where <paramref name="Template"/> says what the message is.</param>
    /// <param name="Template">A template of the workspace, as it is when the message is sent.</param>
    /// <param name="Priority">Who goes first where several messages of a person become due at the same time, and caps do not let all of them out.</param>
    public sealed record Message(
        string Id, Channel Channel, TemplateText Text, string? Sender, string? Purpose, bool Transactional, string? Next, string? Template = null,
        MessagePriority Priority = MessagePriority.Normal) : JourneyStep(Id)
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
            if (Channel is Channel.Voice && Text.Text.Length > SpokenText.MostLetters)
                yield return new("message.too-long-to-speak", $"A call says at most {SpokenText.MostLetters} letters. Shorten the text.", "text");
            if (Template is { } id && string.IsNullOrWhiteSpace(id)) yield return new("message.no-template", "Choose a template.", "template");
        }

        internal override bool LeavesResult => true;

        internal override StepResult Enter(Advance advance) => Ask(advance, passesQuiet: false);

        /// <summary>The quiet hours it waited for are over.</summary>
        internal override StepResult Due(Advance advance)
        {
            advance.TakeUpEvent();
            return Ask(advance, passesQuiet: false);
        }

        internal override StepResult PushOn(Advance advance)
        {
            advance.TakeUpEvent();
            return Ask(advance, passesQuiet: true);
        }

        private StepResult Ask(Advance advance, bool passesQuiet)
        {
            var id = Ids.Derive<MessageId>(advance.Now, "message", advance.Run.Value, Id, advance.Visit);
            var request = new SendingRequest(
                Channel, Purpose ?? DefaultPurpose, Transactional, passesQuiet, advance.Turn.Catalog.Templates.NeedsSession(advance.Turn.Workspace, Channel, Template), Sender);
            var decision = RulesOfSending.Decide(request, advance.Profile, advance.Turn.Memory.Sends, advance.Turn.Sending, advance.Now);
            return decision switch
            {
                SendingDecision.SendAt at => new StepResult.Stay(at.Moment, at.Why, KeepsEvent: true),
                SendingDecision.DoNotSend { Code: RulesOfSending.Cap } capped when advance.WentFirst(Priority) is { } first =>
                    NotSent(advance, id, RulesOfSending.Displaced, $"{first} went first, being more important. {capped.Reason}"),
                SendingDecision.DoNotSend not => NotSent(advance, id, not.Code, not.Reason),
                SendingDecision.SendNow now => Send(advance, id, now),
                _ => throw new UnreachableException(),
            };
        }

        private StepResult.Go Send(Advance advance, MessageId id, SendingDecision.SendNow decided)
        {
            var made = Compose(advance);
            if (made.Text is not { } text) return NotSent(advance, id, made.Code!, made.Problem!);

            var to = decided.To;
            if (decided.Counts) advance.CountSend(Channel, Priority);
            advance.Emit(new MessageRequested(id, Channel, to, Sender ?? decided.From, text, Template, Transactional, advance.Place, made.Parts));
            advance.Track(Id, new MessageTrack(id));
            return new StepResult.Go("next", decided.Why, Message: new MessageText(id, Channel, to, made.Shown!, Template));
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
            json.TextOrNull("purpose"), json.Flag("transactional"), json.Exit("next"), json.TextOrNull("template"), ReadPriority(json));

        internal override void Write(JourneyWriter json) => json
            .Text("channel", WireName(Channel)).Text("text", Template is not null && Text.Text.Length == 0 ? null : Text).Text("template", Template).Text("sender", Sender)
            .Text("purpose", Purpose).Flag("transactional", Transactional)
            .Text("priority", Priority is MessagePriority.Normal ? null : PriorityName(Priority)).Exit("next", Next);

        private static Channel ReadChannel(JourneyReader json)
        {
            var name = json.Text("channel");
            foreach (var channel in Enum.GetValues<Channel>())
                if (name == WireName(channel)) return channel;

            if (name.Length > 0)
                json.Report("message.unknown-channel", $"There is no channel \"{name}\". There are: {string.Join(", ", Enum.GetValues<Channel>().Select(WireName))}.", "channel");
            return Channel.Sms;
        }

        private static MessagePriority ReadPriority(JourneyReader json)
        {
            if (json.TextOrNull("priority") is not { } name) return MessagePriority.Normal;
            foreach (var priority in Enum.GetValues<MessagePriority>())
                if (name == PriorityName(priority)) return priority;

            json.Report("message.unknown-priority", "\"priority\" is low, normal or high.", "priority");
            return MessagePriority.Normal;
        }

        private static string PriorityName(MessagePriority priority) => priority switch
        {
            MessagePriority.Low => "low",
            MessagePriority.High => "high",
            _ => "normal",
        };

        private static string WireName(Channel channel) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(channel.ToString());
    }
}
