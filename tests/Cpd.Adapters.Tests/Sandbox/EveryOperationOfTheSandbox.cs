using Cpd.Adapters.Sandbox;

namespace Cpd.Adapters.Tests.Sandbox;

/// <summary>Each operation, asked as its client asks it: request, answer and refusal have Infobip's published types.</summary>
public class EveryOperationOfTheSandbox
{
    private const string To = "385910000010", Later = "2040-01-02T03:04:05.000+0000";

    /// <param name="Product">Whose types they are.</param>
    /// <param name="Error">The shape of its errors; null where nobody has to say who they are.</param>
    private sealed record Operation(
        string Product, HttpMethod Method, string Path, string? Request, string? Body, string? Answer, string? Error, int Status = 200)
    {
        public override string ToString() => $"{Method} {Path}";
    }

    private static readonly Operation[] Sms =
    [
        new("SMS", HttpMethod.Post, "/sms/3/messages", "SmsRequestEnvelope", $$$$"""
            {"messages":[{"sender":"Shop","destinations":[{"to":"{{{{To}}}}","messageId":"s-1","networkId":1}],"content":{"text":"Ćao!","transliteration":"CENTRAL_EUROPEAN","language":{"languageCode":"NONE","singleShift":false,"lockingShift":false}},
              "options":{"platform":{"entityId":"e","applicationId":"a"},"validityPeriod":{"amount":2,"timeUnit":"HOURS"},"deliveryTimeWindow":{"days":["MONDAY","TUESDAY","WEDNESDAY","THURSDAY","FRIDAY","SATURDAY","SUNDAY"],"from":{"hour":0,"minute":0},"to":{"hour":23,"minute":59}},
                "campaignReferenceId":"spring","flash":true,"regional":{"indiaDlt":{"principalEntityId":"p","contentTemplateId":"c"},"turkeyIys":{"recipientType":"TACIR","brandCode":1},"southKorea":{"title":"t","resellerCode":2}}},
              "webhooks":{"callbackData":"d"}}],
             "options":{"schedule":{"bulkId":"bulk-1","sendingSpeedLimit":{"amount":10,"timeUnit":"HOUR"}},"tracking":{"shortenUrl":true,"trackClicks":true},"includeSmsCountInResponse":true,"conversionTracking":{"useConversionTracking":true,"conversionTrackingName":"n"}}}
            """, "SmsResponseEnvelope", "ApiError"),
        new("SMS", HttpMethod.Post, "/sms/3/messages", "SmsRequestEnvelope",
            $$$$"""{"messages":[{"destinations":[{"to":"{{{{To}}}}"}],"content":{"hex":"00 48 00 69","dataCoding":8,"esmClass":0}}]}""", "SmsResponseEnvelope", "ApiError"),
        new("SMS", HttpMethod.Get, $"/sms/3/text/query?to={To}&text=Hi&from=Shop&flash=true&validityPeriod=5&bulkId=q-1", null, null, "SmsResponseEnvelope", "ApiError"),
        new("SMS", HttpMethod.Post, "/sms/2/text/advanced", "SMSAdvancedTextualRequest", $$$$"""
            {"bulkId":"old-1","messages":[{"from":"Shop","destinations":[{"to":"{{{{To}}}}","messageId":"o-1"}],"text":"Hi","flash":false,"language":{"languageCode":"TR"},"transliteration":"TURKISH","callbackData":"d","intermediateReport":true,"validityPeriod":60,
              "regional":{"turkeyIys":{"recipientType":"BIREYSEL"}},"entityId":"e","applicationId":"a","campaignReferenceId":"c"}],"includeSmsCountInResponse":true}
            """, "SMSResponse", "ApiException"),
        new("SMS", HttpMethod.Post, "/sms/2/binary/advanced", null, $$$$"""{"messages":[{"destinations":[{"to":"{{{{To}}}}"}],"binary":{"hex":"0f c2 4a","dataCoding":0,"esmClass":0}}]}""", "SMSResponse", "ApiException"),
        new("SMS", HttpMethod.Get, $"/sms/1/text/query?to={To}&text=Hi&username=u&password=p", null, null, "SMSResponse", "ApiException"),
        new("SMS", HttpMethod.Get, "/sms/3/logs?mcc=219&mnc=01&sender=Shop&useCursor=true&limit=2", null, null, "LogResponseSmsLogSmsMessageContent", "ApiError"),
        new("SMS", HttpMethod.Get, "/sms/3/reports?limit=2&entityId=e", null, null, "DeliveryReports", "ApiError"),
        new("SMS", HttpMethod.Get, "/sms/1/reports?limit=2", null, null, "SMSReportResponse", "ApiException"),
        new("SMS", HttpMethod.Get, "/sms/1/inbox/reports?limit=2", null, null, "SmsMoReportResponse", "ApiException"),
        new("SMS", HttpMethod.Post, "/sms/1/preview", "PreviewRequest", """{"text":"Çağ","languageCode":"TR","transliteration":"NONE"}""", "PreviewResponse", "ApiException"),
        new("SMS", HttpMethod.Post, "/ct/1/log/end/s-1", null, null, "EndTagResponse", "ApiException"),
        new("SMS", HttpMethod.Post, "/sms/3/messages", "SmsRequestEnvelope",
            $$$$"""{"messages":[{"destinations":[{"to":"{{{{To}}}}"}],"content":{"text":"later"}}],"options":{"schedule":{"bulkId":"sms-later","sendAt":"{{{{In(60)}}}}"}}}""", "SmsResponseEnvelope", "ApiError"),
        new("SMS", HttpMethod.Get, "/sms/1/bulks?bulkId=sms-later", null, null, "BulkResponse", "ApiException"),
        new("SMS", HttpMethod.Put, "/sms/1/bulks?bulkId=sms-later", "BulkRequest", $$$$"""{"sendAt":"{{{{Later}}}}"}""", "BulkResponse", "ApiException"),
        new("SMS", HttpMethod.Get, "/sms/1/bulks/status?bulkId=sms-later", null, null, "BulkStatusResponse", "ApiException"),
        new("SMS", HttpMethod.Put, "/sms/1/bulks/status?bulkId=sms-later", "UpdateStatusRequest", """{"status":"PAUSED"}""", "BulkStatusResponse", "ApiException"),
        new("SMS", HttpMethod.Get, "/sms/1/bulks?bulkId=nobody", null, null, "ApiException", "ApiException", 404),
    ];

    private static readonly Operation[] Voice =
    [
        new("Voice", HttpMethod.Post, "/tts/3/single", "SingleTtsApiRequest", $$$$"""{"from":"38510000000","to":"{{{{To}}}}","text":"One two","language":"en","voice":{"name":"Joanna","gender":"female"}}""", "StandardVoiceResponse_2", "ApiException"),
        new("Voice", HttpMethod.Post, "/tts/3/multi", "MultiTtsApiRequest", $$$$"""{"messages":[{"from":"38510000000","to":["{{{{To}}}}"],"text":"One two","language":"en"}]}""", "StandardVoiceResponse_2", "ApiException"),
        new("Voice", HttpMethod.Post, "/tts/3/advanced", "AdvancedTtsApiRequest", $$$$"""
            {"bulkId":"call-later","messages":[{"from":"38510000000","destinations":[{"to":"{{{{To}}}}","messageId":"v-1"}],"text":"One two","language":"en","voice":{"gender":"male"},"speechRate":1.1,"validityPeriod":720,"sendAt":"{{{{In(60)}}}}",
              "maxDtmf":1,"ringTimeout":45,"callTimeout":130,"pause":1,"retry":{"minPeriod":1,"maxPeriod":5,"maxCount":5},"machineDetection":"hangup","callbackData":"d"}]}
            """, "StandardVoiceResponse_2", "ApiException"),
        new("Voice", HttpMethod.Get, "/tts/3/logs?limit=2&from=38510000000", null, null, "LogsResponse", "ApiException"),
        new("Voice", HttpMethod.Get, "/voice/1/reports?limit=2", null, null, "ReportResponse", "ApiException"),
        new("Voice", HttpMethod.Get, "/tts/3/voices/en?includeNeural=true", null, null, "GetVoicesResponse", "ApiException"),
        new("Voice", HttpMethod.Get, "/tts/3/bulks?bulkId=call-later", null, null, "BulkResponse_2", "ApiException"),
        new("Voice", HttpMethod.Put, "/tts/3/bulks?bulkId=call-later", "BulkRequest_2", $$$$"""{"sendAt":"{{{{Later}}}}"}""", "BulkResponse_2", "ApiException"),
        new("Voice", HttpMethod.Get, "/tts/3/bulks/status?bulkId=call-later", null, null, "BulkStatusResponse", "ApiException"),
        new("Voice", HttpMethod.Put, "/tts/3/bulks/status?bulkId=call-later", "BulkStatusRequest", """{"status":"CANCELED"}""", "BulkStatusResponse", "ApiException"),
    ];

    private static readonly Operation[] Account =
    [
        new("Account", HttpMethod.Get, "/account/1/balance", null, null, "Balance", "ApiException"),
        new("Account", HttpMethod.Get, "/account/1/free-messages", null, null, "FreeMessages", "ApiException"),
        new("Account", HttpMethod.Get, "/account/1/total-balance", null, null, "TotalBalance", "ApiException"),
        new("Account", HttpMethod.Post, "/auth/1/session", "CreateSessionRequest", """{"username":"sandbox","password":"sandbox"}""", "SessionResponse", null),
        new("Account", HttpMethod.Post, "/auth/1/session", "CreateSessionRequest", """{"username":"sandbox","password":"wrong"}""", "ApiException", null, 401),
        new("Account", HttpMethod.Post, "/auth/1/oauth2/token?grant_type=client_credentials&client_id=sandbox&client_secret=sandbox", null, null, "TokenResponse", null),
        new("Account", HttpMethod.Delete, "/auth/1/session", null, null, null, "ApiException"),
    ];

    [Fact]
    public async Task Speaks_Infobips_types()
    {
        await using var sandbox = await RunningSandbox.Start(new SandboxBehaviour { ReportDelayMs = 0, WebhookWindowMs = 0, RingMs = 0 });
        await sandbox.Post("/_control/reply", $$$$"""{"from":"{{{{To}}}}","to":"Shop","text":"STOP now"}""");
        var problems = new List<string>();

        foreach (var operation in new[] { Sms, Voice, Account }.SelectMany(one => one))
        {
            if (operation.Request is { } type) Note(operation, "asks", InfobipTypes.Problems(operation.Product, type, operation.Body!));

            var (status, answer) = await sandbox.Call(operation.Method, operation.Path, operation.Body);
            if (status != operation.Status) problems.Add($"{operation}: is answered with {status} {answer}");
            else if (operation.Answer is { } expected) Note(operation, "is answered", InfobipTypes.Problems(operation.Product, expected, answer));
            else if (answer.Length > 0) problems.Add($"{operation}: is answered with a body, {answer}");

            if (operation.Error is null) continue;
            var (refused, error) = await sandbox.Call(operation.Method, operation.Path, operation.Body, authorization: null);
            if (refused != 401) problems.Add($"{operation}: lets anybody in with {refused}");
            else Note(operation, "refuses", InfobipTypes.Problems("Errors", operation.Error, error));
        }

        Assert.True(problems.Count == 0, string.Join(Environment.NewLine, problems));

        void Note(Operation operation, string does, IEnumerable<string> found) => problems.AddRange(found.Select(problem => $"{operation} {does}: {problem}"));
    }

    private static string In(int minutes) => Cpd.Adapters.Infobip.InfobipDate.Text(TimeProvider.System.GetUtcNow().AddMinutes(minutes));
}
