using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cpd.Contracts;

namespace Cpd.Adapters.Infobip.Reports;

/// <summary>All that comes about chats to one address: what became of messages, that they were read, what people write and press.</summary>
internal static partial class ChatReports
{
    /// <param name="workspaceOf">Whose a number or name of ours is.</param>
    /// <param name="only">The workspace whose address it came to; null for everybody's.</param>
    public static ReadReports Read(JsonElement body, Channel channel, Func<string, string> workspaceOf, string? only, DateTimeOffset now)
    {
        var records = new List<LogRecord>();
        var skipped = 0;
        foreach (var item in body.Items())
        {
            var record = item.ValueKind is not JsonValueKind.Object ? null
                : channel is Channel.Mms && InboundMms.Is(item) ? InboundMms.Record(item, workspaceOf, now)
                : item.Object("message") is { } message ? Written(item, message, channel, workspaceOf, now)
                : item.Date("seenAt") is { } seen ? Seen(item, seen, channel, workspaceOf, now)
                : DeliveryReports.Record(item, now, channel) is { } report && (only is null || report.Workspace == only) ? report : null;
            if (record is not null) records.Add(record);
            else skipped++;
        }
        return new ReadReports(records, skipped);
    }

    /// <summary>What somebody wrote or pressed; null where it is nothing of the kind.</summary>
    internal static LogRecord? Written(JsonElement item, JsonElement message, Channel channel, Func<string, string> workspaceOf, DateTimeOffset now)
    {
        if (item.Text("messageId") is not { } id || item.Text("from", "sender") is not { } from || Words(message) is not var (text, button)) return null;

        var (to, at) = (item.Text("to") ?? "", item.Date("receivedAt"));
        // By RCS only what is pressed surely answers the message that it is paired with.
        var named = message.Object("context")?.Text("id") ?? (button is null ? null : item.Text("pairedMessageId")) ?? FilledIn.TokenOf(message);
        var answers = Ids.TryParse(named, out MessageId answered) ? answered : (MessageId?)null;
        var workspace = workspaceOf(to);
        return new LogRecord
        {
            Id = Ids.Derive<RecordId>(at ?? DateTimeOffset.UnixEpoch, nameof(RecordReply), workspace, id),
            Workspace = workspace,
            Key = InboundMessages.Key(workspace, from),
            At = now,
            Trace = TraceParent.Current,
            Body = new RecordReply(channel, from, to, text, id, at ?? now, button, answers, Media(message), Fields: FilledIn.Of(message)),
        };
    }

    private static LogRecord? Seen(JsonElement item, DateTimeOffset seen, Channel channel, Func<string, string> workspaceOf, DateTimeOffset now)
    {
        if (!Ids.TryParse(item.Text("messageId"), out MessageId message) || item.Text("from") is not { } from) return null;

        var workspace = workspaceOf(item.Text("to") ?? "");
        return new LogRecord
        {
            Id = Ids.Derive<RecordId>(seen, nameof(RecordSeen), workspace, message.ToString()),
            Workspace = workspace,
            Key = InboundMessages.Key(workspace, from),
            At = now,
            Trace = TraceParent.Current,
            Body = new RecordSeen(channel, from, message, seen),
        };
    }

    /// <summary>What somebody wrote, and what stands behind the button they pressed. Null where they said nothing: a reaction is no message.</summary>
    private static (string Text, string? Button)? Words(JsonElement message) => message.Text("type")?.ToUpperInvariant() switch
    {
        "BUTTON" => (message.Text("text") ?? message.Text("payload") ?? "", message.Text("payload") ?? message.Text("text")),
        "SUGGESTION" => (message.Text("text") ?? message.Text("postbackData") ?? "", message.Text("postbackData") ?? message.Text("text")),
        "INTERACTIVE_BUTTON_REPLY" or "INTERACTIVE_LIST_REPLY" => (message.Text("title") ?? message.Text("id") ?? "", message.Text("id") ?? message.Text("title")),
        "INTERACTIVE_FLOW_REPLY" => (FilledIn.Words(message), null),
        "IMAGE" => (message.Text("caption") ?? "(a picture)", null),
        "VIDEO" => (message.Text("caption") ?? "(a video)", null),
        "DOCUMENT" or "FILE" => (message.Text("caption", "fileName", "text") ?? "(a document)", null),
        "AUDIO" or "VOICE" => (message.Text("caption") ?? "(a voice message)", null),
        "STICKER" => ("(a sticker)", null),
        "LOCATION" => (message.Text("name", "address") ?? Place(message), null),
        "CONTACT" => ("(a contact)", null),
        "REACTION" => null,
        _ => message.Text("text") is { } text ? (text, null) : ("(unsupported content)", null),
    };

    /// <summary>
    /// What was sent besides words, where it lies at Infobip: fetched from the account's own address with its key, whatever host the
    /// report names. Only WhatsApp's are fetched so.
    /// </summary>
    private static InboundMedia? Media(JsonElement message) =>
        message.Text("type")?.ToUpperInvariant() is "IMAGE" or "VIDEO" or "AUDIO" or "VOICE" or "DOCUMENT" or "STICKER"
        && message.Text("url") is { } url && MediaPath().Match(url) is { Success: true } place
            ? new InboundMedia(message.Text("type")!.ToUpperInvariant(), place.Groups[1].Value) : null;

    [GeneratedRegex(@"/(whatsapp/1/senders/[0-9A-Za-z._-]{1,60}/media/[0-9A-Za-z_-]{1,200})\z", RegexOptions.CultureInvariant)]
    private static partial Regex MediaPath();

    private static string Place(JsonElement message) =>
        message.TryGetProperty("latitude", out var latitude) && message.TryGetProperty("longitude", out var longitude)
            ? string.Create(CultureInfo.InvariantCulture, $"(a location: {latitude}, {longitude})") : "(a location)";
}
