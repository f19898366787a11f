using Cpd.Adapters.Infobip.Mms;
using Cpd.Adapters.Sandbox.Chat;
using Cpd.Engine.Templates.Chat;

namespace Cpd.Web.Features.Templates;

/// <summary>Chats in words and buttons, for whoever shows one.</summary>
internal static class RemoteWords
{
    /// <summary><c>FIRST_PAUSED</c> as "First paused".</summary>
    public static string State(string state)
    {
        var words = state.Replace('_', ' ').ToLowerInvariant();
        return words.Length == 0 ? "Unknown" : char.ToUpperInvariant(words[0]) + words[1..];
    }

    /// <param name="filled">What fills the places; null where they are shown as they are.</param>
    public static IReadOnlyList<PhoneButton> Buttons(RemoteTemplate remote, IReadOnlyDictionary<string, string>? filled) => Buttons(remote.Buttons, filled, part => part);

    /// <inheritdoc cref="Buttons(RemoteTemplate, IReadOnlyDictionary{string, string}?)"/>
    public static IReadOnlyList<PhoneCard>? Cards(RemoteTemplate? remote, IReadOnlyDictionary<string, string>? filled) => remote?.Cards?.Select((card, number) => new PhoneCard(
        RemoteTemplate.Fill(card.Body, place => filled?.GetValueOrDefault(ChatParts.OfCard(number, ChatParts.Body(place)))),
        filled is null ? "filled in below" : MediaOf(card.Header, filled, part => ChatParts.OfCard(number, part)), card.Header?.Format,
        Buttons(card.Buttons, filled, part => ChatParts.OfCard(number, part)))).ToList();

    private static List<PhoneButton> Buttons(IReadOnlyList<RemoteButton>? buttons, IReadOnlyDictionary<string, string>? filled, Func<string, string> named) =>
    [
        .. (buttons ?? []).Select((button, place) => new PhoneButton(
            button.Text,
            button.Url is { } url ? RemoteTemplate.Fill(url, _ => filled?.GetValueOrDefault(named(ChatParts.Button(place)))) : button.Type == "QUICK_REPLY" ? filled?.GetValueOrDefault(named(ChatParts.Button(place))) : null,
            null)),
    ];

    /// <summary>Of a message that is written here.</summary>
    public static IReadOnlyList<PhoneButton> Buttons(IReadOnlyDictionary<string, string>? parts) =>
    [
        .. parts?.GetValueOrDefault(FlowParts.Button) is { } opens ? [new PhoneButton(opens, null, null)] : Array.Empty<PhoneButton>(),
        .. Enumerable.Range(0, ChatParts.MostButtons).Where(number => parts?.ContainsKey(ChatParts.Button(number)) is true)
            .Select(number => new PhoneButton(parts![ChatParts.Button(number)], parts.GetValueOrDefault(ChatParts.Action), null)),
    ];

    /// <summary>The list of a message that is written here; null where it has none.</summary>
    public static PhoneList? List(IReadOnlyDictionary<string, string>? parts) => parts?.GetValueOrDefault(ListParts.Title) is not { } title ? null : new(title,
    [
        .. Enumerable.Range(0, ListParts.MostRows).Where(row => parts.ContainsKey(ListParts.Row(row)))
            .Select(row => new PhoneRow(parts[ListParts.Row(row)], parts.GetValueOrDefault(ListParts.Detail(row)), parts.GetValueOrDefault(ListParts.Section(row)), null)),
    ]);

    /// <summary>The head of a template, filled in; the title of an MMS.</summary>
    public static string? Header(RemoteTemplate? remote, IReadOnlyDictionary<string, string>? parts) =>
        remote is null ? parts?.GetValueOrDefault(ChatParts.Title) : remote.Header is { Format: "TEXT", Text: { } text } ? RemoteTemplate.Fill(text, _ => parts?.GetValueOrDefault(ChatParts.Header)) : null;

    public static string? Media(RemoteTemplate? remote, IReadOnlyDictionary<string, string>? parts) =>
        remote is null ? parts?.GetValueOrDefault(ChatParts.Media) : MediaOf(remote.Header, parts, part => part);

    private static string? MediaOf(RemoteHeader? header, IReadOnlyDictionary<string, string>? parts, Func<string, string> named) =>
        header is { Format: RemoteHeader.Place } ? parts?.GetValueOrDefault(named(ChatParts.Latitude)) is { } latitude ? $"{latitude}, {parts.GetValueOrDefault(named(ChatParts.Longitude))}" : null
        : header is { IsMedia: true } ? parts?.GetValueOrDefault(named(ChatParts.Header)) : null;

    public static string? MediaType(RemoteTemplate? remote, IReadOnlyDictionary<string, string>? parts) =>
        remote is null ? parts?.GetValueOrDefault(ChatParts.MediaType) ?? (parts?.GetValueOrDefault(ChatParts.Media) is { } media ? MmsMedia.KindOf(media) : null) : remote.Header?.Format;

    /// <summary>What comes after the first picture of an MMS.</summary>
    public static IReadOnlyList<string> More(IReadOnlyDictionary<string, string>? parts) =>
        [.. new[] { ChatParts.Media2, ChatParts.Media3 }.Select(part => parts?.GetValueOrDefault(part)).OfType<string>()];

    public static string? Footer(RemoteTemplate? remote, IReadOnlyDictionary<string, string>? parts) =>
        remote is null ? parts?.GetValueOrDefault(ChatParts.Footer) : remote.Footer;
}
