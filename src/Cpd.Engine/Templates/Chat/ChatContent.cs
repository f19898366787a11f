using System.Globalization;
using System.Text.RegularExpressions;
using Cpd.Engine.Templates.Stored;

namespace Cpd.Engine.Templates.Chat;

/// <summary>Makes a message in a chat of parts that are filled in.</summary>
internal static partial class ChatContent
{
    /// <summary>A template of the provider's: its text as it will read, and what travels to fill it.</summary>
    public static ComposedMessage Finish(string id, RemoteTemplate remote, IReadOnlyDictionary<string, string> filled)
    {
        var parts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [ChatParts.Template] = remote.Name, [ChatParts.Language] = remote.Language,
        };
        if (remote.Senders.Count > 0) parts[TemplateParts.Sender] = remote.Senders[0];
        foreach (var place in remote.Places())
        {
            var value = filled.TryGetValue(place.Part, out var written) ? OneLine(written) : "";
            if (value.Length == 0) value = place.Otherwise ?? "";
            if (value.Length == 0)
                return filled.ContainsKey(place.Part)
                    ? ComposedMessage.Not("message.empty-place", $"“{place.Called}” in the template {id} is empty for this person, which WhatsApp does not allow. Give it a default.")
                    : ComposedMessage.Not("template.unfilled", Unfilled(id, place));
            if (remote.Code is not null && value.Length > RemoteCode.Longest)
                return ComposedMessage.Not("message.code-long", $"The code of the template {id} has {value.Length} characters for this person; WhatsApp allows {RemoteCode.Longest}. Shorten it.");
            if (DegreesOf(place.Part) is { } most && !IsDegrees(value, most))
                return ComposedMessage.Not("message.no-place", $"“{place.Called}” in the template {id} is “{value}” for this person. It must be a number from -{most} to {most}, such as 45.81.");
            parts[place.Part] = value;
        }

        // The code stands in the text, and once more behind the button: that is how WhatsApp wants it.
        if (remote.Code is not null) parts[ChatParts.Button(0)] = parts[ChatParts.Body(1)];
        SayKinds(part => part, remote.Header, remote.Buttons);
        for (var card = 0; card < (remote.Cards?.Count ?? 0); card++)
        {
            var number = card;
            SayKinds(part => ChatParts.OfCard(number, part), remote.Cards![card].Header, remote.Cards[card].Buttons);
        }
        return new ComposedMessage(RemoteTemplate.Fill(remote.Body, number => parts.GetValueOrDefault(ChatParts.Body(number))), parts, null, null);

        void SayKinds(Func<string, string> named, RemoteHeader? header, IReadOnlyList<RemoteButton>? buttons)
        {
            if (parts.ContainsKey(named(ChatParts.Header)) || parts.ContainsKey(named(ChatParts.Latitude))) parts[named(ChatParts.HeaderType)] = header!.Format;
            for (var number = 0; number < (buttons?.Count ?? 0); number++)
                if (parts.ContainsKey(named(ChatParts.Button(number))) || buttons![number].Type == "FLOW") parts[named(ChatParts.ButtonType(number))] = buttons![number].Type;
        }
    }

    /// <summary>A free message: a button without words is none, a document is not sent without an address.</summary>
    public static ComposedMessage Finish(Dictionary<string, string> parts)
    {
        foreach (var empty in parts.Where(part => string.IsNullOrWhiteSpace(part.Value)).Select(part => part.Key).ToList()) parts.Remove(empty);
        if (!parts.ContainsKey(ChatParts.Media))
        {
            parts.Remove(ChatParts.MediaType);
            parts.Remove(ChatParts.FileName);
        }
        for (var number = 0; number < ChatParts.MostButtons; number++)
            if (!parts.ContainsKey(ChatParts.Button(number))) parts.Remove(ChatParts.Payload(number));
        ListParts.Tidy(parts);
        FlowParts.Tidy(parts);

        parts.Remove(TemplateParts.Text, out var text);
        return new ComposedMessage(text ?? "", parts.Count == 0 ? null : parts, null, null);
    }

    public static string Unfilled(string id, RemotePlace place) => $"“{place.Called}” in the template {id} is not filled in. Fill it in under Templates.";

    /// <summary>How far a part may go that is a degree of a place on a map; null for what is none.</summary>
    internal static int? DegreesOf(string part) => part[(part.LastIndexOf('.') + 1)..] switch { ChatParts.Latitude => 90, ChatParts.Longitude => 180, _ => null };

    internal static bool IsDegrees(string value, int most) =>
        double.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var degrees) && Math.Abs(degrees) <= most;

    /// <summary>Places take no line breaks, no tabs and no rows of blanks; somebody's own words may have them.</summary>
    private static string OneLine(string value) => Blanks().Replace(value, " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
