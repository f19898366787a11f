using System.Text;
using Cpd.Engine.Workspaces;
using Cpd.Web.Access;

namespace Cpd.Web.Api;

/// <summary>Finds out whose key a request brings.</summary>
internal sealed class Callers(WriteKeys keys, KeyUse use)
{
    public static readonly ApiProblem NoKey = new(
        401, "key.missing", "A write key is required: send it as the user name of Basic authentication, or as \"writeKey\" in the body.");

    private static readonly ApiProblem WrongKey = new(
        401, "key.unknown", "The write key is unknown or was revoked: check the workspace's keys.");

    private static readonly ApiProblem OnlyHere = new(
        401, "key.loopback-only", "This key only works on the server's own machine: create a key for calls from elsewhere.");

    /// <summary>Basic authentication with the key as user name; whatever the password is. Null where there is none.</summary>
    public static string? KeyOfHeader(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.Length == 0) return null;
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase)) return "";

        Span<byte> decoded = stackalloc byte[1024];
        if (!Convert.TryFromBase64Chars(header.AsSpan(6).Trim(), decoded, out var length)) return "";

        decoded = decoded[..length];
        var colon = decoded.IndexOf((byte)':');
        return Encoding.UTF8.GetString(colon < 0 ? decoded : decoded[..colon]);
    }

    /// <param name="scope">What the call needs a key for.</param>
    public async ValueTask<(WriteKey? Key, ApiProblem? Problem)> Find(HttpContext http, string key, KeyScopes scope, CancellationToken ct)
    {
        if (key.Length == 0 || await keys.Find(key, ct) is not { } found) return (null, WrongKey);
        if (found.LoopbackOnly && !FromHere.Is(http)) return (null, OnlyHere);
        if (!found.Scopes.Allow(scope)) return (null, new ApiProblem(403, "key.scope", $"This key may not be used for {scope.Words()}: create one that may in Settings, Keys."));

        use.Tell(found);
        return (found, null);
    }
}
