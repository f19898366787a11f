using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cpd.Adapters.Infobip;

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
