using Cpd.Adapters.Dispatch;
using Cpd.Contracts;
using Cpd.EventLog;
using Cpd.EventLog.Storage;

namespace Cpd.Adapters.Webhooks;

/// <summary>The rows of webhook calls in one transaction, as <see cref="CallRows"/> are those of calls.</summary>
internal sealed class WebhookRows(LogTransaction transaction)
{
    /// <summary>SQLite has nothing to gain from being asked before: it says what it took away.</summary>
    private readonly bool _asksFirst = transaction.Sql is not SqliteSession;

    private readonly HashSet<long> _there = [];
    private readonly HotRows _remove = CallStatements.RemoveWebhook.Rows();
    private readonly Dictionary<long, (Guid Owner, int Failures, DateTimeOffset At)> _postponed = [];

    public static void Insert(LogTransaction transaction, IReadOnlyList<WebhookCall> calls)
    {
        var (add, at) = (CallStatements.AddWebhook.Rows(), transaction.Now.ToUnixTimeMilliseconds());
        foreach (var call in calls) add.Add(call.Id, call.Owner, call.Record!.Workspace, call.Partition, call.Position, 0, at, call.Subject);
        transaction.Sql.Run(add);
    }

    /// <summary>The id of the newest change of each of these subjects; those of which none waits are missing.</summary>
    public static IReadOnlyDictionary<Guid, long> Newest(LogTransaction transaction, IEnumerable<Guid> subjects)
    {
        var asked = CallStatements.NewestOfSubject.Rows();
        foreach (var subject in subjects.Distinct()) asked.Add(subject);
        var newest = new Dictionary<Guid, long>();
        if (asked.Count == 0) return newest;

        using var rows = transaction.Sql.Read(asked);
        while (rows.Step()) newest[rows.GetId(0)] = rows.GetLong(1);
        return newest;
    }

    /// <summary>Takes hold of the rows of these calls, as far as they are there and still their owner's.</summary>
    public void Load(IEnumerable<WebhookCall> calls)
    {
        if (!_asksFirst) return;

        var hold = CallStatements.HoldWebhook.Rows();
        foreach (var call in calls.DistinctBy(call => call.Id).OrderBy(call => call.Id)) hold.Add(call.Id, call.Owner);
        if (hold.Count == 0) return;

        using var rows = transaction.Sql.Read(hold);
        while (rows.Step()) _there.Add(rows.GetLong(0));
    }

    /// <summary>Puts the outcome on the log, once: where the row was still there.</summary>
    public bool Answer(WebhookCall call, WebhookAnswered answered) => Tell(call, answered, answered.Call.Value);

    /// <summary>The same of another call than a webhook step's.</summary>
    public bool Tell(WebhookCall call, IEvent outcome) => Tell(call, outcome, call.Record!.Id.Value);

    private bool Tell(WebhookCall call, IEvent outcome, Guid cause)
    {
        if (!Remove(call)) return false;

        var request = call.Record!;
        transaction.Append(new LogRecord
        {
            // Of the call and not of the clock: told twice, the outcome has one id.
            Id = Ids.Derive<RecordId>(request.At, outcome.GetType().Name, cause),
            Workspace = request.Workspace,
            Key = request.Key,
            Person = request.Person,
            At = transaction.Now,
            Body = outcome,
            Cause = request.Id,
            Trace = request.Trace,
        });
        return true;
    }

    /// <summary>False where it was gone, or another process's. Alone where the record is no longer on the log, so that nobody can be told anything.</summary>
    public bool Remove(WebhookCall call)
    {
        _postponed.Remove(call.Id);
        if (!_asksFirst) return transaction.Sql.Run(CallStatements.RemoveWebhook, call.Id, call.Owner) == 1;
        if (!_there.Remove(call.Id)) return false;

        _remove.Add(call.Id, call.Owner);
        return true;
    }

    public void Postpone(WebhookCall call, int failures, DateTimeOffset until)
    {
        if (!_asksFirst || _there.Contains(call.Id)) _postponed[call.Id] = (call.Owner, failures, until);
    }

    public void Flush()
    {
        var postpone = CallStatements.Postpone.Rows();
        foreach (var (id, (owner, failures, at)) in _postponed) postpone.Add(id, owner, failures, at.ToUnixTimeMilliseconds());
        transaction.Sql.Run(_remove);
        transaction.Sql.Run(postpone);
    }

    /// <summary>Makes calls <paramref name="owner"/>'s whose owner is gone; how many.</summary>
    /// <param name="isAlone">True where all other owners are gone.</param>
    public static int Adopt(LogTransaction transaction, Guid owner, bool isAlone)
    {
        var adopted = 0;
        using var rows = transaction.Sql.Read(isAlone ? CallStatements.AdoptAllWebhooks : CallStatements.AdoptWebhooks, owner);
        while (rows.Step()) adopted++;
        return adopted;
    }

    /// <summary>An owner's calls after a row, in the order in which they came.</summary>
    public static List<(WebhookCall Call, DateTimeOffset Due)> After(LogTransaction transaction, Guid owner, long id, int most)
    {
        var calls = new List<(WebhookCall, DateTimeOffset)>();
        using var rows = transaction.Sql.Read(CallStatements.NextWebhooks, owner, id, most);
        while (rows.Step())
        {
            calls.Add((
                new WebhookCall(rows.GetLong(0), owner, rows.GetInt(1), rows.GetLong(2)) { Failures = rows.GetInt(3) },
                DateTimeOffset.FromUnixTimeMilliseconds(rows.GetLong(4))));
        }
        return calls;
    }
}
