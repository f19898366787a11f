using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Cpd.Adapters.Sandbox.Chat;
using Cpd.Adapters.Sandbox.Phone;
using Cpd.Adapters.Sandbox.Reports;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cpd.Adapters.Sandbox;

/// <summary>What the parts of the sandbox share: its file, its mood, and the bell that wakes the pusher. The file is opened at first use.</summary>
internal sealed class SandboxService(IOptions<SandboxOptions> options, DataFolder folder, ILogger<SandboxStore> logger, TimeProvider clock) : IAsyncDisposable
{
    private readonly Lock _opening = new();
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private SandboxStore? _store;
    private SandboxMood? _mood;
    private SandboxSubscriptions? _subscriptions;
    private long _sleepingUntil = long.MaxValue;

    /// <summary>What stands in a conversation for a form that was sent off; WhatsApp's own word for every form.</summary>
    public const string WithoutAnswers = "Sent";

    public bool IsOn => Options.Enabled ?? true;

    public SandboxOptions Options => options.Value;

    public TimeProvider Clock => clock;

    public SandboxTokens Tokens { get; } = new(clock);

    public SandboxThrottles Throttles { get; } = new(clock);

    /// <summary>Milliseconds since 1970, as everything in the file.</summary>
    public long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    public SandboxStore Store
    {
        get
        {
            Open();
            return _store!;
        }
    }

    public SandboxMood Mood
    {
        get
        {
            Open();
            return _mood!;
        }
    }

    public SandboxSubscriptions Subscriptions
    {
        get
        {
            Open();
            return _subscriptions!;
        }
    }

    /// <summary>Where what people write is told: to whom subscribed to it, else as it is set up; null where nobody is told.</summary>
    public Uri? InboundOf(Contracts.Channel channel) => Subscriptions.Url(channel, SandboxSubscriptions.Inbound) is { } url ? new Uri(url) : Options.InboundOf(channel);

    /// <summary>What was opened and followed, on its way to whoever wants to know; what a restart takes with it was a click on a stand-in.</summary>
    public ConcurrentQueue<(Uri To, byte[] Body)> Told { get; } = new();

    /// <summary>E-mails whose opening was told.</summary>
    public ConcurrentDictionary<string, bool> Opened { get; } = new(StringComparer.Ordinal);

    public void Tell(Uri to, byte[] body)
    {
        Told.Enqueue((to, body));
        Wake(Now);
    }

    /// <summary>A person writes; the answer is the message's id.</summary>
    /// <param name="answer">The button that was pressed; null where they write.</param>
    /// <param name="media">What they send by WhatsApp.</param>
    /// <param name="mediaUrl">The address of a picture or film that goes with it, by MMS.</param>
    public async Task<string> Reply(
        string from, string to, string text, CancellationToken ct, Contracts.Channel channel = Contracts.Channel.Sms, PhoneAnswer? answer = null,
        SentMedia? media = null, string? mediaUrl = null)
    {
        var id = channel is Contracts.Channel.WhatsApp ? $"wamid.{Guid.NewGuid():N}" : Guid.NewGuid().ToString();
        var push = InboundOf(channel) is not null;
        await Store.Write(db => SandboxInbox.Add(db, id, from, to, text, push, Now, channel, answer, media is null ? mediaUrl : SandboxMedia.Add(db, media, Now)), ct);
        if (push) Wake(Now);
        return id;
    }

    /// <summary>The person fills in the form that a message opens.</summary>
    /// <param name="answers">An object.</param>
    public Task<string> FillIn(string from, string to, PhoneAnswer form, JsonElement answers, CancellationToken ct)
    {
        var written = string.Join(", ", answers.EnumerateObject().Select(answer => $"{answer.Name}: {answer.Value}"));
        return Reply(from, to, written.Length > 0 ? written : WithoutAnswers, ct, Contracts.Channel.WhatsApp, form with { Detail = answers.GetRawText() });
    }

    /// <summary>The person reads all that has arrived in a conversation.</summary>
    public async Task<int> Read(Contracts.Channel channel, string number, CancellationToken ct)
    {
        var read = await Store.Write(db => SandboxSeen.Read(db, channel, number, Now), ct);
        if (read > 0) Wake(Now);
        return read;
    }

    /// <summary>Keeps the messages of a call and answers it, or fails as it is told to once they are kept.</summary>
    /// <param name="answer">With the status of each.</param>
    public async Task Take(HttpContext context, List<NewMessage> messages, Func<int[], Task> answer)
    {
        Subscriptions.Tell(messages);
        var statuses = await Store.Write(db => SandboxMessages.Accept(db, messages), CancellationToken.None);
        if (messages.Min(message => message.Phase == SandboxTables.Push ? message.DueAt : null) is { } first) Wake(first);

        await SandboxGate.Latency(this);
        if (Mood.Chance(Mood.Now.LoseAnswersRate)) context.Abort();
        else if (Mood.Chance(Mood.Now.FailAfterAcceptRate)) await SandboxGate.Refuse(context, 500);
        else await answer(statuses);
    }

    public async Task Reset(CancellationToken ct)
    {
        await Store.Write(SandboxMessages.Clear, ct);
        await Mood.Reset(ct);
        await Subscriptions.Forget(ct);
    }

    /// <summary>There is something to push at <paramref name="due"/>. Cheap where the pusher is up before that anyway.</summary>
    public void Wake(long due)
    {
        if (due < Volatile.Read(ref _sleepingUntil)) _bell.Writer.TryWrite(true);
    }

    /// <summary>Sleeps until there is something to push, or until somebody has something earlier than what was known.</summary>
    public async Task Sleep(CancellationToken ct)
    {
        // First awake for any bell, then for earlier ones only: what comes between the two rings once too often, never too little.
        Volatile.Write(ref _sleepingUntil, long.MaxValue);
        try
        {
            var next = Told.IsEmpty ? Store.Read(SandboxReports.NextDue) ?? long.MaxValue : 0;
            Volatile.Write(ref _sleepingUntil, next);
            var wait = Math.Min(next - Now, 60_000);
            if (wait <= 0) return;

            using var alarm = new CancellationTokenSource(TimeSpan.FromMilliseconds(wait), clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, alarm.Token);
            await _bell.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // The alarm.
        }
        finally
        {
            Volatile.Write(ref _sleepingUntil, 0);   // awake: it looks by itself before it sleeps again
        }
    }

    public ValueTask DisposeAsync() => _store?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void Open()
    {
        if (_mood is not null) return;
        lock (_opening)
        {
            if (_mood is not null) return;
            _store = new SandboxStore(Options.File is { Length: > 0 } file ? file : folder.File("sandbox.db"), logger);
            _subscriptions = new SandboxSubscriptions(_store);
            _mood = new SandboxMood(_store, Options.Behaviour, clock);
        }
    }
}
