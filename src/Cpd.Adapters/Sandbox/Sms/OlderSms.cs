using Cpd.Adapters.Infobip.Sms;
using Cpd.Adapters.Sandbox.Reports;

namespace Cpd.Adapters.Sandbox.Sms;

/// <summary>Body of <c>POST /sms/2/text/advanced</c> and <c>/sms/2/binary/advanced</c>: the generation before, which many clients still speak.</summary>
internal sealed record OlderSmsRequest(string? BulkId, IReadOnlyList<OlderSmsMessage>? Messages, bool? IncludeSmsCountInResponse = null, SmsTracking? UrlOptions = null);

/// <param name="ValidityPeriod">In minutes.</param>
internal sealed record OlderSmsMessage(
    string? From, IReadOnlyList<SmsDestination>? Destinations, string? Text = null, OlderSmsBytes? Binary = null, bool? Flash = null, SmsLanguage? Language = null,
    string? Transliteration = null, string? NotifyUrl = null, string? NotifyContentType = null, string? CallbackData = null, bool? IntermediateReport = null,
    long? ValidityPeriod = null, DateTimeOffset? SendAt = null, SmsWindow? DeliveryTimeWindow = null, SmsRegional? Regional = null, string? EntityId = null,
    string? ApplicationId = null, string? CampaignReferenceId = null)
{
    public SmsMessage Newer() => new(
        From, Destinations,
        Binary is { } bytes ? new SmsContent(null, bytes.Hex, DataCoding: bytes.DataCoding, EsmClass: bytes.EsmClass) : new SmsContent(Text ?? "", Transliteration: Transliteration, Language: Language),
        new SmsMessageOptions(
            new InfobipPlatform(EntityId, ApplicationId), CampaignReferenceId, ValidityPeriod is { } minutes ? new SmsValidity((int)Math.Min(minutes, 2880), "MINUTES") : null,
            DeliveryTimeWindow, Flash, Regional),
        new SmsWebhooks(NotifyUrl is { Length: > 0 } url ? new SmsDeliveryWebhook(url, IntermediateReport) : null, NotifyContentType, CallbackData));
}

internal sealed record OlderSmsBytes(string? Hex, int? DataCoding = null, int? EsmClass = null);

internal sealed record OlderSmsResponse(string BulkId, IReadOnlyList<OlderSmsResponseItem> Messages);

internal sealed record OlderSmsResponseItem(string To, MessageStatus Status, string MessageId, int? SmsCount = null);

/// <summary>What <c>GET /sms/1/reports</c> answers, and what the webhook brings of messages sent by this generation.</summary>
internal sealed record OlderSmsReports(IReadOnlyList<OlderSmsReport> Results)
{
    public static OlderSmsReports Of(IEnumerable<StoredMessage> messages) => new([.. messages.Select(SandboxReports.Report).Select(report => new OlderSmsReport(
        report.BulkId, report.MessageId, report.To, report.Sender, report.SentAt, report.DoneAt, report.MessageCount, report.MccMnc, report.CallbackData, report.Price, report.Status,
        report.Error, report.Platform?.EntityId, report.Platform?.ApplicationId, report.CampaignReferenceId))]);
}

internal sealed record OlderSmsReport(
    string? BulkId, string? MessageId, string? To, string? From, DateTimeOffset? SentAt, DateTimeOffset? DoneAt, int? SmsCount, string? MccMnc, string? CallbackData,
    MessagePrice? Price, MessageStatus? Status, MessageError? Error, string? EntityId, string? ApplicationId, string? CampaignReferenceId);

/// <summary>What <c>GET /sms/1/logs</c> answers.</summary>
internal sealed record OlderSmsLogs(IReadOnlyList<OlderSmsLog> Results)
{
    public static OlderSmsLogs Of(IEnumerable<StoredMessage> messages) => new([.. messages.Select(message => (message, line: SandboxReports.LogLine(message))).Select(one => new OlderSmsLog(
        one.line.BulkId, one.line.MessageId, one.line.Destination, one.line.Sender, one.message.Text, one.line.SentAt, one.line.DoneAt, one.line.MessageCount, one.line.MccMnc,
        one.line.Price, one.line.Status, one.line.Error, one.line.Platform?.EntityId, one.line.Platform?.ApplicationId, one.line.CampaignReferenceId))]);
}

internal sealed record OlderSmsLog(
    string? BulkId, string? MessageId, string? To, string? From, string? Text, DateTimeOffset? SentAt, DateTimeOffset? DoneAt, int? SmsCount, string? MccMnc,
    MessagePrice? Price, MessageStatus? Status, MessageError? Error, string? EntityId, string? ApplicationId, string? CampaignReferenceId);
