using System.Globalization;
using Cpd.Contracts;
using Cpd.Engine.Commands;
using Cpd.Engine.Identities;
using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Running;
using Cpd.Engine.People;
using Cpd.Engine.UserView;
using Cpd.EventLog;
using Cpd.EventLog.Embedded;
using Cpd.EventLog.Storage;
using Cpd.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cpd.Engine.Tests.Running;

/// <summary>The engine as it runs: on a log, in a database that outlives it, with a clock that moves when told.</summary>
/// <remarks>The log is the embedded one, or Kafka where <see cref="EngineBroker.IsWanted"/>. Settings name the embedded one.</remarks>
internal sealed class EngineLog : IAsyncDisposable
{
    public const string Workspace = "shop";

    private static readonly HotStatement AllPositions = HotStatement.Plain("SELECT consumer_group, topic, partition, next FROM log_positions");
    private static readonly HotStatement Unpublished = HotStatement.Plain("SELECT count(*) FROM log_outbox");

    private readonly TestDatabase _data;
    private readonly (string Name, string Value)[] _settings;
    private IHost _host = null!;
    private int _calls;

    private EngineLog(TestDatabase data, TestClock clock, (string, string)[] settings) => (_data, Clock, _settings) = (data, clock, settings);

    public TestClock Clock { get; }

    public IEventLog Log => Get<IEventLog>();

    public static TestDatabase NewDatabase(DatabaseKind? kind = null) => TestDatabase.Create(
        Engine(new ServiceCollection(), new ConfigurationBuilder().Build())
            .Where(service => service.ServiceType == typeof(ITableMap)).Select(service => (ITableMap)Activator.CreateInstance(service.ImplementationType!, nonPublic: true)!),
        kind);

    public static async Task<EngineLog> Start(TestDatabase data, params (string Name, string Value)[] settings)
    {
        var engine = new EngineLog(data, new TestClock(), settings);
        await engine.Run();
        return engine;
    }

    /// <summary>For what tells open pages, where there are none.</summary>
    public static PageNews News => new(new LiveFeed(TimeProvider.System, NullLogger<LiveFeed>.Instance), new Roles(Role.All, LogKind.Embedded, DatabaseKind.Sqlite));

    /// <summary>A part of the engine made anew, as another process would have it.</summary>
    public T Make<T>() => ActivatorUtilities.CreateInstance<T>(_host.Services);

    public T Get<T>() where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>A new process on the same data; whatever was at work is cut off.</summary>
    public async Task Restart()
    {
        await Stop();
        await Run();
    }

    public string NextCall() => $"call-{(++_calls).ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Puts commands onto the log as the intake does, and does not wait for what comes of them.</summary>
    public Task Post(params IEnumerable<ICommand> commands) =>
        Log.Append([.. commands.Select(command => Record(command))], default);

    /// <summary>Commands, and all that comes of them.</summary>
    public async Task Send(params IEnumerable<ICommand> commands)
    {
        await Post(commands);
        await Settle();
    }

    public async Task Append(params IEnumerable<LogRecord> records)
    {
        await Log.Append([.. records], default);
        await Settle();
    }

    public LogRecord Record(ICommand command) => command is RecordDelivery or RecordReaction or RecordReply or RecordSeen or SuppressAddress
        ? new LogRecord
        {
            Id = Ids.Derive<RecordId>(Clock.GetUtcNow(), "report", NextCall()),
            Workspace = Workspace,
            Key = (command as RecordDelivery)?.Person.ToString() ?? "report",
            At = Clock.GetUtcNow(),
            Body = command,
        }
        : CommandRecords.Of(Workspace, command, Clock.GetUtcNow());

    public LogRecord About(PersonId person, IEvent body) => new()
    {
        Id = Ids.Derive<RecordId>(Clock.GetUtcNow(), "about", NextCall()),
        Workspace = Workspace,
        Key = person.ToString(),
        Person = person,
        At = Clock.GetUtcNow(),
        Body = body,
    };

    public Identify Identify(string user, string traits) => new(new(user, null), NextCall(), Clock.GetUtcNow(), RawJson.From(traits));

    public Track Track(string user, string name, string properties = "{}") =>
        new(new(user, null), NextCall(), Clock.GetUtcNow(), name, RawJson.From(properties));

    public Track Visit(string browser, string name, string properties = "{}") =>
        new(new(null, browser), NextCall(), Clock.GetUtcNow(), name, RawJson.From(properties));

    public PublishJourney Publish(string definition) => new(NextCall(), IdOf(definition), RawJson.From(definition), null, null);

    public ChangeJourney Change(JourneyChange change, string journey = "test") => new(NextCall(), journey, change, null);

    /// <summary>Lets time pass; whoever falls due is woken at its end.</summary>
    public async Task Pass(TimeSpan span)
    {
        Clock.Move(span);
        await Settle();
    }

    /// <summary>Waits until nothing is left to do: all groups have passed all records, nobody is due and no sweep goes on.</summary>
    // Away from the threads that tests share: a long one beside this must not use up its patience.
    public Task Settle() => Task.Run(async () =>
    {
        using var patience = new CancellationTokenSource(Patience.Limit);
        while (!await IsIdle(patience.Token)) await Task.Delay(1, patience.Token);
    });

    public async Task<PersonId> PersonOf(string user)
    {
        var found = await Query(db => db.Set<IdentityRow>().Where(row => row.Workspace == Workspace && row.Value == user).Select(row => row.Person));
        return new PersonId(Assert.Single(found));
    }

    public async Task<PersonState?> Person(string user) => await Person(await PersonOf(user));

    public Task<PersonState?> Person(PersonId person) => Get<IPeopleStore>().Find(Workspace, person, default);

    public async Task<JourneyRun> RunOf(string user) => Assert.Single((await Person(user))!.Runs);

    public Task<long> Count(string what) => Ask(sql =>
    {
        using var row = sql.Read(HotStatement.Plain($"SELECT count(*) FROM {what}"));
        return row.Step() ? row.GetLong(0) : 0;
    });

    /// <summary>Asks the writer's own connection.</summary>
    public Task<T> Ask<T>(Func<SqlSession, T> question) => Log.Write(transaction => Task.FromResult(question(transaction.Sql)), default);

    /// <summary>Asks on the writer's own connection.</summary>
    public Task<List<T>> Query<T>(Func<CpdDb, IQueryable<T>> question) => Log.Write(async transaction =>
    {
        await using var db = transaction.OpenDb();
        return await question(db).ToListAsync();
    }, default);

    /// <summary>Changes what is stored behind the engine's back.</summary>
    public Task Change<T>(Func<CpdDb, Task<T>> change) => Log.Write(async transaction =>
    {
        await using var db = transaction.OpenDb();
        await change(db);
    }, default);

    public async Task<IReadOnlyList<LogRecord>> Records(Topic topic)
    {
        var records = new List<LogRecord>();
        for (var partition = 0; partition < Log.Partitions; partition++) records.AddRange(await Log.Read(topic, partition, 0, 1_000_000, default));
        return records;
    }

    public async Task<IReadOnlyList<T>> Bodies<T>() where T : IRecordBody =>
        [.. (await Records(typeof(T).IsAssignableTo(typeof(IDispatch)) ? Topic.Dispatches : Topic.Events)).Select(record => record.Body).OfType<T>()];

    public async Task<IReadOnlyList<string>> Texts() => [.. (await Bodies<MessageRequested>()).Select(message => message.Text).Order(StringComparer.Ordinal)];

    public async ValueTask DisposeAsync() => await Stop();

    /// <summary>
    /// On Kafka all must have passed what they passed, and nothing must wait to be published, before anybody asks where the topics end:
    /// who had gone on since, would have gone on from something that lies before that end.
    /// </summary>
    private async Task<bool> IsIdle(CancellationToken ct)
    {
        var passed = await Log.Write(transaction => Task.FromResult(NobodyIsDue(transaction.Now) ? Passed(transaction.Sql) : null), ct);
        if (passed is null || _data.Beside is not EngineBroker broker) return passed is not null;

        var ends = broker.Ends();
        return Get<IEnumerable<LogGroup>>().All(group => ends.All(end => end.Key.Topic != group.Topic || end.Value == passed.GetValueOrDefault((group.Name, end.Key))));
    }

    private bool NobodyIsDue(DateTimeOffset now) => Get<WakeClock>().Next is var next && (next is null || next > now);

    /// <returns>How far each group has come; null while somebody has something left to do that no topic tells of.</returns>
    private Dictionary<(string Group, (Topic, int) Place), long>? Passed(SqlSession sql)
    {
        if (_data.Beside is null) return Get<EmbeddedEventLog>().Lags.Values.All(lag => lag == 0) ? [] : null;

        var passed = new Dictionary<(string, (Topic, int)), long>();
        using (var row = sql.Read(AllPositions))
            while (row.Step()) passed[(row.GetText(0), ((Topic)row.GetLong(1), (int)row.GetLong(2)))] = row.GetLong(3);
        using var waiting = sql.Read(Unpublished);
        return waiting.Step() && waiting.GetLong(0) == 0 ? passed : null;
    }

    private async Task Run()
    {
        var settings = _settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value);
        settings.TryAdd("Cpd:Embedded:RetryDelay", "00:00:00");
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(_data.Settings);
        builder.Configuration.AddInMemoryCollection(EngineBroker.IsWanted ? EngineBroker.Of(_data, settings).Settings(settings) : settings);
        builder.Services.AddSingleton<TimeProvider>(Clock);
        Engine(builder.Services, builder.Configuration);

        _host = builder.Build();
        await _host.StartAsync();
        await Get<ILogStatus>().Running;
    }

    /// <summary>Commands and journeys; the user view follows the same log, and what it shows is no part of what is decided here.</summary>
    private static IServiceCollection Engine(IServiceCollection services, IConfiguration configuration) =>
        services.AddCommands(configuration).AddJourneys().RunCommands().RunJourneys().AddEventLog(configuration);

    private async Task Stop()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private static string IdOf(string definition)
    {
        using var json = System.Text.Json.JsonDocument.Parse(definition);
        return json.RootElement.GetProperty("id").GetString()!;
    }
}

/// <summary>Stands still until it is moved; a Monday noon in UTC to begin with. How long something takes is measured in real time where processes wait for each other.</summary>
internal sealed class TestClock : TimeProvider
{
    private long _ticks = Journeys.Scene.Start.UtcTicks;

    public override long TimestampFrequency => EngineBroker.IsWanted ? System.TimestampFrequency : TimeSpan.TicksPerSecond;

    public void Move(TimeSpan span) => Interlocked.Add(ref _ticks, span.Ticks);

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public override long GetTimestamp() => EngineBroker.IsWanted ? System.GetTimestamp() : Interlocked.Read(ref _ticks);
}
