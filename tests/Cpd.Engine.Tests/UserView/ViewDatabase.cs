using Cpd.Contracts;
using Cpd.Engine.UserView;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Cpd.Tests;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.Tests.UserView;

/// <summary>A database of one's own with the user view's tables, and windows over it as the log gives them.</summary>
internal sealed class ViewDatabase : IDbContextFactory<CpdDb>, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SqliteConnection _connection;
    private readonly SqliteSession _sqlite;

    public ViewDatabase()
    {
        _connection = new SqliteConnection($"Data Source={_folder.File("view.db")};Pooling=False");
        _connection.Open();
        using var db = CreateDbContext();
        db.Database.EnsureCreated();
        _sqlite = new SqliteSession(_connection);
    }

    public ViewChanges Project(params IReadOnlyList<LogRecord> window)
    {
        Execute("BEGIN");
        var changes = WindowProjection.Project(window, new Transaction(this));
        Execute("COMMIT");
        return changes;
    }

    public async Task<T> Write<T>(Func<LogTransaction, Task<T>> work)
    {
        Execute("BEGIN");
        var result = await work(new Transaction(this));
        Execute("COMMIT");
        return result;
    }

    public CpdDb CreateDbContext() => new(
        new DbContextOptionsBuilder<CpdDb>().UseSqlite(_connection).EnableServiceProviderCaching(false).Options, [new UserViewTables()]);

    /// <summary>Every row of every table but the order of arrival, which is a matter of the windows.</summary>
    public string Dump()
    {
        var lines = new List<string>();
        foreach (var table in UserViewTables.Names)
        {
            using var command = _connection.CreateCommand();
            command.CommandText = table switch
            {
                "timeline" => "SELECT workspace, person, kind, name, at, record FROM timeline",
                "activity" => "SELECT * FROM activity WHERE count <> 0",   // a counter back at zero is one that never was
                _ => $"SELECT * FROM {table}",
            };
            using var reader = command.ExecuteReader();
            while (reader.Read())
                lines.Add(table + "|" + string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i =>
                    reader.GetValue(i) is byte[] bytes ? Convert.ToHexString(bytes) : reader.GetValue(i).ToString())));
        }
        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }

    public long Rows(string table)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM {table}";
        return (long)command.ExecuteScalar()!;
    }

    public void Dispose()
    {
        _sqlite.Dispose();
        _connection.Dispose();
        _folder.Dispose();
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private sealed class Transaction(ViewDatabase database) : LogTransaction
    {
        public override DateTimeOffset Now => default;

        public override SqlSession Sql => database._sqlite;

        public override void Append(LogRecord record) => throw new InvalidOperationException("A projection writes no records.");

        public override CpdDb OpenDb() => database.CreateDbContext();
    }
}
