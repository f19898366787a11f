using System.Text.RegularExpressions;
using Cpd.EventLog.Storage;
using Cpd.Tests;
using Cpd.Web.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NpgsqlTypes;
using SQLitePCL;

namespace Cpd.Web.Tests.Storage;

/// <summary>
/// No statement of the product names a table or column that is not there: each is prepared on the databases we can start,
/// and read by the makers' own parser for the one we cannot.
/// </summary>
public sealed partial class StatementsOfTheProduct
{
    [Fact]
    public void There_are_statements_to_look_at() => Assert.True(ProductStatements.OnTables.Count >= 10, "Where have they gone?");

    [Fact]
    public void No_statement_takes_more_values_of_a_kind_than_a_row_can_carry_to_SQL_Server() => Assert.Equal("", string.Join(
        '\n',
        from it in ProductStatements.All
        from kind in it.Statement.Parameters.CountBy(kind => kind)
        where kind.Value > SqlServerSession.ColumnsOfKind[kind.Key]
        select $"{it.Name} has {kind.Value} of {kind.Key}"));

    [Fact]
    public void Every_value_a_row_has_is_used_and_none_that_it_has_not()
    {
        var wrong = new List<string>();
        foreach (var (name, statement) in ProductStatements.All)
        {
            var given = ColumnsOf(statement);
            foreach (var (database, sql) in (IEnumerable<(string, string)>)[("PostgreSQL", WithoutRows(statement.PostgreSql)), ("SQL Server", statement.SqlServer)])
            {
                // A statement may take its one row's values by their number instead.
                var used = RowColumn().Matches(sql).Select(match => match.Groups[1].Value)
                    .Concat(ByNumber().Matches(sql).Select(match => given[int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) - 1]))
                    .ToHashSet();
                if (database == "SQL Server") used.Remove("n");
                if (!used.SetEquals(given)) wrong.Add($"{name} on {database}: is given {string.Join(' ', given)}, uses {string.Join(' ', used.Order())}");
            }
        }
        Assert.Equal("", string.Join('\n', wrong));
    }

    [Needs(Part.PostgreSql)]
    public async Task PostgreSQL_can_prepare_each()
    {
        using var database = TestDatabase.Empty(DatabaseKind.PostgreSql);
        await Migrate(database);
        var wrong = new List<string>();
        await using var connection = new NpgsqlConnection(database.Settings["ConnectionStrings:Cpd"]);
        await connection.OpenAsync();
        foreach (var (name, statement) in ProductStatements.OnAll)
        {
            await using var command = new NpgsqlCommand(statement.PostgreSql, connection);
            foreach (var kind in statement.Parameters) command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | TypeOf(kind) });
            try
            {
                await command.PrepareAsync();
            }
            catch (PostgresException refused)
            {
                wrong.Add($"{name}: {refused.MessageText}\n  {statement.PostgreSql}");
            }
        }
        Assert.Equal("", string.Join('\n', wrong));
    }

    [Fact]
    public async Task SQLite_can_prepare_each()
    {
        using var database = TestDatabase.Empty(DatabaseKind.Sqlite);
        await Migrate(database);
        var wrong = new List<string>();
        using var connection = ((SqliteDatabase)database.Database).OpenWriter();
        foreach (var (name, statement) in ProductStatements.OnAll)
        {
            var result = raw.sqlite3_prepare_v2(connection.Handle!, statement.Sqlite, out var handle);
            if (result != raw.SQLITE_OK) wrong.Add($"{name}: {raw.sqlite3_errmsg(connection.Handle!).utf8_to_string()}\n  {statement.Sqlite}");
            else if (raw.sqlite3_bind_parameter_count(handle) != statement.Parameters.Length) wrong.Add($"{name} takes another number of values");
            handle?.Dispose();
        }
        Assert.Equal("", string.Join('\n', wrong));
    }

    [Fact]
    public void In_what_SQL_Server_is_asked_every_name_is_known()
    {
        var tables = TablesOnSqlServer();
        Assert.Equal("", string.Join(
            '\n',
            from it in ProductStatements.OnTables
            from problem in SqlServerText.Problems(it.Statement.SqlServer, tables)
            select $"{it.Name}: {problem}\n  {it.Statement.SqlServer}"));
    }

    [Theory]
    [InlineData("SELECT consumer_group FROM log_position", "log_position")]
    [InlineData("SELECT p.consumer FROM log_positions p", "p.consumer")]
    [InlineData("SELECT consumer_groups FROM log_positions", "consumer_groups")]
    [InlineData("SELECT next FROM log_positions WHERE (epoch = 1", "end of file")]
    [InlineData("SELECT next FROM log_positions LIMIT 1", "LIMIT")]
    [InlineData("SELECT key FROM log_positions", "syntax")]
    [InlineData("DELETE FROM log_position", "log_position")]
    [InlineData("UPDATE log_positions SET next = 1 OUTPUT inserted.nothing", "inserted.nothing")]
    [InlineData("INSERT INTO log_positions (next) SELECT r.l9 FROM @rows AS r", "r.l9")]
    [InlineData("INSERT INTO log_positions (next) VALUES (1) ON CONFLICT (next) DO NOTHING", "near 'ON'")]
    [InlineData("DELETE FROM log_positions WHERE consumer_group = $1", "$")]
    [InlineData("SELECT max(next) AS \"last FROM log_positions", "closing")]
    public void A_wrong_name_would_be_found(string sql, string what) =>
        Assert.Contains(SqlServerText.Problems(sql, TablesOnSqlServer()), problem => problem.Contains(what, StringComparison.Ordinal));

    [Fact]
    public void On_SQL_Server_rows_are_found_by_their_keys_and_no_more_is_held_than_is_found()
    {
        using var services = Parts(OnSqlServer);
        using var db = services.GetRequiredService<IDbContextFactory<CpdDb>>().CreateDbContext();
        Assert.Equal("", string.Join(
            '\n',
            from it in ProductStatements.OnTables
            from problem in SqlServerRules.Broken(it.Statement.SqlServer, db)
            select $"{it.Name}: {problem}\n  {it.Statement.SqlServer}"));
    }

    [Theory]
    [InlineData("SELECT p.next FROM @rows AS r JOIN log_positions p ON p.consumer_group = r.t1", "r.t1 is neither")]
    [InlineData("WITH way AS (SELECT r.t1 AS g FROM @rows AS r) SELECT p.next FROM way JOIN log_positions p ON p.consumer_group = way.g", "r.t1 is neither")]
    [InlineData("SELECT d.id FROM @rows AS r JOIN dead_letters d ON d.reason = CAST(r.t1 AS nvarchar(450))", "d.reason may be longer")]
    [InlineData("DELETE TOP (1) activity FROM activity WITH (READPAST)", "READCOMMITTEDLOCK")]
    [InlineData("SELECT p.next FROM @rows AS r JOIN log_positions p WITH (UPDLOCK) ON p.topic = r.l1", "FORCESEEK")]
    [InlineData("UPDATE log_positions SET next = 1 FROM log_positions WITH (FORCESEEK) JOIN @rows AS r ON log_positions.topic = r.l1", "nothing to look up by")]
    public void A_row_that_is_not_found_by_its_key_would_be_seen(string sql, string what)
    {
        using var services = Parts(OnSqlServer);
        using var db = services.GetRequiredService<IDbContextFactory<CpdDb>>().CreateDbContext();
        Assert.Contains(SqlServerRules.Broken(sql, db), problem => problem.Contains(what, StringComparison.Ordinal));
    }

    [Fact]
    public void No_table_that_windows_write_is_locked_whole_on_SQL_Server()
    {
        using var services = Parts(OnSqlServer);
        using var db = services.GetRequiredService<IDbContextFactory<CpdDb>>().CreateDbContext();
        var script = db.Script();

        var written = ProductStatements.OnTables.SelectMany(it => SqlServerRules.Written(it.Statement.SqlServer)).Distinct().Order(StringComparer.Ordinal).ToList();

        Assert.Contains("timeline", written);
        // A new table's migration has to say so itself.
        Assert.Equal([], written.Where(table => !script.Contains($"ALTER TABLE [{table}] SET (LOCK_ESCALATION = DISABLE);", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_an_operator_is_told_to_type_on_SQL_Server_is_its_language()
    {
        var parts = File.ReadAllText(Path.Combine(Repository.Root, "docs/operations.md")).Split("## ");

        Assert.Empty(SqlServerText.Refusals(parts.Single(part => part.StartsWith("SQL Server", StringComparison.Ordinal)).Split("```")[1]));
    }

    private static Dictionary<string, string?> OnSqlServer =>
        new() { ["Cpd:Database"] = "SqlServer", ["ConnectionStrings:Cpd"] = "Server=nowhere", ["Cpd:DataDirectory"] = Path.GetTempPath() };

    private static Dictionary<string, HashSet<string>> TablesOnSqlServer()
    {
        using var services = Parts(OnSqlServer);
        using var db = services.GetRequiredService<IDbContextFactory<CpdDb>>().CreateDbContext();
        return db.Model.GetRelationalModel().Tables.ToDictionary(
            table => table.Name, table => table.Columns.Select(column => column.Name).ToHashSet(StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
    }

    private static async Task Migrate(TestDatabase database)
    {
        await using var services = Parts(database.Settings);
        await services.GetRequiredService<DatabaseUpdate>().Apply(default);
    }

    private static ServiceProvider Parts(IReadOnlyDictionary<string, string?> settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        return new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration).AddParts(configuration).AddSingleton<DatabaseUpdate>().BuildServiceProvider();
    }

    /// <summary>As a row names what it carries: l1, t1, t2.</summary>
    private static string[] ColumnsOf(HotStatement statement)
    {
        var counted = new int[4];
        return Array.ConvertAll(statement.Parameters, kind => $"{"ltbi"[(int)kind]}{++counted[(int)kind]}");
    }

    private static string WithoutRows(string sql) => RowsOfPostgreSql().Replace(sql, "rows");

    private static NpgsqlDbType TypeOf(HotKind kind) => kind switch
    {
        HotKind.Number => NpgsqlDbType.Bigint,
        HotKind.Text => NpgsqlDbType.Text,
        HotKind.Bytes => NpgsqlDbType.Bytea,
        _ => NpgsqlDbType.Uuid,
    };

    [GeneratedRegex(@"\br\.([ltbi]\d+|n)\b")]
    private static partial Regex RowColumn();

    [GeneratedRegex(@"\$(\d+)")]
    private static partial Regex ByNumber();

    [GeneratedRegex(@"unnest\((\$\d+::\w+\[\](, )?)*\) AS r\([^)]*\)")]
    private static partial Regex RowsOfPostgreSql();
}
