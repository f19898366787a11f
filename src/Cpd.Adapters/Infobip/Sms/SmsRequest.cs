namespace Cpd.Adapters.Infobip.Sms;

/// <summary>Body of <c>POST /sms/3/messages</c>: many messages in one call. The sandbox reads the same records, hence the nullable members.</summary>
public sealed record SmsRequest(IReadOnlyList<SmsMessage>? Messages, SmsRequestOptions? Options = null) : IEnvelope<SmsMessage>;

/// <param name="Destinations">Each gets the same text; a personal text is a message of its own.</param>
public sealed record SmsMessage(
    string? Sender, IReadOnlyList<SmsDestination>? Destinations, SmsContent? Content, SmsMessageOptions? Options = null, SmsWebhooks? Webhooks = null);

/// <param name="MessageId">At most 200 characters; the only protection against sending twice.</param>
public sealed record SmsDestination(string? To, string? MessageId = null);

/// <summary>A text, or bytes in hex: whichever is there.</summary>
/// <param name="Language">A national table, where the text needs one.</param>
/// <param name="DataCoding">Of bytes: 0 for GSM-7, 8 for UCS-2.</param>
public sealed record SmsContent(
    string? Text, string? Hex = null, string? Transliteration = null, SmsLanguage? Language = null, int? DataCoding = null, int? EsmClass = null);

/// <param name="Flash">Shown at once, and not kept by the phone.</param>
public sealed record SmsMessageOptions(
    InfobipPlatform? Platform = null, string? CampaignReferenceId = null, SmsValidity? ValidityPeriod = null, SmsWindow? DeliveryTimeWindow = null, bool? Flash = null,
    SmsRegional? Regional = null);

/// <summary>When messages are handed over: on these days, from and to in UTC. Both hours or none, at least one hour apart.</summary>
public sealed record SmsWindow(IReadOnlyList<string>? Days, SmsHour? From = null, SmsHour? To = null);

public sealed record SmsHour(int? Hour, int? Minute);

/// <summary>What the law of single countries wants to stand in a message.</summary>
public sealed record SmsRegional(SmsIndiaDlt? IndiaDlt = null, SmsTurkeyIys? TurkeyIys = null, SmsSouthKorea? SouthKorea = null);

/// <param name="PrincipalEntityId">Who sends, as registered; must be there.</param>
public sealed record SmsIndiaDlt(string? PrincipalEntityId, string? ContentTemplateId = null, string? TelemarketerId = null);

/// <param name="RecipientType">BIREYSEL, a person, or TACIR, a merchant; must be there.</param>
public sealed record SmsTurkeyIys(string? RecipientType, int? BrandCode = null);

/// <param name="Title">At most 66 characters.</param>
public sealed record SmsSouthKorea(string? Title = null, int? ResellerCode = null);

/// <param name="TimeUnit">SECONDS, MINUTES or HOURS; minutes where it is missing.</param>
public sealed record SmsValidity(int? Amount, string? TimeUnit = null);

public sealed record InfobipPlatform(string? EntityId = null, string? ApplicationId = null);

public sealed record SmsRequestOptions(SmsSchedule? Schedule = null, bool? IncludeSmsCountInResponse = null, SmsTracking? Tracking = null);

/// <summary>Links in the texts of a call are replaced by short ones, and each that is followed is told to <paramref name="TrackingUrl"/>.</summary>
public sealed record SmsTracking(bool? ShortenUrl = null, bool? TrackClicks = null, string? TrackingUrl = null, bool? RemoveProtocol = null, string? CustomDomain = null);

/// <summary>That a link was followed: one in each POST, the same for text messages and, with <c>geoLocation</c>, for e-mails.</summary>
/// <param name="SendDateTime">Milliseconds since 1970.</param>
public sealed record LinkClick(
    string NotificationType, string Recipient, string? Url, long SendDateTime, string MessageId, string BulkId, string? CallbackData, LinkDevice RecipientInfo);

public sealed record LinkDevice(string DeviceType, string? Os, string? DeviceName);

public sealed record SmsSchedule(string? BulkId = null, DateTimeOffset? SendAt = null);

/// <param name="CallbackData">Comes back with every report; at most 4,000 characters.</param>
public sealed record SmsWebhooks(SmsDeliveryWebhook? Delivery, string? ContentType = null, string? CallbackData = null);

/// <param name="Notify">False: no report at all, even with a url. Missing: the same as true.</param>
public sealed record SmsDeliveryWebhook(string? Url, bool? IntermediateReport = null, bool? Notify = null);

/// <summary>Answer to a send. That it came says that the call was taken; whether a message was is in its status.</summary>
public sealed record SmsResponse(string? BulkId, IReadOnlyList<SmsResponseItem>? Messages);

public sealed record SmsResponseItem(string? MessageId, MessageStatus? Status, string? Destination, SmsResponseDetails? Details = null);

public sealed record SmsResponseDetails(int MessageCount);
