using Cpd.Contracts;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.UserView;

/// <summary>Tells whoever gave a command whether it was refused; refusals come over the log, after the command was taken.</summary>
public sealed class Refusals(IDbContextFactory<CpdDb> databases)
{
    private const int LooksBack = 5_000;

    /// <param name="command">The command's type.</param>
    /// <param name="messageId">The command's own id.</param>
    /// <returns>Null where it was not refused, or not yet.</returns>
    public async Task<CommandRefused?> Of(string workspace, string command, string messageId, CancellationToken ct) =>
        (await Of(workspace, command, [messageId], ct)).GetValueOrDefault(messageId);

    /// <summary>Those of several commands of one type that were refused so far, by the commands' ids.</summary>
    public async Task<IReadOnlyDictionary<string, CommandRefused>> Of(
        string workspace, string command, IReadOnlyCollection<string> messageIds, CancellationToken ct)
    {
        if (messageIds.Count == 0) return new Dictionary<string, CommandRefused>();

        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = db.Set<TimelineRow>().AsNoTracking();
        var newest = await rows.MaxAsync(row => (long?)row.Id, ct) ?? 0;
        var refused = await rows
            .Where(row => row.Id > newest - LooksBack && row.Workspace == workspace && row.Kind == nameof(CommandRefused) && row.Name == command)
            .OrderByDescending(row => row.Id)
            .Select(row => row.Record)
            .ToListAsync(ct);
        return refused.Select(record => RecordJson.Read(record, Topic.Events).Body).OfType<CommandRefused>()
            .Where(refusal => refusal.MessageId is { } id && messageIds.Contains(id)).DistinctBy(refusal => refusal.MessageId).ToDictionary(refusal => refusal.MessageId!);
    }
}
