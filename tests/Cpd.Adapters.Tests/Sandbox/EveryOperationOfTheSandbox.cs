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

    private static readonly Operation[] Rcs =
    [
        new("RCS", HttpMethod.Post, "/rcs/2/capability-check/query", "CapabilityCheckSyncRequest", $$$$"""{"sender":"Shop","phoneNumbers":["{{{{To}}}}"],"options":{"platform":{"entityId":"e","applicationId":"a"}}}""", "CapabilityCheckSyncResponse", "ApiError"),
        new("RCS", HttpMethod.Post, "/rcs/2/capability-check/query", null, """{"sender":"Shop","phoneNumbers":[]}""", "ApiError", "ApiError", 400),
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

    private static readonly Operation[] Email =
    [
        new("Email", HttpMethod.Post, "/email/4/messages", "EmailRequest", """
            {"messages":[{"sender":"Cpd <news@cpd.example>","destinations":[{"to":[{"destination":"ana@example.com","messageId":"em-1","placeholders":"{\"name\":\"Ana\"}"}],"replyTo":"care@cpd.example"}],
              "content":{"subject":"Hello {{name}}","html":"<p>Hi {{name}}</p>","attachments":[{"type":"binary","content":"QQ==","contentType":"text/plain","fileName":"a.txt"}]},
              "options":{"campaignReferenceId":"c"},"webhooks":{"callbackData":"j-12"}}],"options":{"tracking":{"trackOpens":true}}}
            """, "EmailResponse", "ApiError"),
        new("Email", HttpMethod.Post, "/email/4/messages", "EmailRequest",
            $$$$"""{"messages":[{"sender":"news@cpd.example","destinations":[{"to":[{"destination":"ana@example.com"}]}],"content":{"subject":"Later","text":"x"}}],"options":{"schedule":{"bulkId":"mail-later","sendAt":"{{{{In(60)}}}}"}}}""", "EmailResponse", "ApiError"),
        new("Email", HttpMethod.Post, "/email/4/mime", "SendMimeRequestSchema", """{"mimeMessage":"From: news@cpd.example\r\nTo: ana@example.com\r\nSubject: Whole\r\n\r\nA text","callbackData":"c"}""", "SendResponse", "ApiException"),
        new("Email", HttpMethod.Post, "/email/1/content", null, null, "UploadError", "ApiException", 400),
        new("Email", HttpMethod.Get, "/email/4/reports?limit=1", null, null, "EmailDeliveryReports", "ApiError"),
        new("Email", HttpMethod.Get, "/email/4/logs?useCursor=true&limit=1", null, null, "LogResponseEmailUnificationLog", "ApiError"),
        new("Email", HttpMethod.Get, "/email/1/reports?limit=1", null, null, "ApiReportsResponse", "ApiException"),
        new("Email", HttpMethod.Get, "/email/1/logs?from=news@cpd.example&limit=1", null, null, "EmailLogResponse", "ApiException"),
        new("Email", HttpMethod.Get, "/email/1/bulks?bulkId=mail-later", null, null, "BulkScheduleResponse", "ApiException"),
        new("Email", HttpMethod.Put, "/email/1/bulks?bulkId=mail-later", "BulkRescheduleRequest", $$$$"""{"sendAt":"{{{{Later}}}}"}""", "BulkRescheduleResponse", "ApiException"),
        new("Email", HttpMethod.Get, "/email/1/bulks/status?bulkId=mail-later", null, null, "BulkStatusResponse", "ApiException"),
        new("Email", HttpMethod.Put, "/email/1/bulks/status?bulkId=mail-later", "BulkUpdateStatusRequest", """{"status":"CANCELED"}""", "BulkUpdateStatusResponse", "ApiException"),
        new("Email", HttpMethod.Put, "/email/1/bulks/status?bulkId=mail-later", "BulkUpdateStatusRequest", """{"status":"PENDING"}""", "ApiException", "ApiException", 409),
        new("Email", HttpMethod.Post, "/email/2/validation", "ValidationRequest", """{"to":"info@gmial.com"}""", "ValidationResponse", "ApiException"),
        new("Email", HttpMethod.Post, "/email/2/validations", "ApiBulkRequest", """{"validationRequestId":"v","destinations":[{"destination":"ana@example.com"}]}""", "BulkResponse", "ApiError", 202),
        new("Email", HttpMethod.Post, "/email/1/suppressions", "AddSuppressionRequest", """{"suppressions":[{"domainName":"cpd.example","emailAddress":["gone@example.com"],"type":"BOUNCE"}]}""", null, "ApiError", 204),
        new("Email", HttpMethod.Get, "/email/1/suppressions?domainName=cpd.example&type=BOUNCE", null, null, "SuppressionInfoPageResponse", "ApiError"),
        new("Email", HttpMethod.Get, "/email/1/suppressions?type=BOUNCE", null, null, "ApiError", "ApiError", 400),
        new("Email", HttpMethod.Delete, "/email/1/suppressions", "DeleteSuppressionRequest", """{"suppressions":[{"domainName":"cpd.example","emailAddress":["gone@example.com"],"type":"OVER_QUOTA"}]}""", null, "ApiError", 204),
        new("Email", HttpMethod.Post, "/email/1/domains", null, """{"domainName":"cpd.example"}""", "DomainResponse", "ApiException"),
        new("Email", HttpMethod.Get, "/email/1/domains?size=5", null, null, "AllDomainsResponse", "ApiException"),
        new("Email", HttpMethod.Get, "/email/1/domains/cpd.example", null, null, "DomainResponse", "ApiException"),
        new("Email", HttpMethod.Put, "/email/1/domains/cpd.example/tracking", null, """{"open":false}""", "DomainResponse", "ApiException"),
        new("Email", HttpMethod.Post, "/email/1/domains/cpd.example/verify", null, null, null, "ApiException", 202),
        new("Email", HttpMethod.Delete, "/email/1/domains/cpd.example", null, null, null, "ApiException", 204),
        new("Email", HttpMethod.Get, "/email/1/domains/cpd.example", null, null, "ApiException", "ApiException", 404),
    ];

    private static readonly Operation[] WhatsApp =
    [
        new("WhatsApp", HttpMethod.Post, "/whatsapp/1/message/template", "BulkMessage", """
            {"messages":[{"from":"447860000000","to":"385910000010","messageId":"wa-1","content":{"templateName":"order_ready","language":"en","templateData":{"body":{"placeholders":["Ana","A-17"]},"buttons":[{"type":"QUICK_REPLY","parameter":"YES"}]}},
              "callbackData":"j","smsFailover":{"from":"Shop","text":"Ready."}},
              {"from":"447860000000","to":"385910000010","content":{"templateName":"picks_for_you","language":"en","templateData":{"body":{"placeholders":["Ana"]},
                "carousel":{"cards":[{"header":{"type":"IMAGE","mediaUrl":"https://shop.example/a.jpg"},"body":{"placeholders":["Scarf","19 EUR"]},"buttons":[{"type":"QUICK_REPLY","parameter":"A"},{"type":"URL","parameter":"a"}]}]}}}},
              {"from":"447860000000","to":"385910000010","content":{"templateName":"login_code","language":"en","templateData":{"body":{"placeholders":["482913"]},"buttons":[{"type":"URL","parameter":"482913"}]}}},
              {"from":"447860000000","to":"385910000010","content":{"templateName":"where","language":"en","templateData":{"body":{"placeholders":[]},"header":{"type":"LOCATION","latitude":45.81,"longitude":15.98},"buttons":[{"type":"FLOW","flowToken":"t"}]}}}],"bulkId":"wab-1"}
            """, "BulkMessageInfo", "ApiException"),
        new("WhatsApp", HttpMethod.Post, "/whatsapp/1/message/text", "TextMessage", """{"from":"447860000000","to":"385910000010","content":{"text":"Hi","previewUrl":false},"callbackData":"c"}""", "SingleMessageInfo", "ApiException"),
        new("WhatsApp", HttpMethod.Post, "/whatsapp/1/message/image", "ImageMessage", """{"from":"447860000000","to":"385910000010","content":{"mediaUrl":"https://shop.example/a.png","caption":"c"},"callbackData":"c"}""", "SingleMessageInfo", "ApiException"),
        new("WhatsApp", HttpMethod.Post, "/whatsapp/1/message/document", "DocumentMessage", """{"from":"447860000000","to":"385910000010","content":{"mediaUrl":"https://shop.example/a.pdf","filename":"a.pdf"},"callbackData":"c"}""", "SingleMessageInfo", "ApiException"),
        new("WhatsApp", HttpMethod.Post, "/whatsapp/1/message/audio", "AudioMessage", """{"from":"447860000000","to":"385910000010","content":{"mediaUrl":"https://shop.example/a.mp3"},"callbackData":"c"}""", "SingleMessageInfo", "ApiException"),
        new("WhatsApp", HttpMethod.Post, "/whatsapp/1/message/video", "VideoMessage", """{"from":"447860000000","to":"385910000010","content":{"mediaUrl":"https://shop.example/a.mp4"},"callbackData":"c"}""", "SingleMessageInfo", "ApiException"),
        new("WhatsApp", HttpMethod.Post, "/whatsapp/1/message/sticker", "StickerMessage", """{"from":"447860000000","to":"385910000010","content":{"mediaUrl":"https://shop.example/a.webp"},"callbackData":"c"}""", "SingleMessageInfo", "ApiException"),
        new("WhatsApp", HttpMethod.Post, "/whatsapp/1/message/location", "LocationMessage", """{"from":"447860000000","to":"385910000010","content":{"latitude":45.8,"longitude":15.9,"name":"Shop"},"callbackData":"c"}""", "SingleMessageInfo", "ApiException"),
        new("WhatsApp", HttpMethod.Post, "/whatsapp/1/message/contact", "ContactsMessage", """{"from":"447860000000","to":"385910000010","content":{"contacts":[{"name":{"firstName":"Ana","formattedName":"Ana A"},"birthday":"2000-01-02","emails":[{"email":"ana@example.com"}],"phones":[{"phone":"385910000011"}]}]},"callbackData":"c"}""", "SingleMessageInfo", "ApiException"),
        new("WhatsApp", HttpMethod.Post, "/whatsapp/1/message/interactive/buttons", "InteractiveButtonsMessage", """{"from":"447860000000","to":"385910000010","content":{"body":{"text":"Come?"},"action":{"buttons":[{"type":"REPLY","id":"y","title":"Yes"}]}},"callbackData":"c"}""", "SingleMessageInfo", "ApiException"),
        new("WhatsApp", HttpMethod.Post, "/whatsapp/1/message/interactive/list", "InteractiveListMessage", """{"from":"447860000000","to":"385910000010","content":{"body":{"text":"Which?"},"action":{"title":"Choose","sections":[{"title":"A","rows":[{"id":"1","title":"One","description":"d"}]}]}},"callbackData":"c"}""", "SingleMessageInfo", "ApiException"),
        new("WhatsApp", HttpMethod.Post, "/whatsapp/1/message/interactive/url-button", "InteractiveUrlButtonMessage", """{"from":"447860000000","to":"385910000010","content":{"body":{"text":"Look"},"action":{"displayText":"Here","url":"https://shop.example"}},"callbackData":"c"}""", "SingleMessageInfo", "ApiException"),
        new("WhatsApp", HttpMethod.Post, "/whatsapp/1/message/interactive/location-request", "InteractiveLocationRequestMessage", """{"from":"447860000000","to":"385910000010","content":{"body":{"text":"Where are you?"}},"callbackData":"c"}""", "SingleMessageInfo", "ApiException"),
        new("WhatsApp", HttpMethod.Post, "/whatsapp/1/message/interactive/flow", "InteractiveFlowMessage", """{"from":"447860000000","to":"385910000010","content":{"body":{"text":"Fill in"},"action":{"flowToken":"t","flowId":"1","callToActionButton":"Start","mode":"DRAFT","flowMessageVersion":3,"flowAction":"NAVIGATE","flowActionPayload":{"screen":"START","data":{"name":"Ana"}}}},"callbackData":"c"}""", "SingleMessageInfo", "ApiException"),
        new("WhatsApp", HttpMethod.Post, "/whatsapp/1/message/location", null, """{"from":"447860000000","to":"385910000010","content":{"latitude":91}}""", "ApiException", "ApiException", 400),
        new("WhatsApp", HttpMethod.Post, "/whatsapp/1/events", "WhatsAppEventRequest", """{"events":[{"sender":"447860000000","destinations":[{"to":"385910000010"}],"content":{"type":"TYPING_INDICATOR"}}]}""", "ResponseEnvelopeMessageResponseMessageResponseDetails", "ApiError"),
        new("WhatsApp", HttpMethod.Get, "/whatsapp/1/senders/quality?senders=447860000000", null, null, "WhatsAppSenderQualityResponse", "ApiException"),
        new("WhatsApp", HttpMethod.Get, "/whatsapp/1/senders/447860000000/media/1", null, null, null, "ApiException", 404),
        new("WhatsApp", HttpMethod.Post, "/whatsapp/1/senders/447860000000/message/nobody/read", null, null, "ApiException", "ApiException", 404),
        new("WhatsApp", HttpMethod.Post, "/whatsapp/2/senders/447860000000/templates", "TemplatePublicApiRequest",
            """{"name":"spring","language":"en","category":"MARKETING","structure":{"body":{"text":"Hi {{1}}","examples":["Ana"]},"footer":{"text":"f"}}}""", "TemplateApiResponse", "ApiException", 201),
        new("WhatsApp", HttpMethod.Post, "/whatsapp/2/senders/447860000000/templates", "TemplatePublicApiRequest",
            """{"name":"sign_in","language":"en","category":"AUTHENTICATION","structure":{"body":{"addSecurityRecommendation":true},"footer":{"codeExpirationMinutes":5},"buttons":[{"otpType":"COPY_CODE","text":"Copy"}]}}""", "TemplateApiResponse", "ApiException", 201),
        new("WhatsApp", HttpMethod.Post, "/whatsapp/2/senders/447860000000/templates", null,
            """{"name":"sign_on","language":"en","category":"AUTHENTICATION","structure":{"body":{},"buttons":[]}}""", "ApiException", "ApiException", 400),
        new("WhatsApp", HttpMethod.Get, "/whatsapp/2/senders/447860000000/templates", null, null, "TemplatesApiResponse", "ApiException"),
        new("WhatsApp", HttpMethod.Get, "/whatsapp/2/senders/447860000000/templates/1", null, null, "TemplateApiResponse", "ApiException"),
        new("WhatsApp", HttpMethod.Patch, "/whatsapp/2/senders/447860000000/templates/1", "TemplateEditPublicApiRequest", """{"category":"UTILITY"}""", "TemplateApiResponse", "ApiException"),
        new("WhatsApp", HttpMethod.Delete, "/whatsapp/2/senders/447860000000/templates/spring", null, null, null, "ApiException", 204),
    ];

    private static readonly Operation[] Mms =
    [
        new("MMS", HttpMethod.Post, "/mms/2/messages", "MmsUnificationRequest", """
            {"messages":[{"sender":"38510000001","destinations":[{"to":"385910000010","messageId":"m-1"}],"content":{"title":"Spring","messageSegments":[{"type":"TEXT","text":"Hi"},{"type":"LINK","contentType":"image/jpeg","contentUrl":"https://shop.example/a.jpg"}]},
              "options":{"platform":{"entityId":"e"},"validityPeriod":{"amount":2,"timeUnit":"HOURS"},"campaignReferenceId":"spring"},"webhooks":{"callbackData":"d"}}],"options":{"schedule":{"bulkId":"mms-1"}}}
            """, "ResponseEnvelopeMessageResponseMessageResponseDetails", "ApiError"),
        new("MMS", HttpMethod.Get, "/mms/2/reports?limit=2", null, null, "DeliveryReports", "ApiError"),
    ];

    private static readonly Operation[] Push =
    [
        new("Mobile push", HttpMethod.Post, "/push/3/messages", "PushUnificationRequest", """
            {"messages":[{"sender":"00112233445566778899aabbccddeeff","destinations":[{"type":"EXTERNAL_USER_ID","externalUserId":"ana-1","messageId":"p-1"}],"content":{"type":"IMAGE","title":"Ready","text":"Hi","url":"https://shop.example/a.jpg"},
              "options":{"platform":{"entityId":"e"},"validityPeriod":{"amount":2,"timeUnit":"HOURS"},"onTapButtonAction":{"resource":"shop://orders","type":"DEEP_LINK"},"customPayload":{"order":"A-17"},"campaignReferenceId":"spring"},"webhooks":{"callbackData":"d"}}],"options":{"schedule":{"bulkId":"push-1"}}}
            """, "PushUnificationResponse", "ApiError"),
        new("Mobile push", HttpMethod.Get, "/push/3/reports?limit=2", null, null, "DeliveryReports", "ApiError"),
        new("Mobile push", HttpMethod.Get, "/push/3/logs?useCursor=true&limit=2", null, null, "LogResponseLogPushOutboundContent", "ApiError"),
    ];

    private static readonly Operation[] Subscriptions =
    [
        new("Subscriptions", HttpMethod.Post, "/subscriptions/1/security", "SecurityRequest", """{"authId":"a","type":"HMAC","credentials":{"secretKey":"s","algorithm":"HMAC_SHA_256"}}""", "IdOnlySecurityResponse", "ApiException", 201),
        new("Subscriptions", HttpMethod.Post, "/subscriptions/1/profiles", "ProfileRequest", """{"profileId":"p","webhook":{"notifyUrl":"http://127.0.0.1:9/here"},"security":{"authId":"a"},"maxBucketSize":10}""", "IdOnlyProfileResponse", "ApiException", 201),
        new("Subscriptions", HttpMethod.Post, "/subscriptions/1/subscription/RCS", "SubscriptionRequest", """{"subscriptionId":"s","name":"n","events":["DELIVERY"],"profile":{"profileId":"p"}}""", "IdOnlySubscriptionResponse", "ApiException", 201),
        new("Subscriptions", HttpMethod.Get, "/subscriptions/1/subscription/RCS?size=5", null, null, "SubscriptionPage", "ApiException"),
        new("Subscriptions", HttpMethod.Get, "/subscriptions/1/subscription/PIGEON", null, null, "ApiException", "ApiException", 400),
    ];

    [Fact]
    public async Task Speaks_Infobips_types()
    {
        await using var sandbox = await RunningSandbox.Start(new SandboxBehaviour { ReportDelayMs = 0, WebhookWindowMs = 0, RingMs = 0 });
        await sandbox.Post("/_control/reply", $$$$"""{"from":"{{{{To}}}}","to":"Shop","text":"STOP now"}""");
        var problems = new List<string>();

        foreach (var operation in new[] { Sms, Email, Voice, WhatsApp, Rcs, Mms, Push, Subscriptions, Account }.SelectMany(one => one))
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
