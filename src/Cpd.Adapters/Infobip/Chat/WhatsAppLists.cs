using static Cpd.Adapters.Infobip.Chat.WhatsAppContents;

namespace Cpd.Adapters.Infobip.Chat;

/// <summary>A message with a list of which somebody presses a row, in Infobip's words, and why it cannot be said.</summary>
internal static class WhatsAppLists
{
    private const int MostRows = 10, LongestRow = 24, LongestDetail = 72, LongestRowId = 200, LongestSection = 24;

    /// <summary>Null where the message has none.</summary>
    public static WhatsAppContent? Of(OutgoingMessage message)
    {
        if (Part(message, "list") is not { } title) return null;

        var sections = new List<(string? Title, List<WhatsAppRow> Rows)>();
        for (var number = 0; number < MostRows; number++)
        {
            if (Part(message, $"row{number}") is not { } words) continue;
            var heading = Part(message, $"rowSection{number}");
            if (sections.Count == 0 || heading is not null) sections.Add((heading, []));
            sections[^1].Rows.Add(new WhatsAppRow(Part(message, $"rowPayload{number}") ?? words, words, Part(message, $"rowDetail{number}")));
        }
        return sections.Count == 0 ? null : new WhatsAppContent(
            Body: new WhatsAppText(message.Text), Action: new WhatsAppAction(Title: title, Sections: [.. sections.Select(section => new WhatsAppSection(section.Title, section.Rows))]),
            Footer: Part(message, "footer") is { } footer ? new WhatsAppText(footer) : null);
    }

    public static ItemAnswer.Refused? Refusal(WhatsAppContent content)
    {
        var (sections, rows) = (content.Action!.Sections!, content.Action.Sections!.SelectMany(section => section.Rows!).ToList());
        return content.Body!.Text!.Length > LongestBody ? TooLong("The text above a list", LongestBody)
            : content.Action.Title!.Length > LongestTitle ? TooLong("The button that opens the list", LongestTitle)
            : content.Footer?.Text?.Length > LongestFooter ? TooLong("The footer", LongestFooter)
            : sections.Any(section => section.Title?.Length > LongestSection) ? TooLong("A heading of the list", LongestSection)
            : rows.Exists(row => row.Title!.Length > LongestRow) ? TooLong("A row of the list", LongestRow)
            : rows.Exists(row => row.Description?.Length > LongestDetail) ? TooLong("The description of a row", LongestDetail)
            : rows.Exists(row => row.Id!.Length > LongestRowId) ? TooLong("The value of a row", LongestRowId)
            : rows.DistinctBy(row => row.Id).Count() < rows.Count ? Wrong("Two rows of the list have the same text for this person. Give them different texts.")
            : sections.Count > 1 && sections.Any(section => section.Title is null) ? Wrong("A section of the list has no heading for this person. Add a heading to each section, or to none.")
            : null;
    }

    private static ItemAnswer.Refused Wrong(string sentence) => new("whatsapp.list", sentence, Permanent: true);
}
