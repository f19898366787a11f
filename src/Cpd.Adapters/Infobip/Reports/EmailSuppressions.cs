using System.Text.Json;
using Cpd.Adapters.Infobip.Email;
using Cpd.Contracts;

namespace Cpd.Adapters.Infobip.Reports;

/// <summary>
/// Addresses that are not to be written to any more, as reports and events of e-mails tell. Which errors count is ours:
/// Infobip keeps a list of its own and refuses what we do not.
/// </summary>
internal static class EmailSuppressions
{
    /// <summary>Null where nothing is said of the address.</summary>
    public static LogRecord? Read(JsonElement item, DateTimeOffset now)
    {
        if (item.ValueKind is not JsonValueKind.Object || ReasonOf(item) is not { } reason) return null;
        if (item.Text("recipient", "to") is not { } address || !EmailAddress.IsAddress(address)) return null;
        if (!CallbackData.TryRead(item.Text("callbackData"), out var workspace, out var person, out var trace)) return null;

        var at = item.Date("sendDateTime", "doneAt", "sentAt");
        return new LogRecord
        {
            // Told again it has the same id, whatever message it was about.
            Id = Ids.Derive<RecordId>(at ?? DateTimeOffset.UnixEpoch, nameof(SuppressAddress), workspace, person.ToString(), reason.ToString(), item.Text("messageId") ?? ""),
            Workspace = workspace,
            Key = person.ToString(),
            At = now,
            Body = new SuppressAddress(person, Channel.Email, address, reason, at ?? now),
            Trace = trace,
        };
    }

    private static SuppressionReason? ReasonOf(JsonElement item) => item.Text("notificationType")?.ToUpperInvariant() switch
    {
        "COMPLAINED" => SuppressionReason.Complained,
        "LATE_BOUNCE" => SuppressionReason.Bounced,
        "UNSUBSCRIBED" => SuppressionReason.Unsubscribed,
        not null => null,
        _ => item.Object("error")?.Number("id") switch
        {
            EmailStatuses.Complained => SuppressionReason.Complained,
            EmailStatuses.Unsubscribed => SuppressionReason.Unsubscribed,
            { } error when EmailStatuses.IsOfTheAddress(error) => SuppressionReason.Bounced,
            _ => null,
        },
    };
}
