using System.Collections.Concurrent;
using Cpd.Contracts;
using Cpd.EventLog.Files;
using Cpd.EventLog.Storage;
using Cpd.EventLog.Tests.Kafka;
using Cpd.Tests;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cpd.EventLog.Tests;

/// <summary>A running log with three groups on the events, two of them in its rounds and one behind them, on a database that outlives it.</summary>
internal sealed class TestLog : IAsyncDisposable
{
    private static readonly DateTimeOffset At = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly IHost _host;

    private TestLog(IHost host) => _host = host;

    /// <summary>For one log: the tables of the log alone.</summary>
    public static TestDatabase NewDatabase(DatabaseKind? kind = null) => TestDatabase.Create([new LogTables(), new FileTables()], kind);

    public IServiceProvider Services => _host.Services;

    public IEventLog Log => _host.Services.GetRequiredService<IEventLog>();

    public IDeadLetters DeadLetters => _host.Services.GetRequiredService<IDeadLetters>();

    public ILogStatus Status => _host.Services.GetRequiredService<ILogStatus>();

    public ILogPositions Positions => _host.Services.GetRequiredService<ILogPositions>();

    public Seen<First> First => _host.Services.GetRequiredService<Seen<First>>();

    public Seen<Second> Second => _host.Services.GetRequiredService<Seen<Second>>();

    public Seen<Next> Next => _host.Services.GetRequiredService<Seen<Next>>();

    public Task Stopped => WhenStopped(_host.Services.GetRequiredService<IHostApplicationLifetime>());

    public static Task<TestLog> Start(
        TestDatabase database, Action<Window>? first = null, Action<Window>? second = null, params (string Name, string Value)[] settings) =>
        Start(database, null, first, second, settings);

    /// <param name="kafka">Null: the embedded log.</param>
    public static Task<TestLog> Start(
        TestDatabase database, TestKafka? kafka, Action<Window>? first = null, Action<Window>? second = null, params (string Name, string Value)[] settings) =>
        Start(TimeProvider.System, database, kafka, first, second, settings);

    /// <param name="clock">What this process takes for the time.</param>
    public static Task<TestLog> Start(
        TimeProvider clock, TestDatabase database, TestKafka? kafka, Action<Window>? first = null, Action<Window>? second = null, params (string Name, string Value)[] settings) =>
        Start(clock, database, kafka, null, first, second, settings);

    /// <param name="heard">Gets what is logged.</param>
    public static async Task<TestLog> Start(
        TimeProvider clock, TestDatabase database, TestKafka? kafka, ILoggerProvider? heard, Action<Window>? first, Action<Window>? second,
        params (string Name, string Value)[] settings)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        if (heard is not null) builder.Logging.AddProvider(heard);
        builder.Configuration.AddInMemoryCollection(database.Settings);
        builder.Configuration.AddInMemoryCollection([new("Cpd:Embedded:RetryDelay", "00:00:00.010"), new("Cpd:Kafka:RetryDelay", "00:00:00.010")]);
        if (kafka is not null) builder.Configuration.AddInMemoryCollection(kafka.Settings);
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(
            s => kafka is null ? s.Name : s.Name.Replace("Cpd:Embedded:", "Cpd:Kafka:", StringComparison.Ordinal), s => (string?)s.Value));
        foreach (var door in kafka?.Doors ?? []) builder.Services.AddSingleton(door);
        builder.Services
            .AddSingleton(clock)
            .AddSingleton(new Seen<First>(first))
            .AddSingleton(new Seen<Second>(second))
            .AddSingleton(new Seen<Next>(null))
            .AddLogGroup<Consumer<First>>("first", Topic.Events, 1)
            .AddLogGroup<Consumer<Next>>("next", Topic.Events, 3)
            .AddLogGroup<Consumer<Second>>("second", Topic.Events, 2, afterwards: true)
            .AddEventLog(builder.Configuration);

        var host = builder.Build();
        await host.StartAsync();
        await host.Services.GetRequiredService<ILogStatus>().Running;
        return new TestLog(host);
    }

    /// <summary>Number <paramref name="number"/> of one person's events.</summary>
    public static LogRecord Event(string person, int number, string? trace = null)
    {
        var id = Ids.Derive<PersonId>(At, "person", person);
        return new LogRecord
        {
            Id = Ids.Derive<RecordId>(At, "record", person, number.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            Workspace = "test",
            Key = id.ToString(),
            Person = id,
            At = At,
            Body = new EventTracked($"{person} {number}", At, RawJson.EmptyObject, null),
            Trace = trace,
        };
    }

    public static string Name(LogRecord record) => ((EventTracked)record.Body).Name;

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private static Task WhenStopped(IHostApplicationLifetime lifetime)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lifetime.ApplicationStopping.Register(stopped.SetResult);
        return stopped.Task.WaitAsync(Patience.Limit);
    }
}

internal sealed class First;

internal sealed class Second;

internal sealed class Next;

/// <summary>What a group got and kept: only what was committed.</summary>
internal sealed class Seen<TGroup>(Action<Window>? handle)
{
    private readonly ConcurrentQueue<LogRecord> _records = new();
    private readonly ConcurrentQueue<int> _windows = new();

    public IReadOnlyList<LogRecord> Records => [.. _records];

    public IReadOnlyList<string> Names => [.. _records.Select(TestLog.Name)];

    public IReadOnlyList<int> Windows => [.. _windows];

    public void Handle(Window window)
    {
        handle?.Invoke(window);
        window.Transaction.OnCommitted(() =>
        {
            // The window first: who waits for its records looks at the windows then.
            _windows.Enqueue(window.Records.Count);
            foreach (var record in window.Records) _records.Enqueue(record);
        });
    }

    /// <summary>Waits until the group got that many records.</summary>
    public async Task<IReadOnlyList<string>> Got(int count)
    {
        using var patience = new CancellationTokenSource(Patience.Limit);
        while (_records.Count < count) await Task.Delay(5, patience.Token);
        return Names;
    }
}

internal sealed class Consumer<TGroup>(Seen<TGroup> seen) : IConsumer<RecordWindow>
{
    public Task Consume(ConsumeContext<RecordWindow> context)
    {
        seen.Handle(context.Window());
        return Task.CompletedTask;
    }
}
