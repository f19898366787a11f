using System.Text.Json;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Tests.Infobip;
using Cpd.Contracts;
using static Cpd.Adapters.Tests.Infobip.AnRcsMessageToInfobip;

namespace Cpd.Adapters.Tests.Sandbox;

public class RcsInTheSandbox
{
    private const string Number = "385910000010";

    [Fact]
    public async Task A_card_stands_on_the_telephone_is_reported_read_and_answered_by_its_button()
    {
        await using var receiver = await LocalServer.Answering(200, "");
        await using var sandbox = await RunningSandbox.Start(configure: options => options.InboundUrl = receiver.Url + "/in");
        await using var account = sandbox.Account(publicUrl: receiver.Url);

        await account.Send([Message(1, ("media", "https://shop.example/a.jpg"), ("button0", "Yes"), ("payload0", "YES"))], default);

        var report = await receiver.Next();
        var told = Assert.Single(JsonSerializer.Deserialize(report.Body, InfobipJson.Wire.SmsReports)!.Results!);
        Assert.Equal(("/hooks/infobip/a-secret-for-tests/rcs", 5, "demo/0000"), (report.Path, told.Status!.Id, told.CallbackData));
        var message = (await sandbox.Phone.Messages(Number, channel: Channel.Rcs)).Single();
        Assert.Equal(("Hi", "https://shop.example/a.jpg", "Yes"), (message.Text, message.Chat!.Media, message.Chat.Buttons[0].Title));

        await sandbox.Phone.Read(Channel.Rcs, Number);
        Assert.Equal(Account.Id(1).ToString(), Assert.Single(JsonSerializer.Deserialize((await receiver.Next()).Body, InfobipJson.Wire.ChatSeenReports)!.Results!).MessageId);

        await sandbox.Phone.Press(Channel.Rcs, Number, "Shop", "Yes", message.Chat.Buttons[0].Answer!);
        var pressed = Assert.Single(JsonSerializer.Deserialize((await receiver.Next()).Body, InfobipJson.Wire.RcsInbox)!.Results!);
        Assert.Equal(
            (Number, "Shop", "RCS", Account.Id(1).ToString(), "SUGGESTION", "Yes", "YES"),
            (pressed.Sender, pressed.To, pressed.IntegrationType, pressed.PairedMessageId, pressed.Message!.Type, pressed.Message.Text, pressed.Message.PostbackData));
    }

    [Fact]
    public async Task It_is_found_in_the_log_of_its_channel_alone()
    {
        await using var sandbox = await RunningSandbox.Start();
        await using var account = sandbox.Account();
        await account.Send([Message(1)], default);

        Assert.Equal([Account.Id(1)], (await account.LookUp([Account.Id(1), Account.Id(2)], default, Channel.Rcs))!.Keys);
        Assert.Empty((await account.LookUp([Account.Id(1)], default, Channel.Viber))!);
    }

    [Theory]
    [InlineData("""{"type":"TEXT","text":""}""", "text", "size must be between 1 and 3072")]
    [InlineData("""{"type":"FILE"}""", "type", "must be one of TEXT, CARD")]
    [InlineData("""{"type":"CARD","orientation":"VERTICAL","alignment":"LEFT","content":{"description":"Hi","media":{"file":{"url":"x"},"height":"MEDIUM"}}}""", "content.media.file.url", "is not a valid url")]
    [InlineData("""{"type":"TEXT","text":"Hi","suggestions":[{"type":"REPLY","text":"Yes"}]}""", "suggestions[0].postbackData", "size must be between 1 and 2024")]
    public async Task A_wrong_shape_is_refused_in_the_newer_shape(string content, string property, string violation)
    {
        await using var sandbox = await RunningSandbox.Start();

        var (status, answer) = await sandbox.Post("/rcs/2/messages", $$"""{"messages":[{"sender":"S","destinations":[{"to":"1"}],"content":{{content}}}]}""");

        Assert.Equal(400, status);
        Assert.Contains($$"""
            "violations":[{"property":"messages[0].content.{{property}}","violation":"{{violation}}"}]
            """, answer, StringComparison.Ordinal);
    }
}
