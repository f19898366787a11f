using Cpd.Contracts;
using Microsoft.Data.Sqlite;

namespace Cpd.EndToEnd.Tests.Crashes;

/// <summary>What lies in the tables of a product that does not run any more.</summary>
internal sealed class Ledger : IDisposable
{
    /// <summary>The tables people look at, in an order and without the numbers that rows got by arriving.</summary>
    private static readonly (string Table, string Rows)[] View =
    [
        ("timeline", """
            SELECT person, CASE WHEN person IS NULL THEN 0 ELSE row_number() OVER (PARTITION BY person ORDER BY id) END AS place, workspace, kind, name, at, record
            FROM timeline ORDER BY person, place, record
            """),
        ("people_view", "SELECT * FROM people_view ORDER BY person"),
        ("merged_view", "SELECT * FROM merged_view ORDER BY person"),
        ("message_view", "SELECT * FROM message_view ORDER BY message"),
        ("journey_counts", "SELECT * FROM journey_counts ORDER BY workspace, journey, version, step, measure"),
        ("activity", "SELECT * FROM activity WHERE count <> 0 ORDER BY workspace, minute, subject, name"),
        ("activity_spans", "SELECT * FROM activity_spans WHERE count <> 0 ORDER BY workspace, per, bucket, subject, name"),
        ("journey_spans", "SELECT * FROM journey_spans ORDER BY workspace, per, bucket, journey, version, step, measure"),
    ];

    private readonly SqliteConnection _connection;

    public Ledger(string dataDirectory)
    {
        _connection = new SqliteConnection($"Data Source={Path.Combine(dataDirectory, "cpd.db")};Mode=ReadOnly;Pooling=False");
        _connection.Open();
        Records = [.. Rows("SELECT id >> 56, payload FROM log_records ORDER BY id").Select(row => RecordJson.Read((byte[])row[1], (Topic)(long)row[0]))];
    }

    /// <summary>Everything on the log.</summary>
    public IReadOnlyList<LogRecord> Records { get; }

    public IEnumerable<(LogRecord Record, T Body)> All<T>() where T : IRecordBody =>
        Records.Where(record => record.Body is T).Select(record => (record, (T)record.Body));

    public long Count(string sql) => (long)Rows(sql).Single()[0];

    /// <summary>The records that the timeline shows.</summary>
    public IEnumerable<LogRecord> Timeline() =>
        Rows("SELECT record FROM timeline").Select(row => RecordJson.Read((byte[])row[0], Topic.Events));

    /// <summary>The whole user view as text, table by table.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> UserView() =>
        View.ToDictionary(table => table.Table, table => (IReadOnlyList<string>)[.. Rows(table.Rows).Select(Text)]);

    public void Dispose() => _connection.Dispose();

    private static string Text(object[] row) =>
        string.Join('|', row.Select(value => value is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)));

    private IEnumerable<object[]> Rows(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            var values = new object[rows.FieldCount];
            rows.GetValues(values);
            yield return values;
        }
    }
}
