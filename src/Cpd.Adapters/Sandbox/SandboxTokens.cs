using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Cpd.Adapters.Sandbox;

/// <summary>Tokens that were given for a name and a password, for an hour each. They end with the process.</summary>
internal sealed class SandboxTokens(TimeProvider clock)
{
    /// <summary>How the header names them.</summary>
    public const string Session = "IBSSO", Bearer = "Bearer";

    public static readonly TimeSpan Life = TimeSpan.FromMinutes(60);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _until = new(StringComparer.Ordinal);

    public string Give(string kind)
    {
        foreach (var (old, until) in _until) if (until <= clock.GetUtcNow()) _until.TryRemove(old, out _);
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        _until[$"{kind} {token}"] = clock.GetUtcNow() + Life;
        return token;
    }

    /// <param name="header">What stands behind <c>Authorization:</c>.</param>
    public bool Knows(string header) => _until.TryGetValue(header, out var until) && until > clock.GetUtcNow();

    public void End(string header) => _until.TryRemove(header, out _);
}
