using Cpd.EventLog.Storage;
using Microsoft.Data.SqlClient;

namespace Cpd.EventLog.Tests.Storage;

/// <summary>No server of this kind was ever asked here: its texts are written down, so that whoever changes one sees it.</summary>
public sealed class TextsForSqlServer
{
    [Fact]
    public void Rows_are_added_in_the_order_they_were_collected_in() => Assert.Equal(
        "INSERT INTO things (shelf, id, count, note, data, maker) SELECT r.t1, r.i1, r.l1, r.t2, r.b1, r.i2 FROM @rows AS r ORDER BY r.n",
        Things.Insert.SqlServer);

    [Fact]
    public void An_upsert_is_two_statements_that_hold_the_keys_between_them() => Assert.Equal(
        """
        UPDATE things SET note = r.t2, count = r.l1 FROM things WITH (UPDLOCK, HOLDLOCK, FORCESEEK) JOIN @rows AS r ON things.shelf = CAST(r.t1 AS nvarchar(450)) AND things.id = r.i1;
        INSERT INTO things (shelf, id, note, count) SELECT r.t1, r.i1, r.t2, r.l1 FROM @rows AS r WHERE NOT EXISTS (SELECT 1 FROM things WITH (UPDLOCK, HOLDLOCK, FORCESEEK) WHERE things.shelf = CAST(r.t1 AS nvarchar(450)) AND things.id = r.i1) ORDER BY r.n
        """,
        Things.Upsert.SqlServer);

    [Fact]
    public void Where_only_the_partitions_owner_writes_nothing_that_is_not_there_is_held() => Assert.Equal(
        """
        UPDATE things SET count = r.l1 FROM things WITH (FORCESEEK) JOIN @rows AS r ON things.shelf = CAST(r.t1 AS nvarchar(450)) AND things.id = r.i1;
        INSERT INTO things (shelf, id, count) SELECT r.t1, r.i1, r.l1 FROM @rows AS r WHERE NOT EXISTS (SELECT 1 FROM things WITH (FORCESEEK) WHERE things.shelf = CAST(r.t1 AS nvarchar(450)) AND things.id = r.i1) ORDER BY r.n
        """,
        Things.UpsertAlone.SqlServer);

    [Fact]
    public void Adding_to_a_number_adds_it_where_it_is_missing() => Assert.Equal(
        """
        UPDATE things SET count = things.count + r.l1 FROM things WITH (UPDLOCK, HOLDLOCK, FORCESEEK) JOIN @rows AS r ON things.shelf = CAST(r.t1 AS nvarchar(450)) AND things.id = r.i1;
        INSERT INTO things (shelf, id, count) SELECT r.t1, r.i1, r.l1 FROM @rows AS r WHERE NOT EXISTS (SELECT 1 FROM things WITH (UPDLOCK, HOLDLOCK, FORCESEEK) WHERE things.shelf = CAST(r.t1 AS nvarchar(450)) AND things.id = r.i1) ORDER BY r.n
        """,
        Things.AddTo.SqlServer);

    [Fact]
    public void Updates_deletions_and_questions_join_the_rows()
    {
        Assert.Equal("UPDATE things SET data = r.b1, note = r.t2 FROM things WITH (FORCESEEK) JOIN @rows AS r ON things.shelf = CAST(r.t1 AS nvarchar(450)) AND things.id = r.i1", Things.Update.SqlServer);
        Assert.Equal("DELETE things FROM things WITH (FORCESEEK) JOIN @rows AS r ON things.shelf = CAST(r.t1 AS nvarchar(450)) AND things.id = r.i1", Things.Delete.SqlServer);
        Assert.Equal("DELETE things FROM things JOIN @rows AS r ON things.note = CAST(r.t1 AS nvarchar(450))", Things.DeleteByNote.SqlServer);
        Assert.Equal("SELECT things.count, things.note, things.data, things.maker FROM @rows AS r JOIN things ON things.shelf = CAST(r.t1 AS nvarchar(450)) AND things.id = r.i1", Things.Find.SqlServer);
        Assert.Equal("SELECT things.id FROM @rows AS r JOIN things ON things.shelf = CAST(r.t1 AS nvarchar(450)) ORDER BY things.id", Things.OnShelf.SqlServer);
    }

    [Fact]
    public void Without_rows_there_is_no_answer_and_the_server_is_not_asked()
    {
        using var session = new SqlServerSession(new SqlConnection());
        using var found = session.Read(Things.Find.Rows());

        Assert.False(found.Step());
        Assert.Equal((0, 0L), (session.Run(Things.Upsert.Rows()), session.Statements));
    }

    [Fact]
    public void The_type_of_the_rows_has_as_many_columns_of_each_kind_as_statements_may_ask_for() => Assert.Equal(
        """
        IF TYPE_ID(N'cpd_rows') IS NULL
        CREATE TYPE cpd_rows AS TABLE (n int NOT NULL PRIMARY KEY, l1 bigint NULL, l2 bigint NULL, l3 bigint NULL, l4 bigint NULL, l5 bigint NULL, l6 bigint NULL, l7 bigint NULL, l8 bigint NULL, t1 nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL, t2 nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL, t3 nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL, t4 nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL, t5 nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL, t6 nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL, t7 nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL, t8 nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL, t9 nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL, t10 nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL, t11 nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL, t12 nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL, b1 varbinary(max) NULL, b2 varbinary(max) NULL, b3 varbinary(max) NULL, b4 varbinary(max) NULL, i1 binary(16) NULL, i2 binary(16) NULL, i3 binary(16) NULL, i4 binary(16) NULL)
        """,
        SqlServerSession.CreateRowsType);
}
