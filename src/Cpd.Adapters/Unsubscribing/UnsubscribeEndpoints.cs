using System.Net;
using Cpd.Contracts;
using Cpd.EventLog;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Adapters.Unsubscribing;

/// <summary>
/// Where e-mails lead who wants no more of them. A mailbox posts (RFC 8058), and that is all; a person who follows the link
/// is asked first, since programs that look through mail follow links, too.
/// </summary>
public static class UnsubscribeEndpoints
{
    public static IEndpointRouteBuilder MapUnsubscribing(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(UnsubscribeLinks.Pattern, (RequestDelegate)(context => Whom(context) is { } whom
            ? Page(context, 200, "Unsubscribe", $"<p>No more offers and news to <b>{WebUtility.HtmlEncode(whom.Address)}</b>?</p><form method=\"post\"><button>Unsubscribe</button></form>")
            : Unknown(context)));
        routes.MapPost(UnsubscribeLinks.Pattern, (RequestDelegate)Unsubscribe);
        return routes;
    }

    private static async Task Unsubscribe(HttpContext context)
    {
        if (Whom(context) is not { } whom)
        {
            await Unknown(context);
            return;
        }

        var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        try
        {
            // Not the request's token: who has clicked has unsubscribed, even if they close the page at once.
            await context.RequestServices.GetRequiredService<IEventLog>().Append([Command(whom, now)], CancellationToken.None);
        }
        catch (LogUnavailableException)
        {
            await Page(context, StatusCodes.Status503ServiceUnavailable, "Not yet", "<p>It could not be noted just now. Try again in a moment.</p>");
            return;
        }
        await Page(context, 200, "Unsubscribed", $"<p><b>{WebUtility.HtmlEncode(whom.Address)}</b> gets no more offers and news. What you order or ask for still arrives.</p>");
    }

    private static LogRecord Command(Unsubscriber whom, DateTimeOffset now) => new()
    {
        Id = Ids.Derive<RecordId>(now, nameof(SuppressAddress), whom.Workspace, whom.Person.ToString(), whom.Address),
        Workspace = whom.Workspace,
        Key = whom.Person.ToString(),
        At = now,
        Body = new SuppressAddress(whom.Person, whom.Channel, whom.Address, SuppressionReason.Unsubscribed, now),
        Trace = TraceParent.Current,
    };

    private static Unsubscriber? Whom(HttpContext context) =>
        context.RequestServices.GetRequiredService<UnsubscribeLinks>().Read(context.GetRouteValue("token") as string);

    private static Task Unknown(HttpContext context) =>
        Page(context, StatusCodes.Status404NotFound, "This link does not work", "<p>It is not whole, or not from here. Open it from the e-mail once more.</p>");

    private static Task Page(HttpContext context, int status, string title, string content)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync($$"""
            <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>{{title}}</title>
            <style>:root{color-scheme:light dark}body{max-width:28rem;margin:15vh auto;padding:0 1rem;font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}button{padding:.5rem 1rem;font:inherit}</style></head>
            <body><h1>{{title}}</h1>{{content}}</body></html>
            """, CancellationToken.None);
    }
}
