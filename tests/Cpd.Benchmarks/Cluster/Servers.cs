using System.Globalization;
using Cpd.Contracts;
using Cpd.EventLog.Kafka;
using Cpd.Tests;
using Npgsql;

namespace Cpd.Benchmarks.Cluster;

/// <summary>
/// What several processes share: a broker, in this process and so not in the figures, and a PostgreSQL server, whose time
/// counts.
/// </summary>
internal sealed class Servers : IDisposable
{
    public const int Partitions = 12;

    private readonly MockCluster? _broker;
    private readonly string _database = string.Create(CultureInfo.InvariantCulture, $"cpd_job_{Environment.ProcessId}");
    private readonly int _postmaster;

    public Servers()
    {
        PostgreSqlCluster.CleansUp = true;
        PostgreSqlCluster.Shared.Execute($"CREATE DATABASE {_database}");
        _postmaster = Postmaster();

        var prefix = "";
        if (Parts.RealKafka is { } real)
        {
            (Kafka, prefix) = (real, _database + ".");
        }
        else
        {
            _broker = new MockCluster();
            foreach (var topic in Topics.All) _broker.CreateTopic(topic.Name(), Partitions);
            Kafka = _broker.Servers;
        }
        Settings = new Dictionary<string, string?>
        {
            ["Cpd:Kafka:FetchWait"] = $"{(_broker is null ? new KafkaOptions().FetchWait : MockCluster.FetchWait)}",
            ["Cpd:Log"] = "Kafka",
            ["Cpd:Kafka:BootstrapServers"] = Kafka,
            ["Cpd:Kafka:Partitions"] = Partitions.ToString(CultureInfo.InvariantCulture),
            ["Cpd:Kafka:TopicPrefix"] = prefix,
            ["Cpd:Kafka:CreateTopics"] = _broker is null ? "true" : "false",
            ["Cpd:Database"] = "PostgreSql",
            ["ConnectionStrings:Cpd"] = PostgreSqlCluster.Shared.PlaceOf(_database),
            ["Cpd:MigrateAtStart"] = "true",
            ["Cpd:Infobip:Webhooks:Secret"] = "benchmark-benchmark-benchmark",
        };
    }

    public string Kafka { get; }

    /// <summary>What a process is told to work on them.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; }

    /// <summary>Of the database server and all its connections, those that have ended included.</summary>
    public double DatabaseCpuSeconds => CpuTime.OfFamily(_postmaster);

    /// <summary>What the server has written ahead so far, in bytes: what a disk, and a replica, must take.</summary>
    public double WrittenAhead => Number("SELECT (pg_current_wal_lsn() - '0/0')::bigint");

    /// <summary>What the database takes on disk, in bytes.</summary>
    public double Size => Number($"SELECT pg_database_size('{_database}')");

    public long Count(string table) => Number($"SELECT count(*) FROM {table}");

    private long Number(string sql)
    {
        using var connection = new NpgsqlConnection(Settings["ConnectionStrings:Cpd"]);
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        return (long)command.ExecuteScalar()!;
    }

    public void Dispose() => _broker?.Dispose();

    /// <summary>The server's first process, which has started all others.</summary>
    private static int Postmaster()
    {
        using var connection = new NpgsqlConnection(PostgreSqlCluster.Shared.Place);
        connection.Open();
        using var command = new NpgsqlCommand("SELECT pg_backend_pid()", connection);
        var backend = (int)command.ExecuteScalar()!;
        var text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{backend}/stat"));
        return int.Parse(text[(text.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
    }
}
