namespace Cpd.Adapters.Sandbox.Chat;

/// <summary>A message as a chat shows it.</summary>
/// <param name="Message">Its id.</param>
/// <param name="MediaType">IMAGE, VIDEO or DOCUMENT.</param>
/// <param name="Seen">The person has read it.</param>
/// <param name="More">Addresses of what comes after the first picture.</param>
/// <param name="Link">What opens when a push notification is tapped, and <paramref name="Data"/>, what the app gets with it, as JSON.</param>
public sealed record PhoneChat(
    string Message, string? Header, string? Media, string? MediaType, string? FileName, string? Footer, IReadOnlyList<PhoneButton> Buttons, bool Seen, IReadOnlyList<string>? More = null,
    string? Link = null, string? Data = null, PhoneList? List = null, IReadOnlyList<PhoneCard>? Cards = null)
{
    internal static PhoneChat Of(StoredChat chat, string message, bool seen) => new(
        message, chat.Header, chat.Media, chat.MediaType, chat.FileName, chat.Footer,
        Of(chat.Buttons ?? [], message),
        seen, chat.More, chat.Link, chat.Data,
        chat.List is { } list ? new PhoneList(list.Title, [.. list.Rows.Select(row => new PhoneRow(row.Title, row.Detail, row.Section, new PhoneAnswer(message, row.Payload, OfTemplate: false, OfList: true, row.Detail)))]) : null,
        chat.Cards?.Select(card => new PhoneCard(card.Text, card.Media, card.MediaType, Of(card.Buttons, message))).ToList());

    private static List<PhoneButton> Of(IReadOnlyList<StoredButton> buttons, string message) =>
        [.. buttons.Select(button => new PhoneButton(button.Title, button.Url, AnswerOf(button, message), button.Copies))];

    private static PhoneAnswer? AnswerOf(StoredButton button, string message) =>
        button.Flow is { } token ? new PhoneAnswer(message, token, button.OfTemplate, OfForm: true)
        : button.Payload is { } payload ? new PhoneAnswer(message, payload, button.OfTemplate) : null;
}

/// <param name="Url">Where it leads.</param>
/// <param name="Answer">What pressing it says; null where it leads somewhere instead.</param>
/// <param name="Copies">The code that it copies.</param>
public sealed record PhoneButton(string Title, string? Url, PhoneAnswer? Answer, string? Copies = null);

/// <summary>A card of a carousel.</summary>
public sealed record PhoneCard(string Text, string? Media, string? MediaType, IReadOnlyList<PhoneButton> Buttons);

/// <summary>A list of which somebody presses a row.</summary>
/// <param name="Title">Of the button that opens it.</param>
public sealed record PhoneList(string Title, IReadOnlyList<PhoneRow> Rows);

/// <param name="Detail">Small words below its own.</param>
/// <param name="Section">The heading of the section that begins with it.</param>
/// <param name="Answer">What pressing it says; null where it is only shown.</param>
public sealed record PhoneRow(string Title, string? Detail, string? Section, PhoneAnswer? Answer);

/// <param name="Message">The message whose button or row it is.</param>
/// <param name="Payload">What stands behind it.</param>
/// <param name="OfList">It is a row, with <paramref name="Detail"/> below its words.</param>
/// <param name="OfForm">It opens a form; what is filled in is the <paramref name="Detail"/>, a JSON object, and the payload the form's token.</param>
public sealed record PhoneAnswer(string Message, string Payload, bool OfTemplate, bool OfList = false, string? Detail = null, bool OfForm = false);
