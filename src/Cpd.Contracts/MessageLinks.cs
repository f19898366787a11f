using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Cpd.Contracts;

/// <summary>
/// Addresses that a message carries and that are its person's own: <c>{{links.preferences}}</c>. Whoever has one acts in the
/// person's name, so neither the log nor the timeline has it: a message is made with a stand-in, and the adapter puts the
/// address in its place as it goes out.
/// </summary>
/// <remarks>The stand-ins are addresses that lead nowhere (RFC 2606), about as long as the real ones, so that an SMS is counted right.</remarks>
public static partial class MessageLinks
{
    /// <summary>The root of their paths in templates.</summary>
    public const string Root = "links";

    /// <summary>Where the person chooses what they get.</summary>
    public const string Preferences = "preferences";

    /// <summary>Where they end the channel the message came by; by another channel than e-mail the same as <see cref="Preferences"/>.</summary>
    public const string Unsubscribe = "unsubscribe";

    /// <summary>The paths there are, for those who write templates.</summary>
    public static readonly IReadOnlyList<string> Paths = [$"{Root}.{Preferences}", $"{Root}.{Unsubscribe}"];

    private const string Begin = "https://links.cpd.invalid/", End = "/of-the-person-who-gets-this";

    private static readonly string OfPreferences = Begin + Preferences + End, OfUnsubscribe = Begin + Unsubscribe + End;

    /// <summary>What stands in a message for a link; false for a name that is none.</summary>
    public static bool TryStandIn(string name, [NotNullWhen(true)] out string? standIn)
    {
        standIn = name switch
        {
            Preferences => OfPreferences,
            Unsubscribe => OfUnsubscribe,
            _ => null,
        };
        return standIn is not null;
    }

    public static bool AreIn(string text) => text.Contains(Begin, StringComparison.Ordinal);

    /// <summary>A message with the addresses in it.</summary>
    /// <param name="address">By the link's name.</param>
    public static string Fill(string text, Func<string, string> address)
    {
        if (!AreIn(text)) return text;
        if (text.Contains(OfPreferences, StringComparison.Ordinal)) text = text.Replace(OfPreferences, address(Preferences), StringComparison.Ordinal);
        return text.Contains(OfUnsubscribe, StringComparison.Ordinal) ? text.Replace(OfUnsubscribe, address(Unsubscribe), StringComparison.Ordinal) : text;
    }

    /// <summary>The stand-in for an address that is one person's own, as a report tells that it was followed; any other address as it is.</summary>
    public static string WithoutPerson(string url) => PersonsOwn().Match(url) is { Success: true } own
        ? own.Groups["page"].Success ? OfPreferences : OfUnsubscribe
        : url;

    /// <summary>A path of ours with a token at its end, whatever the host and what stands behind it.</summary>
    [GeneratedRegex(@"\Ahttps?://[^/?#]+(/[^?#]*)?/((?<page>p/[a-z0-9-]+/[A-Za-z0-9_-]{38})|unsubscribe/[A-Za-z0-9_-]{60,})/?([?#].*)?\z", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PersonsOwn();

    /// <summary>As people of the team are shown it.</summary>
    public static string Shown(string text) => Fill(text, name => $"[{name} link]");
}
