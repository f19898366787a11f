using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Cpd.EventLog.Storage;

/// <summary>
/// Prepared statements on one connection, kept for its life. For the hot path only: it makes no objects per row, which
/// through ADO.NET costs half as much again. Not for two threads at once.
/// </summary>
public sealed class SqliteSession(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteStatement> _prepared = new(StringComparer.Ordinal);

    /// <summary>How many statements ran; each is prepared anew before it does.</summary>
    public long Statements { get; private set; }

    /// <summary>False also where a transaction was open and SQLite has undone it by itself.</summary>
    public bool IsInTransaction => raw.sqlite3_get_autocommit(connection.Handle) == 0;

    /// <summary>
    /// The statement, ready to bind. Name parameters <c>?1</c>, <c>?2</c>: a <c>$1</c> would be a name, numbered by where
    /// it first stands.
    /// </summary>
    public SqliteStatement Prepare(string sql)
    {
        Statements++;
        if (_prepared.TryGetValue(sql, out var known)) return known.Reset();

        var database = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out var handle), database);
        return _prepared[sql] = new SqliteStatement(handle, database);
    }

    public void Dispose()
    {
        foreach (var statement in _prepared.Values) statement.Dispose();
        _prepared.Clear();
    }
}

/// <summary>One prepared statement: bind from 1, step, read from 0.</summary>
public sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3_stmt _handle;
    private readonly sqlite3 _database;

    internal SqliteStatement(sqlite3_stmt handle, sqlite3 database)
    {
        _handle = handle;
        _database = database;
    }

    public SqliteStatement Bind(int index, long value)
    {
        Check(raw.sqlite3_bind_int64(_handle, index, value));
        return this;
    }

    public SqliteStatement Bind(int index, long? value)
    {
        Check(value is { } some ? raw.sqlite3_bind_int64(_handle, index, some) : raw.sqlite3_bind_null(_handle, index));
        return this;
    }

    public SqliteStatement Bind(int index, string? value)
    {
        Check(value is null ? raw.sqlite3_bind_null(_handle, index) : raw.sqlite3_bind_text(_handle, index, value));
        return this;
    }

    public SqliteStatement Bind(int index, ReadOnlySpan<byte> value)
    {
        Check(raw.sqlite3_bind_blob(_handle, index, value));
        return this;
    }

    /// <summary>An id as 16 bytes, in the order in which it sorts.</summary>
    public SqliteStatement Bind(int index, Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return Bind(index, bytes);
    }

    /// <summary>True while there is a row to read.</summary>
    public bool Step()
    {
        var result = raw.sqlite3_step(_handle);
        if (result == raw.SQLITE_ROW) return true;
        raw.sqlite3_reset(_handle);
        if (result != raw.SQLITE_DONE) Check(result);
        return false;
    }

    /// <summary>Runs a statement that returns no rows; the number of rows it changed.</summary>
    public int Run()
    {
        while (Step())
        {
        }
        return raw.sqlite3_changes(_database);
    }

    public long GetLong(int column) => raw.sqlite3_column_int64(_handle, column);

    public int GetInt(int column) => raw.sqlite3_column_int(_handle, column);

    public bool IsNull(int column) => raw.sqlite3_column_type(_handle, column) == raw.SQLITE_NULL;

    public string GetText(int column) => raw.sqlite3_column_text(_handle, column).utf8_to_string();

    /// <summary>Valid until the next step.</summary>
    public ReadOnlySpan<byte> GetBlob(int column) => raw.sqlite3_column_blob(_handle, column);

    public Guid GetId(int column) => new(GetBlob(column), bigEndian: true);

    /// <summary>Ends reading early, so that the statement holds no lock.</summary>
    public SqliteStatement Reset()
    {
        raw.sqlite3_reset(_handle);
        raw.sqlite3_clear_bindings(_handle);
        return this;
    }

    public void Dispose() => _handle.Dispose();

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK) SqliteException.ThrowExceptionForRC(result, _database);
    }
}
