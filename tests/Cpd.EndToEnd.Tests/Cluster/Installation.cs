using System.Net.Http.Json;
using Cpd.Adapters.Sandbox;
using Cpd.EndToEnd.Tests.Cli;
using Cpd.EndToEnd.Tests.Crashes;
using Cpd.EventLog.Storage;
using Cpd.Tests;
using Npgsql;

namespace Cpd.EndToEnd.Tests.Cluster;

/// <summary>
/// The product as three processes, web, engine and adapter, on one Kafka and one PostgreSQL, with a provider outside of it
/// that lives on whatever happens to them.
/// </summary>
internal sealed class Installation : IAsyncDisposable
{
    private readonly TestDatabase _database = TestDatabase.Empty(DatabaseKind.PostgreSql);
    private readonly List<RunningApp> _processes = [];
    private (string Name, string Value)[] _settings = [];
    private int _people;
    private long _messages;

    private Installation(Broker broker, StandIn provider)
    {
        (Broker, Provider) = (broker, provider);
        Line = new ServerLine(new NpgsqlConnectionStringBuilder(Place).Port);
    }

    public Broker Broker { get; }

    public StandIn Provider { get; }

    /// <summary>The processes' way to the database; the tests have their own.</summary>
    public ServerLine Line { get; }

    public RunningApp Web { get; private set; } = null!;

    public RunningApp Engine { get; private set; } = null!;

    public RunningApp Adapter { get; private set; } = null!;

    /// <summary>Around the line, and with connections of its own: the pool's may be cut.</summary>
    private string Place => new NpgsqlConnectionStringBuilder(_database.Settings["ConnectionStrings:Cpd"]!) { Pooling = false }.ToString();

    private string PlaceOverTheLine => new NpgsqlConnectionStringBuilder(_database.Settings["ConnectionStrings:Cpd"]!) { Port = Line.Port }.ToString();

    /// <param name="wait">How long the journey's people think, such as <c>2 seconds</c>.</param>
    public static async Task<Installation> Start(SandboxBehaviour behaviour, string wait)
    {
        var all = new Installation(await Broker.Start(), await StandIn.Start(behaviour));
        var updated = await Tool.Run("database", "update", "--Cpd:Database=PostgreSql", "--ConnectionStrings:Cpd=" + all.Place);
        Assert.True(updated.Code == 0, updated.Errors);

        all._settings =
        [
            .. all.Broker.Settings,
            ("Cpd__Database", "PostgreSql"),
            ("ConnectionStrings__Cpd", all.PlaceOverTheLine),
            .. all.Provider.Account,
            ("Cpd__Infobip__Webhooks__Secret", "shared-by-all-of-them"),
            ("Cpd__Dispatch__RequestTimeout", "00:00:03"),
            // Counted in real seconds, within which the provider keeps its word: the machine may stand still for some of them.
            ("Cpd__Dispatch__LookUpMargin", "00:00:06"),
            ("Cpd__Dispatch__LeaseRenewal", "00:00:01"),
            ("Cpd__Dispatch__LeaseExpiry", "00:00:06"),
        ];
        all.Web = await all.StartAnother("web");
        all._settings = [.. all._settings, ("Cpd__Infobip__PublicUrl", all.Web.Url)];
        var both = await Task.WhenAll(all.StartAnother("engine"), all.StartAnother("adapter"));
        (all.Engine, all.Adapter) = (both[0], both[1]);
        await all.Publish(Trials.Definition(wait));
        return all;
    }

    /// <summary>What a process of these roles is told.</summary>
    public (string Name, string Value)[] Settings(string roles) => [.. _settings, ("Cpd__Roles", roles)];

    public async Task<RunningApp> StartAnother(string roles)
    {
        var process = await RunningApp.Start(Settings(roles));
        lock (_processes) _processes.Add(process);
        return process;
    }

    public async Task Remove(RunningApp process)
    {
        lock (_processes) _processes.Remove(process);
        await process.DisposeAsync();
    }

    /// <summary>People nobody has seen before.</summary>
    public Trials Expect(int people)
    {
        var trials = new Trials(Web, _people, people);
        _people += (people + 3) / 4 * 4;
        _messages += trials.Messages;
        return trials;
    }

    public async Task Behave(SandboxBehaviour behaviour)
    {
        using var answer = await Provider.Client.PutAsJsonAsync(new Uri(SandboxControl.Path + "behaviour", UriKind.Relative), behaviour);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Back when all who came have heard everything and no process has anything in hand.</summary>
    public Task ComesToRest(TimeSpan? patience = null) =>
        RunningApp.Until(() => Remaining.Count(this, _messages), rest => rest.IsNothing, patience ?? TimeSpan.FromMinutes(6));

    /// <summary>Everything that is on the log and in the tables, now.</summary>
    public async Task<Books> Look()
    {
        var connection = new NpgsqlConnection(Place);
        await connection.OpenAsync();
        return new Books(new Ledger(connection, Books.WithoutRepeats(Broker.Read())), await SandboxControl.Messages(Provider.Client));
    }

    public async Task<IReadOnlyList<object[]>> Rows(string sql)
    {
        await using var connection = new NpgsqlConnection(Place);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<object[]>();
        while (await reader.ReadAsync())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }
        return rows;
    }

    /// <summary>As a server does that is restarted, or an operator.</summary>
    public void CutConnections() => PostgreSqlCluster.Shared.Execute($"""
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{new NpgsqlConnectionStringBuilder(Place).Database}'
        """);

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes) await process.DisposeAsync();
        await Provider.DisposeAsync();
        Line.Dispose();
        Broker.Dispose();
        _database.Dispose();
    }

    private async Task Publish(string definition)
    {
        using var folder = new TemporaryFolder();
        var file = folder.File(Trials.Journey + ".json");
        await File.WriteAllTextAsync(file, definition);
        var pushed = await Tool.On(Web, "journeys", "push", file);
        Assert.True(pushed.Code == 0, pushed.Output + pushed.Errors);
    }
}
