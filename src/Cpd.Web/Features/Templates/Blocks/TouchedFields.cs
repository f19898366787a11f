using System.Globalization;

namespace Cpd.Web.Features.Templates.Blocks;

/// <summary>
/// In which fields of an e-mail's blocks somebody has been: of the others it is not said that nothing stands in them, until
/// saving was tried. It goes along where blocks move.
/// </summary>
public sealed class TouchedFields
{
    private HashSet<(string Block, string Field)> _touched = [];

    /// <summary>Saving was tried: everything is said.</summary>
    public bool All { get; set; }

    /// <summary>False where it was before.</summary>
    public bool Touch(string block, string field) => _touched.Add((block, field));

    public bool Has(string block, string field) => All || _touched.Contains((block, field));

    /// <summary>Blocks of one list stand elsewhere from now on.</summary>
    /// <param name="above">What stands before the numbers of that list: empty, or <c>3.left.</c></param>
    /// <param name="to">The new number of a block; null for one that is gone.</param>
    public void Move(string above, Func<int, int?> to) => _touched = [.. _touched.Select(one => (Moved(one.Block, above, to), one.Field)).Where(one => one.Item1 is not null).Select(one => (one.Item1!, one.Field))];

    private static string? Moved(string block, string above, Func<int, int?> to)
    {
        if (!block.StartsWith(above, StringComparison.Ordinal)) return block;

        var rest = block[above.Length..];
        var end = rest.IndexOf('.', StringComparison.Ordinal) is >= 0 and var dot ? dot : rest.Length;
        if (!int.TryParse(rest[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return block;
        return to(number) is { } moved ? string.Create(CultureInfo.InvariantCulture, $"{above}{moved}{rest[end..]}") : null;
    }
}
