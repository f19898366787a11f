using System.Net;

namespace Cpd.Adapters.Infobip;

/// <summary>What came of fetching something that a person sent.</summary>
/// <param name="Code">Null where it is there; else stable: <c>media.gone</c>, <c>media.too-large</c> or <c>media.away</c>.</param>
/// <param name="Type">As the provider calls it, such as <c>image/jpeg</c>.</param>
public sealed record FetchedMedia(string? Code, byte[]? Bytes = null, string? Type = null)
{
    public const string Gone = "media.gone", TooLarge = "media.too-large", Away = "media.away";

    internal static async Task<FetchedMedia> Read(HttpResponseMessage response, int most, CancellationToken ct)
    {
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone) return new(Gone);
        if (!response.IsSuccessStatusCode) return new(Away);
        if (response.Content.Headers.ContentLength > most) return new(TooLarge);

        await using var body = await response.Content.ReadAsStreamAsync(ct);
        var bytes = new MemoryStream();
        var piece = new byte[32 * 1024];
        int read;
        while ((read = await body.ReadAsync(piece, ct)) > 0)
        {
            if (bytes.Length + read > most) return new(TooLarge);
            bytes.Write(piece, 0, read);
        }
        return new(null, bytes.ToArray(), response.Content.Headers.ContentType?.MediaType);
    }
}
