using Cpd.Contracts;
using Cpd.Engine.Messages.Sending;
using Cpd.Engine.Templates.Stored;

namespace Cpd.Engine.Journeys;

public abstract partial record JourneyStep
{
    public sealed partial record Message
    {
        internal override StepResult Enter(Advance advance) => Ask(advance, Begin(advance), null, advance.Now);

        /// <summary>The hour it waited for has come, or the time is over in which it was to be delivered.</summary>
        internal override StepResult Due(Advance advance)
        {
            advance.TakeUpEvent();
            var trying = advance.Trying ?? Begin(advance);
            if (!trying.IsOut) return Ask(advance, trying, null, advance.ArrivedAt);

            // A pause may have kept back what is known by now.
            var track = advance.Tracked(Id);
            if (track?.HasReached is true) return StepResult.Go.Next;
            return track?.IsLost is true
                ? TryNext(advance, trying, FailoverReason.Undeliverable, track.Reason)
                : TryNext(advance, trying, FailoverReason.NotDelivered, $"not delivered within {Durations.ToText(PatienceAfter(trying)!.Value)}");
        }

        internal override StepResult PushOn(Advance advance)
        {
            advance.TakeUpEvent();
            var trying = advance.Trying ?? Begin(advance);
            if (trying.IsOut) return StepResult.Go.Next;
            var result = Ask(advance, trying, null, advance.ArrivedAt, byHand: true);
            return result is StepResult.Stay stay ? new StepResult.Go("next", stay.Why, stay.Message, stay.Try) : result;
        }

        internal override bool Listens(IRecordBody body) => Failover.Count > 0 && body is MessageFailed or MessageReported or MessageReacted or ReplyReceived;

        /// <summary>What was heard of the message stands in its track by now.</summary>
        internal override StepResult? Hear(Advance advance, LogRecord record)
        {
            if (advance.Trying is not { IsOut: true } trying || advance.Tracked(Id) is not { } track) return null;
            if (track.HasReached)
            {
                advance.TakeUpEvent();
                return new StepResult.Go("next", "delivered");
            }
            if (!track.IsLost) return null;

            // In a pause nothing goes out: its time has come, and is looked at when the pause is over.
            if (advance.IsPaused) return new StepResult.Stay(advance.Now);
            advance.TakeUpEvent();
            return TryNext(advance, trying, FailoverReason.Undeliverable, track.Reason);
        }

        /// <summary>Whether the person may have answered to what went out: by a channel that was tried.</summary>
        internal bool WasTried(Channel channel, int first, int tries)
        {
            for (var one = 0; one <= tries; one++)
                if (ContentAt(new Trying(first, one, false)).Channel == channel) return true;
            return false;
        }

        private Trying Begin(Advance advance)
        {
            var first = 0;
            if (Preferred && advance.Profile.PreferredChannel is { } wished)
                for (var place = 1; place <= Failover.Count; place++)
                    if (Failover[place - 1].Content.Channel == wished) first = place;
            return new Trying(first, 0, IsOut: false);
        }

        private MessageContent ContentAt(Trying trying) =>
            trying.Place == 0 ? Own : Failover[trying.Place - 1].Content;

        private string NameAt(Trying trying) => ChannelNames.Of(ContentAt(trying).Channel);

        /// <summary>How long the channel in hand is waited for; null where it is the last one, or nothing that comes of it matters.</summary>
        private TimeSpan? PatienceAfter(Trying trying) => trying.Try < Failover.Count && Failover[trying.Try] is { Waits: true } next ? next.After : null;

        /// <summary>Goes on to the next channel, if this reason is one for that; else the person goes on.</summary>
        private StepResult TryNext(Advance advance, Trying trying, FailoverReason reason, string? because)
        {
            var why = because is null ? $"{NameAt(trying)} did not reach them" : $"{NameAt(trying)} did not reach them: {because.TrimEnd('.')}";
            return trying.Try < Failover.Count && Failover[trying.Try].On.Contains(reason)
                ? Ask(advance, trying with { Try = trying.Try + 1, IsOut = false }, why, advance.ArrivedAt)
                : new StepResult.Go("next", why);
        }

        /// <param name="why">Why not by the channel before; null for the first one.</param>
        /// <param name="since">When the person came here.</param>
        private StepResult Ask(Advance advance, Trying trying, string? why, DateTimeOffset since, bool byHand = false)
        {
            while (true)
            {
                var content = ContentAt(trying);
                var id = Ids.Derive<MessageId>(advance.Now, "message", advance.Run.Value, trying.Try == 0 ? Id : $"{Id}/{Numbers.Text(trying.Try)}", advance.Visit);
                var asked = trying.Try == 0 ? [] : advance.Tracked(Id)?.AskedFor ?? [];
                var request = new SendingRequest(content.Channel, Purpose ?? DefaultPurpose, Transactional, byHand)
                {
                    InPlaceOf = asked.IsEmpty ? null : [.. asked.Select(earlier => Ids.TimeOf(earlier.Value))],
                    NeedsSession = advance.Turn.Catalog.Templates.NeedsSession(advance.Turn.Workspace, content.Channel, content.Template),
                    Sender = content.Sender,
                    // What goes out in the place of a message that did not arrive has waited long enough.
                    Best = BestWithin is { } within && asked.IsEmpty ? new BestTime(advance.Turn.Memory.Reactions, since + within) : null,
                };
                var decision = RulesOfSending.Decide(request, advance.Profile, advance.Turn.Memory.Sends, advance.Turn.Sending, advance.Now);
                if (decision is SendingDecision.SendAt at)
                    return new StepResult.Stay(at.Moment, And(why, at.Why), KeepsEvent: true, Trying: Failover.Count == 0 ? null : trying with { IsOut = false });

                var track = new MessageTrack(id) { First = trying.First, Tries = trying.Try, Before = asked };
                var made = decision is SendingDecision.SendNow ? Compose(advance, content) : null;
                if (decision is SendingDecision.SendNow now && made!.Text is not null) return Send(advance, trying, track, content, made, now, why);

                var (code, reason, because) = decision switch
                {
                    SendingDecision.DoNotSend { Code: RulesOfSending.Cap } capped when advance.WentFirst(Priority) is { } first =>
                        (RulesOfSending.Displaced, $"{first} took priority. {capped.Reason}", null),
                    SendingDecision.DoNotSend not => (not.Code, not.Reason, ReasonOf(not.Code, advance, content.Channel)),
                    _ => (made!.Code!, made.Problem!, FailoverReason.Undeliverable),
                };
                advance.Emit(new MessageFailed(id, content.Channel, code, reason, Permanent: true, advance.Place));
                advance.Track(Id, track with { Failed = true, NotAsked = true, Reason = reason });
                if (because is not { } lost || trying.Try == Failover.Count || !Failover[trying.Try].On.Contains(lost))
                    return new StepResult.Go("next", And(why, $"not sent: {reason}"));

                why = And(why, $"{ChannelNames.Of(content.Channel)} not sent: {reason.TrimEnd('.')}");
                trying = trying with { Try = trying.Try + 1 };
            }
        }

        private StepResult Send(
            Advance advance, Trying trying, MessageTrack track, MessageContent content, ComposedMessage made, SendingDecision.SendNow decided, string? why)
        {
            if (decided.Counts) advance.CountSend(content.Channel, Priority);
            advance.Emit(new MessageRequested(track.Id, content.Channel, decided.To, content.Sender ?? decided.From, made.Text!, content.Template, Transactional, advance.Place,
                (advance.Turn.Sending.Registrations ?? Registrations.None).With(made.Parts, content.Channel, decided.To)));
            advance.Track(Id, track);
            var message = new MessageText(track.Id, content.Channel, decided.To, made.Shown!, content.Template);
            why = And(why, decided.Why);
            return PatienceAfter(trying) is { } patience
                ? new StepResult.Stay(advance.Now + patience, why, KeepsEvent: true, message, trying with { IsOut = true })
                : new StepResult.Go("next", why, message, trying.Try > 0 ? trying.Try : null);
        }

        /// <summary>
        /// What a rule of sending says about the channel; null for what is about the person's messages altogether: a cap that is
        /// used up is not got round by another channel.
        /// </summary>
        private static FailoverReason? ReasonOf(string code, Advance advance, Channel channel) => code switch
        {
            RulesOfSending.NoAddress => FailoverReason.NoAddress,
            RulesOfSending.NoConsent => FailoverReason.NoConsent,
            RulesOfSending.NoSession => FailoverReason.Undeliverable,
            RulesOfSending.Suppressed => advance.Profile.Address(channel) is { } address
                && advance.Profile.Suppressed.Of(channel, address) is { Reason: not SuppressionReason.Unsubscribed }
                && advance.Profile.Consents.Find(RulesOfSending.Everything, channel) is not { Granted: false }
                    ? FailoverReason.Undeliverable : FailoverReason.NoConsent,
            _ => null,
        };

        private static ComposedMessage Compose(Advance advance, MessageContent content)
        {
            if (content.Template is not null) return advance.Turn.Catalog.Templates.Compose(content.Template, content.Channel, advance.Facts);

            if (MessageContent.NeedsTemplate(content.Channel)) return ComposedMessage.Not("message.no-template", NeedsTemplate);

            var (text, problem) = content.Text.Render(advance.Facts);
            if (text is null) return ComposedMessage.Not("message.missing-variable", problem!);
            var parts = content.Keys > 0 ? new Dictionary<string, string> { [TemplateParts.Keys] = Numbers.Text(content.Keys) } : null;
            return new ComposedMessage(text, parts, null, null);
        }

        private static string? And(string? one, string? other) => one is null ? other : other is null ? one : $"{one}. {other}";
    }
}
