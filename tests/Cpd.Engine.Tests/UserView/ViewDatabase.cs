using Cpd.Contracts;
using Cpd.Engine.UserView;
using Cpd.Engine.UserView.Seen;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Cpd.Tests;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.Tests.UserView;

/// <summary>A database of one's own with the user view's tables, and windows over it as the log gives them.</summary>
internal sealed class ViewDatabase : IDbContextFactory<CpdDb>, IDisposable
{
    private readonly TestDatabase _database;
    private readonly SqlSession _sql;
    private readonly SeenMemory _seen = new();

    public ViewDatabase(DatabaseKind? kind = null)
    {
        _database = TestDatabase.Create([new UserViewTables()], kind);
        _sql = _database.OpenSession();
    }

    /// <summary>Round trips so far; on SQLite statements.</summary>
    public long Statements => _sql.Statements;

    public DateTimeOffset Now { get; set; } = Given.Start;

    public ViewChanges Project(params IReadOnlyList<LogRecord> window) => Project(_seen, window);

    /// <summary>As another process does, which remembers what it came by itself.</summary>
    public ViewChanges Project(SeenMemory seen, params IReadOnlyList<LogRecord> window) => Do(transaction => WindowProjection.Project(window, transaction, seen));

    public T Do<T>(Func<LogTransaction, T> work)
    {
        using var writer = new ViewWriter(_sql, Now);
        var result = work(writer.Transaction);
        writer.Commit();
        return result;
    }

    public async Task<T> Write<T>(Func<LogTransaction, Task<T>> work)
    {
        using var writer = new ViewWriter(_sql, Now);
        var result = await work(writer.Transaction);
        writer.Commit();
        return result;
    }

    /// <summary>Another process on the same database, with a window of its own open at the same time.</summary>
    public SqlSession OpenOther() => _database.OpenSession();

    public CpdDb CreateDbContext() => _database.OpenDb();

    /// <summary>
    /// Every row of every table but for the order of arrival and how often a row was written, which are matters of the windows.
    /// </summary>
    public string Dump()
    {
        var lines = new List<string>();
        foreach (var table in UserViewTables.Names)
        {
            using var command = _sql.Connection.CreateCommand();
            command.CommandText = table switch
            {
                "timeline" => "SELECT workspace, person, kind, name, at, record FROM timeline",
                "people_view" => "SELECT person, workspace, user_id, anonymous_ids, first_name, last_name, full_name, phone, email, seen_at, active_at, search FROM people_view",
                "run_view" => "SELECT run, arms, goal FROM run_view",
                "activity_spans" => "SELECT * FROM activity_spans WHERE count <> 0",
                "activity" => "SELECT * FROM activity WHERE count <> 0",   // a counter back at zero is one that never was
                "seen_shapes" => "SELECT workspace, event, first_at, last_at, shape FROM seen_shapes",
                "merged_view" => "SELECT * FROM merged_view WHERE person <> merged_into",
                _ => $"SELECT * FROM {table}",
            };
            using var reader = command.ExecuteReader();
            while (reader.Read())
                lines.Add(table + "|" + string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i =>
                    reader.GetValue(i) is byte[] bytes ? Convert.ToHexString(bytes) : reader.GetValue(i).ToString())));
        }
        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }

    public long Rows(string table) => Scalar($"SELECT count(*) FROM {table}");

    public long Scalar(string sql) => Scalar(_sql, sql);

    public static long Scalar(SqlSession session, string sql)
    {
        using var command = session.Connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _sql.Dispose();
        _database.Dispose();
    }
}
