using Cpd.Contracts;
using Cpd.EventLog;
using Cpd.EventLog.Storage;

namespace Cpd.Engine.UserView;

/// <summary>What the database knows of rebuilds of the user view: whether one is asked for, and when the last one began.</summary>
internal static class Rebuilds
{
    private const long TheOnly = 1;

    private static readonly HotTable Table = new("view_rebuild", [new("id", HotKind.Number)], new("asked", HotKind.Number), new("emptied_at", HotKind.Number));
    private static readonly HotStatement SetAsked = Table.Upsert("asked");
    private static readonly HotStatement Find = Table.Find(["id"], ["asked", "emptied_at"]);

    /// <summary>Number, moment; changes a row only where a rebuild is asked for.</summary>
    private static readonly HotStatement SetEmptied = new(
        "UPDATE view_rebuild SET asked = 0, emptied_at = ?2 WHERE id = ?1 AND asked = 1",
        "UPDATE view_rebuild SET asked = 0, emptied_at = r.l2 FROM {rows} WHERE view_rebuild.id = r.l1 AND view_rebuild.asked = 1",
        "UPDATE view_rebuild SET asked = 0, emptied_at = r.l2 FROM view_rebuild JOIN {rows} ON view_rebuild.id = r.l1 AND view_rebuild.asked = 1",
        HotKind.Number, HotKind.Number);

    /// <summary>From now on the view is emptied, also by another process if this one ends meanwhile.</summary>
    public static void Ask(LogTransaction transaction) => transaction.Sql.Run(SetAsked, TheOnly, 1L);

    /// <summary>True once for each time it was asked: the view is to be empty with this transaction.</summary>
    public static bool Begin(LogTransaction transaction) =>
        transaction.Sql.Run(SetEmptied, TheOnly, transaction.Now.ToUnixTimeMilliseconds()) == 1;

    public static bool IsAsked(LogTransaction transaction)
    {
        using var row = transaction.Sql.Read(Find, TheOnly);
        return row.Step() && row.GetLong(0) == 1;
    }

    /// <summary>When the view was emptied last, in milliseconds; null before the first time.</summary>
    public static long? EmptiedAt(SqlSession sql)
    {
        using var row = sql.Read(Find, TheOnly);
        return row.Step() ? row.GetLongOrNull(1) : null;
    }

    /// <summary>
    /// A dead letter's copy lies on the log behind the record itself. The view had not taken the record when the letter was
    /// written; once the view is made anew it comes by again, and then the copy would count a second time.
    /// </summary>
    public static IReadOnlyList<LogRecord> WithoutStaleCopies(IReadOnlyList<LogRecord> records, SqlSession sql)
    {
        if (!records.Any(record => record.OnlyFor is not null)) return records;

        if (EmptiedAt(sql) is not { } emptied) return records;
        return [.. records.Where(record => record.OnlyFor is null || record.FailedAt?.ToUnixTimeMilliseconds() > emptied)];
    }
}
