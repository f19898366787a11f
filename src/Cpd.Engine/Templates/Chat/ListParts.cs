using Cpd.Engine.Templates.Stored;

namespace Cpd.Engine.Templates.Chat;

/// <summary>The list of a message by WhatsApp: a button that opens it, and rows of which somebody presses one. The names travel with the message.</summary>
public static class ListParts
{
    /// <summary>How many rows a list may have, in all its sections.</summary>
    public const int MostRows = 10;

    /// <summary>The words on the button that opens the list.</summary>
    public const string Title = "list";

    /// <summary>The words of a row, from 0.</summary>
    public static string Row(int number) => $"row{number}";

    /// <summary>Small words below them.</summary>
    public static string Detail(int number) => $"rowDetail{number}";

    /// <summary>What comes back when the row is pressed, the same in every language; without one its words do.</summary>
    public static string Payload(int number) => $"rowPayload{number}";

    /// <summary>The heading of a section that begins with this row.</summary>
    public static string Section(int number) => $"rowSection{number}";

    private static readonly string[] Names = [Title, .. Enumerable.Range(0, MostRows).SelectMany(row => new[] { Section(row), Row(row), Detail(row), Payload(row) })];

    /// <summary>Whether a part is one of a list's.</summary>
    public static bool IsOne(string part) => Names.Contains(part);

    internal static IEnumerable<TemplatePart> All => Names.Select(name => new TemplatePart(name, IsOptional: true));

    internal static IEnumerable<int> Rows => Enumerable.Range(0, MostRows);

    /// <summary>
    /// Takes out what belongs to rows that are empty for this person; a section that began with one begins with the next. Without
    /// any row there is no list.
    /// </summary>
    internal static void Tidy(Dictionary<string, string> parts)
    {
        string? heading = null;
        foreach (var row in Rows)
        {
            heading = parts.GetValueOrDefault(Section(row)) ?? heading;
            if (parts.ContainsKey(Row(row)))
            {
                if (heading is not null) parts[Section(row)] = heading;
                heading = null;
                continue;
            }
            parts.Remove(Section(row));
            parts.Remove(Detail(row));
            parts.Remove(Payload(row));
        }
        if (!Rows.Any(row => parts.ContainsKey(Row(row)))) parts.Remove(Title);
    }
}
