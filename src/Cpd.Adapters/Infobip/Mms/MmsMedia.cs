namespace Cpd.Adapters.Infobip.Mms;

/// <summary>What lies behind an address, as far as its ending tells: nothing is fetched for it.</summary>
public static class MmsMedia
{
    /// <summary>Such as <c>image/jpeg</c>; null where the ending says nothing.</summary>
    public static string? TypeOf(string url) => Ending(url) switch
    {
        "jpg" or "jpeg" => "image/jpeg",
        "png" => "image/png",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "mp4" => "video/mp4",
        "3gp" => "video/3gpp",
        "mp3" => "audio/mpeg",
        "amr" => "audio/amr",
        "pdf" => "application/pdf",
        "vcf" => "text/vcard",
        _ => null,
    };

    /// <summary>IMAGE, VIDEO or DOCUMENT, as a screen shows it; a picture where nothing is known.</summary>
    /// <param name="type">What is said to be there; null: what the address tells.</param>
    public static string KindOf(string url, string? type = null) => (type ?? TypeOf(url))?.Split('/')[0] switch
    {
        null or "image" => "IMAGE",
        "video" => "VIDEO",
        _ => "DOCUMENT",
    };

    private static string Ending(string url)
    {
        var path = Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri.AbsolutePath : url;
        return path.LastIndexOf('.') is >= 0 and var dot ? path[(dot + 1)..].ToLowerInvariant() : "";
    }
}
