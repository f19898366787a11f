using System.Text.Json;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Tests.Infobip;
using Cpd.Contracts;
using static Cpd.Adapters.Tests.Infobip.AnMmsToInfobip;

namespace Cpd.Adapters.Tests.Sandbox;

public class MmsInTheSandbox
{
    private const string Number = "385910000010";

    [Fact]
    public async Task It_stands_on_the_telephone_with_its_pictures_is_reported_and_answered_by_another_picture()
    {
        await using var receiver = await LocalServer.Answering(200, "");
        await using var sandbox = await RunningSandbox.Start(configure: options => options.InboundUrl = receiver.Url + "/in");
        await using var account = sandbox.Account(publicUrl: receiver.Url);

        await account.Send([Message(1, ("title", "Spring"), ("media", "https://shop.example/a.jpg"), ("media2", "https://shop.example/b.mp4"))], default);

        var report = await receiver.Next();
        var told = Assert.Single(JsonSerializer.Deserialize(report.Body, InfobipJson.Wire.SmsReports)!.Results!);
        Assert.Equal(("/hooks/infobip/a-secret-for-tests/mms", 5, "demo/0000"), (report.Path, told.Status!.Id, told.CallbackData));
        Assert.Empty(InfobipTypes.Problems("MMS", "DeliveryReports", report.Body));
        Assert.Equal((Channel.Mms, "38510000001"), (await sandbox.Phone.Conversations()).Select(talk => (talk.Channel, talk.Partner)).Single());
        var message = (await sandbox.Phone.Messages(Number, channel: Channel.Mms)).Single();
        Assert.Equal(("Hi", "Spring", "https://shop.example/a.jpg", "IMAGE"), (message.Text, message.Chat!.Header, message.Chat.Media, message.Chat.MediaType));
        Assert.Equal(["https://shop.example/b.mp4"], message.Chat.More!);

        await sandbox.Phone.Reply(Number, "38510000001", "Mine", Channel.Mms, "https://cdn.example/mine.png");
        var answer = (await receiver.Next()).Body;
        Assert.Empty(InfobipTypes.Problems("MMS", "MMSMoWebhookRequest", answer));
        var written = Assert.Single(JsonSerializer.Deserialize(answer, InfobipJson.Wire.MmsInbox)!.Results!);
        Assert.Equal((Number, "38510000001"), (written.From, written.To));
        Assert.Equal([("text/plain", "Mine", null), ("image/png", null, "https://cdn.example/mine.png")], written.Message!.Select(one => (one.ContentType, one.Value, one.Url)));
        Assert.Equal("https://cdn.example/mine.png", (await sandbox.Phone.Messages(Number, channel: Channel.Mms))[^1].Chat!.Media);
    }

    [Fact]
    public async Task It_is_found_in_the_log_of_its_channel_alone()
    {
        await using var sandbox = await RunningSandbox.Start();
        await using var account = sandbox.Account();
        await account.Send([Message(1)], default);

        Assert.Equal([Account.Id(1)], (await account.LookUp([Account.Id(1), Account.Id(2)], default, Channel.Mms))!.Keys);
        Assert.Empty((await account.LookUp([Account.Id(1)], default, Channel.Sms))!);
    }

    [Theory]
    [InlineData("""{"messageSegments":[]}""", "messageSegments", "must not be empty")]
    [InlineData("""{"messageSegments":[{"type":"LINK","contentUrl":"x"}]}""", "messageSegments[0].contentUrl", "is not a valid url")]
    [InlineData("""{"messageSegments":[{"type":"SMIL","smil":"x"}]}""", "messageSegments[0].type", "must be one of TEXT, LINK")]
    public async Task A_wrong_shape_is_refused_in_the_newer_shape(string content, string property, string violation)
    {
        await using var sandbox = await RunningSandbox.Start();

        var (status, answer) = await sandbox.Post("/mms/2/messages", $$"""{"messages":[{"sender":"S","destinations":[{"to":"1"}],"content":{{content}}}]}""");

        Assert.Equal(400, status);
        Assert.Contains($$"""
            "violations":[{"property":"messages[0].content.{{property}}","violation":"{{violation}}"}]
            """, answer, StringComparison.Ordinal);
    }
}
