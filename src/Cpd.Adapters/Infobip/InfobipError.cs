using System.Net;
using System.Text.Json;

namespace Cpd.Adapters.Infobip;

/// <summary>An error as Infobip told it, whichever of its shapes it came in.</summary>
/// <param name="Code">Always in the newer form, such as <c>E401</c>; the older names are translated.</param>
/// <param name="Violations">What was wrong in the request, by path; may be empty.</param>
public sealed record InfobipError(HttpStatusCode Status, string Code, string Description, IReadOnlyList<ApiViolation> Violations)
{
    /// <summary>A sentence for people: what was wrong, and where.</summary>
    public string Sentence
    {
        get
        {
            var where = string.Join("; ", Violations.Take(5).Select(one => $"{one.Property}: {one.Violation}"));
            return $"Infobip answered {(int)Status} {Code}: {Description}{(where.Length > 0 ? $" ({where})" : "")}";
        }
    }

    /// <summary>Reads any body: new shape, old shape, the shapes of single products, or no JSON at all.</summary>
    public static InfobipError Read(HttpStatusCode status, ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            if (document.RootElement.ValueKind is JsonValueKind.Object) return Read(status, document.RootElement);
        }
        catch (JsonException)
        {
            // A proxy in between answers with a page; the status is all there is.
        }
        return new InfobipError(status, CodeOf(status), $"The response was not valid JSON ({body.Length} bytes).", []);
    }

    private static InfobipError Read(HttpStatusCode status, JsonElement body)
    {
        if (Member(body, "requestError") is { } old && Member(old, "serviceException") is { } exception)
        {
            return new InfobipError(status, Translate(Text(exception, "messageId"), status),
                Text(exception, "text") ?? "No description.", OldViolations(exception));
        }

        return new InfobipError(status, Text(body, "errorCode") ?? CodeOf(status),
            Text(body, "description") ?? Text(body, "errorMessage") ?? Text(body, "message") ?? Text(body, "detail") ?? Text(body, "title") ?? "No description.",
            NewViolations(body));
    }

    private static ApiViolation[] NewViolations(JsonElement body) =>
        body.TryGetProperty("violations", out var list) && list.ValueKind is JsonValueKind.Array
            ? [.. list.EnumerateArray().Where(one => one.ValueKind is JsonValueKind.Object).Select(one => new ApiViolation(Text(one, "property"), Text(one, "violation")))]
            : [];

    private static ApiViolation[] OldViolations(JsonElement exception) =>
        Member(exception, "validationErrors") is { } errors
            ? [.. errors.EnumerateObject().SelectMany(path => Sentences(path.Value).Select(sentence => new ApiViolation(path.Name, sentence)))]
            : [];

    private static IEnumerable<string> Sentences(JsonElement value) =>
        value.ValueKind is JsonValueKind.Array ? value.EnumerateArray().Select(one => one.ToString()) : [value.ToString()];

    private static JsonElement? Member(JsonElement of, string name) =>
        of.TryGetProperty(name, out var member) && member.ValueKind is JsonValueKind.Object ? member : null;

    private static string? Text(JsonElement of, string name) =>
        of.TryGetProperty(name, out var member) && member.ValueKind is JsonValueKind.String or JsonValueKind.Number ? member.ToString() : null;

    private static string Translate(string? old, HttpStatusCode status) => old switch
    {
        "BAD_REQUEST" => "E400",
        "UNAUTHORIZED" => "E401",
        "FORBIDDEN" => "E403",
        "NOT_FOUND" => "E404",
        "CONFLICT" => "E409",
        "TOO_MANY_REQUESTS" => "E429",
        "GENERAL_ERROR" => "E500",
        _ => CodeOf(status),
    };

    private static string CodeOf(HttpStatusCode status) => $"E{(int)status}";
}
