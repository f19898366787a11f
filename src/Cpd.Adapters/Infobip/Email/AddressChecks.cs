using System.Collections.Concurrent;
using System.Net;
using Cpd.EventLog;
using Microsoft.Extensions.Logging;

namespace Cpd.Adapters.Infobip.Email;

/// <summary>
/// Asks Infobip about e-mail addresses before the first e-mail, each once, and keeps what it says. A question may take longer
/// than an e-mail has time for: then the e-mail comes again, and finds the answer.
/// </summary>
internal sealed partial class AddressChecks(CheckedAddresses addresses, IEventLog log, TimeProvider clock, ILogger<AddressChecks> logger) : IDisposable
{
    /// <summary>A call stands in the way of others as long as it waits.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    /// <summary>Questions of one call that are under way at the same time.</summary>
    private const int AtOnce = 20;

    /// <summary>Longer than any look at what is kept takes: who looked before an answer was kept finds it here, and does not pay for a second one.</summary>
    private static readonly TimeSpan InMemory = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<AddressKey, Task<IReadOnlyDictionary<AddressKey, AddressCheck>>> _asking = [];
    private readonly Dictionary<AddressKey, (AddressCheck Said, DateTimeOffset Until)> _justSaid = [];
    private readonly Queue<(AddressKey Key, DateTimeOffset Until)> _forgets = new();
    private readonly ConcurrentDictionary<long, AskingLine> _lines = new();
    private readonly CancellationTokenSource _closing = new();

    /// <summary>What is known of these addresses, by address; those of which nothing is are missing.</summary>
    /// <returns>And whether it is worth coming again for what is missing, before anything is sent.</returns>
    public async Task<(IReadOnlyDictionary<string, AddressCheck> Known, bool MustWait)> Of(InfobipClient client, AccountRef through, IEnumerable<string> wanted, CancellationToken ct)
    {
        var keys = wanted.Distinct(StringComparer.Ordinal).ToDictionary(address => address, address => addresses.Key(through, address), StringComparer.Ordinal);
        var known = new Dictionary<AddressKey, AddressCheck>();
        var mustWait = false;
        try
        {
            foreach (var (key, said) in await addresses.Of([.. keys.Values.Distinct()], ct)) known[key] = said;
            var unknown = keys.Where(one => !known.ContainsKey(one.Value)).DistinctBy(one => one.Value).ToDictionary(one => one.Value, one => one.Key);
            if (unknown.Count > 0) mustWait = await Ask(client, through, unknown, known, ct);
        }
        catch (Exception end) when (end is ObjectDisposedException || ct.IsCancellationRequested)
        {
            mustWait = true;   // the process stops, or the call's time is over: that is no reason to send without looking
        }
        catch (Exception problem)
        {
            Log.NotRead(logger, problem);
        }
        return (keys.Where(one => known.ContainsKey(one.Value)).ToDictionary(one => one.Key, one => known[one.Value], StringComparer.Ordinal), mustWait);
    }

    /// <summary>Adds what is said to what is known.</summary>
    /// <returns>Whether it is worth coming again.</returns>
    private async Task<bool> Ask(
        InfobipClient client, AccountRef through, Dictionary<AddressKey, string> unknown, Dictionary<AddressKey, AddressCheck> known, CancellationToken ct)
    {
        var line = _lines.GetOrAdd(through.Account, _ => new AskingLine(clock));
        var batches = Begin(client, line, unknown, known);
        if (batches.Count > 0)
        {
            try
            {
                await Task.WhenAll(batches).WaitAsync(Patience, clock, ct);
            }
            catch (TimeoutException)
            {
                // Those that are not done go on by themselves.
            }
            foreach (var batch in batches.Where(batch => batch.IsCompletedSuccessfully))
                foreach (var (key, said) in await batch) known[key] = said;
        }
        return batches.Exists(batch => !batch.IsCompleted) || (unknown.Keys.Any(key => !known.ContainsKey(key)) && line.IsWorthWaiting);
    }

    /// <summary>The questions that are under way about these addresses, and new ones about those nobody asks about yet; what was just said is known at once.</summary>
    private List<Task<IReadOnlyDictionary<AddressKey, AddressCheck>>> Begin(
        InfobipClient client, AskingLine line, Dictionary<AddressKey, string> unknown, Dictionary<AddressKey, AddressCheck> known)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            foreach (var key in unknown.Keys)
                if (_justSaid.TryGetValue(key, out var just) && just.Until > now) known[key] = just.Said;
            List<KeyValuePair<AddressKey, string>> fresh = line.MayAsk ? [.. unknown.Where(one => !known.ContainsKey(one.Key) && !_asking.ContainsKey(one.Key))] : [];
            if (fresh.Count > 0)
            {
                // Not with the call's time: an answer that comes after it is paid for, too.
                var batch = Task.Run(() => AskAll(client, line, fresh));
                foreach (var (key, _) in fresh) _asking[key] = batch;
            }
            return [.. unknown.Keys.Select(key => _asking.GetValueOrDefault(key)).OfType<Task<IReadOnlyDictionary<AddressKey, AddressCheck>>>().Distinct()];
        }
    }

    private async Task<IReadOnlyDictionary<AddressKey, AddressCheck>> AskAll(InfobipClient client, AskingLine line, List<KeyValuePair<AddressKey, string>> fresh)
    {
        var said = new ConcurrentDictionary<AddressKey, AddressCheck>();
        try
        {
            await Parallel.ForEachAsync(fresh, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = _closing.Token }, async (one, ct) =>
            {
                if (line.MayAsk && line.Reserve() is var wait && wait > TimeSpan.Zero) await Task.Delay(wait, clock, ct);
                if (line.MayAsk && await AskOne(client, line, one.Value, ct) is { } answer) said[one.Key] = answer;
            });
            if (!said.IsEmpty)
            {
                await log.Write(transaction =>
                {
                    CheckedAddresses.Keep(transaction, said);
                    return Task.CompletedTask;
                }, _closing.Token);
            }
        }
        catch (Exception problem)
        {
            if (!_closing.IsCancellationRequested) Log.NotKept(logger, problem);   // what was said counts for this call
        }
        finally
        {
            Done(fresh.Select(one => one.Key), said);
        }
        return said;
    }

    private void Done(IEnumerable<AddressKey> asked, ConcurrentDictionary<AddressKey, AddressCheck> said)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            foreach (var key in asked) _asking.Remove(key);
            while (_forgets.TryPeek(out var oldest) && oldest.Until <= now) _justSaid.Remove(_forgets.Dequeue().Key);
            foreach (var (key, answer) in said)
            {
                _justSaid[key] = (answer, now + InMemory);
                _forgets.Enqueue((key, now + InMemory));
            }
        }
    }

    /// <summary>Null where it was not answered for now: put off, or refused for a reason that is not the address's.</summary>
    private async Task<AddressCheck?> AskOne(InfobipClient client, AskingLine line, string address, CancellationToken ct)
    {
        var answer = await client.Validate(new AddressValidationRequest(address), ct);
        switch (answer)
        {
            case InfobipAnswer<AddressValidation>.Answered answered when AddressCheck.Of(address, answered.Value, clock.GetUtcNow()) is { } said:
                line.Answered();
                return said;
            case InfobipAnswer<AddressValidation>.TooMany many:
                line.PutOff(many.RetryAfter);
                return null;
            case InfobipAnswer<AddressValidation>.Refused { Error: { Status: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound } error }:
                if (line.Refused()) Log.Refused(logger, $"infobip.{error.Code}");
                return null;
            case InfobipAnswer<AddressValidation>.Refused:
                break;
            default:
                if (line.Failed()) Log.NotAnswered(logger);
                break;
        }
        return new AddressCheck(MailboxState.Unanswered, AddressMarks.None, null, null, null, clock.GetUtcNow());
    }

    public void Dispose()
    {
        _closing.Cancel();
        _closing.Dispose();
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "What is known of e-mail addresses could not be read; e-mails go out all the same")]
        public static partial void NotRead(ILogger logger, Exception problem);

        [LoggerMessage(Level = LogLevel.Warning, Message = "What Infobip said of e-mail addresses could not be kept; they are asked about again")]
        public static partial void NotKept(ILogger logger, Exception problem);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Infobip does not answer about e-mail addresses; it is asked again in a minute, and e-mails go out all the same")]
        public static partial void NotAnswered(ILogger logger);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Infobip does not tell of e-mail addresses ({Code}): the key needs the scope email:manage, or the check is to be switched off in Channels. E-mails go out all the same")]
        public static partial void Refused(ILogger logger, string code);
    }
}
