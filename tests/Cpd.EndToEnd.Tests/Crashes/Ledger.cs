using System.Data.Common;
using System.Globalization;
using Cpd.Contracts;
using Microsoft.Data.Sqlite;

namespace Cpd.EndToEnd.Tests.Crashes;

/// <summary>What lies on the log and in the tables of a product that has come to rest, or does not run any more.</summary>
/// <param name="records">Everything on the log, each record once.</param>
internal sealed class Ledger(DbConnection connection, IReadOnlyList<LogRecord> records) : IDisposable
{
    /// <summary>The tables people look at, in an order and without the numbers that rows got by arriving.</summary>
    private static readonly (string Table, string Rows)[] View =
    [
        ("timeline", """
            SELECT person, CASE WHEN person IS NULL THEN 0 ELSE row_number() OVER (PARTITION BY person ORDER BY id) END AS place, workspace, kind, name, at, record
            FROM timeline ORDER BY person, place, record
            """),
        // Without versions, which tell how often a row was written.
        ("people_view", "SELECT person, workspace, user_id, anonymous_ids, first_name, last_name, full_name, phone, email, seen_at, active_at, search FROM people_view ORDER BY person"),
        ("merged_view", "SELECT * FROM merged_view ORDER BY person"),
        ("message_view", "SELECT * FROM message_view ORDER BY message"),
        ("run_view", "SELECT run, arms, goal FROM run_view ORDER BY run"),
        ("seen_shapes", "SELECT workspace, event, first_at, last_at, shape FROM seen_shapes ORDER BY workspace, event"),
        ("journey_counts", "SELECT * FROM journey_counts ORDER BY workspace, journey, version, step, measure"),
        ("activity", "SELECT * FROM activity WHERE count <> 0 ORDER BY workspace, minute, subject, name"),
        ("activity_spans", "SELECT * FROM activity_spans WHERE count <> 0 ORDER BY workspace, per, bucket, subject, name"),
        ("journey_spans", "SELECT * FROM journey_spans ORDER BY workspace, per, bucket, journey, version, step, measure"),
    ];

    /// <summary>Of a product whose log lies in its own file.</summary>
    public static Ledger In(string dataDirectory)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(dataDirectory, "cpd.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        return new Ledger(connection, [.. Rows(connection, "SELECT id >> 56, payload FROM log_records ORDER BY id").Select(row => RecordJson.Read((byte[])row[1], (Topic)(long)row[0]))]);
    }

    public IReadOnlyList<LogRecord> Records => records;

    public IEnumerable<(LogRecord Record, T Body)> All<T>() where T : IRecordBody =>
        Records.Where(record => record.Body is T).Select(record => (record, (T)record.Body));

    public long Count(string sql) => Convert.ToInt64(Rows(connection, sql).Single()[0], CultureInfo.InvariantCulture);

    /// <summary>The records that the timeline shows.</summary>
    public IEnumerable<LogRecord> Timeline() =>
        Rows(connection, "SELECT record FROM timeline").Select(row => RecordJson.Read((byte[])row[0], Topic.Events));

    /// <summary>The whole user view as text, table by table.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> UserView() =>
        View.ToDictionary(table => table.Table, table => (IReadOnlyList<string>)[.. Rows(connection, table.Rows).Select(Text)]);

    public void Dispose() => connection.Dispose();

    private static string Text(object[] row) =>
        string.Join('|', row.Select(value => value is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture)));

    private static IEnumerable<object[]> Rows(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
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
