using System.Text.Encodings.Web;
using System.Text.Json;

namespace Cpd.Contracts;

/// <summary>
/// A file that goes with an e-mail, as the template and the message name it. Its bytes are not in either: they lie in the
/// database, once for each workspace, and are put in as the message goes out.
/// </summary>
/// <param name="Hash">SHA-256 of the bytes, as 64 small hexadecimal digits.</param>
/// <param name="Name">As its reader is shown it: <c>terms.pdf</c>.</param>
/// <param name="Type"><c>application/pdf</c></param>
/// <param name="Size">Bytes.</param>
public sealed record Attachment(string Hash, string Name, string Type, int Size)
{
    /// <summary>The part of templates and messages that names them, as a JSON list.</summary>
    public const string Part = "attachments";

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 4,
    };

    /// <summary>Letters it takes in a request, as base64.</summary>
    public int Letters() => (Size + 2) / 3 * 4;

    /// <summary>Empty for none; null where it cannot be read.</summary>
    public static IReadOnlyList<Attachment>? Read(string? json)
    {
        if (string.IsNullOrEmpty(json)) return [];
        try
        {
            return JsonSerializer.Deserialize<Attachment[]>(json, Format) is { } all && !all.Contains(null) ? all : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Null for none: then there is no such part.</summary>
    public static string? Write(IReadOnlyCollection<Attachment> attachments) => attachments.Count == 0 ? null : JsonSerializer.Serialize(attachments, Format);
}
