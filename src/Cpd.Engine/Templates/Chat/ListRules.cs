namespace Cpd.Engine.Templates.Chat;

/// <summary>What makes a list fit to be sent. What is filled in for each person is looked at when it is known.</summary>
internal static class ListRules
{
    public const int LongestTitle = 20, LongestRow = 24, LongestDetail = 72, LongestPayload = 200, LongestSection = 24;

    /// <param name="of">What is written in a part; null for nothing.</param>
    /// <returns>A code, a sentence and the part each.</returns>
    public static IEnumerable<(string Code, string Sentence, string Part)> Check(Func<string, string?> of)
    {
        var rows = ListParts.Rows.Where(row => of(ListParts.Row(row)) is not null).ToList();
        if (TooLong(of, ListParts.Title, "The button that opens a list", LongestTitle) is { } title) yield return title;
        if (of(ListParts.Title) is null && rows.Count > 0)
            yield return ("template.list-title", "Enter the text of the button that opens the list.", ListParts.Title);
        if (of(ListParts.Title) is not null && rows.Count == 0)
            yield return ("template.list-empty", "The list has no rows. Add one, or remove the button that opens it.", ListParts.Title);

        foreach (var row in ListParts.Rows)
        {
            if (TooLong(of, ListParts.Row(row), "A row", LongestRow) is { } words) yield return words;
            if (TooLong(of, ListParts.Detail(row), "The description of a row", LongestDetail) is { } detail) yield return detail;
            if (TooLong(of, ListParts.Payload(row), "The value of a row", LongestPayload) is { } payload) yield return payload;
            if (TooLong(of, ListParts.Section(row), "A heading", LongestSection) is { } section) yield return section;
            if (!rows.Contains(row) && new[] { ListParts.Detail(row), ListParts.Payload(row), ListParts.Section(row) }.FirstOrDefault(part => of(part) is not null) is { } alone)
                yield return ("template.row-empty", $"Row {row + 1} has no text. Enter one, or remove the row.", alone);
        }
        foreach (var same in rows.GroupBy(row => of(ListParts.Payload(row)) ?? of(ListParts.Row(row)), StringComparer.Ordinal).Where(same => same.Count() > 1))
            yield return ("template.row-twice", $"Two rows have the value “{same.Key}”. Give them different values.", ListParts.Row(same.Last()));
        if (rows.Count > 0 && of(ListParts.Section(rows[0])) is null && rows.Exists(row => of(ListParts.Section(row)) is not null))
            yield return ("template.section", "If one section has a heading, all must have one. Add one above the first row.", ListParts.Section(rows[0]));
    }

    private static (string, string, string)? TooLong(Func<string, string?> of, string part, string what, int most) =>
        of(part) is { } written && ChatRules.IsFixed(written) && written.Length > most ? ("template.list-long", $"{what} may have at most {most} characters.", part) : null;
}
