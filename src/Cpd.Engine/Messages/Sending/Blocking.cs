using Cpd.Contracts;
using Cpd.Engine.Journeys;
using Cpd.Engine.People;

namespace Cpd.Engine.Messages.Sending;

/// <summary>
/// Who ends a channel as a whole goes on the provider's do-not-contact list, and comes off when they want it again. Asked for
/// where a word changed what holds, so that a word that comes twice, or came from that list, goes nowhere.
/// </summary>
internal static class Blocking
{
    /// <summary>Those that the provider keeps such a list for.</summary>
    private static readonly Channel[] Listed = [Channel.Sms, Channel.Email, Channel.WhatsApp, Channel.Viber, Channel.Rcs, Channel.Mms];

    /// <param name="before">The person before the word.</param>
    public static void Follow(Turn turn, Profile before, ConsentHeard heard, Origin origin, DateTimeOffset now)
    {
        if (heard.Purpose != RulesOfSending.Everything || heard.Source == ConsentSources.Blocklist) return;

        foreach (var channel in Listed)
        {
            if (heard.Channel is { } only && only != channel) continue;
            var (was, isNow) = (Ended(before, channel), Ended(turn.Profile, channel));
            if (was != isNow && turn.Profile.Address(channel) is { } to) turn.Emit(origin, new BlockRequested(channel, to, isNow, isNow ? null : Source(before, channel)), now);
        }
    }

    /// <summary>Why the provider has them on its list by itself: what it takes off, it wants to be told with that word.</summary>
    private static string? Source(Profile person, Channel channel) =>
        person.Consents.Find(RulesOfSending.Everything, channel) is { Source: ConsentSources.Blocklist, Text: { Length: > 0 } source } ? source : null;

    private static bool Ended(Profile person, Channel channel) => person.Consent(RulesOfSending.Everything, channel) is false;
}
