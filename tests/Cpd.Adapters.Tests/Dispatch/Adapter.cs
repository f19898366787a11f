using System.Globalization;
using Cpd.Adapters.Accounts;
using Cpd.Adapters.Dispatch;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Tests.Accounts;
using Cpd.Adapters.Webhooks;
using Cpd.Contracts;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Cpd.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cpd.Adapters.Tests.Dispatch;

/// <summary>One life of the adapter over a file and a provider that outlive it.</summary>
internal sealed class Adapter : IAsyncDisposable
{
    private static readonly DateTimeOffset At = new(2030, 1, 1, 11, 59, 59, TimeSpan.Zero);

    private static readonly Roles Alone = new(Role.All, LogKind.Embedded, DatabaseKind.Sqlite);
    private static readonly Roles Shared = new(Role.Adapter, LogKind.Kafka, DatabaseKind.PostgreSql);

    private readonly AdapterLease _lease;
    private readonly CallSender _sender;
    private readonly GroupCommit _commits;
    private readonly WebhookSender _webhooks;
    private readonly WebhookHttp _http;
    private readonly AdapterMetrics _metrics;
    private readonly WebhookQueue _webhookQueue;
    private readonly string? _diesAt;
    private int _passed;
    private bool _wasStarted;

    /// <param name="isShared">Whether there may be other adapters on the same database.</param>
    /// <param name="diesAt">Where everything ends, such as <c>after a commit 2</c>.</param>
    public Adapter(
        TestDatabase database, FakeClock clock, Provider provider, DispatchOptions? options = null, WebhookOptions? webhooks = null, string? diesAt = null,
        bool isShared = false)
    {
        _diesAt = diesAt;
        Clock = clock;
        Provider = provider;
        Options = options ?? new DispatchOptions { Connections = 2 };
        webhooks ??= new WebhookOptions();
        Log = new FileLog(database, clock, Passing);
        var line = new Line(provider, Passing);
        Accounts = AccountsOfTests.Book(database);
        var ids = new CallIds();

        Queue = new CallQueue(Options, clock);
        _webhookQueue = new WebhookQueue(webhooks, clock);
        var process = new AdapterProcess(isShared ? Shared : Alone, Options, clock);
        _metrics = new AdapterMetrics(Queue);
        _commits = new GroupCommit(Log, clock, NullLogger<GroupCommit>.Instance);
        Status = new DispatchStatus(Queue, _webhookQueue, _commits);
        var answers = new CallAnswers(Queue, _commits, _metrics, Options);
        var silence = new AccountSilence(Status, new AccountNames(Microsoft.Extensions.Options.Options.Create(new InfobipOptions())), clock, Lines.Of<AccountSilence>());
        var attempts = new CallAttempts(
            line, Queue, answers, _commits, new Throttle(Options, Accounts, clock), new AccountCircuits(Options, clock), silence, Accounts, process, Status, _metrics, Options, clock,
            Lines.Of<CallAttempts>());
        var lookUps = new LookUps(line, Log, Queue, answers, _metrics, silence, process, Options, clock, NullLogger<LookUps>.Instance);
        _lease = new AdapterLease(Log, process, Queue, _webhookQueue, Status, Options, clock, NullLogger<AdapterLease>.Instance);
        _sender = new CallSender(Log, Queue, attempts, lookUps, Options, clock, NullLogger<CallSender>.Instance);
        _http = new WebhookHttp(webhooks, clock);
        _webhooks = new WebhookSender(_webhookQueue, _http, Accounts, Blocklist, _commits, process, _metrics, Log, webhooks, clock, NullLogger<WebhookSender>.Instance);
        Consumer = new DispatchConsumer(ids, process, Queue, _webhookQueue, _metrics, Accounts, line, Blocklist, Options);
    }

    public FakeClock Clock { get; }

    /// <summary>What it says of attempts and accounts.</summary>
    public Lines Lines { get; } = new();

    /// <summary>What the provider's do-not-contact list is told, and what it answers.</summary>
    public BlocklistOfTests Blocklist { get; } = new();

    public Provider Provider { get; }

    public DispatchOptions Options { get; }

    public FileLog Log { get; }

    public AccountBook Accounts { get; }

    public CallQueue Queue { get; }

    public DispatchStatus Status { get; }

    public DispatchConsumer Consumer { get; }

    public bool IsDead { get; private set; }

    /// <summary>What became of messages, by the log.</summary>
    public IReadOnlyList<IRecordBody> Outcomes => [.. Log.All(Topic.Events).Select(record => record.Body)];

    public static LogRecord Request(int number, string to = "491700000", string? sender = "Shop", string workspace = "demo", string? trace = null) =>
        Record(new MessageRequested(Message(number), Channel.Sms, to, sender, $"Hello {number}", null, false, null), number, workspace, trace);

    public static LogRecord Record(IRecordBody body, int number, string workspace = "demo", string? trace = null)
    {
        var person = Person(number);
        return new LogRecord
        {
            Id = Ids.Derive<RecordId>(At, "record", Text(number)),
            Workspace = workspace,
            Key = person.ToString(),
            Person = person,
            At = At,
            Body = body,
            Trace = trace ?? $"trace {number}",
        };
    }

    public static MessageId Message(int number) => Ids.Derive<MessageId>(At, "message", Text(number));

    public static PersonId Person(int number) => Ids.Derive<PersonId>(At, "person", Text(number));

    public async Task Start()
    {
        _wasStarted = true;
        await _lease.StartAsync(default);
        await _commits.StartAsync(default);
        await _sender.StartAsync(default);
        await _webhooks.StartAsync(default);
    }

    public Task Take(params LogRecord[] records) => Log.Append(records, default).ContinueWith(_ => Log.Deliver(Consumer), TaskScheduler.Default).Unwrap();

    /// <summary>Comes back when something has become true; fails when it does not.</summary>
    public static async Task Until(Func<bool> isTrue, string what = "what was waited for")
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!isTrue())
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience.Limit) throw new TimeoutException($"{what} did not come.");
            await Task.Delay(1);
        }
    }

    /// <summary>
    /// Lets time pass from alarm to alarm until something has become true. It stands still while something is under way:
    /// on a slow machine a request would hang in the middle of a step for hours.
    /// </summary>
    public Task UntilTimeBrings(Func<bool> isTrue, string what = "what was waited for") => Until(
        () =>
        {
            if (isTrue()) return true;
            if (Clock is { IsAwaited: true, NextAlarm: { } next } && next - Clock.GetUtcNow() is var wait) Clock.Advance(wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
            return false;
        },
        what);

    public Task UntilDrained() => Until(() => Status.IsDrained, "An empty adapter");

    /// <summary>As long as it takes, unless everything ends in the middle of it.</summary>
    public async Task Stop()
    {
        foreach (var service in new SendingService[] { _webhooks, _sender, _commits }) service.LongestStop = Patience.Limit;
        var stopping = StopAll();
        await Until(() => IsDead || stopping.IsCompleted, "A stop");
        if (!IsDead) await stopping;
    }

    public async ValueTask DisposeAsync()
    {
        if (!IsDead && _wasStarted) await Stop();   // what was never started sends nothing, and would be waited for in vain
        _lease.Dispose();
        _sender.Dispose();
        _webhooks.Dispose();
        _commits.Dispose();
        _http.Dispose();
        _webhookQueue.Dispose();
        Queue.Dispose();
        _metrics.Dispose();
        Log.Dispose();
    }

    private async Task StopAll()
    {
        await _webhooks.StoppingAsync(default);
        await _sender.StoppingAsync(default);
        await _commits.StoppingAsync(default);
        await _lease.StoppingAsync(default);
    }

    /// <summary>Once dead, nothing gets past here any more, in either direction.</summary>
    private Task Passing(string where)
    {
        if (!IsDead && _diesAt is not null && _diesAt.StartsWith(where, StringComparison.Ordinal)
            && _diesAt == $"{where} {Text(Interlocked.Increment(ref _passed))}") IsDead = true;
        return IsDead ? new TaskCompletionSource().Task : Task.CompletedTask;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
