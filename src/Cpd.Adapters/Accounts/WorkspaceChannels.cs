using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Cpd.Contracts;

namespace Cpd.Adapters.Accounts;

/// <summary>What a workspace has chosen for its channels.</summary>
/// <param name="account">Through which it sends: an <see cref="AccountId"/>, or one of its own.</param>
/// <param name="secret">Of its webhook addresses; null where the installation's are used.</param>
/// <param name="senders">The default of each channel that has one.</param>
/// <param name="rates">Messages in a second of each channel that has a limit of its own.</param>
/// <param name="checksEmail">Whether an e-mail address is looked at before the first e-mail.</param>
public sealed class WorkspaceChannels(
    long account, string? secret, FrozenDictionary<Channel, string> senders, FrozenDictionary<Channel, double> rates, bool checksEmail)
{
    public static readonly WorkspaceChannels Nothing = new(
        AccountId.Installation, null, FrozenDictionary<Channel, string>.Empty, FrozenDictionary<Channel, double>.Empty, false);

    public long Account => account;

    public FrozenDictionary<Channel, string> Senders => senders;

    public FrozenDictionary<Channel, double> Rates => rates;

    public bool ChecksEmail => checksEmail;

    internal string? Secret => secret;
}

/// <summary>An account of a workspace's own. Nothing that prints it prints the key.</summary>
public sealed class OwnAccount(long id, string workspace, string baseUrl, string key)
{
    public long Id => id;

    public string Workspace => workspace;

    public string BaseUrl => baseUrl;

    internal string Key => key;

    public override string ToString() => $"account {Id} at {BaseUrl}";
}

/// <summary>The secret of a workspace's webhook addresses, as its hash.</summary>
/// <param name="Until">Null for the present one.</param>
internal sealed record WebhookSecret(string Workspace, byte[] Hash, DateTimeOffset? Until)
{
    public static WebhookSecret Of(string workspace, string secret, DateTimeOffset? until) =>
        new(workspace, SHA256.HashData(Encoding.UTF8.GetBytes(secret)), until);

    public bool Matches(ReadOnlySpan<byte> hash) => CryptographicOperations.FixedTimeEquals(hash, Hash);
}
