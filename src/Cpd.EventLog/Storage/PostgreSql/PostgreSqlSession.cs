using System.Data;
using System.Data.Common;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Cpd.EventLog.Storage;

/// <summary>PostgreSQL's session: the rows of a statement go as one array a column, in one round trip.</summary>
/// <param name="prepare">False on a connection of a pool, which is gone too soon for it to pay.</param>
public sealed class PostgreSqlSession(NpgsqlConnection connection, bool prepare = true) : SqlSession(connection)
{
    private static readonly HotStatement Next = HotStatement.Plain("RELEASE SAVEPOINT piece; SAVEPOINT piece");

    private NpgsqlCommand?[] _commands = new NpgsqlCommand?[64];

    public override bool IsInTransaction => Transaction is not null && !IsLost;

    public override bool IsLost => connection.FullState is ConnectionState.Closed or ConnectionState.Broken;

    public override int Run(HotRows rows)
    {
        if (rows.Count == 0 && rows.Statement.Parameters.Length > 0) return 0;
        return Math.Max(Command(rows).ExecuteNonQuery(), 0);
    }

    public override HotReader Read(HotRows rows) => new Found(Command(rows).ExecuteReader());

    protected override HotStatement? ReleaseSavePoint => null;

    protected override HotStatement NextSavePoint => Next;

    protected override DbTransaction BeginTransaction() => connection.BeginTransaction();

    protected override void Close()
    {
        foreach (var command in _commands) command?.Dispose();
    }

    private NpgsqlCommand Command(HotRows rows)
    {
        var statement = rows.Statement;
        if (statement.Number >= _commands.Length) Array.Resize(ref _commands, Math.Max(statement.Number + 1, _commands.Length * 2));
        var isNew = _commands[statement.Number] is null;
        var command = _commands[statement.Number] ??= Make(statement);

        Statements++;
        for (var column = 0; column < statement.Parameters.Length; column++)
            command.Parameters[column].Value = Column(rows, column, statement.Parameters[column]);
        if (isNew && prepare) command.Prepare();
        return command;
    }

    private NpgsqlCommand Make(HotStatement statement)
    {
        var command = new NpgsqlCommand(statement.PostgreSql, connection);
        foreach (var kind in statement.Parameters)
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | TypeOf(kind) });
        return command;
    }

    private static Array Column(HotRows rows, int column, HotKind kind)
    {
        switch (kind)
        {
            case HotKind.Number:
                var numbers = new long?[rows.Count];
                for (var row = 0; row < numbers.Length; row++) numbers[row] = rows[row, column] is { IsNull: false } value ? value.Number : null;
                return numbers;
            case HotKind.Text:
                var texts = new string?[rows.Count];
                for (var row = 0; row < texts.Length; row++) texts[row] = rows[row, column] is { IsNull: false } value ? Storable(value.Text) : null;
                return texts;
            case HotKind.Bytes:
                var blobs = new byte[]?[rows.Count];
                for (var row = 0; row < blobs.Length; row++) blobs[row] = rows[row, column] is { IsNull: false } value ? value.Bytes : null;
                return blobs;
            default:
                var ids = new Guid?[rows.Count];
                for (var row = 0; row < ids.Length; row++) ids[row] = rows[row, column] is { IsNull: false } value ? value.Id : null;
                return ids;
        }
    }

    /// <summary>
    /// PostgreSQL keeps no U+0000, and no half of a character, as it is left where a text was cut; nobody can have meant
    /// either, and no window may fail on it.
    /// </summary>
    private static string Storable(string text) =>
        text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0
            ? text.Replace('\0', '\uFFFD')
            : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD');

    private static NpgsqlDbType TypeOf(HotKind kind) => kind switch
    {
        HotKind.Number => NpgsqlDbType.Bigint,
        HotKind.Text => NpgsqlDbType.Text,
        HotKind.Bytes => NpgsqlDbType.Bytea,
        _ => NpgsqlDbType.Uuid,
    };

    private sealed class Found(NpgsqlDataReader rows) : HotReader
    {
        public override bool Step() => rows.Read();

        public override bool IsNull(int column) => rows.IsDBNull(column);

        public override long GetLong(int column) => rows.GetInt64(column);

        public override string GetText(int column) => rows.GetString(column);

        public override ReadOnlySpan<byte> GetBlob(int column) => rows.GetFieldValue<byte[]>(column);

        public override Guid GetId(int column) => rows.GetGuid(column);

        protected override void Close() => rows.Dispose();
    }
}
