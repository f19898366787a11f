using System.Text.Json;
using Cpd.Contracts;

namespace Cpd.Adapters.Infobip.Reports;

/// <summary>An MMS that somebody sent us, as a command: its texts are one text, and what lies elsewhere stays where it is and is named by its address.</summary>
internal static class InboundMms
{
    private const int MostMedia = 20, LongestUrl = 2048;

    /// <summary>Only of an MMS the message is a list.</summary>
    public static bool Is(JsonElement item) =>
        item.ValueKind is JsonValueKind.Object && item.TryGetProperty("message", out var message) && message.ValueKind is JsonValueKind.Array;

    /// <param name="workspaceOf">Whose a number of ours is.</param>
    /// <returns>Null where it does not say who wrote what.</returns>
    public static LogRecord? Record(JsonElement item, Func<string, string> workspaceOf, DateTimeOffset now)
    {
        if (item.Text("messageId") is not { } id || item.Text("from", "sender") is not { } from) return null;

        var (texts, media) = (new List<string>(), new List<string>());
        foreach (var segment in item.GetProperty("message").EnumerateArray())
        {
            if (segment.ValueKind is not JsonValueKind.Object) continue;
            if (segment.Text("value", "text") is { } text) texts.Add(text);
            else if (segment.Text("url", "contentUrl") is { Length: <= LongestUrl } url && media.Count < MostMedia && IsWeb(url)) media.Add(url);
        }

        var (to, at) = (item.Text("to", "destination") ?? "", item.Date("receivedAt"));
        var workspace = workspaceOf(to);
        return new LogRecord
        {
            Id = Ids.Derive<RecordId>(at ?? DateTimeOffset.UnixEpoch, nameof(RecordReply), workspace, id),
            Workspace = workspace,
            Key = InboundMessages.Key(workspace, from),
            At = now,
            Trace = TraceParent.Current,
            Body = new RecordReply(
                Channel.Mms, from, to, texts.Count > 0 ? string.Join('\n', texts) : media.Count == 1 ? "(a picture or video)" : "(pictures or videos)", id, at ?? now,
                MediaUrls: media.Count > 0 ? media : null),
        };
    }

    private static bool IsWeb(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";
}
