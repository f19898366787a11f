using Cpd.Adapters.Infobip;

namespace Cpd.Adapters.Preferences;

/// <summary>
/// A workspace's logo under an address of its own: mailboxes show no picture that lies within the mail. Everybody may see it,
/// as everybody sees it who gets a mail.
/// </summary>
public sealed class MailLogos(PageLooks looks, InfobipWebhooks addresses)
{
    public const string Pattern = "/p/{workspace}/logo";

    /// <summary>What mail programs show. An SVG would be a page of ours with whatever is in it.</summary>
    private static readonly string[] Types = ["image/png", "image/jpeg"];

    /// <summary>Null where there is none that a mail could show.</summary>
    public async Task<Uri?> Of(string workspace, CancellationToken ct) =>
        await Read(workspace, ct) is null ? null : addresses.At(Pattern.Replace("{workspace}", workspace, StringComparison.Ordinal));

    public async Task<MailLogo?> Read(string workspace, CancellationToken ct)
    {
        if ((await looks.Of(workspace, ct)).Logo is not { } logo) return null;
        return Array.Find(Types, type => logo.StartsWith(Head(type), StringComparison.Ordinal)) is { } found
            ? new MailLogo(found, Convert.FromBase64String(logo[Head(found).Length..]))
            : null;
    }

    private static string Head(string type) => $"data:{type};base64,";
}

/// <param name="Type"><c>image/png</c></param>
public sealed record MailLogo(string Type, byte[] Picture);
