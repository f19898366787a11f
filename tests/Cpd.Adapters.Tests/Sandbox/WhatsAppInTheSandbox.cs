using System.Net.Http.Json;
using System.Text.Json;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Sandbox;
using Cpd.Adapters.Tests.Infobip;
using Cpd.Contracts;

namespace Cpd.Adapters.Tests.Sandbox;

public class WhatsAppInTheSandbox
{
    private const string Number = "385910000010", Shop = "447860000000";

    private static readonly (string, string)[] Ready =
        [("template", "order_ready"), ("language", "en"), ("body1", "Ana"), ("body2", "A-17"), ("button0", "I come"), ("buttonType0", "QUICK_REPLY"), ("button1", "BRING"), ("buttonType1", "QUICK_REPLY")];

    [Theory]
    [InlineData("https://127.0.0.1:1/picture")]
    [InlineData("http://shop.example/picture")]
    public async Task A_file_that_lies_elsewhere_is_not_fetched_from_inside_the_house(string elsewhere)
    {
        await using var server = await LocalServer.Answering(302, "", ("Location", elsewhere));
        await using var account = new Account(server.Url);

        Assert.Equal(FetchedMedia.Away, (await account.Client.Media("whatsapp/1/senders/447860000000/media/a", 10, default)).Code);
    }

    [Fact]
    public async Task A_picture_that_somebody_sends_is_told_and_fetched_with_the_key_alone()
    {
        await using var receiver = await LocalServer.Answering(200, "");
        await using var sandbox = await RunningSandbox.Start(configure: options => options.InboundUrl = receiver.Url + "/in");
        await using var account = sandbox.Account(publicUrl: receiver.Url);

        var (status, _) = await sandbox.Post("/_control/reply", """{"channel":"WHATSAPP","from":"385910000010","to":"447860000000","text":"Look","media":{"kind":"IMAGE","type":"image/png","content":"AQID"}}""");

        Assert.Equal(200, status);
        var told = Assert.Single(JsonSerializer.Deserialize((await receiver.Next()).Body, InfobipJson.Wire.WhatsAppInbox)!.Results!).Message!;
        Assert.Equal(("IMAGE", "Look"), (told.Type, told.Caption));
        var place = told.Url![(told.Url!.IndexOf("/whatsapp/", StringComparison.Ordinal) + 1)..];
        var fetched = await account.Client.Media(place, 10, default);
        Assert.Equal((null, "image/png", "010203"), (fetched.Code, fetched.Type, Convert.ToHexString(fetched.Bytes!)));
        Assert.Equal(FetchedMedia.TooLarge, (await account.Client.Media(place, 2, default)).Code);
        Assert.Equal(FetchedMedia.Gone, (await account.Client.Media("whatsapp/1/senders/447860000000/media/nothing", 10, default)).Code);
        Assert.Equal(401, (await sandbox.Call(HttpMethod.Get, "/" + place, authorization: null)).Status);
    }

    [Fact]
    public async Task A_template_stands_on_the_telephone_with_its_buttons_and_what_is_pressed_and_read_is_told()
    {
        await using var receiver = await LocalServer.Answering(200, "");
        await using var sandbox = await RunningSandbox.Start(configure: options => options.InboundUrl = receiver.Url + "/in");
        await using var account = sandbox.Account(publicUrl: receiver.Url);

        await account.Send([Message(1, Ready)], default);

        var report = await receiver.Next();
        Assert.Equal("/hooks/infobip/a-secret-for-tests/whatsapp", report.Path);
        var told = Assert.Single(JsonSerializer.Deserialize(report.Body, InfobipJson.Wire.WhatsAppReports)!.Results!);
        Assert.Equal((5, 0, "demo/0000", Account.Id(1).ToString()), (told.Status!.Id, told.Error!.Id, told.CallbackData, told.MessageId));

        var talk = Assert.Single(await sandbox.Phone.Conversations());
        Assert.Equal((Number, Shop, Channel.WhatsApp), (talk.Number, talk.Partner, talk.Channel));
        Assert.Empty(await sandbox.Phone.Messages(Number));
        var message = Assert.Single(await sandbox.Phone.Messages(Number, channel: Channel.WhatsApp));
        Assert.Equal(("Hi Ana, your order A-17 is ready. Will you come for it today?", false), (message.Text, message.Chat!.Seen));
        Assert.Equal(["I come", "Bring it to me"], message.Chat.Buttons.Select(button => button.Title));

        await Control(sandbox, "reply", new SandboxReply(Number, null, null, "WHATSAPP", "Bring it to me"));
        var pressed = Assert.Single(JsonSerializer.Deserialize((await receiver.Next()).Body, InfobipJson.Wire.WhatsAppInbox)!.Results!);
        Assert.Equal(
            (Number, Shop, "WHATSAPP", "BUTTON", "Bring it to me", "BRING", Account.Id(1).ToString()),
            (pressed.From, pressed.To, pressed.IntegrationType, pressed.Message!.Type, pressed.Message.Text, pressed.Message.Payload, pressed.Message.Context!.Id));

        await Control(sandbox, "read", new SandboxReply(Number, null, null, "WHATSAPP"));
        await Control(sandbox, "read", new SandboxReply(Number, null, null, "WHATSAPP"));
        var seen = Assert.Single(JsonSerializer.Deserialize((await receiver.Next()).Body, InfobipJson.Wire.ChatSeenReports)!.Results!);
        Assert.Equal((Account.Id(1).ToString(), Number, Shop), (seen.MessageId, seen.From, seen.To));
        Assert.True((await sandbox.Phone.Messages(Number, channel: Channel.WhatsApp))[0].Chat!.Seen);
    }

    [Theory]
    [InlineData(7009, "template", "unheard_of")]
    [InlineData(7009, "template", "spring_sale")]    // pending
    [InlineData(7009, "language", "de")]
    [InlineData(7008, "body2", null)]
    [InlineData(7008, "header", "Hi")]
    public async Task What_does_not_fit_a_template_is_accepted_and_told_by_its_report(int error, string part, string? value)
    {
        await using var receiver = await LocalServer.Answering(200, "");
        await using var sandbox = await RunningSandbox.Start();
        await using var account = sandbox.Account(publicUrl: receiver.Url);
        (string, string)[] parts = [.. Ready.Where(one => one.Item1 != part), .. value is null ? [] : new[] { (part, value) }, .. part == "header" ? [("headerType", "TEXT")] : Array.Empty<(string, string)>()];

        var answered = Assert.IsType<SendAnswer.Answered>(await account.Send([Message(1, parts)], default));

        Assert.IsType<ItemAnswer.Accepted>(answered.Items[Account.Id(1)]);
        Assert.Equal((4, error), await Told(receiver));
    }

    [Fact]
    public async Task A_free_message_reaches_who_wrote_to_this_number_and_nobody_else()
    {
        await using var receiver = await LocalServer.Answering(200, "");
        await using var sandbox = await RunningSandbox.Start();
        await using var account = sandbox.Account(publicUrl: receiver.Url);

        await account.Send([Message(1, [])], default);
        Assert.Equal((4, 7010), await Told(receiver));

        await sandbox.Phone.Reply(Number, "447860000009", "Hi", Channel.WhatsApp);
        await sandbox.Phone.Reply(Number, Shop, "Hi");   // by SMS
        await account.Send([Message(2, [])], default);
        Assert.Equal((4, 7010), await Told(receiver));

        await sandbox.Phone.Reply("+" + Number, Shop, "Hi", Channel.WhatsApp);
        await account.Send([Message(3, [("button0", "Yes"), ("button1", "No")])], default);
        Assert.Equal((5, 0), await Told(receiver));
    }

    [Fact]
    public async Task A_list_stands_on_the_telephone_with_its_rows_and_the_one_that_is_pressed_is_told()
    {
        await using var receiver = await LocalServer.Answering(200, "");
        await using var sandbox = await RunningSandbox.Start(configure: options => options.InboundUrl = receiver.Url + "/in");
        await using var account = sandbox.Account(publicUrl: receiver.Url);
        await sandbox.Phone.Reply(Number, Shop, "Hi", Channel.WhatsApp);
        await receiver.Next();

        await account.Send([Message(1, [("list", "Choose"), ("row0", "Today"), ("rowSection0", "Soon"), ("row1", "Tomorrow"), ("rowPayload1", "T1"), ("rowDetail1", "Before noon"), ("row2", "June"), ("rowSection2", "Later")])], default);
        Assert.Equal((5, 0), await Told(receiver));
        var list = (await sandbox.Phone.Messages(Number, channel: Channel.WhatsApp))[^1].Chat!.List!;
        Assert.Equal(("Choose", "Soon/Today -/Tomorrow Later/June"), (list.Title, string.Join(' ', list.Rows.Select(row => $"{row.Section ?? "-"}/{row.Title}"))));

        await Control(sandbox, "reply", new SandboxReply(Number, null, null, "WHATSAPP", "Tomorrow"));
        var pressed = Assert.Single(JsonSerializer.Deserialize((await receiver.Next()).Body, InfobipJson.Wire.WhatsAppInbox)!.Results!).Message!;
        Assert.Equal(("INTERACTIVE_LIST_REPLY", "T1", "Tomorrow", "Before noon", Account.Id(1).ToString()), (pressed.Type, pressed.Id, pressed.Title, pressed.Description, pressed.Context!.Id));
    }

    [Fact]
    public async Task A_carousel_stands_on_the_telephone_card_by_card_and_has_to_fit_its_template()
    {
        await using var receiver = await LocalServer.Answering(200, "");
        await using var sandbox = await RunningSandbox.Start(configure: options => options.InboundUrl = receiver.Url + "/in");
        await using var account = sandbox.Account(publicUrl: receiver.Url);
        (string, string)[] Card(int number) =>
        [
            ($"card{number}.header", "https://shop.example/a.jpg"), ($"card{number}.headerType", "IMAGE"), ($"card{number}.body1", $"Scarf {number}"), ($"card{number}.body2", "19 EUR"),
            ($"card{number}.button0", $"ASIDE {number}"), ($"card{number}.buttonType0", "QUICK_REPLY"), ($"card{number}.button1", $"s{number}"), ($"card{number}.buttonType1", "URL"),
        ];
        (string, string)[] picks = [("template", "picks_for_you"), ("language", "en"), ("body1", "Ana"), .. Card(0)];

        await account.Send([Message(1, picks)], default);
        Assert.Equal((4, 7008), await Told(receiver));
        await account.Send([Message(2, [.. picks, .. Card(1)])], default);
        Assert.Equal((5, 0), await Told(receiver));

        var message = (await sandbox.Phone.Messages(Number, channel: Channel.WhatsApp))[^1];
        var second = message.Chat!.Cards![1];
        Assert.Equal(("Scarf 1, now 19 EUR", "https://shop.example/a.jpg", "https://shop.example/things/s1"), (second.Text, second.Media, second.Buttons[1].Url));
        await sandbox.Phone.Press(Channel.WhatsApp, Number, Shop, second.Buttons[0].Title, second.Buttons[0].Answer!);
        var pressed = Assert.Single(JsonSerializer.Deserialize((await receiver.Next()).Body, InfobipJson.Wire.WhatsAppInbox)!.Results!).Message!;
        Assert.Equal(("BUTTON", "Put it aside", "ASIDE 1"), (pressed.Type, pressed.Text, pressed.Payload));
    }

    [Fact]
    public async Task A_code_stands_on_the_telephone_with_what_its_button_copies_and_has_to_be_the_same_twice()
    {
        await using var receiver = await LocalServer.Answering(200, "");
        await using var sandbox = await RunningSandbox.Start();
        await using var account = sandbox.Account(publicUrl: receiver.Url);
        (string, string)[] Login(string copied) => [("template", "login_code"), ("language", "en"), ("body1", "482913"), ("button0", copied), ("buttonType0", "URL")];

        await account.Send([Message(1, Login("482914"))], default);
        Assert.Equal((4, 7008), await Told(receiver));
        await account.Send([Message(2, Login("482913"))], default);
        Assert.Equal((5, 0), await Told(receiver));

        var message = (await sandbox.Phone.Messages(Number, channel: Channel.WhatsApp))[^1];
        Assert.Equal(("482913 is your verification code. For your security, do not share this code.", "This code expires in 10 minutes."), (message.Text, message.Chat!.Footer));
        Assert.Equal(("Copy code", "482913"), (message.Chat.Buttons[0].Title, message.Chat.Buttons[0].Copies));
    }

    [Fact]
    public async Task What_is_filled_into_a_form_is_told_with_the_message_whose_form_it_was()
    {
        await using var receiver = await LocalServer.Answering(200, "");
        await using var sandbox = await RunningSandbox.Start(configure: options => options.InboundUrl = receiver.Url + "/in");
        await using var account = sandbox.Account(publicUrl: receiver.Url);
        await sandbox.Phone.Reply(Number, Shop, "Hi", Channel.WhatsApp);
        await receiver.Next();

        await account.Send([Message(1, [("flow", "1234"), ("flowButton", "Your size")])], default);
        Assert.Equal((5, 0), await Told(receiver));
        var (status, answer) = await sandbox.Post("/_control/reply", $$"""{"channel":"WHATSAPP","from":"{{Number}}","form":{"size":"M","wants":["red","blue"]} }""");

        Assert.True(status == 200, answer);
        var told = (await receiver.Next()).Body;
        var filled = Assert.Single(JsonSerializer.Deserialize(told, InfobipJson.Wire.WhatsAppInbox)!.Results!).Message!;
        Assert.Equal(("INTERACTIVE_FLOW_REPLY", Account.Id(1).ToString()), (filled.Type, filled.Context!.Id));
        Assert.Equal($$"""{"size":"M","wants":["red","blue"],"flow_token":"{{Account.Id(1)}}"}""", filled.Response!.Value.GetRawText());

        Assert.Equal(200, (await sandbox.Post("/_control/reply", $$"""{"channel":"WHATSAPP","from":"{{Number}}","form":{} }""")).Status);
        Assert.Equal("Sent", (await sandbox.Phone.Messages(Number, channel: Channel.WhatsApp))[^1].Text);
    }

    [Theory]
    [InlineData("text", """{"from":"447860000000","to":"385910000010","content":{"text":""}}""", """{"content.text":["size must be between 1 and 4096","must not be blank"]}""")]
    [InlineData("image", """{"from":"447860000000","to":"385910000010","content":{"mediaUrl":"x"}}""", """{"content.mediaUrl":["is not a valid url"]}""")]
    [InlineData("interactive/buttons", """{"from":"447860000000","to":"385910000010","content":{"body":{"text":"Hi"},"action":{"buttons":[]}}}""", """{"content.action.buttons":["size must be between 1 and 3"]}""")]
    [InlineData("template", """{"messages":[{"from":"447860000000","to":"385910000010","content":{"templateName":"a","language":"en","templateData":{"body":{"placeholders":[]},"carousel":{"cards":[{}]}}}}]}""",
        """{"messages[0].content.templateData.carousel.cards[0].header":["must not be null"]}""")]
    [InlineData("template", """{"messages":[{"from":"447860000000","to":"385910000010","content":{"templateName":"a","language":"en","templateData":{"body":{"placeholders":[]},"header":{"type":"LOCATION","latitude":91}}}}]}""",
        """{"messages[0].content.templateData.header.latitude":["must be less than or equal to 90"],"messages[0].content.templateData.header.longitude":["must not be null"]}""")]
    [InlineData("template", """{"messages":[]}""", """{"messages":["must not be empty"]}""")]
    [InlineData("template", """{"messages":[{"from":"447860000000","to":"385910000010","content":{"templateName":"a","language":"en","templateData":{"body":{"placeholders":["a\nb"]}}}}]}""",
        """{"messages[0].content.templateData.body.placeholders[0]":["cannot have new-line/tab characters or more than 4 consecutive spaces"]}""")]
    public async Task A_wrong_shape_is_refused_in_the_older_shape(string kind, string body, string errors)
    {
        await using var sandbox = await RunningSandbox.Start();

        var (status, answer) = await sandbox.Post($"/whatsapp/1/message/{kind}", body);

        Assert.Equal(400, status);
        Assert.Equal($$$$"""{"requestError":{"serviceException":{"messageId":"BAD_REQUEST","text":"Bad request","validationErrors":{{{{errors}}}}}}}""", answer);
    }

    [Fact]
    public async Task It_lists_templates_of_every_state_and_takes_others()
    {
        await using var sandbox = await RunningSandbox.Start();
        await using var account = sandbox.Account();
        async Task<string> States() => string.Join(' ', Assert.IsType<InfobipAnswer<Adapters.Infobip.Chat.WhatsAppTemplates>.Answered>(await account.Client.WhatsAppTemplates(Shop, default)).Value.Templates!.Select(one => $"{one.Name}/{one.Language}/{one.Status}"));

        Assert.Contains("order_ready/hr/APPROVED", await States(), StringComparison.Ordinal);
        Assert.Contains("spring_sale/en/PENDING", await States(), StringComparison.Ordinal);

        await sandbox.Call(HttpMethod.Put, "/_control/whatsapp/templates", """{"templates":[{"id":"1","name":"mine","language":"en","status":"REJECTED","structure":{"body":{"text":"Hi"}}}]}""");
        Assert.Equal("mine/en/REJECTED", await States());
        Assert.Equal(401, (await sandbox.Call(HttpMethod.Get, $"/whatsapp/2/senders/{Shop}/templates", authorization: null)).Status);
    }

    private static async Task<(int, int)> Told(LocalServer receiver)
    {
        var report = Assert.Single(JsonSerializer.Deserialize((await receiver.Next()).Body, InfobipJson.Wire.WhatsAppReports)!.Results!);
        return (report.Status!.Id, report.Error!.Id);
    }

    private static async Task Control(RunningSandbox sandbox, string what, SandboxReply reply) =>
        (await sandbox.Http.PostAsJsonAsync($"{sandbox.BaseUrl}/_control/{what}", reply, JsonSerializerOptions.Web)).EnsureSuccessStatusCode();

    private static OutgoingMessage Message(int number, (string Name, string Value)[] parts) =>
        new(Account.Id(number), Channel.WhatsApp, Number, Shop, "Hi", "demo/0000", parts.ToDictionary(part => part.Name, part => part.Value));
}
