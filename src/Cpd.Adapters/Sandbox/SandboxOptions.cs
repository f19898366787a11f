using Cpd.Adapters.Infobip;

namespace Cpd.Adapters.Sandbox;

/// <summary>The server that stands in for Infobip (<c>Cpd:Sandbox</c>).</summary>
public sealed class SandboxOptions
{
    public const string Section = "Cpd:Sandbox";

    /// <summary>What the password is until somebody sets one.</summary>
    internal const string KnownPassword = "sandbox";

    /// <summary>Missing: on where no account at Infobip is set.</summary>
    public bool? Enabled { get; set; }

    /// <summary>What it received is kept here. Empty: <c>sandbox.db</c> in the data directory.</summary>
    public string? File { get; set; }

    /// <summary>Taken as <c>Authorization: App ...</c>; the usual one from this machine only, one of your own from everywhere.</summary>
    public string Key { get; set; } = InfobipEndpoint.SandboxKey;

    /// <summary>A valid key that may do nothing: answered with 403.</summary>
    public string KeyWithoutScope { get; set; } = "sandbox-key-without-scope";

    /// <summary>Taken as Basic authentication, with <see cref="Password"/>.</summary>
    public string User { get; set; } = "sandbox";

    public string Password { get; set; } = KnownPassword;

    /// <summary>Where messages that people write are pushed to. Empty: to this installation; stand-alone they wait to be fetched.</summary>
    public string? InboundUrl { get; set; }

    /// <summary>How its webhooks prove where they come from. What is not set here is as the receivers expect it.</summary>
    public InfobipWebhookOptions Webhooks { get; set; } = new();

    /// <summary>How long messages stay that have nothing more to report.</summary>
    public TimeSpan Keep { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How it behaves until it is told otherwise.</summary>
    public SandboxBehaviour Behaviour { get; set; } = new();

    /// <summary>A webhook that is not answered within this counts as not taken, and comes again.</summary>
    internal TimeSpan PushTimeout { get; set; } = TimeSpan.FromSeconds(10);

    internal Func<Uri?> OwnInboundUrl { get; set; } = () => null;

    internal Func<Uri?> OwnWhatsAppUrl { get; set; } = () => null;

    internal Func<Uri?> OwnViberUrl { get; set; } = () => null;

    internal Func<Uri?> OwnRcsUrl { get; set; } = () => null;

    internal Func<Uri?> OwnMmsUrl { get; set; } = () => null;

    /// <summary>Where what people do on a channel is told; null where nobody is told of it.</summary>
    internal Uri? InboundOf(Contracts.Channel channel) => InboundUrl is { Length: > 0 } url ? new Uri(url) : channel switch
    {
        Contracts.Channel.WhatsApp => OwnWhatsAppUrl(),
        Contracts.Channel.Viber => OwnViberUrl(),
        Contracts.Channel.Rcs => OwnRcsUrl(),
        Contracts.Channel.Mms => OwnMmsUrl(),
        _ => Inbound,
    };

    internal Uri? Inbound => InboundUrl is { Length: > 0 } url ? new Uri(url) : OwnInboundUrl();
}
