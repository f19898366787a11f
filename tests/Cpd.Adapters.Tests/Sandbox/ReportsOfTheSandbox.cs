using System.Text;
using System.Text.Json;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Sms;
using Cpd.Adapters.Sandbox;
using Cpd.Adapters.Tests.Infobip;

namespace Cpd.Adapters.Tests.Sandbox;

public class ReportsOfTheSandbox
{
    private static readonly SandboxBehaviour Prompt = new() { ReportDelayMs = 0, WebhookWindowMs = 0, TimeScale = 0.0005 };

    [Fact]
    public async Task Are_fetched_once_where_no_webhook_was_named()
    {
        await using var sandbox = await RunningSandbox.Start();
        await sandbox.Post("/sms/3/messages", """
            {"messages":[{"sender":"Shop","destinations":[{"to":"385910000010","messageId":"m-1"},{"to":"385910000011","messageId":"m-2"}],"content":{"text":"x"},"webhooks":{"callbackData":"c"}},
                         {"destinations":[{"to":"385910000012","messageId":"m-3"}],"content":{"text":"x"},"webhooks":{"delivery":{"notify":false}}}],"options":{"schedule":{"bulkId":"b"}}}
            """);

        var (_, first) = await sandbox.Get("/sms/3/reports?limit=1");
        var second = JsonSerializer.Deserialize((await sandbox.Get("/sms/3/reports")).Body, InfobipJson.Wire.SmsReports)!;
        var (_, third) = await sandbox.Get("/sms/3/reports");

        Assert.Matches("""
            ^\{"results":\[\{"bulkId":"b","price":\{"pricePerMessage":0.01,"currency":"EUR"\},"status":\{"groupId":3,"groupName":"DELIVERED","id":5,"name":"DELIVERED_TO_HANDSET","description":"Message delivered to handset"\},"error":\{"groupId":0,"groupName":"OK","id":0,"name":"NO_ERROR","description":"No Error","permanent":false\},"messageId":"m-1","to":"385910000010","sender":"Shop","sentAt":"[-0-9T:.]{23}\+0000","doneAt":"[-0-9T:.]{23}\+0000","messageCount":1,"mccMnc":"21901","callbackData":"c","platform":\{\}\}\]\}$
            """.Trim(), first);
        Assert.Equal(["m-2"], second.Results!.Select(report => report.MessageId));
        Assert.Equal("""{"results":[]}""", third);
    }

    [Fact]
    public async Task Are_pushed_together_to_the_webhook_and_not_offered_again()
    {
        await using var receiver = await LocalServer.Answering(200, "");
        await using var sandbox = await RunningSandbox.Start(Prompt with { WebhookWindowMs = 50 });
        await using var account = sandbox.Account(publicUrl: receiver.Url);

        await account.Send([.. Enumerable.Range(0, 150).Select(number => Account.Message(number))], default);
        var calls = new[] { await receiver.Next(), await receiver.Next() };

        Assert.All(calls, call => Assert.Equal("/hooks/infobip/a-secret-for-tests/reports", call.Path));
        var reports = calls.Select(call => JsonSerializer.Deserialize(call.Body, InfobipJson.Wire.SmsReports)!.Results!).OrderBy(one => one.Count).ToList();
        Assert.Equal([50, 100], reports.Select(one => one.Count));
        Assert.Equal("demo/0000", reports[0][0].CallbackData);
        Assert.Equal("""{"results":[]}""", (await sandbox.Get("/sms/3/reports")).Body);
    }

    [Fact]
    public async Task Come_again_until_they_are_taken_also_after_a_restart()
    {
        var failing = true;
        await using var receiver = await LocalServer.Start((_, context) =>
        {
            context.Response.StatusCode = failing ? 503 : 200;
            return Task.CompletedTask;
        });
        await using var sandbox = await RunningSandbox.Start();
        await using (var account = sandbox.Account(publicUrl: receiver.Url)) await account.Send([Account.Message(1)], default);

        var first = await receiver.Next();
        var second = await receiver.Next();
        await sandbox.Restart();
        failing = false;
        var third = await receiver.Next();

        Assert.Equal(first.Body, second.Body);
        Assert.Equal(first.Body, third.Body);
    }

    [Theory]
    [InlineData(InfobipHmacEncoding.Hex)]
    [InlineData(InfobipHmacEncoding.Base64)]
    public async Task Prove_where_they_come_from(InfobipHmacEncoding encoding)
    {
        await using var receiver = await LocalServer.Answering(200, "");
        var security = new InfobipWebhookOptions { User = "info", Password = "bip", HmacSecret = "s3cret", HmacHeader = "X-Sig", HmacEncoding = encoding };
        await using var sandbox = await RunningSandbox.Start(configure: options => options.Webhooks = security);
        await using var account = sandbox.Account(publicUrl: receiver.Url);

        await account.Send([Account.Message(1)], default);
        var call = await receiver.Next();

        Assert.Equal("Basic " + Convert.ToBase64String("info:bip"u8), call.Headers["Authorization"]);
        Assert.True(InfobipSignature.Matches(call.Headers["X-Sig"], Encoding.UTF8.GetBytes(call.Body), security));
    }

    [Fact]
    public async Task Say_why_a_message_did_not_arrive()
    {
        await using var receiver = await LocalServer.Answering(200, "");
        await using var sandbox = await RunningSandbox.Start(Prompt with { DeliveryFailRate = 1, DeliveryErrorId = 1 });
        await using var account = sandbox.Account(publicUrl: receiver.Url);

        await account.Send([Account.Message(1)], default);
        var report = JsonSerializer.Deserialize((await receiver.Next()).Body, InfobipJson.Wire.SmsReports)!.Results!.Single();

        Assert.Equal(9, report.Status!.Id);
        Assert.Equal(new MessageError(1, "HANDSET_ERRORS", 1, "EC_UNKNOWN_SUBSCRIBER", "Unknown Subscriber", true), report.Error);
    }

    [Fact]
    public async Task Come_twice_or_not_at_all_where_the_sandbox_was_told_so()
    {
        await using var receiver = await LocalServer.Answering(200, "");
        await using var sandbox = await RunningSandbox.Start(Prompt with
        {
            DuplicateWebhooks = 1,
            PerNumber = new Dictionary<string, NumberBehaviour> { ["385910000099"] = new(LoseReport: true) },
        });
        await using var account = sandbox.Account(publicUrl: receiver.Url);

        await account.Send([Account.Message(1, to: "385910000099"), Account.Message(2)], default);
        var first = await receiver.Next();
        var second = await receiver.Next();

        Assert.Equal(first.Body, second.Body);
        Assert.DoesNotContain(Account.Id(1).ToString(), first.Body, StringComparison.Ordinal);
        Assert.Equal("DELIVERED_TO_HANDSET", (await sandbox.Received())[0].Status);   // it arrived; only nobody was told
    }

    [Theory]
    [InlineData(0)]   // it arrived before anybody could be told that it was on its way
    [InlineData(300)]
    public async Task Come_on_the_way_too_where_that_was_asked_for(int reportDelay)
    {
        await using var receiver = await LocalServer.Answering(200, "");
        await using var sandbox = await RunningSandbox.Start(Prompt with { ReportDelayMs = reportDelay });

        await sandbox.Post("/sms/3/messages",
            $$$$"""{"messages":[{"destinations":[{"to":"385910000010"}],"content":{"text":"x"},"webhooks":{"delivery":{"url":"{{{{receiver.Url}}}}","intermediateReport":true}}}]}""");

        Assert.Contains("PENDING_WAITING_DELIVERY", (await receiver.Next()).Body, StringComparison.Ordinal);
        Assert.Contains("DELIVERED_TO_HANDSET", (await receiver.Next()).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_what_people_write_are_pushed()
    {
        await using var receiver = await LocalServer.Answering(200, "");
        await using var sandbox = await RunningSandbox.Start(configure: options => options.InboundUrl = receiver.Url + "/in");

        var (status, _) = await sandbox.Post("/_control/reply", """{"from":"385910000010","to":"Shop","text":"stop offers"}""");
        var call = await receiver.Next();

        Assert.Equal(200, status);
        Assert.Equal("/in", call.Path);
        var inbox = JsonSerializer.Deserialize(call.Body, InfobipJson.Wire.SmsInbox)!;
        var message = Assert.Single(inbox.Results!);
        Assert.Equal(("385910000010", "Shop", "stop offers", "STOP", "offers"), (message.From, message.To, message.Text, message.Keyword, message.CleanText));
    }

    [Fact]
    public async Task Of_what_people_write_are_fetched_once_where_there_is_no_address()
    {
        await using var sandbox = await RunningSandbox.Start();
        await sandbox.Post("/_control/reply", """{"from":"385910000010","to":"Shop","text":"Yes"}""");
        await sandbox.Post("/_control/reply", """{"from":"385910000010","to":"Shop","text":"No"}""");

        var first = JsonSerializer.Deserialize((await sandbox.Get("/sms/1/inbox/reports?limit=1")).Body, InfobipJson.Wire.SmsInbox)!;
        var second = JsonSerializer.Deserialize((await sandbox.Get("/sms/1/inbox/reports")).Body, InfobipJson.Wire.SmsInbox)!;

        Assert.Equal(("Yes", 1, 1), (first.Results![0].Text, first.MessageCount, first.PendingMessageCount));
        Assert.Equal(("No", 1, 0), (second.Results![0].Text, second.MessageCount, second.PendingMessageCount));
        Assert.StartsWith("""{"requestError":{"serviceException":{"messageId":"UNAUTHORIZED",""",
            (await sandbox.Call(HttpMethod.Get, "/sms/1/inbox/reports", authorization: null)).Body, StringComparison.Ordinal);
    }
}
