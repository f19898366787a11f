using System.Data;
using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.SqlClient.Server;

namespace Cpd.EventLog.Storage;

/// <summary>SQL Server's session: the rows of a statement go as one table, of the type <see cref="RowsType"/>, in one round trip.</summary>
public sealed class SqlServerSession(SqlConnection connection) : SqlSession(connection)
{
    /// <summary>
    /// One type for all statements: it has enough columns of each kind, and those a statement does not use are null, which
    /// costs nearly nothing on the wire. The migrations make it.
    /// </summary>
    public const string RowsType = "cpd_rows";

    /// <summary>How many columns of each kind <see cref="RowsType"/> has.</summary>
    public static readonly IReadOnlyDictionary<HotKind, int> ColumnsOfKind = new Dictionary<HotKind, int>
    {
        [HotKind.Number] = 8,
        [HotKind.Text] = 12,
        [HotKind.Bytes] = 4,
        [HotKind.Id] = 4,
    };

    private static readonly SqlMetaData[] Columns =
    [
        new("n", SqlDbType.Int),
        .. from kind in ColumnsOfKind
           from number in Enumerable.Range(1, kind.Value)
           select ColumnOf(kind.Key, $"{"ltbi"[(int)kind.Key]}{number}"),
    ];

    private static readonly HotStatement Save_ = HotStatement.Plain("SAVE TRANSACTION piece");
    private static readonly HotStatement Back_ = HotStatement.Plain("ROLLBACK TRANSACTION piece");

    public override bool IsInTransaction => Transaction?.Connection is not null && !IsLost;

    public override bool IsLost => connection.State is ConnectionState.Closed or ConnectionState.Broken;

    /// <summary>The statement that makes <see cref="RowsType"/>, for migrations.</summary>
    public static string CreateRowsType => $"""
        IF TYPE_ID(N'{RowsType}') IS NULL
        CREATE TYPE {RowsType} AS TABLE ({string.Join(", ", Columns.Select(column => $"{column.Name} {TypeOf(column)}{(column.Name == "n" ? " NOT NULL PRIMARY KEY" : " NULL")}"))})
        """;

    public override int Run(HotRows rows)
    {
        if (rows.Count == 0 && rows.Statement.Parameters.Length > 0) return 0;
        using var command = Command(rows);
        return Math.Max(command.ExecuteNonQuery(), 0);
    }

    public override HotReader Read(HotRows rows)
    {
        // The client takes no table without rows.
        if (rows.Count == 0 && rows.Statement.Parameters.Length > 0) return Nothing.Found;
        var command = Command(rows);
        return new Found(command, command.ExecuteReader());
    }

    protected override HotStatement SavePoint => Save_;

    protected override HotStatement BackToSavePoint => Back_;

    protected override HotStatement? ReleaseSavePoint => null;

    protected override DbTransaction BeginTransaction() => connection.BeginTransaction(IsolationLevel.ReadCommitted);

    protected override void Close()
    {
    }

    private SqlCommand Command(HotRows rows)
    {
        Statements++;
        var command = new SqlCommand(rows.Statement.SqlServer, connection, (SqlTransaction?)Transaction);
        if (rows.Statement.Parameters.Length > 0)
            command.Parameters.Add(new SqlParameter("@rows", SqlDbType.Structured) { TypeName = RowsType, Value = Records(rows) });
        return command;
    }

    private static IEnumerable<SqlDataRecord> Records(HotRows rows)
    {
        // A value is null until it is set; one record serves all rows, as the client reads it before it asks for the next.
        var places = HotStatement.Columns(rows.Statement.Parameters).Select(name => Array.FindIndex(Columns, column => column.Name == name)).ToArray();
        var record = new SqlDataRecord(Columns);
        for (var row = 0; row < rows.Count; row++)
        {
            record.SetInt32(0, row);
            for (var column = 0; column < places.Length; column++) Set(record, places[column], rows[row, column]);
            yield return record;
        }
    }

    private static void Set(SqlDataRecord record, int place, HotValue value)
    {
        if (value.IsNull) record.SetDBNull(place);
        else if (value.Kind is HotKind.Number) record.SetInt64(place, value.Number);
        else if (value.Kind is HotKind.Text) record.SetString(place, value.Text);
        else if (value.Kind is HotKind.Bytes) record.SetValue(place, value.Bytes);
        else record.SetValue(place, value.Id.ToByteArray(bigEndian: true));
    }

    private static SqlMetaData ColumnOf(HotKind kind, string name) => kind switch
    {
        HotKind.Number => new SqlMetaData(name, SqlDbType.BigInt),
        HotKind.Text => new SqlMetaData(name, SqlDbType.NVarChar, SqlMetaData.Max),
        HotKind.Bytes => new SqlMetaData(name, SqlDbType.VarBinary, SqlMetaData.Max),
        _ => new SqlMetaData(name, SqlDbType.Binary, 16),
    };

    private static string TypeOf(SqlMetaData column) => column.SqlDbType switch
    {
        SqlDbType.Int => "int",
        SqlDbType.BigInt => "bigint",
        // Told apart as the tables' own texts are: by each letter's code.
        SqlDbType.NVarChar => $"nvarchar(max) COLLATE {SqlServerDb.Collation}",
        SqlDbType.VarBinary => "varbinary(max)",
        _ => "binary(16)",
    };

    private sealed class Nothing : HotReader
    {
        public static readonly Nothing Found = new();

        public override bool Step() => false;

        public override bool IsNull(int column) => throw NoRow();

        public override long GetLong(int column) => throw NoRow();

        public override string GetText(int column) => throw NoRow();

        public override ReadOnlySpan<byte> GetBlob(int column) => throw NoRow();

        public override Guid GetId(int column) => throw NoRow();

        protected override void Close()
        {
        }

        private static InvalidOperationException NoRow() => new("There is no row to read.");
    }

    private sealed class Found(SqlCommand command, SqlDataReader rows) : HotReader
    {
        public override bool Step() => rows.Read();

        public override bool IsNull(int column) => rows.IsDBNull(column);

        public override long GetLong(int column) => rows.GetValue(column) is int small ? small : rows.GetInt64(column);

        public override string GetText(int column) => rows.GetString(column);

        public override ReadOnlySpan<byte> GetBlob(int column) => rows.GetFieldValue<byte[]>(column);

        public override Guid GetId(int column) => new(rows.GetFieldValue<byte[]>(column), bigEndian: true);

        protected override void Close()
        {
            rows.Dispose();
            command.Dispose();
        }
    }
}
