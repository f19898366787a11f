namespace Cpd.Adapters.Infobip.Sms;

/// <summary>Where a message stands. Ids repeat with another meaning across channels; names and groups may be new ones.</summary>
public sealed record MessageStatus(int GroupId, string? GroupName, int Id, string? Name, string? Description, string? Action = null);

/// <param name="Permanent">The same message would fail again.</param>
public sealed record MessageError(int GroupId, string? GroupName, int Id, string? Name, string? Description, bool Permanent = false);

public sealed record MessagePrice(decimal? PricePerMessage, string? Currency);

/// <summary>What <c>GET /sms/3/reports</c> answers and what the delivery webhook brings: the same text.</summary>
public sealed record SmsReports(IReadOnlyList<SmsReport>? Results);

/// <summary>How one message ended, or that it is still on its way. Comes at least once, in no sure order.</summary>
public sealed record SmsReport(
    string? BulkId, MessagePrice? Price, MessageStatus? Status, MessageError? Error, string? MessageId, string? To, string? Sender,
    DateTimeOffset? SentAt, DateTimeOffset? DoneAt, int? MessageCount, string? MccMnc, string? CallbackData,
    InfobipPlatform? Platform, string? CampaignReferenceId);

/// <summary>What <c>GET /sms/3/logs</c> answers; <see cref="Cursor"/> only where it was asked for.</summary>
public sealed record SmsLogs(IReadOnlyList<SmsLog>? Results, InfobipCursor? Cursor = null);

/// <param name="Destination">Logs say destination where reports say to.</param>
public sealed record SmsLog(
    string? Sender, string? Destination, string? BulkId, string? MessageId, DateTimeOffset? SentAt, DateTimeOffset? DoneAt, int? MessageCount,
    MessagePrice? Price, MessageStatus? Status, MessageError? Error, InfobipPlatform? Platform, SmsContent? Content,
    string? CampaignReferenceId, string? MccMnc);

/// <param name="NextCursor">Missing on the last page.</param>
public sealed record InfobipCursor(int Limit, string? NextCursor);

/// <summary>What the inbound webhook brings and <c>GET /sms/1/inbox/reports</c> answers.</summary>
public sealed record SmsInbox(IReadOnlyList<SmsInbound>? Results, int MessageCount, int PendingMessageCount);

/// <summary>One message that a person wrote.</summary>
/// <param name="From">The person.</param>
/// <param name="To">The number or sender they wrote to.</param>
/// <param name="CleanText">The text without its keyword.</param>
public sealed record SmsInbound(
    string? MessageId, string? From, string? To, string? Text, string? CleanText, string? Keyword, DateTimeOffset? ReceivedAt,
    int? SmsCount, MessagePrice? Price, string? CallbackData, string? EntityId = null, string? ApplicationId = null, string? CampaignReferenceId = null);

public sealed record SmsPreviewRequest(string? Text, string? LanguageCode = null, string? Transliteration = null);

public sealed record SmsPreviews(string OriginalText, IReadOnlyList<SmsPreview> Previews);

public sealed record SmsPreview(string TextPreview, int MessageCount, int CharactersRemaining, SmsPreviewConfiguration Configuration);

public sealed record SmsPreviewConfiguration(SmsLanguage? Language = null, string? Transliteration = null);

public sealed record SmsLanguage(string? LanguageCode, bool? SingleShift = null, bool? LockingShift = null);
