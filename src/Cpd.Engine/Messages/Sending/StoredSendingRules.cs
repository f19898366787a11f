using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.Messages.Sending;

/// <summary>A workspace's rules of sending, for screens and test runs.</summary>
public sealed class StoredSendingRules(IDbContextFactory<CpdDb> databases)
{
    public async Task<SavedSendingRules> Of(string workspace, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Set<SendingRulesRow>().AsNoTracking().SingleOrDefaultAsync(row => row.Workspace == workspace, ct) is { } row
            ? new SavedSendingRules(SendingRulesTables.Read(row), row.Version, DateTimeOffset.FromUnixTimeMilliseconds(row.SavedAt), row.By)
            : new SavedSendingRules(SendingRules.None, 0, null, null);
    }
}

/// <param name="Version">0 where none were ever saved.</param>
public sealed record SavedSendingRules(SendingRules Rules, int Version, DateTimeOffset? SavedAt, string? By);
