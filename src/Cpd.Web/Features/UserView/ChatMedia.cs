using Cpd.Adapters.Accounts;
using Cpd.Adapters.Infobip;
using Cpd.Contracts;
using Cpd.Engine.UserView;
using Cpd.Web.Api;
using Cpd.Web.Shell;

namespace Cpd.Web.Features.UserView;

/// <summary>
/// <c>GET /people/media/{entry}</c>: what somebody sent, for those who look at their timeline. It is fetched from the provider with the
/// account's key at that moment and passed through; nothing of it is kept here, so that nothing has to be erased.
/// </summary>
internal sealed class ChatMedia(UserTimelines timelines, CurrentWorkspace workspace, AccountBook book, InfobipClients clients)
{
    private const int MostBytes = 16 * 1024 * 1024;

    /// <summary>What a browser shows without running anything; all else is saved.</summary>
    private static readonly string[] Shown =
        ["image/jpeg", "image/png", "image/webp", "image/gif", "audio/ogg", "audio/mpeg", "audio/mp4", "audio/aac", "audio/amr", "audio/wav", "audio/x-wav", "video/mp4", "video/3gpp"];

    /// <summary>So many at once: each is in memory while it is passed on.</summary>
    private static readonly SemaphoreSlim AtOnce = new(4);

    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet(
        "/people/media/{entry:long}", (HttpContext http, long entry) => ActivatorUtilities.CreateInstance<ChatMedia>(http.RequestServices).Answer(http, entry));

    private async Task Answer(HttpContext http, long entry)
    {
        if (await timelines.MediaOf(workspace.Id, entry, http.RequestAborted) is not { } media)
        {
            await ApiDoor.Refuse(http, new ApiProblem(404, "media.unknown", "There is no file to view."));
            return;
        }
        await AtOnce.WaitAsync(http.RequestAborted);
        try
        {
            await Answer(http, media);
        }
        finally
        {
            AtOnce.Release();
        }
    }

    private async Task Answer(HttpContext http, InboundMedia media)
    {
        var fetched = clients.For(book.Of(workspace.Id).Account) is { } client ? await client.Media(media.Place, MostBytes, http.RequestAborted) : new FetchedMedia(FetchedMedia.Away);
        if (fetched is not { Code: null, Bytes: { } bytes })
        {
            await ApiDoor.Refuse(http, fetched.Code switch
            {
                FetchedMedia.Gone => new ApiProblem(404, FetchedMedia.Gone, "The provider no longer has this file."),
                FetchedMedia.TooLarge => new ApiProblem(413, FetchedMedia.TooLarge, "The file is larger than 16 MB. View it in the provider's portal."),
                _ => new ApiProblem(502, FetchedMedia.Away, "The provider did not deliver the file. Try again in a moment."),
            });
            return;
        }
        var isShown = Shown.Contains(fetched.Type);
        http.Response.ContentType = isShown ? fetched.Type : "application/octet-stream";
        http.Response.ContentLength = bytes.Length;
        http.Response.Headers.CacheControl = "private, max-age=3600";
        if (!isShown) http.Response.Headers.ContentDisposition = $"attachment; filename=\"sent{Ending(fetched.Type)}\"";
        await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
    }

    private static string Ending(string? type) => type == "application/pdf" ? ".pdf" : "";
}
