using Microsoft.AspNetCore.Authorization;

namespace Cpd.Web.Access;

/// <summary>Finds out, once a request is allowed in, in which workspace it is.</summary>
internal static class CallerOfRequest
{
    /// <summary>The workspace that was chosen last in this browser; a page that is open keeps its own.</summary>
    public const string Cookie = "cpd-workspace";

    public static async Task Find(HttpContext http, RequestDelegate next)
    {
        if (http.User.Identity is { IsAuthenticated: true } && IsAsked(http))
        {
            var caller = http.RequestServices.GetRequiredService<Caller>();
            if (!await caller.Become(http.User, http.Request.Cookies[Cookie], http.RequestAborted) && http.GetEndpoint() is not null)
            {
                await http.RequestServices.GetRequiredService<Door>().SignOut(http);
                http.Response.Redirect("/sign-in?why=no-team");
                return;
            }
        }
        await next(http);
    }

    private static bool IsAsked(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is null || http.Request.Path.StartsWithSegments("/not-found", StringComparison.Ordinal);
}
