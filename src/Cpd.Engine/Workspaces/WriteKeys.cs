using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.Workspaces;

/// <summary>What a good key allows.</summary>
/// <param name="Id">The key's hash as text: names it in memory and in counters.</param>
/// <param name="RatePerSecond">Events a second; null: no limit.</param>
public sealed record WriteKey(string Id, string Workspace, string Name, int? RatePerSecond, bool LoopbackOnly, KeyScopes Scopes = KeyScopes.Events);

/// <summary>
/// Looks keys up for the intake, from memory. Keys made or revoked in this process count at once; those of another process
/// when memory is read again: after a minute, or for an unknown key after five seconds.
/// </summary>
public sealed class WriteKeys(IDbContextFactory<CpdDb> databases, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FreshForUnknown = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _reading = new(1);
    private volatile Cache? _cache;
    private volatile int _changes;

    /// <summary>The key's workspace and limits; null for a key that is unknown or was revoked.</summary>
    public async ValueTask<WriteKey?> Find(string key, CancellationToken ct)
    {
        var id = IdOf(key);
        var cache = _cache;
        if (cache is null || cache.Changes != _changes || IsOlder(cache, Fresh)) cache = await Read(cache, ct);
        if (cache.Keys.TryGetValue(id, out var found)) return found;

        if (IsOlder(cache, FreshForUnknown)) cache = await Read(cache, ct);
        return cache.Keys.GetValueOrDefault(id);
    }

    /// <summary>Makes a key. What is returned is the only time it is seen.</summary>
    /// <param name="by">Who makes it.</param>
    public async Task<string> Create(LogTransaction transaction, string workspace, string name, KeyScopes scopes, int? ratePerSecond, string by)
    {
        var key = (scopes is KeyScopes.Events ? "wk_" : "ak_") + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));
        await Add(transaction, key, workspace, name, scopes, ratePerSecond, loopbackOnly: false, by);
        return key;
    }

    /// <summary>Ends a key's life; its name, or null where the workspace has no such key.</summary>
    public async Task<string?> Revoke(LogTransaction transaction, string workspace, string keyId, CancellationToken ct)
    {
        await using var db = transaction.OpenDb();
        var hash = Convert.FromHexString(keyId);
        var row = await db.Set<WriteKeyRow>().SingleOrDefaultAsync(it => it.Workspace == workspace && it.Hash == hash, ct);
        if (row is null) return null;

        row.RevokedAt ??= transaction.Now.ToUnixTimeMilliseconds();
        await db.SaveChangesAsync(ct);
        transaction.OnCommitted(ReadAgain);
        return row.Name;
    }

    /// <summary>Remembers about when a key was used.</summary>
    public static async Task Used(LogTransaction transaction, string keyId, CancellationToken ct)
    {
        await using var db = transaction.OpenDb();
        var (hash, now) = (Convert.FromHexString(keyId), transaction.Now.ToUnixTimeMilliseconds());
        await db.Set<WriteKeyRow>().Where(it => it.Hash == hash).ExecuteUpdateAsync(row => row.SetProperty(it => it.LastUsedAt, now), ct);
    }

    /// <summary>What is there already gets these scopes and stays as it is otherwise.</summary>
    internal async Task Add(
        LogTransaction transaction, string key, string workspace, string name, KeyScopes scopes, int? ratePerSecond, bool loopbackOnly, string? by = null)
    {
        await using var db = transaction.OpenDb();
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        if (await db.Set<WriteKeyRow>().SingleOrDefaultAsync(it => it.Hash == hash) is { } known)
        {
            if (known.Scopes == scopes.Words()) return;
            known.Scopes = scopes.Words();
            await db.SaveChangesAsync();
            transaction.OnCommitted(ReadAgain);
            return;
        }

        db.Add(new WriteKeyRow
        {
            Hash = hash,
            Workspace = workspace,
            Name = name,
            CreatedAt = transaction.Now.ToUnixTimeMilliseconds(),
            RatePerSecond = ratePerSecond,
            LoopbackOnly = loopbackOnly,
            Scopes = scopes.Words(),
            CreatedBy = by,
        });
        await db.SaveChangesAsync();
        transaction.OnCommitted(ReadAgain);
    }

    /// <summary>As if it had never been, so that it can be added again.</summary>
    internal async Task Remove(LogTransaction transaction, string key, CancellationToken ct)
    {
        await using var db = transaction.OpenDb();
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        if (await db.Set<WriteKeyRow>().Where(it => it.Hash == hash).ExecuteDeleteAsync(ct) > 0) transaction.OnCommitted(ReadAgain);
    }

    private static string IdOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private bool IsOlder(Cache cache, TimeSpan age) => clock.GetElapsedTime(cache.ReadAt) > age;

    private void ReadAgain() => Interlocked.Increment(ref _changes);

    private async Task<Cache> Read(Cache? before, CancellationToken ct)
    {
        await _reading.WaitAsync(ct);
        try
        {
            // Somebody else may have read while we waited.
            if (_cache is { } read && read != before && read.Changes == _changes) return read;

            var changes = _changes;
            var at = clock.GetTimestamp();
            await using var db = await databases.CreateDbContextAsync(ct);
            var rows = await db.Set<WriteKeyRow>().AsNoTracking().Where(it => it.RevokedAt == null).ToListAsync(ct);
            return _cache = new Cache(at, changes, rows
                .Select(it => new WriteKey(Convert.ToHexStringLower(it.Hash), it.Workspace, it.Name, it.RatePerSecond, it.LoopbackOnly, KeyScopeWords.Read(it.Scopes)))
                .ToFrozenDictionary(it => it.Id, StringComparer.Ordinal));
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    /// <param name="Changes">How many changes had been made here when it was read.</param>
    private sealed record Cache(long ReadAt, int Changes, FrozenDictionary<string, WriteKey> Keys);
}
