using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Sms;
using Cpd.Adapters.Sandbox.Chat;
using Cpd.Adapters.Sandbox.Email;
using Cpd.Adapters.Sandbox.Reports;
using Cpd.Adapters.Sandbox.Sms;

namespace Cpd.Adapters.Sandbox;

/// <summary>Infobip's JSON of operations that the sandbox answers and this product does not call.</summary>
[JsonSerializable(typeof(StoredSms))]
[JsonSerializable(typeof(OlderSmsRequest))]
[JsonSerializable(typeof(OlderSmsResponse))]
[JsonSerializable(typeof(OlderSmsReports))]
[JsonSerializable(typeof(OlderSmsLogs))]
[JsonSerializable(typeof(BulkTime))]
[JsonSerializable(typeof(BulkState))]
[JsonSerializable(typeof(EmailBulkTimes))]
[JsonSerializable(typeof(EmailBulkStates))]
[JsonSerializable(typeof(AccountBalance))]
[JsonSerializable(typeof(AccountFreeMessages))]
[JsonSerializable(typeof(AccountTotalBalance))]
[JsonSerializable(typeof(SessionRequest))]
[JsonSerializable(typeof(SessionToken))]
[JsonSerializable(typeof(OAuthToken))]
[JsonSerializable(typeof(ConversionTag))]
[JsonSerializable(typeof(OlderEmailResponse))]
[JsonSerializable(typeof(OlderEmailReports))]
[JsonSerializable(typeof(OlderEmailLogs))]
[JsonSerializable(typeof(MimeRequest))]
[JsonSerializable(typeof(UploadedContent))]
[JsonSerializable(typeof(UploadRefused))]
[JsonSerializable(typeof(AddressAndPlaceholders))]
[JsonSerializable(typeof(Dictionary<string, JsonElement>))]
[JsonSerializable(typeof(ValidationRequest))]
[JsonSerializable(typeof(ValidationAnswer))]
[JsonSerializable(typeof(BulkValidationRequest))]
[JsonSerializable(typeof(BulkValidationAnswer))]
[JsonSerializable(typeof(SuppressionsRequest))]
[JsonSerializable(typeof(SuppressionsPage))]
[JsonSerializable(typeof(DomainRequest))]
[JsonSerializable(typeof(DomainTracking))]
[JsonSerializable(typeof(EmailDomain))]
[JsonSerializable(typeof(EmailDomainPage))]
[JsonSerializable(typeof(List<EmailDomain>))]
[JsonSerializable(typeof(WhatsAppEventsRequest))]
[JsonSerializable(typeof(SenderQualities))]
[JsonSerializable(typeof(Infobip.Chat.WhatsAppTemplate))]
[JsonSerializable(typeof(SubscriptionRequest))]
[JsonSerializable(typeof(ProfileRequest))]
[JsonSerializable(typeof(SecurityRequest))]
[JsonSerializable(typeof(OnlySubscription))]
[JsonSerializable(typeof(OnlyProfile))]
[JsonSerializable(typeof(OnlySecurity))]
[JsonSerializable(typeof(SubscriptionPage))]
[JsonSerializable(typeof(AllSubscriptions))]
internal sealed partial class SandboxWire : JsonSerializerContext
{
    /// <summary>With the rules of <see cref="InfobipJson.Wire"/>.</summary>
    public static SandboxWire Wire { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new InfobipDate() },
    });
}
