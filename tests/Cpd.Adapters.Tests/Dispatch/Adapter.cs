using System.Globalization;
using Cpd.Adapters.Dispatch;
using Cpd.Adapters.Webhooks;
using Cpd.Contracts;
using Cpd.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cpd.Adapters.Tests.Dispatch;

/// <summary>One life of the adapter over a file and a provider that outlive it.</summary>
internal sealed class Adapter : IAsyncDisposable
{
    private static readonly DateTimeOffset At = new(2030, 1, 1, 11, 59, 59, TimeSpan.Zero);

    private readonly CallSender _sender;
    private readonly GroupCommit _commits;
    private readonly WebhookSender _webhooks;
    private readonly WebhookHttp _http;
    private readonly AdapterMetrics _metrics;
    private readonly WebhookQueue _webhookQueue;
    private readonly string? _diesAt;
    private int _passed;

    /// <param name="diesAt">Where everything ends, such as <c>after a commit 2</c>.</param>
    public Adapter(
        string file, FakeClock clock, Provider provider, DispatchOptions? options = null, WebhookOptions? webhooks = null, string? diesAt = null)
    {
        _diesAt = diesAt;
        Clock = clock;
        Provider = provider;
        Options = options ?? new DispatchOptions { Connections = 2 };
        webhooks ??= new WebhookOptions();
        Log = new FileLog(file, clock, Passing);
        var line = new Line(provider, Passing);
        var ids = new CallIds();

        Queue = new CallQueue(Options, clock);
        _webhookQueue = new WebhookQueue(webhooks, ids, clock);
        _metrics = new AdapterMetrics(Queue);
        _commits = new GroupCommit(Log, clock, NullLogger<GroupCommit>.Instance);
        Status = new DispatchStatus(Queue, _webhookQueue, _commits);
        var answers = new CallAnswers(Queue, _commits, _metrics, Options);
        var attempts = new CallAttempts(
            line, Queue, answers, _commits, new Throttle(Options, clock), new AccountCircuit(Options, clock), Status, _metrics, Options, clock,
            NullLogger<CallAttempts>.Instance);
        var lookUps = new LookUps(line, Log, Queue, answers, _metrics, Options, clock, NullLogger<LookUps>.Instance);
        _sender = new CallSender(Log, ids, Queue, attempts, lookUps, Status, Options, clock, NullLogger<CallSender>.Instance);
        _http = new WebhookHttp(webhooks, clock);
        _webhooks = new WebhookSender(_webhookQueue, _http, _commits, _metrics, Log, webhooks, clock, NullLogger<WebhookSender>.Instance);
        Consumer = new DispatchConsumer(ids, Queue, _webhookQueue, _metrics, Options);
    }

    public FakeClock Clock { get; }

    public Provider Provider { get; }

    public DispatchOptions Options { get; }

    public FileLog Log { get; }

    public CallQueue Queue { get; }

    public DispatchStatus Status { get; }

    public DispatchConsumer Consumer { get; }

    public bool IsDead { get; private set; }

    /// <summary>What became of messages, by the log.</summary>
    public IReadOnlyList<IRecordBody> Outcomes => [.. Log.All(Topic.Events).Select(record => record.Body)];

    public static LogRecord Request(int number, string to = "491700000", string? sender = "Shop", string workspace = "demo") =>
        Record(new MessageRequested(Message(number), Channel.Sms, to, sender, $"Hello {number}", null, false, null), number, workspace);

    public static LogRecord Record(IRecordBody body, int number, string workspace = "demo")
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
            Trace = $"trace {number}",
        };
    }

    public static MessageId Message(int number) => Ids.Derive<MessageId>(At, "message", Text(number));

    public static PersonId Person(int number) => Ids.Derive<PersonId>(At, "person", Text(number));

    public async Task Start()
    {
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

    public async Task Stop()
    {
        await _webhooks.StoppingAsync(default);
        await _sender.StoppingAsync(default);
        await _commits.StoppingAsync(default);
    }

    public async ValueTask DisposeAsync()
    {
        if (!IsDead) await Stop();
        _sender.Dispose();
        _webhooks.Dispose();
        _commits.Dispose();
        _http.Dispose();
        _webhookQueue.Dispose();
        Queue.Dispose();
        _metrics.Dispose();
        Log.Dispose();
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
