using Cpd.EventLog.Files;
using Cpd.Web.Access;

namespace Cpd.Web.Features.Templates;

/// <summary><c>GET /templates/attachments/{hash}</c>: a file that goes with e-mails of the workspace, for those who look at its templates.</summary>
internal static class AttachmentEndpoints
{
    public static string At(string hash) => $"/templates/attachments/{hash}";

    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet("/templates/attachments/{hash}", Answer);

    /// <summary>Always to be kept as a file and never shown as a page of ours; the link says its name.</summary>
    private static async Task<IResult> Answer(string hash, HttpContext http, Caller caller, StoredFiles files)
    {
        if (!caller.May(Right.See) || await files.Read(caller.Workspace, hash, http.RequestAborted) is not { } content) return Results.NotFound();

        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.ContentDisposition = "attachment";
        return Results.Bytes(content, "application/octet-stream");
    }
}
