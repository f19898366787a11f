using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Cpd.Adapters.Infobip;
using Microsoft.AspNetCore.Http;

namespace Cpd.Adapters.Sandbox;

/// <summary>What every call of Infobip's API goes through: who is it, and is the service in the mood. Errors have the shape of their generation.</summary>
internal static class SandboxGate
{
    /// <summary>True where the call may go on; else it has been answered.</summary>
    public static async Task<bool> Open(HttpContext context, SandboxService sandbox)
    {
        switch (sandbox.Tokens.Knows(context.Request.Headers.Authorization.ToString()) ? Caller.Known : Who(context, sandbox.Options))
        {
            case Caller.Unknown:
                await Refuse(context, 401);
                return false;
            case Caller.WithoutScope:
                await Refuse(context, 403);
                return false;
        }

        var mood = sandbox.Mood.Now;
        if (mood.HoldMs > 0) await Task.Delay(TimeSpan.FromMilliseconds(mood.HoldMs), sandbox.Clock);
        if (sandbox.Mood.Chance(mood.Refuse429Rate) || (mood.Throttles && !sandbox.Throttles.May(context.Request.Method, context.Request.Path.Value!)))
        {
            await TooMany(context, mood);
            return false;
        }
        if (sandbox.Mood.Chance(mood.FailRate))
        {
            await Latency(sandbox);
            await Refuse(context, 500);
            return false;
        }
        return true;
    }

    public static Task Latency(SandboxService sandbox) => sandbox.Mood.Now.LatencyMs is > 0 and var wait
        ? Task.Delay(TimeSpan.FromMilliseconds(wait), sandbox.Clock)
        : Task.CompletedTask;

    public static Task TooMany(HttpContext context, SandboxBehaviour mood)
    {
        if (mood.RetryAfterSeconds is { } seconds) context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Refuse(context, 429);
    }

    /// <summary>Everybody on this machine; from elsewhere whoever has a key.</summary>
    public static bool MayControl(HttpContext context, SandboxOptions options) => IsFromHere(context) || Who(context, options) is Caller.Known;

    /// <summary>Neither from another machine, nor through a proxy on this one, nor by a page of some other site in a browser here.</summary>
    private static bool IsFromHere(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (context.Connection.RemoteIpAddress is { } from && !IPAddress.IsLoopback(from) && !from.Equals(context.Connection.LocalIpAddress)) return false;
        if (headers.ContainsKey("X-Forwarded-For") || headers.ContainsKey("Forwarded")) return false;
        return headers.Origin is not { Count: > 0 } origin || (Uri.TryCreate(origin, UriKind.Absolute, out var site) && site.IsLoopback);
    }

    public static Task Answer<T>(HttpContext context, T value, JsonTypeInfo<T> type, int status = 200)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(value, type);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json;charset=UTF-8";
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, CancellationToken.None).AsTask();
    }

    public static Task Refuse(HttpContext context, int status, params IReadOnlyList<ApiViolation> violations)
    {
        var (code, old, description, oldText, action, resources) = Errors(status);
        if (!IsOld(context.Request.Path.Value!))
            return Answer(context, new ApiError(code, description, action, violations, resources), InfobipJson.Wire.ApiError, status);

        var errors = violations.Count == 0 ? null : violations
            .GroupBy(one => one.Property ?? "", StringComparer.Ordinal)
            .ToDictionary(path => path.Key, path => (IReadOnlyList<string>)[.. path.Select(one => one.Violation ?? "")], StringComparer.Ordinal);
        return Answer(context, new ApiExceptionBody(new ApiRequestError(new ApiServiceFault(old, oldText, errors))), InfobipJson.Wire.ApiExceptionBody, status);
    }

    /// <summary>The older shape with a sentence of its own, such as "Bulk not found".</summary>
    public static Task RefuseWith(HttpContext context, int status, string text)
    {
        var old = Errors(status).Old;
        return Answer(context, new ApiExceptionBody(new ApiRequestError(new ApiServiceFault(old, text))), InfobipJson.Wire.ApiExceptionBody, status);
    }

    /// <summary>Reads a body; what is wrong with it where it cannot be read.</summary>
    public static async Task<(T? Value, ApiViolation? Wrong)> Body<T>(HttpContext context, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            return (await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted), null);
        }
        catch (JsonException problem)
        {
            return (null, new ApiViolation(problem.Path is { Length: > 2 } given ? given[2..] : "body", "could not be read"));
        }
    }

    private static readonly string[] Older = ["/sms/1/", "/sms/2/", "/ct/1/", "/account/1/", "/auth/1/", "/subscriptions/1/", "/platform/1/blocklists", "/whatsapp/1/senders/"];

    /// <summary>Paths that answer with the older shape of errors.</summary>
    private static bool IsOld(string path) =>
        Older.Any(part => path.Contains(part, StringComparison.Ordinal)) || path.Contains("/tts/", StringComparison.Ordinal) || path.Contains("/voice/1/", StringComparison.Ordinal)
        || path.Contains("/whatsapp/1/message/", StringComparison.Ordinal) || path.Contains("/whatsapp/2/", StringComparison.Ordinal) || path.EndsWith("/email/4/mime", StringComparison.Ordinal)
        || (!path.Contains("/email/1/suppressions", StringComparison.Ordinal) && !path.EndsWith("/email/2/validations", StringComparison.Ordinal)
            && (path.Contains("/email/1/", StringComparison.Ordinal) || path.Contains("/email/2/", StringComparison.Ordinal) || path.Contains("/email/3/", StringComparison.Ordinal)));

    /// <summary>The name and password that take part in Basic authentication, where they are good here.</summary>
    public static bool IsUser(HttpContext context, SandboxOptions options, string? user, string? password) =>
        user == options.User && password == options.Password && (options.Password != SandboxOptions.KnownPassword || IsFromHere(context));

    private enum Caller { Unknown, WithoutScope, Known }

    /// <summary>
    /// Keys that everybody knows open to this machine only: whoever may send here chooses the address that the reports,
    /// with our credentials, are pushed to.
    /// </summary>
    private static Caller Who(HttpContext context, SandboxOptions options)
    {
        var here = IsFromHere(context);
        var given = context.Request.Headers.Authorization.ToString();
        var space = given.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0) return Caller.Unknown;

        var secret = given[(space + 1)..].Trim();
        if (given.StartsWith("App ", StringComparison.OrdinalIgnoreCase))
            return secret == options.Key && (here || secret != InfobipEndpoint.SandboxKey) ? Caller.Known : secret == options.KeyWithoutScope ? Caller.WithoutScope : Caller.Unknown;
        return given.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) && (here || options.Password != SandboxOptions.KnownPassword)
            && secret == Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.User}:{options.Password}")) ? Caller.Known : Caller.Unknown;
    }

    private static (string Code, string Old, string Description, string OldText, string Action, IReadOnlyList<ApiResource> Resources) Errors(int status) => status switch
    {
        401 => ("E401", "UNAUTHORIZED", "The request lacks valid authentication credentials for the requested resource.", "Unauthorized",
            "Check the resources and adjust authentication credentials.",
            [new ApiResource("API Authentication", "https://www.infobip.com/docs/essentials/api-authentication")]),
        403 => ("E403", "FORBIDDEN", "Insufficient permissions to access the requested resource.", "Forbidden",
            "Repeat the request with new or different credentials.",
            [new ApiResource("API Scopes", "https://www.infobip.com/docs/essentials/api-authorization")]),
        404 => ("E404", "NOT_FOUND", "Not found - request URL doesn't exist on the API server or resource is not found.", "Requested URL not found",
            "Check the resources and adjust your request.", []),
        409 => ("E409", "CONFLICT", "conflict with existing resources", "Conflict", "check violations", []),
        429 => ("E429", "TOO_MANY_REQUESTS", "Too many requests sent.", "Too many requests",
            "Check request rate limit specified in the API endpoint documentation resource.",
            [new ApiResource("Throttling handling errors", "https://www.infobip.com/docs/essentials/integration-best-practices#throttling-handling-errors")]),
        500 => ("E500", "GENERAL_ERROR", "Something went wrong.", "Something went wrong. Please contact support.", "Contact the support.", []),
        _ => ("E400", "BAD_REQUEST", "Request cannot be processed.", "Bad request", "Check the syntax, violations and adjust the request.", []),
    };
}
