using System.Globalization;
using Cpd.EventLog.Storage;
using Microsoft.Net.Http.Headers;

namespace Cpd.Web.Api;

/// <summary>What is the same for all calls under /v1: methods, browsers of other sites, packed bodies, keys and refusals.</summary>
internal static class ApiDoor
{
    private static readonly ApiProblem OnlyPost = new(405, "method.not-allowed", "This address takes POST.");

    /// <summary>Maps a POST address; its handler sees the body unpacked.</summary>
    public static IEndpointConventionBuilder MapCall(this IEndpointRouteBuilder endpoints, string pattern, Func<HttpContext, bool, Task> take)
    {
        var inner = endpoints.CreateApplicationBuilder();
        inner.UseRequestDecompression();
        inner.Run(http => take(http, http.Items.ContainsKey(nameof(HeaderNames.ContentEncoding))));
        var unpacked = inner.Build();
        var database = endpoints.ServiceProvider.GetService<Database>();

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
            return Try(http, () => unpacked(http), database);
        });
    }

    /// <summary>Says so where something the call needs is away; what was taken before that is sent again under its id.</summary>
    public static async Task Try(HttpContext http, Func<Task> take, Database? database)
    {
        try
        {
            await take();
        }
        catch (Exception fault) when (!http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested && Away.Of(fault, database) is not null)
        {
            await Refuse(http, Away.Of(fault, database)!, Away.RetryAfter);
        }
    }

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
}
