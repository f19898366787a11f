using Cpd.Engine.Workspaces;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Web.Access;

/// <param name="Id">Names it, and opens nothing.</param>
internal sealed record ListedKey(string Id, string Name, KeyScopes Scopes, string? MadeBy, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, int? RatePerSecond, bool LoopbackOnly);

/// <summary>The keys of a workspace, for those who may manage them.</summary>
internal sealed class KeyActions(IEventLog log, IDbContextFactory<CpdDb> databases, WriteKeys keys, Caller caller)
{
    private const int LongestName = 60;

    /// <summary>The key, seen this once.</summary>
    public async Task<(string? Key, NotDone? Problem)> Create(string name, KeyScopes scopes, int? ratePerSecond, CancellationToken ct)
    {
        await caller.Require(Right.ManageKeys, ct);
        if (scopes.HasFlag(KeyScopes.Rebuilding)) await caller.RequireEverywhere(Right.Operate, ct);   // nobody gets by a key what they may not themselves
        if (scopes.HasFlag(KeyScopes.People)) await caller.Require(Right.GovernPeople, ct);
        if (Problem(name, scopes, ratePerSecond) is { } problem) return (null, problem);

        return (await log.Write(async transaction =>
        {
            var key = await keys.Create(transaction, caller.Workspace, name.Trim(), scopes, ratePerSecond, caller.Name);
            await Audit.Add(transaction, caller, "key.created", name.Trim(), after: scopes.Words());
            return key;
        }, ct), null);
    }

    public async Task<NotDone?> Revoke(string id, CancellationToken ct)
    {
        await caller.Require(Right.ManageKeys, ct);
        return await log.Write(async transaction =>
        {
            if (await keys.Revoke(transaction, caller.Workspace, id, ct) is not { } name) return new NotDone("key.unknown", "There is no such key in this workspace.");
            await Audit.Add(transaction, caller, "key.revoked", name);
            return null;
        }, ct);
    }

    /// <summary>Those that are good, the newest first.</summary>
    public async Task<IReadOnlyList<ListedKey>> List(CancellationToken ct)
    {
        await caller.Require(Right.ManageKeys, ct);
        var workspace = caller.Workspace;
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await db.Set<WriteKeyRow>().AsNoTracking().Where(row => row.Workspace == workspace && row.RevokedAt == null).OrderByDescending(row => row.CreatedAt).ToListAsync(ct);
        return [.. rows.Select(row => new ListedKey(
            Convert.ToHexStringLower(row.Hash), row.Name, KeyScopeWords.Read(row.Scopes), row.CreatedBy, Moment(row.CreatedAt), row.LastUsedAt is { } used ? Moment(used) : null, row.RatePerSecond, row.LoopbackOnly))];
    }

    private static NotDone? Problem(string? name, KeyScopes scopes, int? ratePerSecond) => (name?.Trim(), scopes, ratePerSecond) switch
    {
        (null or "", _, _) => new("key.name", "Enter a name, such as that of the system that will use the key."),
        ({ Length: > LongestName }, _, _) => new("key.name", $"Enter a name of at most {LongestName} characters."),
        (_, KeyScopes.None, _) => new("key.scopes", "Select at least one permission."),
        (_, _, < 1 or > 100_000) => new("key.rate", "The limit must be from 1 to 100,000 events per second, or empty."),
        _ => null,
    };

    private static DateTimeOffset Moment(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
