using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cpd.EndToEnd.Tests.Access;

/// <summary>
/// An OpenID provider of the tests' own: it describes itself, asks on a page who one is, gives out codes that are good once and
/// only with what PKCE asks for, and signs what it says with a key that it publishes.
/// </summary>
internal sealed class OpenIdProvider : IAsyncDisposable
{
    public const string ClientId = "cpd-tests", ClientSecret = "a secret of the tests";

    private readonly FreePort _port = new();
    private readonly RSA _key = RSA.Create(2048);
    private readonly ConcurrentDictionary<string, Dictionary<string, string>> _codes = new();
    private WebApplication? _app;

    /// <summary>Who may be picked on its page.</summary>
    public IReadOnlyList<Person> People { get; init; } = [];

    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port.Number}");

    /// <summary>Not there before this: the address is, and nobody answers.</summary>
    public async Task Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(Url);
        _app = builder.Build();
        _app.MapGet("/.well-known/openid-configuration", () => Results.Json(new
        {
            issuer = Url,
            authorization_endpoint = Url + "/authorize",
            token_endpoint = Url + "/token",
            userinfo_endpoint = Url + "/userinfo",
            jwks_uri = Url + "/keys",
            response_types_supported = (string[])["code"],
            subject_types_supported = (string[])["public"],
            id_token_signing_alg_values_supported = (string[])["RS256"],
        }));
        _app.MapGet("/favicon.ico", () => Results.NoContent());
        _app.MapGet("/keys", () =>
        {
            var key = _key.ExportParameters(includePrivateParameters: false);
            return Results.Json(new { keys = (object[])[new { kty = "RSA", use = "sig", alg = "RS256", kid = "key-1", n = Base64Url.EncodeToString(key.Modulus), e = Base64Url.EncodeToString(key.Exponent) }] });
        });
        _app.MapGet("/authorize", (Delegate)Ask);
        _app.MapPost("/token", (Delegate)Redeem);
        _app.MapGet("/userinfo", (HttpRequest request) =>
        {
            var person = PersonOf(request.Headers.Authorization.ToString()["Bearer ".Length..]);
            return Results.Json(new { sub = person.Subject, email = person.Email, email_verified = person.IsVerified, name = person.Name });
        });
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null) await _app.DisposeAsync();
        _key.Dispose();
        _port.Dispose();
    }

    /// <summary>A page with a link for each person, and one for nobody.</summary>
    private IResult Ask(HttpRequest request)
    {
        var asked = request.Query.ToDictionary(one => one.Key, one => one.Value.ToString());
        if (asked["client_id"] != ClientId || asked["response_type"] != "code" || asked.GetValueOrDefault("code_challenge_method") != "S256" || asked["scope"] != "openid profile email")
            return Results.BadRequest("Not as it was agreed.");

        var page = new StringBuilder("<!DOCTYPE html><html lang=\"en\"><title>Provider</title><h1>Who are you?</h1>");
        foreach (var person in People)
        {
            var code = Guid.NewGuid().ToString("N");
            _codes[code] = new(asked) { ["person"] = person.Subject };
            page.Append(CultureInfo.InvariantCulture, $"<p><a href=\"{Back(asked, $"code={code}")}\">{WebUtility.HtmlEncode(person.Subject)}</a>");
        }
        page.Append(CultureInfo.InvariantCulture, $"<p><a href=\"{Back(asked, "error=access_denied")}\">nobody</a>");
        return Results.Content(page.ToString(), "text/html");
    }

    private static string Back(Dictionary<string, string> asked, string answer) => WebUtility.HtmlEncode($"{asked["redirect_uri"]}?{answer}&state={Uri.EscapeDataString(asked["state"])}");

    private async Task<IResult> Redeem(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync();
        if (!_codes.TryRemove(form["code"].ToString(), out var asked)) return Results.Json(new { error = "invalid_grant" }, statusCode: 400);

        var proof = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        if (form["client_id"] != ClientId || form["client_secret"] != ClientSecret || form["redirect_uri"] != asked["redirect_uri"] || proof != asked["code_challenge"])
            return Results.Json(new { error = "invalid_client" }, statusCode: 401);

        var person = PersonOf(asked["person"]);
        if (person.BreaksTheLine)
        {
            http.Abort();
            return Results.Empty;
        }
        return Results.Json(new { access_token = person.Subject, token_type = "Bearer", expires_in = 60, id_token = IdToken(person, asked["nonce"]) });
    }

    private string IdToken(Person person, string nonce)
    {
        var now = TimeProvider.System.GetUtcNow();
        var said = new Dictionary<string, object>
        {
            ["iss"] = Url,
            ["aud"] = ClientId,
            ["sub"] = person.Subject,
            ["nonce"] = nonce,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddMinutes(5).ToUnixTimeSeconds(),
        };
        if (!person.IsToldOnRequest)
        {
            said["email"] = person.Email;
            said["email_verified"] = person.IsVerified;
            said["name"] = person.Name;
        }
        var text = Piece(new { alg = "RS256", typ = "JWT", kid = "key-1" }) + "." + Piece(said);
        var key = person.IsForged ? RSA.Create(2048) : _key;
        return text + "." + Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    private static string Piece(object value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));

    private Person PersonOf(string subject) => People.Single(person => person.Subject == subject);

    /// <param name="Subject">As the page lists them.</param>
    internal sealed record Person(string Subject, string Email, bool IsVerified = true)
    {
        public string Name { get; init; } = Subject;

        /// <summary>Their address is told only to who asks for it with the token, and is not in the token.</summary>
        public bool IsToldOnRequest { get; init; }

        /// <summary>What is said of them is signed with a key that nobody published.</summary>
        public bool IsForged { get; init; }

        /// <summary>The provider goes away in the middle of it.</summary>
        public bool BreaksTheLine { get; init; }
    }
}
