using System.Security.Cryptography;
using System.Text;

namespace Cpd.Adapters.Infobip;

/// <summary>The signature of a webhook: HMAC over the raw bytes of the body, as text in a header.</summary>
public static class InfobipSignature
{
    /// <summary>The header's value; <see cref="InfobipWebhookOptions.HmacSecret"/> must be set.</summary>
    public static string Of(ReadOnlySpan<byte> body, InfobipWebhookOptions options)
    {
        var hash = Hash(options.HmacAlgorithm, Encoding.UTF8.GetBytes(options.HmacSecret!), body);
        return options.HmacEncoding is InfobipHmacEncoding.Base64 ? Convert.ToBase64String(hash) : Convert.ToHexStringLower(hash);
    }

    /// <summary>Compares in constant time; hex in capitals and a leading <c>sha256=</c> are understood too.</summary>
    public static bool Matches(string? header, ReadOnlySpan<byte> body, InfobipWebhookOptions options)
    {
        if (string.IsNullOrEmpty(header)) return false;

        var given = header.Trim();
        if (options.HmacEncoding is InfobipHmacEncoding.Hex)
            given = given[(given.IndexOf('=', StringComparison.Ordinal) + 1)..].ToLowerInvariant();
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(Of(body, options)));
    }

#pragma warning disable CA5350, CA5351   // Infobip's profiles offer the weak ones too; which one is used is the account's choice
    private static byte[] Hash(InfobipHmac algorithm, byte[] key, ReadOnlySpan<byte> body) => algorithm switch
    {
        InfobipHmac.Md5 => HMACMD5.HashData(key, body),
        InfobipHmac.Sha1 => HMACSHA1.HashData(key, body),
        InfobipHmac.Sha384 => HMACSHA384.HashData(key, body),
        InfobipHmac.Sha512 => HMACSHA512.HashData(key, body),
        _ => HMACSHA256.HashData(key, body),
    };
#pragma warning restore CA5350, CA5351
}
