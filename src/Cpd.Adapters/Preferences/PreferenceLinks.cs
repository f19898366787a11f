using System.Buffers;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Cpd.Adapters.Accounts;
using Cpd.Adapters.Infobip;
using Cpd.Contracts;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Adapters.Preferences;

/// <summary>
/// The address of a person's preference page. It says by itself who that is, signed with a key of the workspace, and is the
/// same whenever it is made: short enough for an SMS, good for as long as the person is there.
/// </summary>
public sealed class PreferenceLinks(IDbContextFactory<CpdDb> databases, IEventLog log, KeySeal seal, InfobipWebhooks addresses)
{
    public const string Pattern = "/p/{workspace}/{token}";

    private const int IdBytes = 16;

    /// <summary>96 bits: who tries the page, not the key, would have to ask more often than there is time for.</summary>
    private const int SignatureBytes = 12;

    private readonly ConcurrentDictionary<string, byte[]> _keys = new(StringComparer.Ordinal);

    public async ValueTask<Uri> Of(string workspace, PersonId person, CancellationToken ct)
    {
        var token = new byte[IdBytes + SignatureBytes];
        person.Value.TryWriteBytes(token, bigEndian: true, out _);
        Sign(await Key(workspace, ct), token.AsSpan(0, IdBytes)).CopyTo(token, IdBytes);
        return addresses.At($"/p/{workspace}/{Base64Url.EncodeToString(token)}");
    }

    /// <summary>Null for what is none of ours, or another workspace's.</summary>
    public async ValueTask<PersonId?> Read(string? workspace, string? token, CancellationToken ct)
    {
        var bytes = new byte[IdBytes + SignatureBytes];
        if (workspace is not { Length: > 0 and <= 60 } || token is not { Length: 38 }) return null;
        if (Base64Url.DecodeFromChars(token, bytes, out _, out var read) is not OperationStatus.Done || read != bytes.Length) return null;
        if (await Known(workspace, ct) is not { } key) return null;

        return CryptographicOperations.FixedTimeEquals(Sign(key, bytes.AsSpan(0, IdBytes)), bytes.AsSpan(IdBytes))
            ? new PersonId(new Guid(bytes.AsSpan(0, IdBytes), bigEndian: true))
            : null;
    }

    private static byte[] Sign(byte[] key, ReadOnlySpan<byte> person) => HMACSHA256.HashData(key, person)[..SignatureBytes];

    /// <summary>Made with the first link. Where it was sealed with keys that are gone, so are the links: there is another one from now on.</summary>
    private async ValueTask<byte[]> Key(string workspace, CancellationToken ct)
    {
        if (await Known(workspace, ct) is { } known) return known;

        var key = await log.Write(async transaction =>
        {
            await using var db = transaction.OpenDb();
            var row = await db.Set<PreferencePageRow>().SingleOrDefaultAsync(row => row.Workspace == workspace, ct);
            if (row?.Key is { } there && seal.Open(workspace, there) is { } opened) return opened;   // another process was first

            if (row is null) db.Add(row = new PreferencePageRow { Workspace = workspace });
            var made = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
            row.Key = seal.Seal(workspace, made);
            await db.SaveChangesAsync(ct);
            return made;
        }, ct);
        return _keys[workspace] = Convert.FromHexString(key);
    }

    private async ValueTask<byte[]?> Known(string workspace, CancellationToken ct)
    {
        if (_keys.TryGetValue(workspace, out var known)) return known;

        await using var db = await databases.CreateDbContextAsync(ct);
        var stored = await db.Set<PreferencePageRow>().AsNoTracking().Where(row => row.Workspace == workspace).Select(row => row.Key).SingleOrDefaultAsync(ct);
        return stored is not null && seal.Open(workspace, stored) is { } opened ? _keys[workspace] = Convert.FromHexString(opened) : null;
    }
}
