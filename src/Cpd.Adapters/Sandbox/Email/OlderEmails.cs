using System.Text.Json;
using Cpd.Adapters.Infobip.Sms;

namespace Cpd.Adapters.Sandbox.Email;

/// <summary>Answer to <c>POST /email/3/send</c> and <c>/email/4/mime</c>.</summary>
internal sealed record OlderEmailResponse(string BulkId, IReadOnlyList<OlderEmailResponseItem> Messages);

internal sealed record OlderEmailResponseItem(string To, string MessageId, MessageStatus Status);

/// <summary>What <c>GET /email/1/reports</c> answers.</summary>
internal sealed record OlderEmailReports(IReadOnlyList<OlderEmailReport> Results)
{
    public static OlderEmailReports Of(IEnumerable<StoredMessage> messages) => new([.. messages.Select(SandboxMails.Pulled).Select(report => new OlderEmailReport(
        report.Platform?.ApplicationId, report.Platform?.EntityId, report.BulkId, report.MessageId, report.To, report.SentAt, report.DoneAt, report.MessageCount,
        report.AttemptCount, report.TimeToFirstAttempt, report.Price, report.Status, report.Error))]);
}

internal sealed record OlderEmailReport(
    string? ApplicationId, string? EntityId, string? BulkId, string? MessageId, string? To, DateTimeOffset? SentAt, DateTimeOffset? DoneAt, int? MessageCount, int? AttemptCount,
    long? TimeToFirstAttempt, MessagePrice? Price, MessageStatus? Status, MessageError? Error);

/// <summary>What <c>GET /email/1/logs</c> answers.</summary>
internal sealed record OlderEmailLogs(IReadOnlyList<OlderEmailLog> Results)
{
    public static OlderEmailLogs Of(IEnumerable<StoredMessage> messages) => new([.. messages.Select(SandboxMails.LogLine).Select(line => new OlderEmailLog(
        line.Platform?.ApplicationId, line.Platform?.EntityId, line.BulkId, line.MessageId, line.Destination, line.Sender, line.Text, line.SentAt, line.DoneAt,
        line.MessageCount, line.Price, line.Status, line.Error))]);
}

internal sealed record OlderEmailLog(
    string? ApplicationId, string? EntityId, string? BulkId, string? MessageId, string? To, string? From, string? Text, DateTimeOffset? SentAt, DateTimeOffset? DoneAt,
    int? MessageCount, MessagePrice? Price, MessageStatus? Status, MessageError? Error);

/// <summary>Body of <c>POST /email/4/mime</c>.</summary>
internal sealed record MimeRequest(
    string? MimeMessage, string? MessageId = null, string? BulkId = null, string? From = null, IReadOnlyList<string>? Destinations = null, bool? IntermediateReport = null,
    string? NotifyUrl = null, string? NotifyContentType = null, string? CallbackData = null, string? TrackingUrl = null, string? ApplicationId = null, string? EntityId = null);

/// <summary>A recipient of <c>/email/3/send</c> with values of their own.</summary>
internal sealed record AddressAndPlaceholders(string? To, JsonElement? Placeholders = null);

internal sealed record UploadedContent(string UploadedContentId);

internal sealed record UploadRefused(string BulkId, IReadOnlyList<string> Messages, string ErrorMessage);
