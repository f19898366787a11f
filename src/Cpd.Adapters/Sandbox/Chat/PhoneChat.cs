namespace Cpd.Adapters.Sandbox.Chat;

/// <summary>A message as a chat shows it.</summary>
/// <param name="Message">Its id.</param>
/// <param name="MediaType">IMAGE, VIDEO or DOCUMENT.</param>
/// <param name="Seen">The person has read it.</param>
/// <param name="More">Addresses of what comes after the first picture.</param>
/// <param name="Link">What opens when a push notification is tapped, and <paramref name="Data"/>, what the app gets with it, as JSON.</param>
public sealed record PhoneChat(
    string Message, string? Header, string? Media, string? MediaType, string? FileName, string? Footer, IReadOnlyList<PhoneButton> Buttons, bool Seen, IReadOnlyList<string>? More = null,
    string? Link = null, string? Data = null)
{
    internal static PhoneChat Of(StoredChat chat, string message, bool seen) => new(
        message, chat.Header, chat.Media, chat.MediaType, chat.FileName, chat.Footer,
        [.. (chat.Buttons ?? []).Select(button => new PhoneButton(button.Title, button.Url, button.Payload is { } payload ? new PhoneAnswer(message, payload, button.OfTemplate) : null))],
        seen, chat.More, chat.Link, chat.Data);
}

/// <param name="Url">Where it leads.</param>
/// <param name="Answer">What pressing it says; null where it leads somewhere instead.</param>
public sealed record PhoneButton(string Title, string? Url, PhoneAnswer? Answer);

/// <param name="Message">The message whose button it is.</param>
/// <param name="Payload">What stands behind the button.</param>
public sealed record PhoneAnswer(string Message, string Payload, bool OfTemplate);
