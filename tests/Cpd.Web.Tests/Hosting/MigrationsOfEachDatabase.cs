using Cpd.EventLog.Storage;
using Cpd.Tests;
using Cpd.Web.Hosting;
using Cpd.Web.Tests.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Web.Tests.Hosting;

/// <summary>The migrations, and the scripts made of them, are those of today's tables.</summary>
public sealed class MigrationsOfEachDatabase
{
    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    [InlineData(DatabaseKind.SqlServer)]
    public void No_change_of_a_table_lacks_its_migration(DatabaseKind kind)
    {
        using var services = Parts(kind);
        using var db = services.GetRequiredService<IDbContextFactory<CpdDb>>().CreateDbContext();

        Assert.False(db.Database.HasPendingModelChanges(), "Write one: eng/add-migration.sh NAME.");
    }

    [Theory]
    [InlineData(DatabaseKind.PostgreSql)]
    [InlineData(DatabaseKind.SqlServer)]
    public void The_script_for_those_who_apply_it_by_hand_is_todays(DatabaseKind kind)
    {
        using var services = Parts(kind);
        using var db = services.GetRequiredService<IDbContextFactory<CpdDb>>().CreateDbContext();

        Assert.Equal(Lines(db.Script()), Lines(Committed(kind)));
    }

    [Needs(Part.PostgreSql)]
    public void PostgreSQL_takes_the_script_also_a_second_time()
    {
        using var database = TestDatabase.Empty(DatabaseKind.PostgreSql);
        using var db = database.OpenDb();

        // Not with EF's own words: those take what stands in braces for a parameter.
        for (var times = 0; times < 2; times++) Execute(db, Committed(DatabaseKind.PostgreSql));

        using var services = Parts(DatabaseKind.PostgreSql, database.Settings);
        using var whole = services.GetRequiredService<IDbContextFactory<CpdDb>>().CreateDbContext();
        Assert.Empty(whole.Database.GetPendingMigrations());
        foreach (var table in whole.Model.GetRelationalModel().Tables) Execute(db, $"SELECT {string.Join(", ", table.Columns.Select(column => $"\"{column.Name}\""))} FROM \"{table.Name}\"");
    }

    /// <summary>On a large table nobody wants to wait for it: it is made beforehand, which no transaction can.</summary>
    [Needs(Part.PostgreSql)]
    public void An_index_that_somebody_made_beforehand_is_no_hindrance()
    {
        using var database = TestDatabase.Empty(DatabaseKind.PostgreSql);
        using var services = Parts(DatabaseKind.PostgreSql, database.Settings);
        using var db = services.GetRequiredService<IDbContextFactory<CpdDb>>().CreateDbContext();
        var migrations = db.Database.GetMigrations().ToList();
        db.GetService<IMigrator>().Migrate(migrations[0]);
        Execute(db, "CREATE INDEX CONCURRENTLY IF NOT EXISTS people_view_seen ON people_view (workspace, seen_at)");

        db.GetService<IMigrator>().Migrate(migrations[^1]);

        Assert.Empty(db.Database.GetPendingMigrations());
    }

    [Fact]
    public void SQL_Servers_script_makes_the_type_that_rows_travel_in() =>
        Assert.Contains(SqlServerSession.CreateRowsType.Split('\n')[1], Committed(DatabaseKind.SqlServer), StringComparison.Ordinal);

    [Fact]
    public void SQL_Servers_script_is_its_own_language_also_in_what_it_runs_later()
    {
        var script = Committed(DatabaseKind.SqlServer);
        var later = SqlServerText.RunLater(script);

        Assert.Empty(SqlServerText.Refusals(script));
        Assert.NotEmpty(later);
        Assert.Empty(later.SelectMany(SqlServerText.Refusals));
    }

    /// <summary>As sqlcmd comes, the index of waiting runs would fail, the rest go on, and the migration count as applied.</summary>
    [Fact]
    public void SQL_Servers_script_first_says_what_its_indexes_need_and_that_a_failure_ends_it()
    {
        var committed = Committed(DatabaseKind.SqlServer);
        var on = committed.IndexOf("SET XACT_ABORT, QUOTED_IDENTIFIER, ANSI_NULLS,", StringComparison.Ordinal);
        var begin = committed.IndexOf("CREATE TABLE", StringComparison.Ordinal);

        Assert.InRange(on, 0, begin);
        Assert.Contains("GO", committed[on..begin].Split('\n'));
    }

    private static string Committed(DatabaseKind kind) =>
        File.ReadAllText(Path.Combine(Repository.Root, "src/Cpd.Web/Hosting/Migrations/Scripts", kind + ".sql"));

    private static string[] Lines(string script) => [.. script.Split('\n').Select(line => line.TrimEnd())];

    private static void Execute(CpdDb db, string sql)
    {
        db.Database.OpenConnection();
        using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static ServiceProvider Parts(DatabaseKind kind, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings ?? new Dictionary<string, string?>
        {
            ["Cpd:Database"] = kind.ToString(),
            ["Cpd:DataDirectory"] = Path.GetTempPath(),
            ["ConnectionStrings:Cpd"] = kind is DatabaseKind.SqlServer ? "Server=nowhere" : "Host=nowhere",
        }).Build();
        return new ServiceCollection().AddLogging().AddParts(configuration).BuildServiceProvider();
    }
}
