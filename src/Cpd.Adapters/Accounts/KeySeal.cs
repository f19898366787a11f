using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Cpd.Adapters.Accounts;

/// <summary>
/// Seals what nobody may read in the database: with the keys that all processes of an installation share. What is sealed
/// for one workspace does not open for another.
/// </summary>
public sealed class KeySeal(IDataProtectionProvider protection)
{
    private const string Purpose = "Cpd.Accounts";

    public string Seal(string workspace, string secret) => Of(workspace).Protect(secret);

    /// <summary>Null where it was sealed with keys that are not here.</summary>
    public string? Open(string workspace, string @sealed)
    {
        try
        {
            return @sealed.Length == 0 ? null : Of(workspace).Unprotect(@sealed);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private IDataProtector Of(string workspace) => protection.CreateProtector(Purpose, workspace);
}
