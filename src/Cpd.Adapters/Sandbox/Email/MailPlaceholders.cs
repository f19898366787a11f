using System.Text.Json;
using System.Text.RegularExpressions;
using Cpd.Adapters.Infobip.Email;

namespace Cpd.Adapters.Sandbox.Email;

/// <summary>Puts values into places such as <c>{{name}}</c> of an e-mail: those of the recipient, else those for all. A place without a value stays.</summary>
internal static partial class MailPlaceholders
{
    /// <summary>Messages with values become one for each that they go to.</summary>
    public static IReadOnlyList<EmailMessage> Filled(IReadOnlyList<EmailMessage> messages) => [.. messages.SelectMany(Filled)];

    private static IEnumerable<EmailMessage> Filled(EmailMessage message)
    {
        var common = Read(message.Content?.DefaultPlaceholders);
        if (common.Count == 0 && message.Destinations!.All(group => group.To!.All(to => to.Placeholders is null))) return [message];

        return message.Destinations!.SelectMany(group => group.To!.Select((to, i) => message with
        {
            // Copies go out once, with the first.
            Destinations = [group with { To = [to], Cc = i == 0 ? group.Cc : null, Bcc = i == 0 ? group.Bcc : null }],
            Content = Filled(message.Content!, Read(to.Placeholders), common),
        }));
    }

    private static EmailMessageContent Filled(EmailMessageContent content, Dictionary<string, JsonElement> own, Dictionary<string, JsonElement> common)
    {
        return content with { Subject = Fill(content.Subject), Text = Fill(content.Text), Html = Fill(content.Html) };

        string? Fill(string? text) => text is null ? null : Place().Replace(
            text, place => own.TryGetValue(place.Groups[1].Value, out var value) || common.TryGetValue(place.Groups[1].Value, out value) ? value.ToString() : place.Value);
    }

    private static Dictionary<string, JsonElement> Read(string? json)
    {
        try
        {
            return json is { Length: > 0 } ? JsonSerializer.Deserialize(json, SandboxWire.Wire.DictionaryStringJsonElement) ?? [] : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    [GeneratedRegex(@"\{\{\s*([^{}\s]+)\s*\}\}")]
    private static partial Regex Place();
}
