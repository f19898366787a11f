using Cpd.Contracts;
using Cpd.EventLog;

namespace Cpd.Adapters.Dispatch;

/// <summary>What became of a message.</summary>
/// <param name="Event"><see cref="MessageSent"/> or <see cref="MessageFailed"/>.</param>
internal readonly record struct Outcome(CallItem Item, IEvent Event);

/// <summary>The statements on the rows of calls.</summary>
internal static class Calls
{
    public static void Insert(LogTransaction transaction, Call call) =>
        transaction.Sqlite.Prepare("INSERT INTO calls (id, workspace, at, items) VALUES (?1, ?2, ?3, ?4)")
            .Bind(1, call.Id).Bind(2, call.Workspace).Bind(3, call.At.ToUnixTimeMilliseconds()).Bind(4, CallItems.Encode(call.Open))
            .Run();

    /// <summary>
    /// Writes down what became of messages, once: an outcome goes on the log only where it closes an item that was open.
    /// Answers how many of each did. The row goes with its last item.
    /// </summary>
    public static (int Sent, int Failed) Answer(LogTransaction transaction, Call call, IReadOnlyList<Outcome> outcomes)
    {
        if (Read(transaction, call.Id) is not { } items) return default;

        var sent = 0;
        var failed = 0;
        foreach (var (item, said) in outcomes)
        {
            if (!CallItems.Close(items, item)) continue;

            transaction.Append(OutcomeRecord.Of(item.Record, call.Workspace, item.Person.ToString(), item.Person, item.Message, said, transaction.Now));
            if (said is MessageSent) sent++;
            else failed++;
        }

        if (sent + failed == 0) return default;

        if (CallItems.AllAnswered(items)) transaction.Sqlite.Prepare("DELETE FROM calls WHERE id = ?1").Bind(1, call.Id).Run();
        else transaction.Sqlite.Prepare("UPDATE calls SET items = ?2 WHERE id = ?1").Bind(1, call.Id).Bind(2, items).Run();
        return (sent, failed);
    }

    /// <summary>Writes down that a call's open messages are about to be sent again. False where nothing of it is open any more.</summary>
    public static bool Renew(LogTransaction transaction, Call call, DateTimeOffset at)
    {
        if (Read(transaction, call.Id) is not { } items) return false;

        foreach (var item in call.Open)
            if (!CallItems.Note(items, item)) return false;

        transaction.Sqlite.Prepare("UPDATE calls SET at = ?2, items = ?3 WHERE id = ?1")
            .Bind(1, call.Id).Bind(2, at.ToUnixTimeMilliseconds()).Bind(3, items)
            .Run();
        return true;
    }

    /// <summary>The calls an earlier process left open.</summary>
    public static List<Call> Open(LogTransaction transaction, long before)
    {
        var calls = new List<Call>();
        var row = transaction.Sqlite.Prepare("SELECT id, workspace, at, items FROM calls WHERE id < ?1 ORDER BY id").Bind(1, before);
        while (row.Step())
        {
            var open = CallItems.DecodeOpen(row.GetBlob(3));
            foreach (var item in open) item.IsUnknown = true;
            if (open.Count > 0) calls.Add(new Call(row.GetLong(0), row.GetText(1), DateTimeOffset.FromUnixTimeMilliseconds(row.GetLong(2)), open));
        }
        return calls;
    }

    private static byte[]? Read(LogTransaction transaction, long id)
    {
        var row = transaction.Sqlite.Prepare("SELECT items FROM calls WHERE id = ?1").Bind(1, id);
        var items = row.Step() ? row.GetBlob(0).ToArray() : null;
        row.Reset();
        return items;
    }
}
