using System.Collections.Frozen;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Cpd.Adapters.Accounts;

/// <summary>Accounts that are no row.</summary>
public static class AccountId
{
    /// <summary>What the installation's settings say: an account, or the sandbox.</summary>
    public const long Installation = 0;

    /// <summary>The sandbox, chosen by a workspace.</summary>
    public const long Sandbox = 1;

    /// <summary>The parts of a call went through several: each of the workspace's is asked.</summary>
    public const long Several = -1;

    /// <summary>The first of a workspace's own.</summary>
    internal const long FirstOwn = 100;
}

/// <summary>
/// Through which account each workspace sends, in memory. A stamp in the database says whether it is still so: it is looked
/// at again and again, and whoever changes something here knows at once.
/// </summary>
public sealed partial class AccountBook(IDbContextFactory<CpdDb> databases, KeySeal seal, ILogger<AccountBook> logger)
{
    private readonly Lock _reading = new();
    private volatile Known? _known;

    /// <summary>What a workspace has chosen.</summary>
    public WorkspaceChannels Of(string workspace) => Now.Workspaces.GetValueOrDefault(workspace) ?? WorkspaceChannels.Nothing;

    /// <summary>A workspace's own account; null where it is gone, or its key cannot be opened here.</summary>
    public OwnAccount? Find(long account) => Now.Accounts.GetValueOrDefault(account);

    /// <summary>All of a workspace's own whose attempts may still have to be looked up.</summary>
    public IEnumerable<OwnAccount> AllOf(string workspace) => Now.Accounts.Values.Where(account => account.Workspace == workspace);

    /// <summary>What calls of the workspace's webhook steps are signed with, the newest first; none where they are not signed.</summary>
    internal IReadOnlyList<string> Signing(string workspace, DateTimeOffset now) => Now.Signing.GetValueOrDefault(workspace) is not { } secrets ? []
        : secrets is { Former: { } former, FormerUntil: { } until } && until > now ? [secrets.Present, former]
        : [secrets.Present];

    /// <summary>Whose webhook address has this secret; null for nobody's.</summary>
    internal WebhookSecret? OfSecret(ReadOnlySpan<byte> hash, DateTimeOffset now)
    {
        WebhookSecret? found = null;
        // All of them, so that the time it takes tells nothing.
        foreach (var secret in Now.Secrets)
            if (secret.Matches(hash) && !(secret.Until < now)) found = secret;
        return found;
    }

    /// <summary>Reads again where somebody has changed something; true where it did.</summary>
    public async Task<bool> Refresh(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var stamp = await db.Set<AccountStampRow>().AsNoTracking().Select(row => (Guid?)row.Stamp).SingleOrDefaultAsync(ct) ?? Guid.Empty;
        if (_known is { } known && known.Stamp == stamp) return false;

        ReadAgain();
        return true;
    }

    /// <summary>As it is stored now.</summary>
    internal void ReadAgain()
    {
        lock (_reading)
        {
            using var db = databases.CreateDbContext();
            _known = Read(db);
        }
    }

    private Known Now
    {
        get
        {
            if (_known is null) ReadAgain();
            return _known!;
        }
    }

    private Known Read(CpdDb db)
    {
        // First: what is read after it may be newer, and then there is another stamp to find.
        var stamp = db.Set<AccountStampRow>().AsNoTracking().Select(row => (Guid?)row.Stamp).SingleOrDefault() ?? Guid.Empty;
        var settings = db.Set<ChannelSettingsRow>().AsNoTracking().ToList();
        var senders = db.Set<SenderRow>().AsNoTracking().ToLookup(row => row.Workspace);
        var rates = db.Set<RateRow>().AsNoTracking().ToLookup(row => row.Workspace);
        var accounts = new Dictionary<long, OwnAccount>();
        foreach (var row in db.Set<AccountRow>().AsNoTracking().Where(row => row.Key != ""))
        {
            if (seal.Open(row.Workspace, row.Key) is { } key) accounts[row.Id] = new OwnAccount(row.Id, row.Workspace, row.BaseUrl, key);
            else if (row.EndedAt is null) Log.NotOpened(logger, row.Workspace);
        }

        var workspaces = settings.Select(row => row.Workspace).Concat(senders.Select(group => group.Key)).Concat(rates.Select(group => group.Key)).Distinct().ToFrozenDictionary(
            workspace => workspace,
            workspace => new WorkspaceChannels(
                settings.Find(row => row.Workspace == workspace) is { } chosen ? AccountOf(chosen) : AccountId.Installation,
                settings.Find(row => row.Workspace == workspace)?.Secret is { } secret ? seal.Open(workspace, secret) : null,
                senders[workspace].Where(row => row.IsDefault).ToFrozenDictionary(row => row.Channel, row => row.Sender),
                rates[workspace].ToFrozenDictionary(row => row.Channel, row => row.PerSecond),
                settings.Find(row => row.Workspace == workspace) is { ChecksEmail: true }),
            StringComparer.Ordinal);
        var signing = settings.Select(row => (row.Workspace, Secrets: Signing(row))).Where(one => one.Secrets is not null).ToFrozenDictionary(one => one.Workspace, one => one.Secrets!, StringComparer.Ordinal);
        return new Known(stamp, workspaces, accounts.ToFrozenDictionary(), [.. settings.SelectMany(Secrets)], signing);
    }

    private SigningSecrets? Signing(ChannelSettingsRow row)
    {
        if (row.SigningSecret is not { } present) return null;
        if (seal.Open(row.Workspace, present) is { } opened)
            return new SigningSecrets(
                opened, row.FormerSigningSecret is { } former ? seal.Open(row.Workspace, former) : null,
                row.FormerSigningUntil is { } until ? DateTimeOffset.FromUnixTimeMilliseconds(until) : null);

        Log.NotSigned(logger, row.Workspace);
        return null;
    }

    private static long AccountOf(ChannelSettingsRow row) => row.Mode switch
    {
        AccountMode.Sandbox => AccountId.Sandbox,
        AccountMode.Own when row.Account is { } own => own,
        _ => AccountId.Installation,
    };

    private IEnumerable<WebhookSecret> Secrets(ChannelSettingsRow row)
    {
        if (row.Secret is { } secret && seal.Open(row.Workspace, secret) is { } opened) yield return WebhookSecret.Of(row.Workspace, opened, null);
        if (row is { FormerSecret: { } former, FormerUntil: { } until } && seal.Open(row.Workspace, former) is { } old)
            yield return WebhookSecret.Of(row.Workspace, old, DateTimeOffset.FromUnixTimeMilliseconds(until));
    }

    private sealed record Known(
        Guid Stamp, FrozenDictionary<string, WorkspaceChannels> Workspaces, FrozenDictionary<long, OwnAccount> Accounts, IReadOnlyList<WebhookSecret> Secrets,
        FrozenDictionary<string, SigningSecrets> Signing);

    private sealed class SigningSecrets(string present, string? former, DateTimeOffset? formerUntil)
    {
        public string Present => present;

        public string? Former => former;

        public DateTimeOffset? FormerUntil => formerUntil;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The key of the account of workspace {Workspace} was sealed with keys this process does not have; set it again on the page Channels")]
        public static partial void NotOpened(ILogger logger, string workspace);

        [LoggerMessage(Level = LogLevel.Error, Message = "The secret that the webhooks of workspace {Workspace} are signed with was sealed with keys this process does not have, so they go out unsigned; make another one in Settings, Keys")]
        public static partial void NotSigned(ILogger logger, string workspace);
    }
}
