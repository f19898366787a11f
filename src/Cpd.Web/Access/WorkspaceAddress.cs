namespace Cpd.Web.Access;

/// <summary>
/// <c>/w/acme/people</c> leads to a page in that workspace, and has the browser remember the workspace: the choice in the
/// rail, and what a link to somebody else begins with.
/// </summary>
internal static class WorkspaceAddress
{
    private static readonly CookieOptions Remembered = new() { HttpOnly = true, SameSite = SameSiteMode.Lax, MaxAge = TimeSpan.FromDays(365), IsEssential = true, Path = "/" };

    public static string Of(string workspace, string path = "/") => $"/w/{Uri.EscapeDataString(workspace)}{path}";

    public static void MapWorkspaceAddress(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/w/{workspace}/{**path}", async (HttpContext http, string workspace, string? path, Memberships memberships, Caller caller) =>
        {
            // Whether it exists is nobody's business who is no member.
            if (await memberships.Of(caller.AccountId, workspace, http.RequestAborted) is null) return Results.NotFound();

            http.Response.Cookies.Append(CallerOfRequest.Cookie, workspace, new CookieOptions(Remembered) { Secure = http.Request.IsHttps });
            return Results.LocalRedirect(ReturnPath.Of($"/{path}{http.Request.QueryString}"));
        });
}
