using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cpd.Contracts;

namespace Cpd.Adapters.Infobip.Reports;

/// <summary>What somebody filled into a form, and where a place is that they sent: what has names of its own besides words.</summary>
internal static class FilledIn
{
    private const string Token = "flow_token";

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>In letters; every run that waits for the answer keeps it.</summary>
    private const int Most = 8000, MostInWords = 1000;

    /// <summary>A JSON object; null where there is none, or too much of it.</summary>
    public static RawJson? Of(JsonElement message)
    {
        try
        {
            return Read(message);
        }
        catch (InvalidOperationException)
        {
            return null;   // half of a letter in it: no text at all
        }
    }

    private static RawJson? Read(JsonElement message)
    {
        var fields = new JsonObject();
        switch (message.Text("type")?.ToUpperInvariant())
        {
            case "INTERACTIVE_FLOW_REPLY":
                foreach (var (name, value) in Answers(message)) fields[name] = JsonNode.Parse(value.GetRawText());
                break;
            case "LOCATION":
                foreach (var name in new[] { "latitude", "longitude", "name", "address" })
                    if (message.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number or JsonValueKind.String) fields[name] = JsonNode.Parse(value.GetRawText());
                break;
        }
        if (fields.Count == 0) return null;
        var json = fields.ToJsonString(Readable);
        return json.Length > Most ? null : RawJson.From(json);
    }

    /// <summary>The answers of a form as one reads them, one behind the other.</summary>
    public static string Words(JsonElement message)
    {
        var words = string.Join(", ", Answers(message).Select(answer => $"{answer.Name.Replace('_', ' ')}: {Said(answer.Value)}"));
        return words.Length == 0 ? message.Text("text") ?? "(a form)" : words.Length > MostInWords ? words[..MostInWords] : words;
    }

    /// <summary>The message of ours whose form it was, as the form itself brings it back; null where it does not.</summary>
    public static string? TokenOf(JsonElement message) => message.Object("response")?.Text(Token);

    private static IEnumerable<(string Name, JsonElement Value)> Answers(JsonElement message) =>
        message.Object("response") is { } response ? response.EnumerateObject().Where(answer => answer.Name != Token).Select(answer => (answer.Name, answer.Value)) : [];

    private static string Said(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => ReportJson.TryText(value) ?? "?",
        JsonValueKind.Array => string.Join(" + ", value.EnumerateArray().Select(Said)),
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Null => "-",
        _ => value.GetRawText(),
    };
}
