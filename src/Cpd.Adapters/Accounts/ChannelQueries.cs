using Cpd.Adapters.Dispatch;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Sandbox.Phone;
using Cpd.Contracts;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Cpd.Adapters.Accounts;

/// <summary>A workspace's channels, for screens and checks. Nothing here has a key in it.</summary>
public sealed class ChannelQueries(
    IDbContextFactory<CpdDb> databases, AccountBook book, InfobipWebhooks webhooks, DispatchStatus status, SandboxPhone sandbox, IOptions<InfobipOptions> installation,
    TimeProvider clock)
{
    public async Task<ChannelOverview> Of(string workspace, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var settings = await db.Set<ChannelSettingsRow>().AsNoTracking().SingleOrDefaultAsync(row => row.Workspace == workspace, ct);
        var account = settings?.Account is { } id ? await db.Set<AccountRow>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, ct) : null;
        var senders = await db.Set<SenderRow>().AsNoTracking().Where(row => row.Workspace == workspace).ToListAsync(ct);
        var rates = await db.Set<RateRow>().AsNoTracking().Where(row => row.Workspace == workspace).ToListAsync(ct);
        var through = new AccountRef(workspace, settings?.Mode is AccountMode.Own && settings.Account is { } own ? own : AccountId.Installation);

        return new ChannelOverview(
            settings?.Mode ?? AccountMode.Installation,
            account is null ? null : new AccountSummary(account.BaseUrl, Moment(account.SetAt), account.By, account.Key.Length > 0),
            installation.Value.IsSandbox ? null : installation.Value.BaseUrl,
            sandbox.IsOn,
            [.. senders.OrderBy(row => row.Channel).ThenBy(row => row.Sender, StringComparer.Ordinal).Select(row => new ChannelSender(row.Channel, row.Sender, row.IsDefault))],
            rates.ToDictionary(row => row.Channel, row => row.PerSecond),
            settings is { ChecksEmail: true },
            Addresses(through, settings?.FormerUntil is { } until && Moment(until) > clock.GetUtcNow() ? Moment(until) : null),
            status.ProblemOf(settings?.Mode is AccountMode.Sandbox ? AccountId.Sandbox : through.Account));
    }

    /// <summary>The channels whose messages have somebody to come from, where they name nobody.</summary>
    public async Task<IReadOnlySet<Channel>> Sending(string workspace, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var channels = (await db.Set<SenderRow>().AsNoTracking().Where(row => row.Workspace == workspace).Select(row => row.Channel).Distinct().ToListAsync(ct)).ToHashSet();
        var account = book.Of(workspace).Account;
        channels.UnionWith(Enum.GetValues<Channel>().Where(channel => installation.Value.SenderOf(channel, account) is not null));
        return channels;
    }

    private WebhookAddresses Addresses(AccountRef through, DateTimeOffset? formerUntil) => new(
        webhooks.InboundUrl(through).AbsoluteUri, webhooks.ReportsUrl(through).AbsoluteUri, webhooks.WhatsAppUrl(through).AbsoluteUri, webhooks.ViberUrl(through).AbsoluteUri, webhooks.RcsUrl(through).AbsoluteUri, webhooks.MmsUrl(through).AbsoluteUri, through.Account is not AccountId.Installation, webhooks.ArePublic, formerUntil);

    private static DateTimeOffset Moment(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}

/// <param name="Account">The workspace's own, also while something else is chosen.</param>
/// <param name="Installation">The address of the installation's account; null where that is the sandbox.</param>
/// <param name="HasSandbox">False where this installation has none.</param>
/// <param name="Rates">Of the channels that have a limit.</param>
/// <param name="ChecksEmail">Whether e-mail addresses are looked at before the first e-mail.</param>
/// <param name="Problem">What keeps messages from leaving, as this process knows it.</param>
public sealed record ChannelOverview(
    AccountMode Mode, AccountSummary? Account, string? Installation, bool HasSandbox, IReadOnlyList<ChannelSender> Senders,
    IReadOnlyDictionary<Channel, double> Rates, bool ChecksEmail, WebhookAddresses Webhooks, DispatchProblem? Problem);

/// <param name="HasKey">What is known of the key.</param>
public sealed record AccountSummary(string BaseUrl, DateTimeOffset SetAt, string? By, bool HasKey);

public sealed record ChannelSender(Channel Channel, string Sender, bool IsDefault);

/// <param name="AreOwn">False where they are the whole installation's.</param>
/// <param name="ArePublic">False where they lead to this machine only.</param>
/// <param name="FormerUntil">Until when the addresses before still work; null where there are none.</param>
public sealed record WebhookAddresses(string Inbound, string Reports, string WhatsApp, string Viber, string Rcs, string Mms, bool AreOwn, bool ArePublic, DateTimeOffset? FormerUntil);
