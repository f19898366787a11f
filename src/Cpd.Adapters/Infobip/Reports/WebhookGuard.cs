using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Cpd.Adapters.Accounts;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Cpd.Adapters.Infobip.Reports;

/// <summary>Tells whether a webhook comes from whom it says. Every comparison takes the same time, right or wrong.</summary>
internal sealed class WebhookGuard(InfobipWebhooks addresses, AccountBook book, IOptions<InfobipWebhookOptions> options, TimeProvider clock)
{
    private readonly byte[]? _basic = options.Value.User is { Length: > 0 } user ? Encoding.UTF8.GetBytes($"{user}:{options.Value.Password}") : null;

    /// <summary>Null where it may come in; else the status that says no. A wrong path is not there at all.</summary>
    /// <param name="workspace">Whose address it is; null for the installation's, which is everybody's.</param>
    public int? RefusePath(string? secret, out string? workspace)
    {
        workspace = null;
        if (secret is null) return StatusCodes.Status404NotFound;

        workspace = book.OfSecret(SHA256.HashData(Encoding.UTF8.GetBytes(secret)), clock.GetUtcNow())?.Workspace;
        var isOurs = Same(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(addresses.Secret));
        return workspace is not null || isOurs ? null : StatusCodes.Status404NotFound;
    }

    public int? RefuseCaller(HttpRequest request) =>
        _basic is null || IsUser(request.Headers.Authorization.ToString()) ? null : StatusCodes.Status401Unauthorized;

    public int? RefuseBody(HttpRequest request, ReadOnlySpan<byte> body) =>
        options.Value.HmacSecret is not { Length: > 0 } || InfobipSignature.Matches(request.Headers[options.Value.HmacHeader].ToString(), body, options.Value)
            ? null
            : StatusCodes.Status401Unauthorized;

    private bool IsUser(string header)
    {
        if (!AuthenticationHeaderValue.TryParse(header, out var given) || !"Basic".Equals(given.Scheme, StringComparison.OrdinalIgnoreCase)) return false;

        var bytes = new byte[given.Parameter?.Length ?? 0];
        return Convert.TryFromBase64String(given.Parameter ?? "", bytes, out var length) && Same(bytes.AsSpan(0, length), _basic);
    }

    /// <summary>Over hashes, so that not even the length shows.</summary>
    private static bool Same(ReadOnlySpan<byte> given, ReadOnlySpan<byte> wanted) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(given), SHA256.HashData(wanted));
}
