using Cpd.Adapters.Accounts;
using Cpd.Adapters.Infobip.Push;
using Cpd.Contracts;

namespace Cpd.Adapters.Infobip;

/// <summary>The account at Infobip (<c>Cpd:Infobip</c>).</summary>
public sealed class InfobipOptions
{
    public const string Section = "Cpd:Infobip";

    /// <summary>An account has senders of its own; in the sandbox any name will do.</summary>
    internal const string AnySender = "Cpd";

    /// <inheritdoc cref="AnySender"/>
    internal const string AnyEmailSender = "Cpd <hello@cpd.example>";

    /// <inheritdoc cref="AnySender"/>
    internal const string AnyWhatsAppSender = "447860000000";

    /// <inheritdoc cref="AnySender"/>
    internal const string AnyVoiceSender = "38510000000";

    /// <inheritdoc cref="AnySender"/>
    internal const string AnyMmsSender = "38510000001";

    /// <inheritdoc cref="AnySender"/>
    internal const string AnyPushSender = "c0de0000c0de0000c0de0000c0de0000";

    /// <summary>Whom messages through an account come from where neither they nor their workspace name anybody; null for nobody we know of.</summary>
    internal string? SenderOf(Channel channel, long account) => (account, channel) switch
    {
        (AccountId.Installation, Channel.Sms) => Given(Sender),
        (AccountId.Installation, Channel.Email) => Given(EmailSender),
        (AccountId.Installation, Channel.Voice) => Given(VoiceSender),
        (AccountId.Sandbox, Channel.Voice) => AnyVoiceSender,
        (AccountId.Sandbox, Channel.Sms) => AnySender,
        (AccountId.Sandbox, Channel.Email) => AnyEmailSender,
        (AccountId.Installation, Channel.WhatsApp) => Given(WhatsAppSender),
        (AccountId.Sandbox, Channel.WhatsApp) => AnyWhatsAppSender,
        (AccountId.Installation, Channel.Viber) => Given(ViberSender),
        (AccountId.Sandbox, Channel.Viber) => AnySender,
        (AccountId.Installation, Channel.Rcs) => Given(RcsSender),
        (AccountId.Sandbox, Channel.Rcs) => AnySender,
        (AccountId.Installation, Channel.Mms) => Given(MmsSender),
        (AccountId.Sandbox, Channel.Mms) => AnyMmsSender,
        (AccountId.Installation, Channel.Push) => Given(PushSender),
        (AccountId.Sandbox, Channel.Push) => AnyPushSender,
        _ => null,
    };

    /// <summary>The account's own host, for example <c>https://abc123.api.infobip.com</c>. Empty: the sandbox inside this process.</summary>
    public string? BaseUrl { get; set; }

    /// <summary>Goes out as <c>Authorization: App ...</c>. Needs the scopes sms:message:send and sms:logs:read, for e-mail email:message:send and email:logs:read, with addresses checked email:manage, for calls voice-message:message:send and voice-message:logs:read, for WhatsApp whatsapp:manage, for Viber viber-bm:message:send and viber-bm:logs:read, for RCS rcs:message:send, rcs:logs:read and rcs:manage, for MMS mms:manage, and for push mobile-app-messaging:send and mobile-app-messaging:logs:read.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Stands as sender where a message names none. Empty: the account's default sender.</summary>
    public string? Sender { get; set; }

    /// <summary>The same for e-mails: <c>Name &lt;address&gt;</c> of a domain that is verified at Infobip. Without one, e-mails need a sender of their own.</summary>
    public string? EmailSender { get; set; }

    /// <summary>The number that WhatsApp messages come from where nothing else is named.</summary>
    public string? WhatsAppSender { get; set; }

    /// <summary>The name that Viber messages come from where nothing else is named.</summary>
    public string? ViberSender { get; set; }

    /// <summary>The name that RCS messages come from where nothing else is named.</summary>
    public string? RcsSender { get; set; }

    /// <summary>The number or name that MMS come from where nothing else is named. Empty: the account's default sender.</summary>
    public string? MmsSender { get; set; }

    /// <summary>The code of the application that push notifications go to where nothing else is named: 32 hexadecimal digits.</summary>
    public string? PushSender { get; set; }

    /// <summary>
    /// How long it is believed what Infobip said of a phone, whether it gets RCS; then it is asked again. 0: nobody is asked, and each
    /// message is tried. The key needs the scope rcs:manage for it.
    /// </summary>
    public TimeSpan RcsCheckAge { get; set; } = TimeSpan.FromDays(3);

    /// <summary>
    /// How long it is believed what Infobip said of an e-mail address, in workspaces that have addresses checked; then it is asked again.
    /// The key needs the scope email:manage for it.
    /// </summary>
    public TimeSpan EmailCheckAge { get; set; } = TimeSpan.FromDays(30);

    /// <summary>The number that calls come from, one that the account has. Without one, calls need a number of their own.</summary>
    public string? VoiceSender { get; set; }

    /// <summary>Whether Infobip puts a picture into e-mails that tells when they are opened. Missing: in the sandbox, and nowhere else.</summary>
    public bool? TrackOpens { get; set; }

    /// <summary>Whether Infobip replaces links in e-mails, text messages, MMS and chats by its own, short ones, which tell when they are followed. Missing: in the sandbox, and nowhere else.</summary>
    public bool? TrackClicks { get; set; }

    /// <summary>The domain of short links in text messages, MMS and chats, as it is set up at Infobip. Empty: Infobip's own.</summary>
    public string? LinkDomain { get; set; }

    internal bool TracksOpens(long account) => TrackOpens ?? IsSandboxed(account);

    internal bool TracksClicks(long account) => TrackClicks ?? IsSandboxed(account);

    private bool IsSandboxed(long account) => account is AccountId.Sandbox || (account is AccountId.Installation && IsSandbox);

    /// <summary>
    /// Whether who ends a channel is put on Infobip's do-not-contact list, and taken off again. What is on it gets nothing by
    /// that channel, transactional messages neither. The key needs the scope blocklist:manage.
    /// </summary>
    public bool Blocklist { get; set; }

    /// <summary>How long one call may take, from the first byte out to the last byte in.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Where Infobip, and people by the links in messages, reach this installation from outside; overrides <c>Cpd:PublicUrl</c>. Both empty: its own listening
    /// address, good for the sandbox only.
    /// </summary>
    public string? PublicUrl { get; set; }

    /// <summary>True where the sandbox inside this process stands in for Infobip.</summary>
    public bool IsSandbox => string.IsNullOrWhiteSpace(BaseUrl);

    /// <summary>What is wrong, each with what to do; empty when all is well.</summary>
    internal IEnumerable<string> Problems()
    {
        if (!IsSandbox && !IsWeb(BaseUrl))
            yield return $"{Section}:BaseUrl must be an absolute http or https address, as shown in Infobip's portal; leave it empty to use the sandbox.";
        if (!IsSandbox && string.IsNullOrWhiteSpace(ApiKey))
            yield return $"{Section}:ApiKey is missing. Create a key in Infobip's portal, or leave BaseUrl empty to use the sandbox.";
        if (!string.IsNullOrWhiteSpace(PublicUrl) && !IsWeb(PublicUrl))
            yield return $"Cpd:PublicUrl, or {Section}:PublicUrl that overrides it, must be an absolute http or https address under which Infobip reaches this installation.";
        if (!string.IsNullOrWhiteSpace(EmailSender) && !EmailAddress.TryParse(EmailSender, out _))
            yield return $"{Section}:EmailSender must be an e-mail address, for example Shop <news@shop.example>.";
        if (!string.IsNullOrWhiteSpace(VoiceSender) && !IsNumber(VoiceSender))
            yield return $"{Section}:VoiceSender must be a number with its country, for example 38510000000.";
        if (!string.IsNullOrWhiteSpace(PushSender) && !PushContents.IsApplication(PushSender))
            yield return $"{Section}:PushSender must be an application's code of 32 hexadecimal digits, as Infobip's portal shows it.";
        if (RcsCheckAge < TimeSpan.Zero || RcsCheckAge > TimeSpan.FromDays(90))
            yield return $"{Section}:RcsCheckAge must be between 0 (never check) and 90 days.";
        if (EmailCheckAge < TimeSpan.FromDays(1) || EmailCheckAge > TimeSpan.FromDays(365))
            yield return $"{Section}:EmailCheckAge must be between one day and 365 days.";
        if (Timeout <= TimeSpan.Zero || Timeout > TimeSpan.FromMinutes(5))
            yield return $"{Section}:Timeout must be above zero and at most five minutes.";
    }

    /// <summary>In the form in which calls name it: with the country, digits only but for a plus.</summary>
    internal static bool IsNumber(string text) => text.Trim().TrimStart('+') is { Length: >= 5 and <= 15 } digits && digits.All(char.IsAsciiDigit);

    private static bool IsWeb(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);

    private static string? Given(string? text) => text is { Length: > 0 } ? text : null;
}
