using System.Globalization;
using Cpd.EventLog.Storage;
using Cpd.Tests;

namespace Cpd.EventLog.Tests.Storage;

/// <summary>What the statements of the hot path do must be the same on every database: they are written once.</summary>
public abstract class StatementsForManyRows : IDisposable
{
    private readonly TestDatabase _database;
    private readonly SqlSession _sql;

    protected StatementsForManyRows(DatabaseKind kind)
    {
        _database = TestDatabase.Create([new Things()], kind);
        _sql = _database.OpenSession();
    }

    private static readonly string[] Texts =
    [
        "", " ", "a", "žuta 黄 🟡", "e\u0301 \uFEFF", "'); DROP TABLE things; --", "{1,\"2\",NULL}\\", "line\r\nline\ttab", new string('x', 5_000),
    ];

    [SuiteFact]
    public void Without_rows_nothing_is_asked_and_nothing_changed()
    {
        Assert.Equal(0, _sql.Run(Things.Insert.Rows()));
        Assert.Equal(0, _sql.Run(Things.Upsert.Rows()));
        Assert.Equal(0, _sql.Run(Things.Update.Rows()));
        Assert.Equal(0, _sql.Run(Things.Delete.Rows()));
        using var found = _sql.Read(Things.Find.Rows());
        Assert.False(found.Step());
    }

    [SuiteFact]
    public void Every_value_comes_back_as_it_went_in()
    {
        var (id, maker) = (Id(1), Id(2));
        byte[] data = [0, 1, 255, 0];
        Assert.Equal(1, _sql.Run(Things.Insert, "s", id, long.MinValue, "note", data, maker));

        using var found = _sql.Read(Things.Find, "s", id);
        Assert.True(found.Step());
        Assert.Equal((long.MinValue, "note", maker), (found.GetLong(0), found.GetText(1), found.GetId(3)));
        Assert.Equal(data, found.GetBlob(2).ToArray());
        Assert.False(found.Step());
    }

    [SuiteFact]
    public void A_value_that_is_none_stays_none_beside_others_that_are_some()
    {
        _sql.Run(Things.Insert.Rows().Add("s", Id(1), 1L, (string?)null, (byte[]?)null, (Guid?)null).Add("s", Id(2), 2L, "", Array.Empty<byte>(), Guid.Empty));

        using (var none = _sql.Read(Things.Find, "s", Id(1)))
        {
            Assert.True(none.Step());
            Assert.Equal((true, true, true), (none.IsNull(1), none.IsNull(2), none.IsNull(3)));
            Assert.Equal((null, null), (none.GetTextOrNull(1), none.GetIdOrNull(3)));
        }
        using var some = _sql.Read(Things.Find, "s", Id(2));
        Assert.True(some.Step());
        Assert.Equal(("", Guid.Empty, 2L), (some.GetTextOrNull(1), some.GetIdOrNull(3), some.GetLongOrNull(0)));
        Assert.False(some.IsNull(2));
        Assert.Equal(0, some.GetBlob(2).Length);
    }

    [SuiteFact]
    public void Texts_of_any_kind_come_back()
    {
        var texts = Texts;
        var rows = Things.Insert.Rows();
        for (var i = 0; i < texts.Length; i++) rows.Add("s", Id(i), 0L, texts[i], (byte[]?)null, (Guid?)null);
        _sql.Run(rows);

        Assert.Equal(texts, Enumerable.Range(0, texts.Length).Select(i => NoteOf(Id(i))));
    }

    [SuiteFact]
    public void A_character_that_is_none_does_not_stop_a_window()
    {
        _sql.Run(Things.Insert.Rows().Add("s", Id(1), 0L, "a\0b", (byte[]?)null, (Guid?)null).Add("s", Id(2), 0L, "half \uD83D", (byte[]?)null, (Guid?)null));

        Assert.Contains(NoteOf(Id(1)), (string[])["a\0b", "a\uFFFDb"]);
        Assert.Contains(NoteOf(Id(2)), (string[])["half \uD83D", "half \uFFFD"]);
    }

    [SuiteFact]
    public void Ten_thousand_rows_go_in_and_come_out_in_one_statement_each()
    {
        var (insert, find) = (Things.Insert.Rows(), Things.Find.Rows());
        for (var i = 0; i < 10_000; i++)
        {
            insert.Add("s", Id(i), i, i.ToString(CultureInfo.InvariantCulture), new[] { (byte)i }, Id(i % 7));
            find.Add("s", Id(i));
        }

        Assert.Equal(10_000, _sql.Run(insert));
        var sum = 0L;
        using (var found = _sql.Read(find))
            while (found.Step()) sum += found.GetLong(0);
        Assert.Equal(10_000L * 9_999 / 2, sum);
        if (_database.Database.IsServer) Assert.Equal(2, _sql.Statements);
    }

    [SuiteFact]
    public void An_upsert_adds_what_is_missing_and_replaces_what_is_there()
    {
        _sql.Run(Things.Insert, "s", Id(1), 5L, "old", new byte[] { 1 }, Id(9));

        _sql.Run(Things.Upsert.Rows().Add("s", Id(1), "new", 6L).Add("s", Id(2), "first", 1L).Add("other", Id(1), (string?)null, 2L));

        Assert.Equal(["(6, new, 1)", "(1, first, )", "(2, , )"], All(("s", Id(1)), ("s", Id(2)), ("other", Id(1))));
    }

    [SuiteFact]
    public void So_does_an_upsert_of_rows_that_nobody_else_writes()
    {
        _sql.Run(Things.UpsertAlone.Rows().Add("s", Id(1), 1L));
        _sql.Run(Things.UpsertAlone.Rows().Add("s", Id(1), 2L).Add("s", Id(2), 3L));

        Assert.Equal(["(2, , )", "(3, , )"], All(("s", Id(1)), ("s", Id(2))));
    }

    [SuiteFact]
    public void Numbers_add_up_whether_or_not_they_were_there()
    {
        _sql.Run(Things.AddTo.Rows().Add("s", Id(1), 3L).Add("s", Id(2), 1L));
        _sql.Run(Things.AddTo.Rows().Add("s", Id(1), 4L).Add("s", Id(3), -1L));

        Assert.Equal(["(7, , )", "(1, , )", "(-1, , )"], All(("s", Id(1)), ("s", Id(2)), ("s", Id(3))));
    }

    [SuiteFact]
    public void An_update_changes_what_is_there_and_says_how_many()
    {
        _sql.Run(Things.Insert.Rows().Add("s", Id(1), 1L, "a", (byte[]?)null, (Guid?)null).Add("s", Id(2), 2L, "b", (byte[]?)null, (Guid?)null));

        Assert.Equal(1, _sql.Run(Things.Update.Rows().Add("s", Id(2), new byte[] { 7 }, "c").Add("s", Id(3), new byte[] { 8 }, "d")));

        Assert.Equal(["(1, a, )", "(2, c, 7)"], All(("s", Id(1)), ("s", Id(2)), ("s", Id(3))));
    }

    [SuiteFact]
    public void Rows_are_taken_away_by_key_or_by_anything_else()
    {
        var rows = Things.Insert.Rows();
        for (var i = 1; i <= 5; i++) rows.Add("s", Id(i), i, i < 3 ? "few" : "many", (byte[]?)null, (Guid?)null);
        _sql.Run(rows);

        Assert.Equal(1, _sql.Run(Things.Delete.Rows().Add("s", Id(5)).Add("s", Id(6))));
        Assert.Equal(2, _sql.Run(Things.DeleteByNote, "few"));

        Assert.Equal(["(3, many, )", "(4, many, )"], All([.. Enumerable.Range(1, 5).Select(i => ("s", Id(i)))]));
    }

    [SuiteFact]
    public void Ids_sort_by_their_bytes_also_for_EF_Core()
    {
        Guid[] sorted = [new("00000000-0000-0000-0000-0000000000ff"), new("00000000-0000-0000-0001-000000000000"), new("00000000-0000-0100-0000-000000000000"), new("01000000-0000-0000-0000-000000000000"), new("ff000000-0000-0000-0000-000000000000")];
        var rows = Things.Insert.Rows();
        foreach (var id in sorted.Reverse()) rows.Add("s", id, 0L, (string?)null, (byte[]?)null, (Guid?)null);
        _sql.Run(rows);

        var found = new List<Guid>();
        using (var shelf = _sql.Read(Things.OnShelf, "s"))
            while (shelf.Step()) found.Add(shelf.GetId(0));
        Assert.Equal(sorted, found);

        using var db = _database.OpenDb();
        Assert.Equal(sorted, db.Set<Thing>().OrderBy(thing => thing.Id).Select(thing => thing.Id));
    }

    [SuiteFact]
    public void Texts_are_told_apart_and_sorted_by_their_letters_codes()
    {
        var rows = Things.Insert.Rows();
        string[] sorted = ["A", "B", "a", "b", "\u00E4", "\u017E"];
        for (var i = 0; i < sorted.Length; i++) rows.Add(sorted[i], Id(1), 0L, sorted[i], (byte[]?)null, Id(2));
        Assert.Equal(sorted.Length, _sql.Run(rows));   // none is the key of another

        var notes = new List<string>();
        using (var found = _sql.Read(Things.NotesOf, Id(2)))
            while (found.Step()) notes.Add(found.GetText(0));
        Assert.Equal(sorted, notes);
    }

    [SuiteFact]
    public void A_reader_may_be_left_before_its_end()
    {
        var rows = Things.Insert.Rows();
        for (var i = 0; i < 100; i++) rows.Add("s", Id(i), i, (string?)null, (byte[]?)null, (Guid?)null);
        _sql.Run(rows);

        using (var found = _sql.Read(Things.OnShelf, "s")) Assert.True(found.Step());

        Assert.Equal(1, _sql.Run(Things.Delete, "s", Id(0)));
    }

    [SuiteFact]
    public void What_fails_is_undone_back_to_the_place_that_was_kept()
    {
        _sql.Begin();
        _sql.Run(Things.AddTo, "s", Id(1), 1L);
        _sql.Save();
        _sql.Run(Things.AddTo, "s", Id(2), 1L);
        Assert.ThrowsAny<Exception>(() => _sql.Run(Things.Insert, "s", Id(1), 1L, (string?)null, (byte[]?)null, (Guid?)null));
        _sql.BackToSave();
        _sql.Release();
        _sql.Run(Things.AddTo, "s", Id(3), 1L);
        _sql.Commit();

        Assert.False(_sql.IsInTransaction);
        Assert.Equal(["(1, , )", "(1, , )"], All(("s", Id(1)), ("s", Id(2)), ("s", Id(3))));
        Assert.Null(NoteOf(Id(3)));
    }

    public void Dispose()
    {
        _sql.Dispose();
        _database.Dispose();
        GC.SuppressFinalize(this);
    }

    private static Guid Id(int number) => new(number + 1, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);

    private string? NoteOf(Guid id)
    {
        using var found = _sql.Read(Things.Find, "s", id);
        Assert.True(found.Step());
        return found.GetTextOrNull(1);
    }

    /// <summary>Those that are there, in the order asked for: count, note, data.</summary>
    private List<string> All(params (string Shelf, Guid Id)[] keys)
    {
        var lines = new List<string>();
        foreach (var (shelf, id) in keys)
        {
            using var found = _sql.Read(Things.Find, shelf, id);
            while (found.Step())
                lines.Add($"({found.GetLong(0)}, {found.GetTextOrNull(1)}, {(found.IsNull(2) ? "" : string.Join(' ', found.GetBlob(2).ToArray()))})");
        }
        return lines;
    }
}

public sealed class StatementsForManyRowsOnSqlite() : StatementsForManyRows(DatabaseKind.Sqlite);

[SuiteNeeds(Part.PostgreSql)]
public sealed class StatementsForManyRowsOnPostgreSql() : StatementsForManyRows(DatabaseKind.PostgreSql);

[SuiteNeeds(Part.SqlServer)]
public sealed class StatementsForManyRowsOnSqlServer() : StatementsForManyRows(DatabaseKind.SqlServer);
