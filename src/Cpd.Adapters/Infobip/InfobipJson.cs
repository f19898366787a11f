using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cpd.Adapters.Infobip.Chat;
using Cpd.Adapters.Infobip.Email;
using Cpd.Adapters.Infobip.Mms;
using Cpd.Adapters.Infobip.Push;
using Cpd.Adapters.Infobip.Sms;
using Cpd.Adapters.Infobip.Voice;

namespace Cpd.Adapters.Infobip;

/// <summary>
/// Infobip's JSON: camel case, absent rather than null, its own dates. Unknown members are passed over, and what the
/// specification calls an enumeration is text here, so that a new value is no error.
/// </summary>
[JsonSerializable(typeof(SmsRequest))]
[JsonSerializable(typeof(SmsResponse))]
[JsonSerializable(typeof(LinkClick))]
[JsonSerializable(typeof(BlocklistRequest))]
[JsonSerializable(typeof(SmsReports))]
[JsonSerializable(typeof(SmsLogs))]
[JsonSerializable(typeof(SmsInbox))]
[JsonSerializable(typeof(SmsPreviewRequest))]
[JsonSerializable(typeof(SmsPreviews))]
[JsonSerializable(typeof(BulkTime))]
[JsonSerializable(typeof(BulkState))]
[JsonSerializable(typeof(EmailRequest))]
[JsonSerializable(typeof(EmailHeaders))]
[JsonSerializable(typeof(EmailResponse))]
[JsonSerializable(typeof(EmailReports))]
[JsonSerializable(typeof(EmailPulledReports))]
[JsonSerializable(typeof(EmailLogs))]
[JsonSerializable(typeof(EmailEvent))]
[JsonSerializable(typeof(AddressValidationRequest))]
[JsonSerializable(typeof(AddressValidation))]
[JsonSerializable(typeof(WhatsAppRequest))]
[JsonSerializable(typeof(WhatsAppMessage))]
[JsonSerializable(typeof(WhatsAppResponse))]
[JsonSerializable(typeof(WhatsAppResponseItem))]
[JsonSerializable(typeof(WhatsAppReports))]
[JsonSerializable(typeof(ChatSeenReports))]
[JsonSerializable(typeof(WhatsAppInbox))]
[JsonSerializable(typeof(WhatsAppTemplates))]
[JsonSerializable(typeof(ViberRequest))]
[JsonSerializable(typeof(ViberLogs))]
[JsonSerializable(typeof(ViberInbox))]
[JsonSerializable(typeof(RcsRequest))]
[JsonSerializable(typeof(RcsLogs))]
[JsonSerializable(typeof(RcsInbox))]
[JsonSerializable(typeof(MmsRequest))]
[JsonSerializable(typeof(MmsLogs))]
[JsonSerializable(typeof(MmsInbox))]
[JsonSerializable(typeof(PushRequest))]
[JsonSerializable(typeof(PushLogs))]
[JsonSerializable(typeof(RcsCapabilityRequest))]
[JsonSerializable(typeof(RcsCapabilityResponse))]
[JsonSerializable(typeof(SingleVoiceRequest))]
[JsonSerializable(typeof(MultiVoiceRequest))]
[JsonSerializable(typeof(VoiceRequest))]
[JsonSerializable(typeof(VoiceResponse))]
[JsonSerializable(typeof(VoiceReports))]
[JsonSerializable(typeof(VoiceLogs))]
[JsonSerializable(typeof(VoiceNames))]
[JsonSerializable(typeof(ApiError))]
[JsonSerializable(typeof(ApiExceptionBody))]
public sealed partial class InfobipJson : JsonSerializerContext
{
    /// <summary>What client, receivers and sandbox use.</summary>
    public static InfobipJson Wire { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        // Letters of every language as themselves: half the bytes, and nothing here ends up in a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new InfobipDate() },
    });
}
