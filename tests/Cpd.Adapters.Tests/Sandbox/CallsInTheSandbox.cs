using System.Text.Json;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Sandbox;
using Cpd.Adapters.Tests.Infobip;
using Cpd.Contracts;
using static Cpd.Adapters.Tests.Infobip.ACallByVoice;

namespace Cpd.Adapters.Tests.Sandbox;

public class CallsInTheSandbox
{
    private static readonly SandboxBehaviour Usual = new() { ReportDelayMs = 0, RingMs = 0, WebhookWindowMs = 0 };
    private static readonly SandboxBehaviour Ringing = Usual with { RingMs = 3_600_000 };

    [Theory]
    [InlineData(CallFate.Answered, 5, 5000)]
    [InlineData(CallFate.NotAnswered, 96, 5003)]
    [InlineData(CallFate.Busy, 97, 5002)]
    [InlineData(CallFate.Declined, 99, 10203)]
    [InlineData(CallFate.Machine, 5, 5001)]
    public async Task End_as_the_sandbox_is_told_where_nobody_touches_the_phone(CallFate calls, int status, int error)
    {
        await using var receiver = await LocalServer.Answering(200, "");
        await using var sandbox = await RunningSandbox.Start(Usual with { Calls = calls });
        await using var account = sandbox.Account(publicUrl: receiver.Url);

        await account.Send([Call(1, ("language", "hr"))], default);

        var call = await receiver.Next();
        Assert.Equal("/hooks/infobip/a-secret-for-tests/voice", call.Path);
        var report = Assert.Single(JsonSerializer.Deserialize(call.Body, InfobipJson.Wire.VoiceReports)!.Results!);
        Assert.Equal(("385910000010", Account.Id(1).ToString(), status, error, "demo/0000"), (report.To, report.MessageId, report.Status!.Id, report.Error!.Id, report.CallbackData));
        Assert.Equal(status == 5, report.VoiceCall!.Duration > 0);
        var seen = Assert.Single(await sandbox.Phone.Calls("385910000010"));
        Assert.Equal(("Good evening.", "hr", false, (CallFate?)calls), (seen.Text, seen.Language, seen.IsRinging, seen.Ended));
    }

    [Theory]
    [InlineData(CallFate.Answered, 5)]
    [InlineData(CallFate.Declined, 99)]
    [InlineData(CallFate.NotAnswered, 96)]
    public async Task Ring_until_somebody_does_something_about_it(CallFate does, int status)
    {
        await using var receiver = await LocalServer.Answering(200, "");
        await using var sandbox = await RunningSandbox.Start(Ringing);
        await using var account = sandbox.Account(publicUrl: receiver.Url);
        await account.Send([Call(1)], default);
        Assert.True(Assert.Single(await sandbox.Phone.Calls("385910000010")).IsRinging);
        Assert.Equal(["385910000010"], await sandbox.Phone.Ringing());

        Assert.True(await sandbox.Phone.Take("+385 91 0000010", does));

        Assert.Equal(status, Assert.Single(JsonSerializer.Deserialize((await receiver.Next()).Body, InfobipJson.Wire.VoiceReports)!.Results!).Status!.Id);
        Assert.Empty(await sandbox.Phone.Ringing());
        Assert.False(await sandbox.Phone.Take("385910000010", CallFate.Answered));
    }

    [Fact]
    public async Task That_wait_for_keys_go_on_until_these_are_pressed_and_tell_them()
    {
        await using var receiver = await LocalServer.Answering(200, "");
        await using var sandbox = await RunningSandbox.Start(Ringing);
        await using var account = sandbox.Account(publicUrl: receiver.Url);
        await account.Send([Call(1, ("keys", "2"))], default);

        Assert.True(await sandbox.Phone.Take("385910000010", CallFate.Answered));
        var talking = Assert.Single(await sandbox.Phone.Calls("385910000010"));
        Assert.Equal((true, false, 2), (talking.IsTalking, talking.IsRinging, talking.AsksFor));
        Assert.True(await sandbox.Phone.PressKey("385910000010", '3'));
        Assert.False(receiver.HadMore);
        Assert.True(await sandbox.Phone.PressKey("385910000010", '#'));

        var report = Assert.Single(JsonSerializer.Deserialize((await receiver.Next()).Body, InfobipJson.Wire.VoiceReports)!.Results!);
        Assert.Equal((5, "3, #"), (report.Status!.Id, report.VoiceCall!.DtmfCodes));
        Assert.False(await sandbox.Phone.PressKey("385910000010", '1'));
    }

    [Fact]
    public async Task May_be_taken_and_their_keys_pressed_in_one_go()
    {
        await using var receiver = await LocalServer.Answering(200, "");
        await using var sandbox = await RunningSandbox.Start(Ringing);
        await using var account = sandbox.Account(publicUrl: receiver.Url);
        await account.Send([Call(1, ("keys", "1"))], default);

        Assert.Equal((200, """{"calls":1}"""), await sandbox.Post("/_control/answer", """{"number":"385910000010","call":"Answered","keys":"1"}"""));

        Assert.Equal("1", Assert.Single(JsonSerializer.Deserialize((await receiver.Next()).Body, InfobipJson.Wire.VoiceReports)!.Results!).VoiceCall!.DtmfCodes);
        Assert.Equal(400, (await sandbox.Post("/_control/answer", """{"number":"1","call":"Answered","keys":"x"}""")).Status);
    }

    [Fact]
    public async Task Stand_in_their_own_log_and_an_answer_goes_to_whom_they_wrote_with()
    {
        await using var sandbox = await RunningSandbox.Start(Ringing);
        await using var account = sandbox.Account();
        await account.Send([Account.Message(2) with { To = "385910000010", Sender = "Shop" }], default);
        await account.Send([Call(1)], default);

        Assert.Equal([Account.Id(1)], (await account.LookUp([Account.Id(1), Account.Id(2)], default, Channel.Voice))!.Keys);
        Assert.Equal([Account.Id(2)], (await account.LookUp([Account.Id(1), Account.Id(2)], default))!.Keys);
        var talk = Assert.Single(await sandbox.Phone.Conversations());
        Assert.Equal(("385910000010", "Good evening.", true), (talk.Number, talk.LastText, talk.IsCall));
        Assert.Equal(200, (await sandbox.Post("/_control/reply", """{"from":"385910000010","text":"NO"}""")).Status);
        Assert.Equal("Shop", (await sandbox.Phone.Messages("385910000010"))[^1].Partner);
        Assert.Equal((200, """{"calls":1}"""), await sandbox.Post("/_control/answer", """{"number":"385910000010","call":"Answered"}"""));
    }

    [Theory]
    [InlineData("{}", "messages", "must not be empty")]
    [InlineData("""{"messages":[{"destinations":[{"to":"1"}],"text":"x"}]}""", "messages[0].from", "must not be blank")]
    [InlineData("""{"messages":[{"from":"1","text":"x"}]}""", "messages[0].destinations", "must not be empty")]
    public async Task A_request_of_the_wrong_shape_is_refused_in_the_older_shape(string body, string property, string violation)
    {
        await using var sandbox = await RunningSandbox.Start();

        var (status, answer) = await sandbox.Post("/tts/3/advanced", body);

        Assert.Equal(400, status);
        Assert.Contains($$"""
            "serviceException":{"messageId":"BAD_REQUEST","text":"Bad request","validationErrors":{"{{property}}":["{{violation}}"]
            """, answer, StringComparison.Ordinal);
        Assert.Equal(401, (await sandbox.Call(HttpMethod.Get, "/tts/3/logs", authorization: null)).Status);
    }

    [Fact]
    public async Task What_nobody_can_say_is_refused_inside_of_an_answer()
    {
        await using var sandbox = await RunningSandbox.Start();

        var (status, answer) = await sandbox.Post("/tts/3/advanced", """
            {"messages":[{"from":"1","destinations":[{"to":"nonsense"},{"to":""}],"text":"x"},{"from":"1","destinations":[{"to":"385910000010"}],"text":"?"},{"from":"1","destinations":[{"to":"385910000010"}],"text":"x","language":"tlh"},{"from":"1","destinations":[{"to":"385910000010"}],"text":"x","language":"en-gb"}]}
            """);
        var single = await sandbox.Post("/tts/3/single", """{"from":"38510000000","to":"385910000010","text":"Your code is one two three","language":"en","voice":{"name":"Joanna","gender":"female"}}""");

        Assert.Equal(200, status);
        Assert.Equal([52, 51, 55, 54, 26], Statuses(answer));
        Assert.Equal([26], Statuses(single.Body));
        Assert.Equal((200, 404), ((await sandbox.Get("/tts/3/voices/hr")).Status, (await sandbox.Get("/tts/3/voices/tlh")).Status));

        static IEnumerable<int> Statuses(string body) => JsonSerializer.Deserialize(body, InfobipJson.Wire.VoiceResponse)!.Messages!.Select(one => one.Status!.Id);
    }
}
