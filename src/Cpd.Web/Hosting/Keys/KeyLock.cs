using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Cpd.Adapters;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.Options;

namespace Cpd.Web.Hosting.Keys;

/// <summary>
/// Locks what data protection stores, so that a copy of the table or the folder opens nothing without the secret of
/// <see cref="KeysOptions"/>. Where the database is a file, the secret is made once, beside it.
/// </summary>
internal sealed class KeyLock(IOptions<KeysOptions> options, Roles roles, IConfiguration configuration)
{
    /// <summary>In the data directory.</summary>
    public const string FileName = "data-protection-secret";

    private readonly Lazy<byte[]?> _key = new(() =>
    {
        var secret = options.Value.Read() ?? (roles.Database is DatabaseKind.Sqlite ? new DataFolder(configuration).Secret(FileName, bytes: 32) : null);
        return secret is null ? null : HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), 32, info: "Cpd.Keys"u8.ToArray());
    });

    /// <summary>False on a server of several processes that were told no secret: keys are stored there as they are.</summary>
    public bool IsThere => roles.Database is DatabaseKind.Sqlite || options.Value.Read() is not null;

    /// <summary>The nonce, the tag, and what they belong to.</summary>
    public byte[] Lock(byte[] plain)
    {
        var locked = new byte[AesGcm.NonceByteSizes.MaxSize + AesGcm.TagByteSizes.MaxSize + plain.Length];
        var (nonce, tag, cipher) = Split(locked);
        RandomNumberGenerator.Fill(nonce.Span);
        using var aes = new AesGcm(_key.Value!, tag.Length);
        aes.Encrypt(nonce.Span, plain, cipher.Span, tag.Span);
        return locked;
    }

    /// <exception cref="CryptographicException">It was locked with another secret, or there is none here.</exception>
    public byte[] Open(byte[] locked)
    {
        if (_key.Value is not { } key || locked.Length < AesGcm.NonceByteSizes.MaxSize + AesGcm.TagByteSizes.MaxSize) throw new CryptographicException("There is no secret to open the stored key with.");

        var (nonce, tag, cipher) = Split(locked);
        var plain = new byte[cipher.Length];
        using var aes = new AesGcm(key, tag.Length);
        aes.Decrypt(nonce.Span, cipher.Span, tag.Span, plain);
        return plain;
    }

    private static (Memory<byte> Nonce, Memory<byte> Tag, Memory<byte> Cipher) Split(Memory<byte> locked)
    {
        var (nonce, tag) = (AesGcm.NonceByteSizes.MaxSize, AesGcm.TagByteSizes.MaxSize);
        return (locked[..nonce], locked.Slice(nonce, tag), locked[(nonce + tag)..]);
    }
}

/// <summary>Writes a key's secret part so that only <see cref="KeyOpener"/> reads it.</summary>
internal sealed class KeyLocker(KeyLock key) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement) =>
        new(new XElement(KeyOpener.Element, Convert.ToBase64String(key.Lock(Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting))))), typeof(KeyOpener));
}

/// <summary>Data protection finds it by the name of its type, which stands beside each locked key: renaming it loses them.</summary>
internal sealed class KeyOpener(IServiceProvider services) : IXmlDecryptor
{
    public const string Element = "lockedKey";

    public XElement Decrypt(XElement encryptedElement) =>
        XElement.Parse(Encoding.UTF8.GetString(services.GetRequiredService<KeyLock>().Open(Convert.FromBase64String(encryptedElement.Value))));
}
