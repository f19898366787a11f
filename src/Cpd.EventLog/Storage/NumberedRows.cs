using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cpd.EventLog.Storage;

/// <summary>Keys that the database counts up as rows come.</summary>
public static class NumberedRows
{
    private const string Mark = "Cpd:NumberedByDatabase";

    /// <summary>
    /// The database numbers the rows; statements leave the column out. SQLite does that for every whole-number key, and what
    /// EF Core would make of a generated one there, AUTOINCREMENT, writes to another table with each row.
    /// </summary>
    public static PropertyBuilder<long> IsNumberedByDatabase(this PropertyBuilder<long> key) => key.ValueGeneratedNever().HasAnnotation(Mark, true);

    /// <summary>For servers, which have to be told.</summary>
    internal static void Number(IMutableProperty property)
    {
        if (property.FindAnnotation(Mark) is not null) property.ValueGenerated = ValueGenerated.OnAdd;
    }
}
