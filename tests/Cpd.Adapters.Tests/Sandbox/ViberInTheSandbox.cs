using System.Text.Json;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Tests.Infobip;
using Cpd.Contracts;
using static Cpd.Adapters.Tests.Infobip.AViberMessageToInfobip;

namespace Cpd.Adapters.Tests.Sandbox;

public class ViberInTheSandbox
{
    private const string Number = "385910000010";

    [Fact]
    public async Task It_stands_on_the_telephone_apart_is_reported_read_and_answered()
    {
        await using var receiver = await LocalServer.Answering(200, "");
        await using var sandbox = await RunningSandbox.Start(configure: options => options.InboundUrl = receiver.Url + "/in");
        await using var account = sandbox.Account(publicUrl: receiver.Url);

        await account.Send([Message(1, ("media", "https://shop.example/a.jpg"), ("button0", "Look"), ("action", "https://shop.example"))], default);

        var report = await receiver.Next();
        var told = Assert.Single(JsonSerializer.Deserialize(report.Body, InfobipJson.Wire.SmsReports)!.Results!);
        Assert.Equal(("/hooks/infobip/a-secret-for-tests/viber", 5, "demo/0000"), (report.Path, told.Status!.Id, told.CallbackData));
        Assert.Equal((Channel.Viber, "Shop"), (await sandbox.Phone.Conversations()).Select(talk => (talk.Channel, talk.Partner)).Single());
        var chat = (await sandbox.Phone.Messages(Number, channel: Channel.Viber)).Single().Chat!;
        Assert.Equal(("https://shop.example/a.jpg", "Look", "https://shop.example", null), (chat.Media, chat.Buttons[0].Title, chat.Buttons[0].Url, chat.Buttons[0].Answer));

        await sandbox.Phone.Read(Channel.Viber, Number);
        var seen = await receiver.Next();
        Assert.Equal("/hooks/infobip/a-secret-for-tests/viber", seen.Path);
        Assert.Equal(Account.Id(1).ToString(), Assert.Single(JsonSerializer.Deserialize(seen.Body, InfobipJson.Wire.ChatSeenReports)!.Results!).MessageId);

        await sandbox.Phone.Reply(Number, "Shop", "Nice", Channel.Viber);
        var written = Assert.Single(JsonSerializer.Deserialize((await receiver.Next()).Body, InfobipJson.Wire.ViberInbox)!.Results!);
        Assert.Equal((Number, "Shop", "VIBER", "TEXT", "Nice"), (written.Sender, written.To, written.IntegrationType, written.Message!.Type, written.Message.Text));
    }

    [Fact]
    public async Task It_is_found_in_the_log_of_its_channel_alone()
    {
        await using var sandbox = await RunningSandbox.Start();
        await using var account = sandbox.Account();
        await account.Send([Message(1)], default);

        Assert.Equal([Account.Id(1)], (await account.LookUp([Account.Id(1), Account.Id(2)], default, Channel.Viber))!.Keys);
        Assert.Empty((await account.LookUp([Account.Id(1)], default))!);
    }

    [Theory]
    [InlineData("""{"messages":[{"destinations":[{"to":"1"}],"content":{"type":"TEXT","text":"Hi"}}]}""", "messages[0].sender", "must not be blank")]
    [InlineData("""{"messages":[{"sender":"S","destinations":[{"to":"1"}],"content":{"type":"TEXT","text":""}}]}""", "messages[0].content.text", "size must be between 1 and 1000")]
    [InlineData("""{"messages":[{"sender":"S","destinations":[{"to":"1"}],"content":{"type":"IMAGE","text":"Hi","mediaUrl":"x"}}]}""", "messages[0].content.mediaUrl", "is not a valid url")]
    [InlineData("""{"messages":[{"sender":"S","destinations":[{"to":"1"}],"content":{"type":"TEXT","text":"Hi","button":{"title":"Look"}}}]}""", "messages[0].content.button.action", "must not be blank")]
    public async Task A_wrong_shape_is_refused_in_the_newer_shape(string body, string property, string violation)
    {
        await using var sandbox = await RunningSandbox.Start();

        var (status, answer) = await sandbox.Post("/viber/2/messages", body);

        Assert.Equal(400, status);
        Assert.Contains($$"""
            "violations":[{"property":"{{property}}","violation":"{{violation}}"}]
            """, answer, StringComparison.Ordinal);
    }
}
