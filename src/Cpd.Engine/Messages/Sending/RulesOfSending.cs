using System.Globalization;
using Cpd.Contracts;
using Cpd.Engine.People;

namespace Cpd.Engine.Messages.Sending;

/// <summary>
/// Whether a message may go out, and when: consent, suppression, address, session, quiet hours, caps, the person's best time, in this
/// order, and the first that objects is the reason. A pure function: the engine, a test run and the tests ask the same.
/// </summary>
public static class RulesOfSending
{
    /// <summary>The purpose that stands for all of them: who wrote STOP refused it.</summary>
    public const string Everything = "*";

    public const string NoConsent = "message.no-consent", Suppressed = "message.suppressed", NoAddress = "message.no-address",
        Quiet = "message.quiet-hours", NoSession = "message.no-session", NoHour = "message.no-hour", NoRules = "message.no-rules", Cap = "message.cap", Displaced = "message.displaced";

    /// <summary>Hours of a country, of a channel and days on which clocks change may follow each other.</summary>
    private const int MostQuietTimes = 12;

    /// <param name="sends">What the person was sent before.</param>
    public static SendingDecision Decide(SendingRequest request, Profile person, RecentSends sends, SendingRules rules, DateTimeOffset now)
    {
        var notes = new Notes(request.Transactional);
        var word = person.Consents.Find(request.Purpose, request.Channel);
        if (word is { Granted: false } && !notes.Passes($"although they opted out of {Said(word, request.Purpose)}"))
            return new SendingDecision.DoNotSend(NoConsent, $"The person opted out of {Said(word, request.Purpose)}.");

        if (person.Consents.Find(Everything, request.Channel) is { Granted: false } stop && !notes.Passes($"although they unsubscribed from {ChannelNames.Of(request.Channel)}: {Proof(stop)}"))
            return new SendingDecision.DoNotSend(Suppressed, $"The person unsubscribed from {ChannelNames.Of(request.Channel)}: {Proof(stop)}.");

        if (person.Address(request.Channel) is not { } to)
            return new SendingDecision.DoNotSend(NoAddress, WhyNowhere(request.Channel));

        if (person.Suppressed.Of(request.Channel, to) is { } address
            && !(address.Reason is SuppressionReason.Unsubscribed && notes.Passes($"although they unsubscribed this address on {Day(address.At)}")))
            return new SendingDecision.DoNotSend(Suppressed, WhyNot(address));

        var session = request.NeedsSession ? person.Sessions.Latest(request.Channel, request.Sender) : null;
        if (request.NeedsSession && session?.IsOpen(now) is not true)
            return new SendingDecision.DoNotSend(NoSession, WhyClosed(request, session));

        if (word is { Granted: true } && !request.Transactional) notes.Add($"Opted in to {Said(word, request.Purpose)}");
        if (ReferenceEquals(rules, SendingRules.None))
            return Later(request, person, to, session, rules, now, ref notes) ?? (SendingDecision)new SendingDecision.SendNow(to, notes.Text, Counts: false, session?.With);

        if (ReferenceEquals(rules, SendingRules.Unreadable) && !notes.Passes("although the sending rules cannot be read"))
            return new SendingDecision.DoNotSend(NoRules, "The sending rules cannot be read. Save them again in Channels.");

        if (QuietUntil(request, person, to, rules, now) is var (over, why))
        {
            if (over == now) return new SendingDecision.DoNotSend(NoHour, $"Quiet hours cover the whole day: {why}. Change the quiet hours in Channels.");
            if (!notes.Passes($"during {why}"))
            {
                if (!request.PassesQuiet) return new SendingDecision.SendAt(over, char.ToUpperInvariant(why[0]) + why[1..]);
                notes.Add($"Released manually during {why}");
            }
        }

        foreach (var (limit, within, name, channel) in Caps(request.Channel, rules))
        {
            var sent = sends.Within(within, channel, now);
            if (channel is null && request.InPlaceOf is { Count: > 0 } earlier) sent = Math.Max(0, sent - earlier.Count(at => at > now - within));
            var whose = channel is { } one ? $"{ChannelNames.Of(one)} messages" : "messages on all channels";
            if (sent < limit) notes.Count($"{sent + 1} of {limit} {whose} within {name}");
            else if (!notes.Passes($"beyond {limit} {whose} within {name}"))
                return new SendingDecision.DoNotSend(Cap, $"The person already got {Number(sent, whose)} within {name}; the limit is {limit}.");
        }
        if (Later(request, person, to, session, rules, now, ref notes) is { } later) return later;
        return new SendingDecision.SendNow(to, notes.Text, Counts: !request.Transactional && rules.CountedFor() > TimeSpan.Zero, session?.With);
    }

    /// <summary>When all quiet hours are over, and which it is in now; null where none is quiet. <paramref name="now"/> where they leave no hour.</summary>
    private static (DateTimeOffset Over, string Why)? QuietUntil(SendingRequest request, Profile person, string to, SendingRules rules, DateTimeOffset now)
    {
        string? why = null;
        var (at, zone) = (now, (TimeZoneInfo?)null);
        for (var times = 0; times < MostQuietTimes; times++)
        {
            var before = at;
            foreach (var (hours, whose) in rules.QuietFor(request.Channel, to))
            {
                zone ??= rules.ZoneOf(person);
                var over = hours.Over(at, zone);
                if (over == at) continue;
                at = over;
                why ??= $"quiet hours{whose}, {hours} in {zone.Id}{(person.KnowsTimeZone ? "" : " (the person's time zone is unknown)")}";
            }
            if (at == before) return why is null ? null : (at, why);
        }
        return (now, why!);
    }

    /// <summary>The hour it waits for; null where it goes out now, and then the notes say why now.</summary>
    private static SendingDecision.SendAt? Later(
        SendingRequest request, Profile person, string to, ChatSession? session, SendingRules rules, DateTimeOffset now, ref Notes notes)
    {
        if (request is not { Best: { } best, Transactional: false }) return null;

        var all = best.Reactions.Count;
        if (all < BestTime.Fewest)
        {
            notes.Add($"No best time: the person has reacted {Times(all)}, and {BestTime.Fewest} reactions are needed");
            return null;
        }

        var zone = rules.ZoneOf(person);
        // Who may be written to only for so long after they wrote is not kept waiting beyond that.
        var until = session is not null && session.At + ChatSession.Open <= best.Until ? session.At + ChatSession.Open - TimeSpan.FromMilliseconds(1) : best.Until;
        if (until < now)
        {
            notes.Add("No best time: the time limit has passed");
            return null;
        }
        if (best.Choose(now, until, zone, at => QuietUntil(request, person, to, rules, at)?.Over ?? at) is not { } chosen)
        {
            notes.Add($"No best time: none of {all} reactions is within the hours left");
            return null;
        }

        var why = $"their best time: {chosen.Count} of {all} reactions between {chosen.Hour:00}:00 and {chosen.Hour + 1:00}:00";
        var clock = string.Create(CultureInfo.InvariantCulture, $"{TimeZoneInfo.ConvertTime(chosen.At, zone):HH:mm} in {zone.Id}{(person.KnowsTimeZone ? "" : " (the person's time zone is unknown)")}");
        if (chosen.At <= now) notes.Add($"Sent now, {why}");
        else if (request.PassesQuiet) notes.Add($"Released manually before {clock}, {why}");
        else return new SendingDecision.SendAt(chosen.At, $"Waits until {clock}, {why}");
        return null;
    }

    private static string Times(int count) => count switch { 0 => "never", 1 => "once", 2 => "twice", _ => $"{count} times" };

    private static IEnumerable<(int Limit, TimeSpan Within, string Name, Channel? Channel)> Caps(Channel channel, SendingRules rules)
    {
        if (rules.Of(channel) is { } own)
            foreach (var (limit, within, name) in own.Caps.Set()) yield return (limit, within, name, channel);
        foreach (var (limit, within, name) in rules.Caps.Set()) yield return (limit, within, name, null);
    }

    private static string Said(Consent word, string purpose) =>
        $"{purpose}{(word.Channel is { } channel ? $" by {ChannelNames.Of(channel)}" : "")} on {Day(word.At)} ({word.Source})";

    private static string Proof(Consent word) =>
        word is { Text: { } text, Source: ConsentSources.Reply } ? $"they wrote “{text}” on {Day(word.At)}" : $"on {Day(word.At)} ({word.Source})";

    private static string WhyNowhere(Channel channel) => channel is Channel.Push
        ? "The person has no address for Push: they are anonymous, and push notifications need a user id. Send identify with their userId."
        : $"The person has no address for {ChannelNames.Of(channel)}.";

    private static string WhyNot(SuppressedAddress address) => address.Reason switch
    {
        SuppressionReason.Bounced => $"The address bounced on {Day(address.At)}. Change the person's address.",
        SuppressionReason.Complained => $"The person marked a message to this address as spam on {Day(address.At)}.",
        _ => $"The person unsubscribed this address on {Day(address.At)}.",
    };

    /// <summary>The channel's own rule: not even what is transactional passes it.</summary>
    private static string WhyClosed(SendingRequest request, ChatSession? session)
    {
        var last = session is null ? "never wrote" : $"last wrote on {session.At.UtcDateTime.ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture)} UTC";
        return $"{ChannelNames.Of(request.Channel)} allows free text only within {ChatSession.Open.TotalHours:0} hours of the person's last message; the person {last}"
            + $"{(request.Sender is { } sender ? $" to {sender}" : "")}. Use an approved template.";
    }

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    private static string Number(int count, string whose) => count == 1 ? $"1 {whose.Replace("messages", "message", StringComparison.Ordinal)}" : $"{count} {whose}";

    /// <summary>What the timeline says beside a message that goes out.</summary>
    private struct Notes(bool transactional)
    {
        private string? _said;
        private string? _passed;
        private string? _counted;

        /// <summary>True where the message passes the rule; then it says so.</summary>
        public bool Passes(string what)
        {
            if (transactional) _passed = _passed is null ? what : $"{_passed}, {what}";
            return transactional;
        }

        public void Add(string what) => _said = _said is null ? what : $"{_said}. {what}";

        /// <summary>What is transactional is not counted.</summary>
        public void Count(string what)
        {
            if (!transactional) _counted = _counted is null ? what : $"{_counted}, {what}";
        }

        public readonly string? Text
        {
            get
            {
                if (_passed is not null) return $"Transactional: sent {_passed}";
                return _said is null ? _counted : _counted is null ? _said : $"{_said}. {_counted}";
            }
        }
    }
}
