using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cpd.Contracts;

namespace Cpd.Adapters.Infobip.Reports;

/// <summary>What people wrote, as commands.</summary>
internal static class InboundMessages
{
    /// <param name="workspaceOf">Whose a sender is.</param>
    public static ReadReports Read(JsonElement body, Func<string, string> workspaceOf, DateTimeOffset now)
    {
        var records = new List<LogRecord>();
        var skipped = 0;
        foreach (var item in body.Items())
        {
            if (Record(item, workspaceOf, now) is { } record) records.Add(record);
            else skipped++;
        }
        return new ReadReports(records, skipped);
    }

    private static LogRecord? Record(JsonElement item, Func<string, string> workspaceOf, DateTimeOffset now)
    {
        if (item.ValueKind is JsonValueKind.Object && item.Object("message") is { } message && Enum.TryParse<Channel>(item.Text("integrationType"), ignoreCase: true, out var chat) && chat.IsChat())
            return ChatReports.Written(item, message, chat, workspaceOf, now);
        if (InboundMms.Is(item)) return InboundMms.Record(item, workspaceOf, now);
        if (item.ValueKind is not JsonValueKind.Object || item.Text("messageId") is not { } id || item.Text("from", "sender") is not { } from) return null;

        var to = item.Text("to", "destination") ?? "";
        var workspace = workspaceOf(to);
        var at = item.Date("receivedAt");
        return new LogRecord
        {
            Id = Ids.Derive<RecordId>(at ?? DateTimeOffset.UnixEpoch, nameof(RecordReply), workspace, id),
            Workspace = workspace,
            Key = Key(workspace, from),
            At = now,
            Trace = TraceParent.Current,
            Body = new RecordReply(Channel.Sms, from, to, item.Text("text", "cleanText") ?? "", id, at ?? now),
        };
    }

    /// <summary>The same for all that one number writes, so that it stays in order, and not the number itself.</summary>
    internal static string Key(string workspace, string from) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"reply\n{workspace}\n{from.TrimStart('+')}")).AsSpan(0, 16));
}
