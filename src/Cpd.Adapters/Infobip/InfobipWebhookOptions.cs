using Cpd.EventLog;

namespace Cpd.Adapters.Infobip;

/// <summary>
/// How we know that a webhook comes from Infobip (<c>Cpd:Infobip:Webhooks</c>). The secret in the path is always there;
/// Basic and HMAC come on top where they are set, as they are set in Infobip's notification profile.
/// </summary>
public sealed class InfobipWebhookOptions
{
    public const string Section = "Cpd:Infobip:Webhooks";

    /// <summary>The secret piece of the path. Empty: made once and kept in the data directory; not where several processes share the work.</summary>
    public string? Secret { get; set; }

    /// <summary>Basic authentication, where a user is named.</summary>
    public string? User { get; set; }

    public string? Password { get; set; }

    /// <summary>The key of the signature over the body; empty: bodies are not signed.</summary>
    public string? HmacSecret { get; set; }

    /// <summary>The header that carries the signature. Infobip does not publish its name; this is what most receivers read.</summary>
    public string HmacHeader { get; set; } = "X-Infobip-Signature";

    public InfobipHmac HmacAlgorithm { get; set; } = InfobipHmac.Sha256;

    public InfobipHmacEncoding HmacEncoding { get; set; } = InfobipHmacEncoding.Hex;

    /// <summary>What is wrong, each with what to do; empty when all is well.</summary>
    internal IEnumerable<string> Problems(string section)
    {
        if (!string.IsNullOrEmpty(Secret) && (Secret.Length < 16 || !Secret.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')))
            yield return $"{section}:Secret must have at least 16 letters, digits, '-' or '_', because it is part of a URL; leave it empty to generate one.";
        if (!string.IsNullOrEmpty(User) && string.IsNullOrEmpty(Password))
            yield return $"{section}:Password is missing for {section}:User.";
        if (!string.IsNullOrEmpty(HmacSecret) && string.IsNullOrWhiteSpace(HmacHeader))
            yield return $"{section}:HmacHeader must name the header that carries the signature.";
    }

    /// <summary>Who sends tells Infobip the address, and another process is asked at it: with a secret each, no report would be let in.</summary>
    internal IEnumerable<string> ProblemsAmongSeveral(Roles roles)
    {
        if (roles.IsOneOfSeveral && string.IsNullOrEmpty(Secret))
            yield return $"{Section}:Secret is missing: it is part of the URL that Infobip reports to and must be the same for all processes. Create one: openssl rand -hex 16.";
    }
}

/// <summary>The hash under a signature; Infobip calls them HMAC_MD5, HMAC_SHA_1 and so on.</summary>
public enum InfobipHmac { Md5, Sha1, Sha256, Sha384, Sha512 }

public enum InfobipHmacEncoding { Hex, Base64 }
