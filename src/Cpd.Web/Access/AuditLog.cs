using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Web.Access;

/// <param name="Id">Of the page's last line: what is older begins behind it.</param>
internal sealed record AuditEntry(string Id, DateTimeOffset At, string Who, string Act, string Subject, string? Before, string? After);

/// <summary>What was done in a workspace, for those who may see it.</summary>
internal sealed class AuditLog(IDbContextFactory<CpdDb> databases)
{
    public const int PageLength = 50;

    /// <summary>The newest first; one more than a page where there is more.</summary>
    /// <param name="text">In who, what or to whom; null: everything.</param>
    /// <param name="before">Only what is older than this entry.</param>
    public async Task<IReadOnlyList<AuditEntry>> Page(Caller caller, string? text, string? before, CancellationToken ct)
    {
        await caller.Require(Right.SeeAudit, ct);
        await using var db = await databases.CreateDbContextAsync(ct);
        var workspace = caller.Workspace;
        var rows = db.Set<AuditRow>().AsNoTracking().Where(row => row.Workspace == workspace);
        if (before is { Length: > 0 }) rows = rows.Where(row => row.Id.CompareTo(before) < 0);
        if (text?.Trim() is { Length: > 0 } wanted) rows = rows.Where(row => row.Who.Contains(wanted) || row.Subject.Contains(wanted) || row.Act.Contains(wanted));
        return [.. (await rows.OrderByDescending(row => row.Id).Take(PageLength + 1).ToListAsync(ct))
            .Select(row => new AuditEntry(row.Id, DateTimeOffset.FromUnixTimeMilliseconds(row.At), row.Who, row.Act, row.Subject, row.Before, row.After))];
    }
}
