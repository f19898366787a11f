using System.Text.RegularExpressions;

namespace Cpd.EventLog.Storage;

/// <summary>What a value of the hot path is to the database.</summary>
public enum HotKind
{
    Number,
    Text,
    Bytes,

    /// <summary>An id, time first; stored so that rows sort as they came.</summary>
    Id,
}

/// <summary>
/// A statement of the hot path, written for many rows at once: a window costs one round trip, never one a person.
/// SQLite, which has no round trip to save, runs it row by row.
/// </summary>
/// <remarks>
/// SQLite's text is for one row and names its parameters <c>?1</c>, <c>?2</c>. The others are for all rows: <c>{rows}</c>
/// stands for them as a table <c>r</c>, whose columns are named by kind and number among their kind: <c>r.l1</c>,
/// <c>r.t1</c>, <c>r.b1</c>, <c>r.i1</c>. SQL Server's also has <c>r.n</c>, the row's number, and <c>{t1}</c> for a text that
/// is compared with a column: there the texts of rows may be of any length, and such a value finds a key only by its first
/// column. <c>{t1}</c> is as long as a key may be.
/// <c>{now}</c> is the moment in Unix milliseconds by the database's own clock, the only one that all processes share.
/// A statement is made once and kept: sessions know it by its identity.
/// </remarks>
public sealed partial class HotStatement
{
    /// <summary>Letters of a text that rows are found by: more do not fit into a key of SQL Server's.</summary>
    public const int LongestKey = 450;

    private static int _made;

    public HotStatement(string sqlite, string postgreSql, string sqlServer, params ReadOnlySpan<HotKind> parameters)
    {
        Number = Interlocked.Increment(ref _made) - 1;
        Parameters = [.. parameters];
        Sqlite = sqlite.Replace("{now}", "(unixepoch() * 1000)", StringComparison.Ordinal);
        PostgreSql = postgreSql.Replace("{rows}", Unnest(), StringComparison.Ordinal).Replace("{now}", "(extract(epoch FROM clock_timestamp()) * 1000)::bigint", StringComparison.Ordinal);
        SqlServer = KeyOfRows().Replace(sqlServer, $"CAST(r.$1 AS nvarchar({LongestKey}))")
            .Replace("{rows}", "@rows AS r", StringComparison.Ordinal)
            .Replace("{now}", "DATEDIFF_BIG(millisecond, '1970-01-01', SYSUTCDATETIME())", StringComparison.Ordinal);
    }

    public HotKind[] Parameters { get; }

    public string Sqlite { get; }

    public string PostgreSql { get; }

    public string SqlServer { get; }

    internal int Number { get; }

    /// <summary>A statement without parameters that all databases understand.</summary>
    public static HotStatement Plain(string sql) => new(sql, sql, sql);

    public HotRows Rows() => new(this);

    /// <summary>The names of parameters as columns of <c>r</c>: <c>i1, t1, t2</c>.</summary>
    internal static string[] Columns(ReadOnlySpan<HotKind> parameters)
    {
        Span<int> counted = stackalloc int[4];
        var names = new string[parameters.Length];
        for (var i = 0; i < names.Length; i++) names[i] = $"{"ltbi"[(int)parameters[i]]}{++counted[(int)parameters[i]]}";
        return names;
    }

    private string Unnest()
    {
        var arrays = Parameters.Select((kind, i) => $"${i + 1}::{ArrayOf(kind)}");
        return $"unnest({string.Join(", ", arrays)}) AS r({string.Join(", ", Columns(Parameters))})";
    }

    private static string ArrayOf(HotKind kind) => kind switch
    {
        HotKind.Number => "bigint[]",
        HotKind.Text => "text[]",
        HotKind.Bytes => "bytea[]",
        _ => "uuid[]",
    };

    [GeneratedRegex(@"\{(t\d+)\}")]
    private static partial Regex KeyOfRows();
}
