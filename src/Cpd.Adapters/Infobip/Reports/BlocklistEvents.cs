using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cpd.Contracts;

namespace Cpd.Adapters.Infobip.Reports;

/// <summary>Addresses that Infobip put on its do-not-contact list by itself, or took off, as commands. It names no message and no person of ours: who has the address is looked up.</summary>
internal static class BlocklistEvents
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
        if (item.ValueKind is not JsonValueKind.Object || item.Object("content") is not { } content || content.Text("destination") is not { } address) return null;
        if (item.Text("event") is not ("BLOCK" or "UNBLOCK") || item.Text("event") is not { } what) return null;
        if (ChannelOf(content.Text("channel")) is not { } channel) return null;

        var workspace = workspaceOf(content.Text("sender") ?? "");
        var at = item.Date("receivedAt");
        var blocked = what == "BLOCK";
        return new LogRecord
        {
            Id = Ids.Derive<RecordId>(at ?? now, nameof(RecordBlock), workspace, channel.ToString(), address, what, item.Text("messageId") ?? ""),
            Workspace = workspace,
            Key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"reply\n{workspace}\n{address.TrimStart('+')}")).AsSpan(0, 16)),
            At = now,
            Trace = TraceParent.Current,
            Body = new RecordBlock(channel, address, blocked, content.Text("sourceType"), at ?? now),
        };
    }

    private static Channel? ChannelOf(string? name)
    {
        foreach (var channel in Enum.GetValues<Channel>())
            if (InfobipBlocklist.NameOf(channel) == name) return channel;
        return name is null ? Channel.Sms : null;   // a list of an account that has text messages only does not say
    }
}
