using Cpd.Contracts;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Cpd.Adapters.Infobip;

namespace Cpd.Adapters.Accounts;

/// <summary>The numbers that workspaces send by WhatsApp from, the channel's own first; where a workspace has named none, the installation's.</summary>
public sealed class WhatsAppSenders(IDbContextFactory<CpdDb> databases, AccountBook book, IOptions<InfobipOptions> installation)
{
    public async Task<IReadOnlyList<string>> Of(string workspace, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var own = await db.Set<SenderRow>().AsNoTracking().Where(row => row.Workspace == workspace && row.Channel == Channel.WhatsApp)
            .OrderByDescending(row => row.IsDefault).ThenBy(row => row.Sender).Select(row => row.Sender).ToListAsync(ct);
        return own.Count > 0 ? own : installation.Value.SenderOf(Channel.WhatsApp, book.Of(workspace).Account) is { } given ? [given] : [];
    }

    /// <summary>Workspaces that have named numbers of their own.</summary>
    public async Task<IReadOnlyList<string>> Workspaces(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Set<SenderRow>().AsNoTracking().Where(row => row.Channel == Channel.WhatsApp).Select(row => row.Workspace).Distinct().ToListAsync(ct);
    }
}
