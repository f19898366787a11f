using Cpd.Adapters.Accounts;
using Microsoft.Extensions.Options;

namespace Cpd.Adapters.Infobip;

/// <summary>The addresses under which Infobip reports to us; the receivers are mapped on the same patterns.</summary>
public sealed class InfobipWebhooks(
    IOptions<InfobipWebhookOptions> options, IOptions<InfobipOptions> account, InfobipEndpoint endpoint, DataFolder folder, AccountBook book)
{
    /// <summary>Delivery reports of what we sent.</summary>
    public const string ReportsPattern = "/hooks/infobip/{secret}/reports";

    /// <summary>Delivery reports of e-mails, and what happened to them afterwards.</summary>
    public const string EmailPattern = "/hooks/infobip/{secret}/email";

    /// <summary>All about WhatsApp: reports, what was read, what people write and press.</summary>
    public const string WhatsAppPattern = "/hooks/infobip/{secret}/whatsapp";

    /// <summary>The same about Viber.</summary>
    public const string ViberPattern = "/hooks/infobip/{secret}/viber";

    /// <summary>The same about RCS.</summary>
    public const string RcsPattern = "/hooks/infobip/{secret}/rcs";

    /// <summary>What became of MMS, and those that people send us.</summary>
    public const string MmsPattern = "/hooks/infobip/{secret}/mms";

    /// <summary>What became of push notifications.</summary>
    public const string PushPattern = "/hooks/infobip/{secret}/push";

    /// <summary>How calls ended.</summary>
    public const string VoicePattern = "/hooks/infobip/{secret}/voice";

    /// <summary>What people write to us.</summary>
    public const string InboundPattern = "/hooks/infobip/{secret}/inbound";

    /// <summary>What Infobip did to its do-not-contact list by itself; set up as a subscription in Infobip's portal.</summary>
    public const string BlocklistPattern = "/hooks/infobip/{secret}/blocklist";

    private readonly Lazy<string> _secret = new(() => options.Value.Secret is { Length: > 0 } given ? given : folder.Secret("webhook-secret", bytes: 16));

    /// <summary>The piece of the path that only Infobip and we know.</summary>
    public string Secret => _secret.Value;

    /// <summary>False where nobody outside of this machine's network can be told an address.</summary>
    public bool ArePublic => account.Value.PublicUrl is { Length: > 0 };

    public Uri ReportsUrl() => At(ReportsPattern, Secret);

    public Uri InboundUrl() => At(InboundPattern, Secret);

    /// <summary>A workspace's own address where it has an account of its own.</summary>
    public Uri ReportsUrl(AccountRef through) => At(ReportsPattern, SecretOf(through));

    public Uri EmailUrl(AccountRef through) => At(EmailPattern, SecretOf(through));

    public Uri VoiceUrl(AccountRef through) => At(VoicePattern, SecretOf(through));

    public Uri InboundUrl(AccountRef through) => At(InboundPattern, SecretOf(through));

    public Uri WhatsAppUrl() => At(WhatsAppPattern, Secret);

    public Uri WhatsAppUrl(AccountRef through) => At(WhatsAppPattern, SecretOf(through));

    public Uri ViberUrl() => At(ViberPattern, Secret);

    public Uri ViberUrl(AccountRef through) => At(ViberPattern, SecretOf(through));

    public Uri RcsUrl() => At(RcsPattern, Secret);

    public Uri RcsUrl(AccountRef through) => At(RcsPattern, SecretOf(through));

    public Uri MmsUrl() => At(MmsPattern, Secret);

    public Uri MmsUrl(AccountRef through) => At(MmsPattern, SecretOf(through));

    public Uri PushUrl(AccountRef through) => At(PushPattern, SecretOf(through));

    private string SecretOf(AccountRef through) =>
        through.Account is AccountId.Installation or AccountId.Sandbox ? Secret : book.Of(through.Workspace).Secret ?? Secret;

    private Uri At(string pattern, string secret) => At(pattern.Replace("{secret}", secret, StringComparison.Ordinal));

    /// <summary>Something of this installation, as it is reached from outside.</summary>
    internal Uri At(string path)
    {
        var host = account.Value.PublicUrl is { Length: > 0 } url ? new Uri(url) : endpoint.OwnAddress();
        return new Uri(host.AbsoluteUri.TrimEnd('/') + path);
    }
}
