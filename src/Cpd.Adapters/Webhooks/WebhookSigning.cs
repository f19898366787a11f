using Cpd.Adapters.Accounts;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Adapters.Webhooks;

/// <summary>The secrets that calls of webhook steps are signed with. One is told when it is made, and never again.</summary>
public sealed class WebhookSigning(AccountKeeper keeper, KeySeal seal, IDbContextFactory<CpdDb> databases, TimeProvider clock)
{
    /// <summary>So long calls are signed with the secret before, too: its receivers have that time to take the new one.</summary>
    public static readonly TimeSpan FormerGood = TimeSpan.FromDays(3);

    public async Task<SigningState> Of(string workspace, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var row = await db.Set<ChannelSettingsRow>().AsNoTracking().SingleOrDefaultAsync(row => row.Workspace == workspace, ct);
        return new SigningState(
            row?.SigningSecret is not null,
            row?.FormerSigningUntil is { } until && DateTimeOffset.FromUnixTimeMilliseconds(until) is var end && end > clock.GetUtcNow() ? end : null);
    }

    /// <summary>Signs with another secret from now on, and for a while with the one before, too.</summary>
    public async Task<string> Make(LogTransaction transaction, string workspace)
    {
        await using var db = transaction.OpenDb();
        var settings = await AccountKeeper.Settings(db, workspace);
        var secret = WebhookSignature.NewSecret();
        (settings.FormerSigningSecret, settings.FormerSigningUntil) =
            settings.SigningSecret is { } former ? (former, (transaction.Now + FormerGood).ToUnixTimeMilliseconds()) : default((string?, long?));
        settings.SigningSecret = seal.Seal(workspace, secret);
        await keeper.Keep(transaction, db);
        return secret;
    }

    /// <summary>Signs with the newest secret alone.</summary>
    public async Task EndFormer(LogTransaction transaction, string workspace)
    {
        await using var db = transaction.OpenDb();
        var settings = await AccountKeeper.Settings(db, workspace);
        (settings.FormerSigningSecret, settings.FormerSigningUntil) = (null, null);
        await keeper.Keep(transaction, db);
    }

    /// <summary>Signs no calls any more.</summary>
    public async Task Stop(LogTransaction transaction, string workspace)
    {
        await using var db = transaction.OpenDb();
        var settings = await AccountKeeper.Settings(db, workspace);
        (settings.SigningSecret, settings.FormerSigningSecret, settings.FormerSigningUntil) = (null, null, null);
        await keeper.Keep(transaction, db);
    }
}

/// <param name="FormerUntil">Until when calls are signed with the secret before, too; null where they are not.</param>
public sealed record SigningState(bool IsOn, DateTimeOffset? FormerUntil);
