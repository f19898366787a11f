using Cpd.Engine.Journeys.Publishing;
using Cpd.Engine.UserView;
using Cpd.EventLog;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.Messages.Sending;

/// <summary>Saves a workspace's rules of sending. They hold from the next decision on, in every process.</summary>
public sealed class SendingRulesKeeper(PageNews news)
{
    /// <param name="basedOn">The version that was changed: where somebody else has saved since, nothing is.</param>
    public async Task<IReadOnlyList<SendingProblem>> Save(LogTransaction transaction, string workspace, int basedOn, SendingRules rules, string? by)
    {
        if (SendingRulesCheck.Of(rules) is { Count: > 0 } problems) return problems;

        await using var db = transaction.OpenDb();
        var row = await db.Set<SendingRulesRow>().SingleOrDefaultAsync(row => row.Workspace == workspace);
        if ((row?.Version ?? 0) != basedOn)
            return [new SendingProblem("sending.changed", "Someone else saved the rules in the meantime. Reload the page, check their changes and save yours again.", "")];

        var bytes = rules.ToBytes();
        if (row is null) db.Add(row = new SendingRulesRow { Workspace = workspace, Content = bytes });
        row.Content = bytes;
        row.Version++;
        row.SavedAt = transaction.Now.ToUnixTimeMilliseconds();
        row.By = by is { Length: > SendingRulesTables.LongestBy } ? by[..SendingRulesTables.LongestBy] : by;
        await db.SaveChangesAsync();
        JourneyStamps.RenewSending(transaction);
        news.Tell(transaction, workspace);
        return [];
    }
}
