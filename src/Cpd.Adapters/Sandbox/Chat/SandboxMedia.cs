using Cpd.EventLog.Storage;

namespace Cpd.Adapters.Sandbox.Chat;

/// <summary>What people send besides words, as the sandbox keeps it.</summary>
/// <param name="Kind">IMAGE, VIDEO, AUDIO, VOICE, DOCUMENT or STICKER.</param>
/// <param name="Type">Such as <c>image/png</c>.</param>
public sealed record SentMedia(string Kind, string Type, byte[] Bytes)
{
    /// <summary>The sandbox keeps no larger ones.</summary>
    public const int MostBytes = 5 * 1024 * 1024;

    public static readonly IReadOnlyList<string> Kinds = ["IMAGE", "VIDEO", "AUDIO", "VOICE", "DOCUMENT", "STICKER"];

    /// <summary>What somebody sends who chooses a file.</summary>
    public static string KindOf(string type) => type.Split('/')[0] switch
    {
        "image" => "IMAGE",
        "video" => "VIDEO",
        "audio" => "AUDIO",
        _ => "DOCUMENT",
    };
}

internal static class SandboxMedia
{
    /// <returns>Kind and id, as a row of what people wrote has them.</returns>
    public static string Add(SqliteSession db, SentMedia media, long now)
    {
        var id = Guid.NewGuid().ToString("N");
        db.Prepare("INSERT INTO media (id, kind, type, bytes, received_at) VALUES (?1, ?2, ?3, ?4, ?5)")
            .Bind(1, id).Bind(2, media.Kind).Bind(3, media.Type).Bind(4, media.Bytes.AsSpan()).Bind(5, now).Run();
        return $"{media.Kind}/{id}";
    }

    public static SentMedia? Find(SqliteSession db, string id)
    {
        var row = db.Prepare("SELECT kind, type, bytes FROM media WHERE id = ?1").Bind(1, id);
        var found = row.Step() ? new SentMedia(row.GetText(0), row.GetText(1), row.GetBlob(2).ToArray()) : null;
        row.Reset();
        return found;
    }
}
