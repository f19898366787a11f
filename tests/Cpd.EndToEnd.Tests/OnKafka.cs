using Cpd.Contracts;
using Cpd.EventLog.Storage;
using Cpd.Tests;
using Npgsql;

namespace Cpd.EndToEnd.Tests;

/// <summary>Brokers and a PostgreSQL database for one or several processes of the program.</summary>
internal sealed class OnKafka : IDisposable
{
    private const int Partitions = 3;

    private readonly TestDatabase _database = TestDatabase.Empty(DatabaseKind.PostgreSql);

    public OnKafka(params string[] otherTopics)
    {
        foreach (var topic in Topics.All) Brokers.CreateTopic(topic.Name(), Partitions);
        foreach (var topic in otherTopics) Brokers.CreateTopic(topic, Partitions);
    }

    public MockCluster Brokers { get; } = new();

    /// <summary>What every process is told.</summary>
    public (string Name, string Value)[] Settings =>
    [
        .. _database.Settings.Select(setting => (setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value!)),
        ("Cpd__MigrateAtStart", "true"),
        ("Cpd__Log", "Kafka"),
        ("Cpd__Kafka__BootstrapServers", Brokers.Servers),
        ("Cpd__Kafka__Partitions", $"{Partitions}"),
        ("Cpd__Kafka__CreateTopics", "false"),
        ("Cpd__Kafka__SessionTimeout", "00:00:06"),   // the shortest there is: who was killed is missed soon
    ];

    public async Task<IReadOnlyList<string>> Texts(string sql)
    {
        await using var connection = new NpgsqlConnection(_database.Settings["ConnectionStrings:Cpd"]);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var rows = await command.ExecuteReaderAsync();
        var texts = new List<string>();
        while (await rows.ReadAsync()) texts.Add(rows.GetValue(0).ToString()!);
        return texts;
    }

    public async Task<long> Count(string sql) => long.Parse(Assert.Single(await Texts(sql)), System.Globalization.CultureInfo.InvariantCulture);

    public void Dispose()
    {
        _database.Dispose();
        Brokers.Dispose();
    }
}
