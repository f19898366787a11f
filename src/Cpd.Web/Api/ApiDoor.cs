using System.Globalization;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Microsoft.Net.Http.Headers;

namespace Cpd.Web.Api;

/// <summary>What is the same for all calls under /v1: methods, browsers of other sites, packed bodies, keys and refusals.</summary>
internal static partial class ApiDoor
{
    private static readonly ApiProblem OnlyPost = new(405, "method.not-allowed", "Use POST for this address.");

    private static readonly ApiProblem LogSilent = new(
        503, "log.unavailable", "The log did not confirm the call in time and may have stored it: retry with the same messageId.");

    private static readonly ApiProblem DatabaseSilent = new(503, "database.unavailable", "The database is not responding: retry in a moment.");

    private static readonly ApiProblem Ending = new(503, "server.ending", "The server is shutting down: retry in a moment, or on another server.");

    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(1);

    /// <summary>Maps a POST address; its handler sees the body unpacked.</summary>
    public static IEndpointConventionBuilder MapCall(this IEndpointRouteBuilder endpoints, string pattern, Func<HttpContext, bool, Task> take)
    {
        var inner = endpoints.CreateApplicationBuilder();
        inner.UseRequestDecompression();
        inner.Run(http => take(http, http.Items.ContainsKey(nameof(HeaderNames.ContentEncoding))));
        var unpacked = inner.Build();

        return endpoints.Map(pattern, http =>
        {
            // Keys are in headers or bodies, never in cookies, so every site may call.
            http.Response.Headers.AccessControlAllowOrigin = "*";
            if (HttpMethods.IsOptions(http.Request.Method)) return Preflight(http);
            if (!HttpMethods.IsPost(http.Request.Method))
            {
                http.Response.Headers.Allow = "POST, OPTIONS";
                return ApiAnswer.Refused(http, OnlyPost);
            }
            if (http.Request.Headers.ContentEncoding.Count > 0) http.Items[nameof(HeaderNames.ContentEncoding)] = true;
            return Answered(http, () => unpacked(http));
        });
    }

    /// <summary>Where the log or the database is away the caller learns that it is not the call's fault, and that it may come again.</summary>
    public static async Task Answered(HttpContext http, Func<Task> answer)
    {
        try
        {
            await answer();
        }
        catch (Exception fault) when (!http.Response.HasStarted && Silence(http, fault) is { } problem)
        {
            Log.Silent(http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ApiDoor).FullName!), problem.Code, fault.Message);
            await Refuse(http, problem, Outage);
        }
    }

    private static ApiProblem? Silence(HttpContext http, Exception fault) =>
        fault is LogUnavailableException ? LogSilent
        : fault is ObjectDisposedException ? Ending
        : http.RequestServices.GetService<Database>()?.IsFault(fault) == true ? DatabaseSilent
        : null;

    public static Task Refuse(HttpContext http, ApiProblem problem, TimeSpan? retryAfter = null)
    {
        if (problem.Status == StatusCodes.Status401Unauthorized)
            http.Response.Headers.WWWAuthenticate = "Basic realm=\"Cpd\", charset=\"UTF-8\"";
        if (retryAfter is { } wait)
            http.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return ApiAnswer.Refused(http, problem);
    }

    private static Task Preflight(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        http.Response.Headers.AccessControlAllowMethods = "POST";
        http.Response.Headers.AccessControlAllowHeaders = "Authorization, Content-Type, Content-Encoding";
        http.Response.Headers.AccessControlMaxAge = "86400";
        return Task.CompletedTask;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "A call was answered with {Code}: {Reason}")]
        public static partial void Silent(ILogger logger, string code, string reason);
    }
}
