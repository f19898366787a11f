using Cpd.Contracts;
using Cpd.EndToEnd.Tests.Pages;
using Cpd.EventLog.Storage;
using Cpd.Tests;
using Npgsql;

namespace Cpd.EndToEnd.Tests;

/// <summary>Brokers, and a PostgreSQL database at the end of a line that can be cut, for one or several processes of the program.</summary>
internal sealed class OnKafka : IAsyncDisposable
{
    private const int Partitions = 3;

    private readonly TestDatabase _database = TestDatabase.Empty(DatabaseKind.PostgreSql);

    public OnKafka(params string[] otherTopics)
    {
        var server = new NpgsqlConnectionStringBuilder(Place);
        Line = new BreakableLine($"tcp://{server.Host}:{server.Port}");
        foreach (var topic in Topics.All) Brokers.CreateTopic(topic.Name(), Partitions);
        foreach (var topic in otherTopics) Brokers.CreateTopic(topic, Partitions);
    }

    public MockCluster Brokers { get; } = new();

    /// <summary>Between the processes and the database; the test's own questions go another way.</summary>
    public BreakableLine Line { get; }

    private string Place => _database.Settings["ConnectionStrings:Cpd"]!;

    /// <summary>What every process is told.</summary>
    public (string Name, string Value)[] Settings =>
    [
        ("Cpd__Database", "PostgreSql"),
        ("ConnectionStrings__Cpd", new NpgsqlConnectionStringBuilder(Place) { Host = "127.0.0.1", Port = new Uri(Line.Url).Port, Timeout = 5 }.ToString()),
        ("Cpd__MigrateAtStart", "true"),
        ("Cpd__Log", "Kafka"),
        ("Cpd__Kafka__BootstrapServers", Brokers.Servers),
        ("Cpd__Kafka__Partitions", $"{Partitions}"),
        ("Cpd__Kafka__CreateTopics", "false"),
        ("Cpd__Kafka__FetchWait", $"{MockCluster.FetchWait}"),
        ("Cpd__Kafka__SessionTimeout", "00:00:06"),   // the shortest there is: who was killed is missed soon
    ];

    public async Task<IReadOnlyList<string>> Texts(string sql)
    {
        await using var connection = new NpgsqlConnection(Place);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var rows = await command.ExecuteReaderAsync();
        var texts = new List<string>();
        while (await rows.ReadAsync()) texts.Add(rows.GetValue(0).ToString()!);
        return texts;
    }

    public async Task<long> Count(string sql) => long.Parse(Assert.Single(await Texts(sql)), System.Globalization.CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        await Line.DisposeAsync();
        _database.Dispose();
        Brokers.Dispose();
    }
}
