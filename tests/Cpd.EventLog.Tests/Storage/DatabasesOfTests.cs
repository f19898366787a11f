using Cpd.EventLog.Storage;
using Cpd.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;

namespace Cpd.EventLog.Tests.Storage;

/// <summary>What every test on a database relies on: a database of its own, with its tables and nothing else in it.</summary>
public sealed class DatabasesOfTests
{
    [Fact]
    public void On_SQLite_each_has_its_own() => EachHasItsOwn(DatabaseKind.Sqlite);

    [Needs(Part.PostgreSql)]
    public void On_PostgreSQL_each_has_its_own() => EachHasItsOwn(DatabaseKind.PostgreSql);

    [Needs(Part.SqlServer)]
    public void On_SQL_Server_each_has_its_own() => EachHasItsOwn(DatabaseKind.SqlServer);

    private static void EachHasItsOwn(DatabaseKind kind)
    {
        using var one = TestDatabase.Create([new LogTables()], kind);
        using var other = TestDatabase.Create([new LogTables()], kind);
        using (var session = one.OpenSession())
            session.Run(HotStatement.Plain("INSERT INTO log_positions (consumer_group, topic, partition, next, epoch) VALUES ('g', 1, 2, 3, 4)"));

        using var read = one.OpenDb();
        using var empty = other.OpenDb();
        Assert.Equal(3, read.Set<PositionRow>().Single(row => row.Group == "g").Next);
        Assert.Empty(empty.Set<PositionRow>().AsNoTracking());
        Assert.Equal(kind, Database.From(new ConfigurationBuilder().AddInMemoryCollection(one.Settings).Build()).Kind);
    }
}
