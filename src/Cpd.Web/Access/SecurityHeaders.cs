using System.Security.Cryptography;

namespace Cpd.Web.Access;

/// <summary>What browsers are told they may do with an answer of ours.</summary>
internal static class SecurityHeaders
{
    private const string NonceItem = "cpd.nonce";

    /// <summary>Marks the inline script and style that are this answer's own.</summary>
    public static string Nonce(HttpContext http) =>
        (string)(http.Items[NonceItem] ??= Convert.ToBase64String(RandomNumberGenerator.GetBytes(16)));

    public static Task Add(HttpContext http, RequestDelegate next)
    {
        http.Response.OnStarting(() =>
        {
            var headers = http.Response.Headers;
            headers.ContentSecurityPolicy = Policy(http);
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            if (http.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000";
            return Task.CompletedTask;
        });
        return next(http);
    }

    // Style attributes carry positions and sizes: of the designer's steps, of menus, of bars. Style elements are MudBlazor's,
    // which writes the theme into one when a page comes to life, where it can have no nonce. Neither runs anything.
    private static string Policy(HttpContext http) =>
        $"default-src 'self'; script-src 'self' 'nonce-{Nonce(http)}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
        + "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
}
