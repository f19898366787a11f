using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Sms;
using Cpd.Adapters.Sandbox;
using Cpd.Adapters.Sandbox.Sms;

namespace Cpd.Adapters.Tests.Sandbox;

public class ScheduledInTheSandbox
{
    [Fact]
    public async Task Waits_is_held_goes_on_and_is_reported()
    {
        await using var sandbox = await RunningSandbox.Start();
        await Send(sandbox, "b", minutes: 60);

        Assert.Equal("PENDING", await Status(sandbox, "b"));
        await Put(sandbox, "b", "PAUSED");
        await sandbox.Call(HttpMethod.Put, "/sms/1/bulks?bulkId=b", $$$$"""{"sendAt":"{{{{At(120)}}}}"}""");
        Assert.Equal("PAUSED", await Status(sandbox, "b"));
        await Put(sandbox, "b", "PENDING");
        Assert.Equal("PENDING", await Status(sandbox, "b"));
        Assert.Contains(At(120)[..16], (await sandbox.Get("/sms/1/bulks?bulkId=b")).Body, StringComparison.Ordinal);
        Assert.Equal("""{"results":[]}""", (await sandbox.Get("/sms/3/reports")).Body);
    }

    [Fact]
    public async Task Our_client_gives_a_request_a_time_changes_it_holds_it_and_calls_it_off()
    {
        await using var sandbox = await RunningSandbox.Start();
        await using var account = sandbox.Account();
        Assert.True(InfobipDate.TryParse(At(60), out var soon));
        Assert.True(InfobipDate.TryParse(At(120), out var later));

        await account.Client.Send(new SmsRequest([new SmsMessage("Shop", [new SmsDestination("385910000010", "m-1")], new SmsContent("x"))], new SmsRequestOptions(new SmsSchedule("b", soon))), default);
        Assert.Equal(new BulkTime("b", soon), Value(await account.Client.SmsBulk("b", default)));
        Assert.Equal(new BulkTime("b", later), Value(await account.Client.RescheduleSms("b", later, default)));
        Assert.Equal(new BulkState("b", "PAUSED"), Value(await account.Client.SetSmsBulkState("b", "PAUSED", default)));
        Assert.Equal(new BulkState("b", "CANCELED"), Value(await account.Client.SetSmsBulkState("b", "CANCELED", default)));

        Assert.Equal(new BulkState("b", "CANCELED"), Value(await account.Client.SmsBulkState("b", default)));
        Assert.IsType<InfobipAnswer<BulkTime>.Refused>(await account.Client.RescheduleSms("b", later, default));
        Assert.IsType<InfobipAnswer<BulkTime>.Refused>(await account.Client.SmsBulk("nobody's", default));
    }

    [Fact]
    public async Task Called_off_it_never_goes_out_and_the_report_says_so()
    {
        await using var sandbox = await RunningSandbox.Start();
        await Send(sandbox, "b", minutes: 60);

        Assert.Equal((200, """{"bulkId":"b","status":"CANCELED"}"""), await Put(sandbox, "b", "CANCELED"));

        Assert.Equal("UNDELIVERABLE_NOT_SENT", (await sandbox.Received())[0].Status);
        Assert.Contains("\"name\":\"EC_MESSAGE_CANCELED\"", (await sandbox.Get("/sms/3/reports")).Body, StringComparison.Ordinal);
        Assert.Equal(
            (400, """{"requestError":{"serviceException":{"messageId":"BAD_REQUEST","text":"Update not allowed for bulk"}}}"""), await Put(sandbox, "b", "PENDING"));
    }

    [Theory]
    [InlineData("/sms/1/bulks", 404, """{"requestError":{"serviceException":{"messageId":"NOT_FOUND","text":"Bulk not found"}}}""")]
    [InlineData("/email/1/bulks/status", 404, """{"requestError":{"serviceException":{"messageId":"NOT_FOUND","text":"Bulk not found"}}}""")]
    [InlineData("/tts/3/bulks", 400, """{"requestError":{"serviceException":{"messageId":"BAD_REQUEST","text":"Bulk not found"}}}""")]
    public async Task What_went_out_at_once_is_no_bulk(string path, int status, string body)
    {
        await using var sandbox = await RunningSandbox.Start();
        await Send(sandbox, "b", minutes: -1);

        Assert.Equal((status, body), await sandbox.Get(path + "?bulkId=b"));
    }

    [Fact]
    public void A_window_is_waited_for()
    {
        var window = new Cpd.Adapters.Infobip.Sms.SmsWindow(["MONDAY"], new(9, 30), new(17, 0));

        Assert.Equal(Moment("2026-05-04T09:30Z"), StoredSms.Next(window, Moment("2026-05-01T12:00Z")));
        Assert.Equal(Moment("2026-05-04T12:00Z"), StoredSms.Next(window, Moment("2026-05-04T12:00Z")));
        Assert.Equal(Moment("2026-05-11T09:30Z"), StoredSms.Next(window, Moment("2026-05-04T17:00Z")));
        Assert.Equal(Moment("2026-05-05T01:00Z"), StoredSms.Next(new(["MONDAY"], new(22, 0), new(6, 0)), Moment("2026-05-05T01:00Z")));

        static long Moment(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
    }

    [Fact]
    public async Task What_is_good_for_less_than_it_takes_expires()
    {
        await using var sandbox = await RunningSandbox.Start(new SandboxBehaviour { ReportDelayMs = 3_600_000, ShowAfterMs = 0 });
        await sandbox.Post("/sms/3/messages", """
            {"messages":[{"destinations":[{"to":"385910000010","messageId":"short"}],"content":{"text":"x"},"options":{"validityPeriod":{"amount":1,"timeUnit":"SECONDS"}}}]}
            """);

        while (!(await sandbox.Get("/sms/3/logs?generalStatus=EXPIRED")).Body.Contains("EC_VALIDITY_EXPIRED", StringComparison.Ordinal)) await Task.Delay(20);
    }

    [Fact]
    public async Task A_token_is_good_until_it_is_ended()
    {
        await using var sandbox = await RunningSandbox.Start();
        var (_, answer) = await sandbox.Call(HttpMethod.Post, "/auth/1/session", """{"username":"sandbox","password":"sandbox"}""", authorization: null);
        var token = "IBSSO " + System.Text.Json.JsonDocument.Parse(answer).RootElement.GetProperty("token").GetString();

        Assert.Equal(200, (await sandbox.Call(HttpMethod.Get, "/account/1/balance", null, token)).Status);
        Assert.Equal(200, (await sandbox.Call(HttpMethod.Delete, "/auth/1/session", null, token)).Status);
        Assert.Equal(401, (await sandbox.Call(HttpMethod.Get, "/account/1/balance", null, token)).Status);
    }

    [Fact]
    public async Task Published_limits_hold_where_they_are_switched_on()
    {
        await using var sandbox = await RunningSandbox.Start(new SandboxBehaviour { Throttles = true });

        var answers = new List<int>();
        for (var i = 0; i < 40; i++) answers.Add((await sandbox.Call(HttpMethod.Delete, "/auth/1/session")).Status);   // ten a second, whenever the second turns

        Assert.Contains(429, answers);
        Assert.Equal(200, answers[0]);
    }

    [Fact]
    public async Task Nothing_goes_out_of_an_empty_account()
    {
        await using var sandbox = await RunningSandbox.Start(new SandboxBehaviour { Balance = 0 });

        await Send(sandbox, "b", minutes: -1);

        Assert.Equal("REJECTED_NOT_ENOUGH_CREDITS", (await sandbox.Received())[0].Status);
    }

    private static Task<(int, string)> Send(RunningSandbox sandbox, string bulk, int minutes) => sandbox.Post("/sms/3/messages", $$$$"""
        {"messages":[{"sender":"Shop","destinations":[{"to":"385910000010","messageId":"{{{{bulk}}}}-1"}],"content":{"text":"x"}}],"options":{"schedule":{"bulkId":"{{{{bulk}}}}","sendAt":"{{{{At(minutes)}}}}"}}}
        """);

    private static Task<(int, string)> Put(RunningSandbox sandbox, string bulk, string status) =>
        sandbox.Call(HttpMethod.Put, $"/sms/1/bulks/status?bulkId={bulk}", $$$$"""{"status":"{{{{status}}}}"}""");

    private static async Task<string> Status(RunningSandbox sandbox, string bulk) =>
        System.Text.Json.JsonDocument.Parse((await sandbox.Get($"/sms/1/bulks/status?bulkId={bulk}")).Body).RootElement.GetProperty("status").GetString()!;

    private static T Value<T>(InfobipAnswer<T> answer) => Assert.IsType<InfobipAnswer<T>.Answered>(answer).Value;

    private static string At(int minutes) => Cpd.Adapters.Infobip.InfobipDate.Text(TimeProvider.System.GetUtcNow().AddMinutes(minutes));
}
