using Cpd.Contracts;
using Cpd.EventLog;

namespace Cpd.Adapters.Dispatch;

/// <summary>What became of a message.</summary>
/// <param name="Event"><see cref="MessageSent"/> or <see cref="MessageFailed"/>.</param>
internal readonly record struct Outcome(CallItem Item, IEvent Event);

/// <summary>The rows of calls in one transaction: read at once, changed in memory, written at once.</summary>
internal sealed class CallRows(LogTransaction transaction)
{
    private readonly Dictionary<long, Row> _rows = [];

    public static void Insert(LogTransaction transaction, IReadOnlyList<Call> calls)
    {
        var add = CallStatements.AddCall.Rows();
        foreach (var call in calls) add.Add(call.Id, call.Owner, call.Workspace, call.Account, call.At.ToUnixTimeMilliseconds(), CallItems.Encode(call.Open));
        transaction.Sql.Run(add);
    }

    /// <summary>Takes hold of the rows of these calls, as far as they are there and still their owner's.</summary>
    public void Load(IEnumerable<Call> calls)
    {
        var hold = CallStatements.HoldCall.Rows();
        foreach (var call in calls.DistinctBy(call => call.Id).OrderBy(call => call.Id))
            if (!_rows.ContainsKey(call.Id)) hold.Add(call.Id, call.Owner);
        if (hold.Count == 0) return;

        using var rows = transaction.Sql.Read(hold);
        while (rows.Step()) _rows[rows.GetLong(0)] = new Row(rows.GetBlob(1).ToArray());
    }

    /// <summary>
    /// Writes down what became of messages, once: an outcome goes on the log only where it closes an item that was open.
    /// Answers how many of each did. The row goes with its last item.
    /// </summary>
    public (int Sent, int Failed) Answer(Call call, IReadOnlyList<Outcome> outcomes)
    {
        if (!_rows.TryGetValue(call.Id, out var row)) return default;

        var sent = 0;
        var failed = 0;
        foreach (var (item, said) in outcomes)
        {
            if (!CallItems.Close(row.Items, item)) continue;

            transaction.Append(OutcomeRecord.Of(item.Record, call.Workspace, item.Person.ToString(), item.Person, item.Message, said, transaction.Now));
            if (said is MessageSent) sent++;
            else failed++;
        }
        row.IsChanged |= sent + failed > 0;
        return (sent, failed);
    }

    /// <summary>Writes down that a call's open messages are about to be sent again. False where nothing of it is open any more.</summary>
    public bool Renew(Call call, DateTimeOffset at)
    {
        if (!_rows.TryGetValue(call.Id, out var row)) return false;

        var items = (byte[])row.Items.Clone();
        foreach (var item in call.Open)
            if (!CallItems.Note(items, item)) return false;

        row.Items = items;
        row.At = at;
        row.Account = call.AccountOfRow;
        row.IsChanged = true;
        return true;
    }

    public void Flush()
    {
        var (remove, set, renew) = (CallStatements.RemoveCall.Rows(), CallStatements.SetItems.Rows(), CallStatements.Renew.Rows());
        foreach (var (id, row) in _rows)
        {
            if (!row.IsChanged) continue;
            if (CallItems.AllAnswered(row.Items)) remove.Add(id);
            else if (row.At is { } at) renew.Add(id, row.Account, at.ToUnixTimeMilliseconds(), row.Items);
            else set.Add(id, row.Items);
        }
        _rows.Clear();
        transaction.Sql.Run(remove);
        transaction.Sql.Run(renew);
        transaction.Sql.Run(set);
    }

    /// <summary>Makes calls <paramref name="owner"/>'s whose owner is gone: nobody knows what became of their messages, but where it stands that they had not begun.</summary>
    /// <param name="isAlone">True where all other owners are gone.</param>
    public static List<Call> Adopt(LogTransaction transaction, Guid owner, bool isAlone)
    {
        var calls = new List<Call>();
        using var rows = transaction.Sql.Read(isAlone ? CallStatements.AdoptAllCalls : CallStatements.AdoptCalls, owner);
        while (rows.Step())
        {
            var (open, at) = (CallItems.DecodeOpen(rows.GetBlob(4)), DateTimeOffset.FromUnixTimeMilliseconds(rows.GetLong(3)));
            foreach (var item in open) item.IsUnknown = at != Call.NotBegun;
            if (open.Count > 0) calls.Add(new Call(rows.GetLong(0), owner, rows.GetText(1), rows.GetLong(2), at, open));
        }
        return [.. calls.OrderBy(call => call.Id)];
    }

    private sealed class Row(byte[] items)
    {
        public byte[] Items { get; set; } = items;

        public DateTimeOffset? At { get; set; }

        public long Account { get; set; }

        public bool IsChanged { get; set; }
    }
}
