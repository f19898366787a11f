using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Cpd.EventLog.Storage;

/// <summary>
/// SQLite's session: statements run row by row, prepared once, without ADO.NET, whose objects per row cost half as much
/// again.
/// </summary>
public sealed class SqliteSession(SqliteConnection connection) : SqlSession(connection)
{
    private readonly Dictionary<string, SqliteStatement> _prepared = new(StringComparer.Ordinal);
    private SqliteStatement?[] _byNumber = new SqliteStatement?[64];

    public override bool IsInTransaction => raw.sqlite3_get_autocommit(connection.Handle) == 0;

    /// <summary>It has no connection to lose.</summary>
    public override bool IsLost => false;

    /// <summary>
    /// The statement, ready to bind, for what is SQLite's alone. Name parameters <c>?1</c>, <c>?2</c>: a <c>$1</c> would be
    /// a name, numbered by where it first stands.
    /// </summary>
    public SqliteStatement Prepare(string sql)
    {
        Statements++;
        if (_prepared.TryGetValue(sql, out var known)) return known.Reset();
        return _prepared[sql] = Compile(sql);
    }

    public override int Run(HotRows rows)
    {
        var statement = Prepare(rows.Statement);
        if (rows.Statement.Parameters.Length == 0)
        {
            Statements++;
            return statement.Run();
        }
        var changed = 0;
        for (var row = 0; row < rows.Count; row++)
        {
            statement.Bind(rows, row);
            changed += statement.Run();
            Statements++;
        }
        return changed;
    }

    public override HotReader Read(HotRows rows) => new RowByRow(this, Prepare(rows.Statement), rows);

    protected override DbTransaction BeginTransaction() => connection.BeginTransaction(deferred: false);

    protected override void Close()
    {
        foreach (var statement in _prepared.Values) statement.Dispose();
        foreach (var statement in _byNumber) statement?.Dispose();
        _prepared.Clear();
    }

    private SqliteStatement Prepare(HotStatement statement)
    {
        if (statement.Number >= _byNumber.Length) Array.Resize(ref _byNumber, Math.Max(statement.Number + 1, _byNumber.Length * 2));
        return _byNumber[statement.Number]?.Reset() ?? (_byNumber[statement.Number] = Compile(statement.Sqlite));
    }

    private SqliteStatement Compile(string sql)
    {
        var database = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out var handle), database);
        return new SqliteStatement(handle, database);
    }

    /// <summary>One row's answer after the other's.</summary>
    private sealed class RowByRow(SqliteSession session, SqliteStatement statement, HotRows rows) : HotReader
    {
        private int _row = -1;

        public override bool Step()
        {
            while (true)
            {
                if (_row >= 0 && statement.Step()) return true;
                if (++_row >= Math.Max(rows.Count, rows.Statement.Parameters.Length == 0 ? 1 : 0)) return false;

                session.Statements++;
                statement.Bind(rows, _row);
            }
        }

        public override bool IsNull(int column) => statement.IsNull(column);

        public override long GetLong(int column) => statement.GetLong(column);

        public override string GetText(int column) => statement.GetText(column);

        public override ReadOnlySpan<byte> GetBlob(int column) => statement.GetBlob(column);

        public override Guid GetId(int column) => statement.GetId(column);

        protected override void Close() => statement.Reset();
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

    /// <summary>Binds a row's values, all of them, and begins anew.</summary>
    internal void Bind(HotRows rows, int row)
    {
        raw.sqlite3_reset(_handle);
        for (var i = 0; i < rows.Statement.Parameters.Length; i++)
        {
            var value = rows[row, i];
            if (value.IsNull) Check(raw.sqlite3_bind_null(_handle, i + 1));
            else if (value.Kind is HotKind.Number) Bind(i + 1, value.Number);
            else if (value.Kind is HotKind.Text) Bind(i + 1, value.Text);
            else if (value.Kind is HotKind.Id) Bind(i + 1, value.Id);
            else Bind(i + 1, value.Bytes.AsSpan());
        }
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
