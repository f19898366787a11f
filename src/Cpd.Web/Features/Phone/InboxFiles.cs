using Cpd.Adapters.Sandbox.Phone;
using Cpd.Web.Access;

namespace Cpd.Web.Features.Phone;

/// <summary><c>GET /phone/inbox/{mail}/files/{number}</c>: an attachment in one of the sandbox's mailboxes, for those who may see the page.</summary>
internal static class InboxFiles
{
    public static string At(string mail, int number) => FormattableString.Invariant($"/phone/inbox/{Uri.EscapeDataString(mail)}/files/{number}");

    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet("/phone/inbox/{mail}/files/{number:int}", Answer);

    private static async Task<IResult> Answer(string mail, int number, HttpContext http, Caller caller, SandboxPhone phone)
    {
        if (!caller.MayEverywhere(Right.UsePhone)) return Results.StatusCode(StatusCodes.Status403Forbidden);
        if (await phone.File(mail, number, http.RequestAborted) is not var (about, content)) return Results.NotFound();

        http.Response.Headers.CacheControl = "no-store";
        // Whatever anybody sent to the sandbox: to be kept as a file, and never shown as a page of ours.
        return Results.File(content, "application/octet-stream", about.Name);
    }
}
