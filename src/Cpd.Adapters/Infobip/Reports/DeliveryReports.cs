using System.Globalization;
using System.Text.Json;
using Cpd.Adapters.Infobip.Sms;
using Cpd.Contracts;

namespace Cpd.Adapters.Infobip.Reports;

/// <summary>What a webhook's body said: commands for the log, and how many items were of no use.</summary>
internal sealed record ReadReports(IReadOnlyList<LogRecord> Records, int Skipped)
{
    /// <summary>Nobody reports about another workspace's messages.</summary>
    /// <param name="workspace">Null where everybody's may come.</param>
    public ReadReports Of(string? workspace)
    {
        if (workspace is null) return this;

        LogRecord[] own = [.. Records.Where(record => record.Workspace == workspace)];
        return new ReadReports(own, Skipped + Records.Count - own.Length);
    }
}

/// <summary>Delivery reports, seen reports and clicks as commands. Reports of either generation of the API.</summary>
internal static class DeliveryReports
{
    public static ReadReports Read(JsonElement body, DateTimeOffset now, Channel channel = Channel.Sms)
    {
        var records = new List<LogRecord>();
        var skipped = 0;
        foreach (var item in body.Items())
        {
            var before = records.Count;
            if (Record(item, now, channel) is { } record) records.Add(record);
            if (channel is Channel.Email && EmailSuppressions.Read(item, now) is { } suppression) records.Add(suppression);
            if (records.Count == before) skipped++;
        }
        return new ReadReports(records, skipped);
    }

    /// <summary>Null where it is not about a message of ours, or says nothing that we know.</summary>
    internal static LogRecord? Record(JsonElement item, DateTimeOffset now, Channel channel)
    {
        if (item.ValueKind is not JsonValueKind.Object) return null;
        if (!Ids.TryParse(item.Text("messageId"), out MessageId message)) return null;
        if (!CallbackData.TryRead(item.Text("callbackData"), out var workspace, out var person, out var trace)) return null;

        if (item.Text("notificationType") is { } kind) return Reacted(kind, item.Date("sendDateTime"), item.Text("url") is { } url ? MessageLinks.WithoutPerson(url) : null);
        if (item.Date("seenAt") is { } seen) return Command(new RecordReaction(person, message, Reaction.Seen, null, seen), seen, "Seen");
        return item.Object("status") is { } status ? Delivered(status) : null;

        // What the provider knows of the device: for people, and to tell programs from them.
        string? Device() => item.Object("recipientInfo") is { } device
            && string.Join(' ', new[] { device.Text("deviceType"), device.Text("os"), device.Text("deviceName") }.OfType<string>()) is { Length: > 0 and <= 200 } said ? said : null;

        LogRecord? Reacted(string what, DateTimeOffset? at, string? url) => what.ToUpperInvariant() switch
        {
            "CLICKED" => Command(new RecordReaction(person, message, Reaction.Clicked, url, at ?? now, Device()), at, "Clicked", url ?? ""),
            "OPENED" or "SEEN" => Command(new RecordReaction(person, message, Reaction.Seen, null, at ?? now, Device()), at, "Seen"),
            _ => null,
        };

        LogRecord? Delivered(JsonElement status)
        {
            var known = new MessageStatus(
                status.Number("groupId") ?? 0, status.Text("groupName"), status.Number("id") ?? 0, status.Text("name"), status.Text("description"));
            if (known is { GroupId: 0, GroupName: null, Id: 0 }) return null;

            var outcome = InfobipStatuses.Outcome(channel, known);
            var error = item.Object("error");
            var done = item.Date("doneAt") ?? item.Object("voiceCall")?.Date("endTime") ?? item.Date("sentAt");
            var call = channel is Channel.Voice ? CallReports.Outcome(known, outcome, error?.Number("id") ?? 0) : null;
            if (call is not null) outcome = CallReports.Outcome(call.Value, outcome);
            return Command(
                new RecordDelivery(
                    person, message, outcome, known.Name ?? known.GroupName ?? known.Id.ToString(CultureInfo.InvariantCulture),
                    outcome is DeliveryOutcome.Delivered && call is null or CallOutcome.Answered ? null : Reason(known, error, onlyWhy: call is not null), error?.IsTrue("permanent") ?? false, done ?? now, call, call is null ? null : CallReports.Keys(item)),
                done, known.Id.ToString(CultureInfo.InvariantCulture));
        }

        // A repeat has the same id, whenever and in whatever company it comes.
        LogRecord Command(ICommand command, DateTimeOffset? at, params ReadOnlySpan<string> what) => new()
        {
            Id = Ids.Derive<RecordId>(at ?? DateTimeOffset.UnixEpoch, command.GetType().Name, [message.ToString(), .. what]),
            Workspace = workspace,
            Key = person.ToString(),
            At = now,
            Body = command,
            Trace = trace,
        };
    }

    /// <summary>
    /// A sentence that says more than the outcome does: "Unknown Subscriber.", "Message rejected by operator (Call barred)."
    /// Null where nothing more was said.
    /// </summary>
    /// <param name="onlyWhy">What happened is said by other means.</param>
    private static string? Reason(MessageStatus status, JsonElement? error, bool onlyWhy)
    {
        var what = onlyWhy || SmsStatuses.OnlySaysTheOutcome(status.Id) ? null : status.Description ?? status.Name;
        var why = error is { } said && (said.Number("id") ?? 0) != 0 ? said.Text("description", "name") : null;
        return (what?.TrimEnd('.'), why?.TrimEnd('.')) switch
        {
            (null, null) => null,
            ({ } that, { } because) when !that.Contains(because, StringComparison.OrdinalIgnoreCase) => $"{that} ({because}).",
            ({ } that, _) => $"{that}.",
            (_, { } because) => $"{because}.",
        };
    }
}
