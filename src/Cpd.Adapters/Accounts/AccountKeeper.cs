using System.Security.Cryptography;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Push;
using Cpd.Contracts;
using Cpd.EventLog;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Adapters.Accounts;

/// <summary>Why something about channels was not changed.</summary>
/// <param name="Code">Stable, for programs.</param>
/// <param name="Reason">A sentence for people that says what to do.</param>
public sealed record ChannelRefusal(string Code, string Reason);

/// <summary>Changes accounts, senders, rates and webhook secrets. Each change is seen by every process that sends.</summary>
public sealed class AccountKeeper(AccountBook book, KeySeal seal)
{
    /// <summary>So long the addresses before still work: what was sent with them is reported to them.</summary>
    public static readonly TimeSpan FormerSecretGood = TimeSpan.FromDays(3);

    /// <summary>So long the key of a former account is kept: its attempts may have to be looked up, and longer the provider's logs do not tell.</summary>
    public static readonly TimeSpan FormerKeyKept = TimeSpan.FromHours(48);

    private const double MostPerSecond = 10_000;

    /// <summary>Sets the account, and sends through it from now on. Another address is another account; another key is the same one's.</summary>
    /// <param name="key">Null keeps the key that is there, where the address stays.</param>
    public async Task<ChannelRefusal?> SetAccount(LogTransaction transaction, string workspace, string baseUrl, string? key, string? by)
    {
        if (BaseUrl(baseUrl) is not { } address)
            return new("account.base-url", "The address is the one of your account in Infobip's portal, for example https://abc123.api.infobip.com.");
        key = key?.Trim();
        if (key is { Length: > 0 } && !key.All(letter => letter is > ' ' and < (char)127))
            return new("account.key", "The key has characters no key has. Copy it from Infobip's portal once more.");

        await using var db = transaction.OpenDb();
        var settings = await Settings(db, workspace);
        var account = settings.Account is { } id ? await db.Set<AccountRow>().SingleOrDefaultAsync(row => row.Id == id) : null;
        var isSame = account?.BaseUrl == address;
        if (string.IsNullOrEmpty(key) && !(isSame && account!.Key.Length > 0))
            return new("account.no-key", "Give the API key of this account. It is kept encrypted and never shown again.");

        if (!isSame)
        {
            if (account is not null) account.EndedAt = transaction.Now.ToUnixTimeMilliseconds();
            var last = await db.Set<AccountRow>().MaxAsync(row => (long?)row.Id) ?? 0;
            account = new AccountRow { Id = Math.Max(last + 1, AccountId.FirstOwn), Workspace = workspace, BaseUrl = address, Key = "" };
            db.Add(account);
            settings.Account = account.Id;
        }
        if (key is { Length: > 0 })
        {
            account!.Key = seal.Seal(workspace, key);
            account.SetAt = transaction.Now.ToUnixTimeMilliseconds();
            account.By = by is { Length: > AccountTables.LongestBy } ? by[..AccountTables.LongestBy] : by;
        }
        settings.Mode = AccountMode.Own;
        settings.Secret ??= NewSecret(workspace);
        return await Keep(transaction, db);
    }

    /// <summary>Sends through the installation's settings again. The key is wiped as soon as no attempt can need it.</summary>
    public async Task<ChannelRefusal?> RemoveAccount(LogTransaction transaction, string workspace)
    {
        await using var db = transaction.OpenDb();
        var settings = await Settings(db, workspace);
        if (settings.Account is not { } id) return null;

        var account = await db.Set<AccountRow>().SingleAsync(row => row.Id == id);
        account.EndedAt = transaction.Now.ToUnixTimeMilliseconds();
        (settings.Account, settings.Mode) = (null, settings.Mode is AccountMode.Own ? AccountMode.Installation : settings.Mode);
        return await Keep(transaction, db);
    }

    /// <summary>Between an account and the sandbox.</summary>
    public async Task<ChannelRefusal?> Choose(LogTransaction transaction, string workspace, AccountMode mode)
    {
        await using var db = transaction.OpenDb();
        var settings = await Settings(db, workspace);
        if (mode is AccountMode.Own && settings.Account is null) return new("account.none", "There is no account yet. Give its address and key.");

        settings.Mode = mode;
        return await Keep(transaction, db);
    }

    public async Task<ChannelRefusal?> AddSender(LogTransaction transaction, string workspace, Channel channel, string sender)
    {
        sender = sender.Trim();
        if (Problem(channel, sender) is { } problem) return new("sender.invalid", problem);

        await using var db = transaction.OpenDb();
        var senders = await db.Set<SenderRow>().Where(row => row.Workspace == workspace && row.Channel == channel).ToListAsync();
        if (senders.Exists(row => row.Sender == sender)) return null;

        db.Add(new SenderRow { Workspace = workspace, Channel = channel, Sender = sender, IsDefault = senders.Count == 0 });
        return await Keep(transaction, db);
    }

    /// <summary>Where the default goes, another one takes its place.</summary>
    public async Task<ChannelRefusal?> RemoveSender(LogTransaction transaction, string workspace, Channel channel, string sender)
    {
        await using var db = transaction.OpenDb();
        var senders = await db.Set<SenderRow>().Where(row => row.Workspace == workspace && row.Channel == channel).OrderBy(row => row.Sender).ToListAsync();
        if (senders.Find(row => row.Sender == sender) is not { } gone) return null;

        db.Remove(gone);
        if (gone.IsDefault && senders.Find(row => row != gone) is { } next) next.IsDefault = true;
        return await Keep(transaction, db);
    }

    public async Task<ChannelRefusal?> MakeDefault(LogTransaction transaction, string workspace, Channel channel, string sender)
    {
        await using var db = transaction.OpenDb();
        var senders = await db.Set<SenderRow>().Where(row => row.Workspace == workspace && row.Channel == channel).ToListAsync();
        if (!senders.Exists(row => row.Sender == sender)) return new("sender.unknown", $"There is no sender {sender} any more.");

        foreach (var row in senders) row.IsDefault = row.Sender == sender;
        return await Keep(transaction, db);
    }

    /// <param name="perSecond">Null takes the limit away.</param>
    public async Task<ChannelRefusal?> SetRate(LogTransaction transaction, string workspace, Channel channel, double? perSecond)
    {
        if (perSecond is { } asked && !(asked is > 0 and <= MostPerSecond))
            return new("rate.invalid", $"Messages in a second are a number above 0 and at most {MostPerSecond:N0}. Leave it empty for no limit.");

        await using var db = transaction.OpenDb();
        var rate = await db.Set<RateRow>().SingleOrDefaultAsync(row => row.Workspace == workspace && row.Channel == channel);
        if (perSecond is not { } limit)
        {
            if (rate is not null) db.Remove(rate);
        }
        else if (rate is null)
        {
            db.Add(new RateRow { Workspace = workspace, Channel = channel, PerSecond = limit });
        }
        else
        {
            rate.PerSecond = limit;
        }
        return await Keep(transaction, db);
    }

    /// <param name="isOn">Each address that is looked at costs at Infobip.</param>
    public async Task<ChannelRefusal?> CheckEmail(LogTransaction transaction, string workspace, bool isOn)
    {
        await using var db = transaction.OpenDb();
        (await Settings(db, workspace)).ChecksEmail = isOn;
        return await Keep(transaction, db);
    }

    /// <summary>Makes other webhook addresses; those before are good for a while.</summary>
    public async Task<ChannelRefusal?> RotateSecret(LogTransaction transaction, string workspace)
    {
        await using var db = transaction.OpenDb();
        var settings = await Settings(db, workspace);
        if (settings.Secret is null) return new("webhooks.none", "The addresses belong to the installation. Set Cpd:Infobip:Webhooks:Secret to change them.");

        (settings.FormerSecret, settings.FormerUntil) = (settings.Secret, (transaction.Now + FormerSecretGood).ToUnixTimeMilliseconds());
        settings.Secret = NewSecret(workspace);
        return await Keep(transaction, db);
    }

    /// <summary>Wipes keys that nobody can need any more.</summary>
    internal static async Task<int> Wipe(LogTransaction transaction)
    {
        await using var db = transaction.OpenDb();
        var before = (transaction.Now - FormerKeyKept).ToUnixTimeMilliseconds();
        return await db.Set<AccountRow>().Where(row => row.EndedAt < before && row.Key != "").ExecuteUpdateAsync(set => set.SetProperty(row => row.Key, ""));
    }

    /// <summary>The address in its one form; null for what is none.</summary>
    public static string? BaseUrl(string typed)
    {
        typed = typed.Trim().TrimEnd('/');
        if (!typed.Contains("://", StringComparison.Ordinal)) typed = "https://" + typed;
        return Uri.TryCreate(typed, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && (uri.IsLoopback || uri.Host.Contains('.', StringComparison.Ordinal))
            && uri is { UserInfo: "", Query: "", Fragment: "" } && typed.Length <= AccountTables.LongestUrl
                ? uri.GetLeftPart(UriPartial.Path).TrimEnd('/')
                : null;
    }

    /// <summary>Operators' rules, as far as they are the same everywhere.</summary>
    private static string? Problem(Channel channel, string sender)
    {
        if (sender.Length is 0 or > AccountTables.LongestSender) return $"Write a sender of at most {AccountTables.LongestSender} letters.";
        if (channel is Channel.Email)
            return EmailAddress.TryParse(sender, out _) ? null : "An e-mail comes from an address, with a name before it where you like: Shop <news@shop.example>.";
        if (channel is Channel.WhatsApp)
            return sender.All(letter => char.IsAsciiDigit(letter) || letter is '+' or ' ') && sender.Count(char.IsAsciiDigit) is >= 5 and <= 15
                ? null : "WhatsApp messages come from a number, with its country: 447860000000.";
        if (channel is Channel.Voice)
            return InfobipOptions.IsNumber(sender) ? null : "A call comes from a number: write it with its country, digits only, for example 38510000000.";
        if (channel is Channel.Push)
            return PushContents.IsApplication(sender) ? null : "A push notification comes from an application's code: 32 digits and letters from a to f, as Infobip's portal shows it.";
        if (channel is Channel.Viber or Channel.Rcs) return sender.All(letter => letter >= ' ') ? null : "A name is made of letters and digits.";
        if (channel is not (Channel.Sms or Channel.Mms)) return null;
        if (sender.TrimStart('+').All(char.IsAsciiDigit)) return sender.Length <= 16 ? null : "A number has at most 15 digits.";
        if (!sender.All(letter => letter is >= ' ' and < (char)127)) return "A name is made of plain letters and digits.";
        return sender.Length <= 11 ? null : "A name has at most 11 letters, a number at most 15 digits.";
    }

    private string NewSecret(string workspace) => seal.Seal(workspace, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));

    internal async Task<ChannelRefusal?> Keep(LogTransaction transaction, DbContext db)
    {
        if (await db.Set<AccountStampRow>().SingleOrDefaultAsync() is not { } stamp) db.Add(stamp = new AccountStampRow { Id = 1 });
        stamp.Stamp = Guid.NewGuid();
        await db.SaveChangesAsync();
        transaction.OnCommitted(book.ReadAgain);
        return null;
    }

    internal static async Task<ChannelSettingsRow> Settings(DbContext db, string workspace)
    {
        if (await db.Set<ChannelSettingsRow>().SingleOrDefaultAsync(row => row.Workspace == workspace) is { } known) return known;

        var settings = new ChannelSettingsRow { Workspace = workspace };
        db.Add(settings);
        return settings;
    }
}
