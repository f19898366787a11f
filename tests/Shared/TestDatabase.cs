using System.Collections.Concurrent;
using System.Globalization;
using Cpd.EventLog.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Cpd.Tests;

/// <summary>
/// A database of a test's own, with its tables, of the kind that <c>CPD_TEST_DATABASE</c> asks for: <c>Sqlite</c>, which is
/// the default, <c>PostgreSql</c> or <c>SqlServer</c>. It outlives those who open it, and is gone when it is disposed of.
/// </summary>
internal sealed class TestDatabase : IDbContextFactory<CpdDb>, IDisposable
{
    /// <summary>What has the same tables is copied from one that was made once.</summary>
    private static readonly ConcurrentDictionary<string, Lazy<TestDatabase>> Templates = new(StringComparer.Ordinal);

    private static int _made;

    private readonly IReadOnlyList<ITableMap> _maps;
    private readonly TemporaryFolder? _folder;
    private readonly string _name;

    private TestDatabase(DatabaseKind kind, IReadOnlyList<ITableMap> maps)
    {
        _maps = maps;
        _name = string.Create(CultureInfo.InvariantCulture, $"cpd_test_{Environment.ProcessId}_{Interlocked.Increment(ref _made)}");
        if (kind is DatabaseKind.Sqlite) _folder = new TemporaryFolder();
        Database = kind switch
        {
            DatabaseKind.PostgreSql => new PostgreSqlDatabase(PostgreSqlCluster.Shared.PlaceOf(_name)),
            DatabaseKind.SqlServer => new SqlServerDatabase($"{Parts.SqlServer};Database={_name}"),
            _ => new SqliteDatabase(_folder!.Path, SqliteSynchronous.Normal),
        };
        Settings = kind switch
        {
            DatabaseKind.PostgreSql => Server(PostgreSqlCluster.Shared.PlaceOf(_name)),
            DatabaseKind.SqlServer => Server($"{Parts.SqlServer};Database={_name}"),
            _ => new Dictionary<string, string?> { ["Cpd:DataDirectory"] = _folder!.Path, ["Cpd:Embedded:Synchronous"] = nameof(SqliteSynchronous.Normal) },
        };

        Dictionary<string, string?> Server(string place) => new() { ["Cpd:Database"] = kind.ToString(), ["ConnectionStrings:Cpd"] = place };
    }

    /// <summary>The kind tests are run on, unless one asks for another.</summary>
    public static DatabaseKind Kind { get; } = Environment.GetEnvironmentVariable("CPD_TEST_DATABASE") is { Length: > 0 } asked
        ? Enum.Parse<DatabaseKind>(asked, ignoreCase: true)
        : DatabaseKind.Sqlite;

    public Database Database { get; }

    /// <summary>What a host's configuration says to work on this database: names with colons, as in <c>Cpd:Database</c>.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; }

    /// <summary>What goes when the database goes, as a broker whose records its rows belong to.</summary>
    public IDisposable? Beside { get; set; }

    /// <param name="kind">By default <see cref="Kind"/>.</param>
    public static TestDatabase Create(IEnumerable<ITableMap> maps, DatabaseKind? kind = null)
    {
        var (tables, of) = (maps.ToArray(), kind ?? Kind);
        var made = new TestDatabase(of, tables);
        if (of is DatabaseKind.SqlServer || (of is DatabaseKind.PostgreSql && !PostgreSqlCluster.Shared.IsOurs)) return made.MakeTables();

        var template = Templates.GetOrAdd(
            $"{of} {string.Join(' ', tables.Select(map => map.GetType().FullName))}",
            _ => new Lazy<TestDatabase>(() => new TestDatabase(of, tables).MakeTables())).Value;
        made.CopyOf(template);
        return made;
    }

    /// <summary>Without any tables, for migrations and those who make them.</summary>
    public static TestDatabase Empty(DatabaseKind? kind = null)
    {
        var made = new TestDatabase(kind ?? Kind, []);
        if (made.Database.Kind is DatabaseKind.PostgreSql) PostgreSqlCluster.Shared.Execute($"CREATE DATABASE {made._name}");
        return made;
    }

    public SqlSession OpenSession() => Database.OpenSession();

    public CpdDb OpenDb() => Database.Context(Database.Use(new DbContextOptionsBuilder()).Options, _maps);

    /// <summary>On a session's connection, in its transaction.</summary>
    public CpdDb OpenDb(SqlSession session)
    {
        var db = Database.Context(Database.Use(new DbContextOptionsBuilder(), session.Connection).Options, _maps);
        db.Database.UseTransaction(session.Transaction);
        return db;
    }

    public CpdDb CreateDbContext() => OpenDb();

    public void Dispose()
    {
        Beside?.Dispose();
        if (Database is SqliteDatabase sqlite)
        {
            using var any = new SqliteConnection(sqlite.ConnectionString);
            SqliteConnection.ClearPool(any);
            _folder!.Dispose();
        }
        else if (Database.Kind is DatabaseKind.PostgreSql)
        {
            Drop();
        }
        else
        {
            using var db = OpenDb();
            db.Database.EnsureDeleted();
        }
    }

    /// <summary>Takes the database away from the server, whoever is connected to it; somebody may make it again.</summary>
    public void Drop()
    {
        using var any = new NpgsqlConnection(Settings["ConnectionStrings:Cpd"]);
        NpgsqlConnection.ClearPool(any);
        PostgreSqlCluster.Shared.Execute($"DROP DATABASE IF EXISTS {_name} WITH (FORCE)");
    }

    private void CopyOf(TestDatabase template)
    {
        if (_folder is null) PostgreSqlCluster.Shared.Execute($"CREATE DATABASE {_name} TEMPLATE {template._name}");
        else File.Copy(template._folder!.File("cpd.db"), _folder.File("cpd.db"));
    }

    private TestDatabase MakeTables()
    {
        using (var db = OpenDb())
        {
            db.Database.EnsureCreated();
            if (Database.Kind is DatabaseKind.SqlServer) db.Database.ExecuteSqlRaw(SqlServerSession.CreateRowsType);
        }

        // Nobody may be connected to what is copied, and nothing may be missing from its file.
        if (Database is SqliteDatabase sqlite) SqliteConnection.ClearPool(new SqliteConnection(sqlite.ConnectionString));
        else if (Database.Kind is DatabaseKind.PostgreSql) NpgsqlConnection.ClearPool(new NpgsqlConnection(Settings["ConnectionStrings:Cpd"]));
        return this;
    }
}
