using System.Security.Cryptography;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.EventLog.Files;

/// <summary>
/// Files of a workspace by the hash of their bytes. Whoever edits templates puts them here, templates and messages name
/// them, and who sends reads them: parts that know nothing of each other, so it lies below them all.
/// </summary>
public sealed class StoredFiles(IDbContextFactory<CpdDb> databases)
{
    /// <summary>Bytes that a workspace's files may have together.</summary>
    public const long MostOfWorkspace = 500L * 1024 * 1024;

    /// <summary>Null where the workspace has no such file.</summary>
    public async Task<byte[]?> Read(string workspace, string hash, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Set<FileRow>().AsNoTracking().Where(row => row.Workspace == workspace && row.Hash == hash).Select(row => row.Content).SingleOrDefaultAsync(ct);
    }

    /// <summary>Puts a file there, to stay once <see cref="Keep"/> is told of it. What is there already is not put there again.</summary>
    /// <returns>Its hash; null where the workspace has no room left.</returns>
    public static async Task<string?> Put(LogTransaction transaction, string workspace, byte[] content)
    {
        await using var db = transaction.OpenDb();
        var (hash, now) = (Convert.ToHexStringLower(SHA256.HashData(content)), transaction.Now.ToUnixTimeMilliseconds());
        var same = db.Set<FileRow>().Where(row => row.Workspace == workspace && row.Hash == hash);
        if (await same.AnyAsync())
        {
            await same.Where(row => row.UnsavedSince != null).ExecuteUpdateAsync(row => row.SetProperty(r => r.UnsavedSince, now));
            return hash;
        }

        if (await db.Set<FileRow>().Where(row => row.Workspace == workspace).SumAsync(row => (long)row.Size) + content.Length > MostOfWorkspace) return null;
        db.Add(new FileRow { Workspace = workspace, Hash = hash, Size = content.Length, UnsavedSince = now, Content = content });
        await db.SaveChangesAsync();
        return hash;
    }

    /// <summary>From now on these stay. False where one of them is not there; whoever asked then saves nothing.</summary>
    public static async Task<bool> Keep(LogTransaction transaction, string workspace, IReadOnlyCollection<string> hashes)
    {
        if (hashes.Count == 0) return true;

        await using var db = transaction.OpenDb();
        // Written and not only read, so that nobody takes one away before this is committed.
        return await db.Set<FileRow>().Where(row => row.Workspace == workspace && hashes.Contains(row.Hash))
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.UnsavedSince, (long?)null)) == hashes.Count;
    }
}
