using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using System.Data.Common;

namespace Cpd.EventLog.Storage;

/// <summary>What <c>Cpd:Database</c> may say; <c>ConnectionStrings:Cpd</c> says where it is.</summary>
public enum DatabaseKind
{
    Sqlite,
    PostgreSql,
    SqlServer,
}

/// <summary>The one database: how it is reached, and what is particular about its kind.</summary>
public abstract class Database
{
    public abstract DatabaseKind Kind { get; }

    /// <summary>Reached over connections, which break, by as many processes as like.</summary>
    public bool IsServer => Kind is not DatabaseKind.Sqlite;

    /// <exception cref="RolesException">A database that is none, or without a place.</exception>
    public static Database From(IConfiguration configuration)
    {
        var place = configuration.GetConnectionString("Cpd") ?? "";
        return Roles.From(configuration).Database switch
        {
            DatabaseKind.PostgreSql => new PostgreSqlDatabase(place),
            DatabaseKind.SqlServer => new SqlServerDatabase(place),
            _ => SqliteDatabase.From(configuration),
        };
    }

    /// <summary>A connection that writes, with the statements of the hot path.</summary>
    public abstract SqlSession OpenSession();

    /// <summary>A connection for short reads beside the writer.</summary>
    public abstract SqlSession OpenReader();

    /// <summary>For EF Core's contexts that read: pooled, never in the writer's way.</summary>
    public abstract DbContextOptionsBuilder Use(DbContextOptionsBuilder options);

    /// <summary>For an EF Core context on a connection that is open.</summary>
    public abstract DbContextOptionsBuilder Use(DbContextOptionsBuilder options, DbConnection connection);

    /// <summary>A connection that nobody has opened yet, out of those that read.</summary>
    public abstract DbConnection Connection();

    /// <summary>
    /// One question to the database, for whoever would rather hear nothing than wait: asked once, and <paramref name="patience"/>
    /// is for all of it. A driver that is connecting, or hears nothing, takes its own time to notice; nobody waits for that.
    /// </summary>
    /// <exception cref="TimeoutException">No answer in time.</exception>
    /// <exception cref="DbException">The database said no, or cannot be reached.</exception>
    public async Task<object?> Ask(string sql, TimeSpan patience, CancellationToken ct)
    {
        var late = patience + TimeSpan.FromSeconds(1);
        var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        over.CancelAfter(late);
        var answer = Task.Run(() => AskOnce(sql, late, over.Token), CancellationToken.None);
        _ = answer.ContinueWith(
            done =>
            {
                _ = done.Exception;   // nobody may be left to hear it
                over.Dispose();
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return await answer.WaitAsync(patience, ct);
    }

    private async Task<object?> AskOnce(string sql, TimeSpan patience, CancellationToken ct)
    {
        await using var connection = Connection();
        await connection.OpenAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = (int)Math.Ceiling(patience.TotalSeconds);
        return await command.ExecuteScalarAsync(ct);
    }

    /// <summary>A context of this kind of database: each keeps its own migrations.</summary>
    public virtual CpdDb Context(DbContextOptions options, IEnumerable<ITableMap> maps) => new(options, maps);

    /// <summary>Applies the migrations that are missing; makes the database where there is none. Others that begin it meanwhile wait.</summary>
    public virtual Task Migrate(CpdDb db, CancellationToken ct) => db.Database.MigrateAsync(ct);

    /// <summary>What whoever runs it may want to set otherwise; null where nothing is to be said.</summary>
    public virtual Task<string?> Advice(DbConnection open, CancellationToken ct) => Task.FromResult<string?>(null);

    /// <summary>The database itself, its disk or the way to it, and not what it was asked: trying the records one by one would not help.</summary>
    /// <remarks>EF Core wraps what it is told once or twice, so what lies within counts.</remarks>
    public bool IsFault(Exception fault)
    {
        for (var within = fault; within is not null; within = within.InnerException)
            if (IsOwnFault(within)) return true;
        return false;
    }

    protected abstract bool IsOwnFault(Exception fault);

    /// <summary>
    /// Whatever the database said, or what kept it from saying it. A server takes no more statements in that transaction:
    /// whoever goes on after a fault goes on only after faults of other kinds.
    /// </summary>
    public bool IsOwn(Exception fault) => fault is DbException || IsFault(fault);

    protected const string MigrationsIn = "Cpd.Web";

    /// <summary>How often a read is tried again whose connection turned out to be broken; at once for the first time.</summary>
    protected const int Tries = 4;

    protected static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
}
