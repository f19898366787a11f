using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using SQLitePCL;

namespace Cpd.EventLog.Storage;

/// <summary>Where the embedded data lie and how connections to them are opened.</summary>
public sealed class SqliteDatabase(string folder, SqliteSynchronous synchronous = SqliteSynchronous.Full) : Database
{
    public override DatabaseKind Kind => DatabaseKind.Sqlite;

    /// <summary><c>Cpd:DataDirectory</c>; without one, <c>data</c> below the folder the program was started in.</summary>
    public static new SqliteDatabase From(IConfiguration configuration) => new(
        Directory.CreateDirectory(configuration["Cpd:DataDirectory"] is { Length: > 0 } given ? given : "data").FullName,
        configuration.GetValue("Cpd:Embedded:Synchronous", SqliteSynchronous.Full));

    public string Folder { get; } = folder;

    /// <summary>Opened, it would be made.</summary>
    internal bool IsThere => File.Exists(Path.Combine(Folder, "cpd.db"));

    /// <summary>For EF Core's contexts that read: pooled, never in the writer's way.</summary>
    public string ConnectionString { get; } = new SqliteConnectionStringBuilder
    {
        DataSource = Path.Combine(folder, "cpd.db"),
        DefaultTimeout = 30,
    }.ToString();

    /// <summary>The one connection that writes.</summary>
    public SqliteConnection OpenWriter()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(ConnectionString) { Pooling = false }.ToString());
        connection.Open();
        // A checkpoint of 80 MB at a time writes a page once that many commits touched; the default writes it twenty times as often.
        Execute(connection, $"""
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = {(synchronous is SqliteSynchronous.Full ? "FULL" : "NORMAL")};
            PRAGMA wal_autocheckpoint = 20000;
            PRAGMA cache_size = -65536;
            PRAGMA temp_store = MEMORY;
            PRAGMA foreign_keys = OFF;
            """);
        return connection;
    }

    public override SqlSession OpenSession() => new SqliteSession(OpenWriter());

    public override SqlSession OpenReader()
    {
        var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        Execute(connection, "PRAGMA query_only = ON");
        return new SqliteSession(connection);
    }

    public override DbConnection Connection() => new SqliteConnection(ConnectionString);

    public override DbContextOptionsBuilder Use(DbContextOptionsBuilder options) =>
        options.UseSqlite(ConnectionString, sqlite => sqlite.MigrationsAssembly(MigrationsIn));

    public override DbContextOptionsBuilder Use(DbContextOptionsBuilder options, DbConnection connection) => options.UseSqlite(connection);

    /// <remarks>
    /// Whoever migrates leaves a row behind for as long as it takes; of a process that was killed meanwhile it stays, and
    /// everybody after it would wait for good. That this process is alone is known by then: its folder is locked.
    /// </remarks>
    public override async Task Migrate(CpdDb db, CancellationToken ct)
    {
        await db.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", ct);
        await base.Migrate(db, ct);
    }

    protected override bool IsOwnFault(Exception fault) => fault is SqliteException
    {
        SqliteErrorCode: raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_NOMEM or raw.SQLITE_CORRUPT
            or raw.SQLITE_READONLY,
    };

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

/// <summary>What survives a power cut. Both survive the end of the process at any moment.</summary>
public enum SqliteSynchronous
{
    /// <summary>Everything that was answered.</summary>
    Full,

    /// <summary>Everything but the last moments; less waiting for the disk.</summary>
    Normal,
}
