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
            yield return ("template.list-title", "A list has a button that opens it. Write what stands on it.", ListParts.Title);
        if (of(ListParts.Title) is not null && rows.Count == 0)
            yield return ("template.list-empty", "The list has no rows. Write one, or take away the button that opens it.", ListParts.Title);

        foreach (var row in ListParts.Rows)
        {
            if (TooLong(of, ListParts.Row(row), "A row", LongestRow) is { } words) yield return words;
            if (TooLong(of, ListParts.Detail(row), "The words below a row", LongestDetail) is { } detail) yield return detail;
            if (TooLong(of, ListParts.Payload(row), "What comes back from a row", LongestPayload) is { } payload) yield return payload;
            if (TooLong(of, ListParts.Section(row), "A heading", LongestSection) is { } section) yield return section;
            if (!rows.Contains(row) && new[] { ListParts.Detail(row), ListParts.Payload(row), ListParts.Section(row) }.FirstOrDefault(part => of(part) is not null) is { } alone)
                yield return ("template.row-empty", $"Row {row + 1} has no words. Write them, or take the row away.", alone);
        }
        foreach (var same in rows.GroupBy(row => of(ListParts.Payload(row)) ?? of(ListParts.Row(row)), StringComparer.Ordinal).Where(same => same.Count() > 1))
            yield return ("template.row-twice", $"From two rows comes back “{same.Key}”. Nobody could tell which was pressed.", ListParts.Row(same.Last()));
        if (rows.Count > 0 && of(ListParts.Section(rows[0])) is null && rows.Exists(row => of(ListParts.Section(row)) is not null))
            yield return ("template.section", "Where one section has a heading all have. Write one above the first row.", ListParts.Section(rows[0]));
    }

    private static (string, string, string)? TooLong(Func<string, string?> of, string part, string what, int most) =>
        of(part) is { } written && ChatRules.IsFixed(written) && written.Length > most ? ("template.list-long", $"{what} has at most {most} letters.", part) : null;
}
