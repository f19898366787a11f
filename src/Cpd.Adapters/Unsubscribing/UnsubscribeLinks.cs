using System.Security.Cryptography;
using Cpd.Adapters.Infobip;
using Cpd.Contracts;
using Microsoft.AspNetCore.DataProtection;

namespace Cpd.Adapters.Unsubscribing;

/// <summary>
/// The address in the head of an e-mail under which its person unsubscribes with one click. It says by itself who that is,
/// sealed with the keys that all processes of an installation share: nothing is kept for it, and nobody can make one up.
/// </summary>
public sealed class UnsubscribeLinks(IDataProtectionProvider protection, InfobipWebhooks addresses)
{
    public const string Pattern = "/unsubscribe/{token}";

    private readonly IDataProtector _seal = protection.CreateProtector("Cpd.Unsubscribing");

    public Uri Of(string workspace, PersonId person, Channel channel, string address) =>
        addresses.At(Pattern.Replace("{token}", _seal.Protect($"{workspace}\n{person}\n{channel}\n{address}"), StringComparison.Ordinal));

    /// <summary>Null for what is none of ours.</summary>
    public Unsubscriber? Read(string? token)
    {
        try
        {
            return token is { Length: > 0 and < 4096 } && _seal.Unprotect(token).Split('\n') is [var workspace, var id, var name, var address]
                && Ids.TryParse(id, out PersonId person) && Enum.TryParse<Channel>(name, out var channel)
                    ? new Unsubscriber(workspace, person, channel, address)
                    : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}

/// <summary>Whom a link is about.</summary>
public sealed record Unsubscriber(string Workspace, PersonId Person, Channel Channel, string Address);
