using Cpd.Adapters.Dispatch;
using Cpd.EventLog;

namespace Cpd.Adapters.Webhooks;

/// <summary>
/// Whose turn it is among the changes of one address: the newest decides, and never two at a time. It stands in the rows, so
/// it holds across restarts and for processes that take over from each other.
/// </summary>
internal static class ChangeRows
{
    /// <summary>
    /// Takes the turn where it is free: older changes that wait go, for what they would do is undone by this one anyway.
    /// The caller makes no other change of the same subject at the same time.
    /// </summary>
    public static ChangeTurn Begin(LogTransaction transaction, WebhookCall call, Guid subject)
    {
        var older = new List<(long Id, Guid Owner)>();
        var isUnderWay = false;
        var isNewest = true;
        using (var rows = transaction.Sql.Read(CallStatements.HoldSubject, subject))
        {
            while (rows.Step())
            {
                var (id, owner) = (rows.GetLong(0), rows.GetId(1));
                if (id > call.Id) isNewest = false;
                if (id >= call.Id) continue;

                older.Add((id, owner));
                isUnderWay |= owner != call.Owner && rows.GetLong(2) == WebhookCall.UnderWay;
            }
        }

        if (!isNewest)
        {
            transaction.Sql.Run(CallStatements.RemoveWebhook, call.Id, call.Owner);
            return ChangeTurn.Gone;
        }
        if (isUnderWay) return ChangeTurn.Wait;
        if (transaction.Sql.Run(CallStatements.BeginChange, call.Id, call.Owner, WebhookCall.UnderWay, subject) != 1) return ChangeTurn.Gone;

        foreach (var (id, owner) in older) transaction.Sql.Run(CallStatements.RemoveWebhook, id, owner);
        return ChangeTurn.Begin;
    }
}
