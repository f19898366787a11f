using System.Text.Json;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Sandbox;
using Cpd.Adapters.Tests.Infobip;
using Cpd.Contracts;
using static Cpd.Adapters.Tests.Infobip.APushNotificationToInfobip;

namespace Cpd.Adapters.Tests.Sandbox;

public class PushInTheSandbox
{
    [Fact]
    public async Task It_stands_on_the_device_of_whose_id_it_is_and_is_reported()
    {
        await using var receiver = await LocalServer.Answering(200, "");
        await using var sandbox = await RunningSandbox.Start();
        await using var account = sandbox.Account(publicUrl: receiver.Url);

        await account.Send([Message(1, ("title", "Ready"), ("media", "https://shop.example/a.jpg"), ("action", "shop://orders"), ("data", """{"order":"A-17"}"""))], default);

        var report = await receiver.Next();
        var told = Assert.Single(JsonSerializer.Deserialize(report.Body, InfobipJson.Wire.SmsReports)!.Results!);
        Assert.Equal(("/hooks/infobip/a-secret-for-tests/push", 5, "demo/0000"), (report.Path, told.Status!.Id, told.CallbackData));
        Assert.Empty(InfobipTypes.Problems("Mobile push", "DeliveryReports", report.Body));
        Assert.Equal((Channel.Push, "ana-1", Application), (await sandbox.Phone.Conversations()).Select(talk => (talk.Channel, talk.Number, talk.Partner)).Single());
        var message = (await sandbox.Phone.Messages("ana-1", channel: Channel.Push)).Single();
        Assert.Equal(
            ("Hi", "Ready", "https://shop.example/a.jpg", "shop://orders", """{"order":"A-17"}"""),
            (message.Text, message.Chat!.Header, message.Chat.Media, message.Chat.Link, message.Chat.Data));
        Assert.Equal([Account.Id(1)], (await account.LookUp([Account.Id(1), Account.Id(2)], default, Channel.Push))!.Keys);
        Assert.Empty((await account.LookUp([Account.Id(1)], default, Channel.Mms))!);
    }

    [Theory]
    [InlineData(8001, 9, 8001)]
    [InlineData(8004, 66, 8004)]
    [InlineData(27, 66, 8004)]   // an error of text messages
    public async Task Who_took_the_app_away_or_never_had_it_is_not_reached(int fate, int status, int error)
    {
        await using var receiver = await LocalServer.Answering(200, "");
        await using var sandbox = await RunningSandbox.Start(new SandboxBehaviour { ReportDelayMs = 0, PerNumber = new Dictionary<string, NumberBehaviour> { ["ana-1"] = new(DeliveryErrorId: fate) } });
        await using var account = sandbox.Account(publicUrl: receiver.Url);

        await account.Send([Message(1)], default);

        var told = Assert.Single(JsonSerializer.Deserialize((await receiver.Next()).Body, InfobipJson.Wire.SmsReports)!.Results!);
        Assert.Equal((status, error, 2), (told.Status!.Id, told.Error!.Id, told.Status.GroupId));
    }

    [Theory]
    [InlineData("""{"sender":"Shop","destinations":[{"type":"EXTERNAL_USER_ID","externalUserId":"a"}],"content":{"type":"TEXT","text":"Hi"}}""", "sender", "must be an application code of 32 hexadecimal digits")]
    [InlineData("""{"sender":"00112233445566778899aabbccddeeff","destinations":[{"type":"EXTERNAL_USER_ID"}],"content":{"type":"TEXT","text":"Hi"}}""", "destinations[0].externalUserId", "must not be blank")]
    [InlineData("""{"sender":"00112233445566778899aabbccddeeff","destinations":[{"type":"EXTERNAL_USER_ID","externalUserId":"a"}],"content":{"type":"IMAGE","text":"Hi"}}""", "content.url", "is not a valid url")]
    public async Task A_wrong_shape_is_refused_in_the_newer_shape(string message, string property, string violation)
    {
        await using var sandbox = await RunningSandbox.Start();

        var (status, answer) = await sandbox.Post("/push/3/messages", $$"""{"messages":[{{message}}]}""");

        Assert.Equal(400, status);
        Assert.Contains($$"""
            "violations":[{"property":"messages[0].{{property}}","violation":"{{violation}}"}]
            """, answer, StringComparison.Ordinal);
    }
}
