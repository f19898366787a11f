using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Cpd.EventLog.Storage;

/// <summary>PostgreSQL 14 or newer.</summary>
public sealed class PostgreSqlDatabase(string place) : Database
{
    /// <summary>Shorter than the time a successor waits for an answer.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(20);

    /// <summary>
    /// A process that is frozen in the middle of a transaction must not keep its successor from the rows it holds. And all
    /// statements of a window find their rows by a key: a plan made while the tables were small would read them whole, and is
    /// kept for the connection's life where nobody analyses them.
    /// </summary>
    internal static readonly string Settings = string.Create(CultureInfo.InvariantCulture, $"""
        SET idle_in_transaction_session_timeout = {LongestPause.TotalMilliseconds:0};
        SET enable_seqscan = off;
        SET enable_hashjoin = off;
        SET enable_mergejoin = off
        """);

    /// <summary>Any number that nobody else on the server uses for a lock of theirs.</summary>
    private const long MigrationLock = 0x6370_645f_7461_626c;

    public override DatabaseKind Kind => DatabaseKind.PostgreSql;

    public override SqlSession OpenSession()
    {
        // Of its own: a connection from the pool would come back with somebody else's statements.
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(place) { Pooling = false, MaxAutoPrepare = 0 }.ToString());
        connection.Open();
        using (var settings = new NpgsqlCommand(Settings, connection)) settings.ExecuteNonQuery();
        return new PostgreSqlSession(connection);
    }

    public override SqlSession OpenReader()
    {
        var connection = new NpgsqlConnection(place);
        connection.Open();
        return new PostgreSqlSession(connection, prepare: false);
    }

    public override DbConnection Connection() => new NpgsqlConnection(place);

    /// <remarks>After a restart of the server all connections of the pool are dead, and each is found out only when it is used.</remarks>
    public override DbContextOptionsBuilder Use(DbContextOptionsBuilder options) =>
        options.UseNpgsql(place, npgsql => npgsql.MigrationsAssembly(MigrationsIn).EnableRetryOnFailure(Tries, LongestWait, errorCodesToAdd: null))
            .ReplaceService<IMigrationsSqlGenerator, IndexesThatMayBeThere>();

    public override DbContextOptionsBuilder Use(DbContextOptionsBuilder options, DbConnection connection) => options.UseNpgsql(connection);

    public override CpdDb Context(DbContextOptions options, IEnumerable<ITableMap> maps) => new PostgreSqlDb(options, maps);

    /// <remarks>What EF Core locks is a table that it has to make first, which two processes can try in the same moment.</remarks>
    public override async Task Migrate(CpdDb db, CancellationToken ct)
    {
        await MakeWhereMissing(db, ct);
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            // Gone with the connection, should this process be killed.
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({MigrationLock})", ct);
            await base.Migrate(db, ct);
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({MigrationLock})", ct);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private static async Task MakeWhereMissing(CpdDb db, CancellationToken ct)
    {
        var creator = db.GetService<IRelationalDatabaseCreator>();
        if (await creator.ExistsAsync(ct)) return;
        try
        {
            await creator.CreateAsync(ct);
        }
        catch (PostgresException made) when (made.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // By another process that starts in the same moment.
        }
    }

    /// <summary>By class: connection, transaction undone by others, out of resources, stopped by an operator, the system, its own mistake.</summary>
    protected override bool IsOwnFault(Exception fault) => fault switch
    {
        PostgresException { SqlState: var state } => state[..2] is "08" or "40" or "53" or "57" or "58" or "XX",
        NpgsqlException or SocketException or IOException or TimeoutException => true,
        _ => false,
    };
}
