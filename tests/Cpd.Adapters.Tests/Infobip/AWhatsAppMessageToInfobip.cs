using Cpd.Contracts;

namespace Cpd.Adapters.Tests.Infobip;

public class AWhatsAppMessageToInfobip
{
    private static readonly (string, string)[] Ready =
    [
        ("template", "order_ready"), ("language", "en"), ("sender", "447860000000"), ("body1", "Ana"), ("body2", "A-17"), ("header", "https://shop.example/a.jpg"),
        ("headerType", "IMAGE"), ("button0", "PICKUP_OK"), ("buttonType0", "QUICK_REPLY"),
    ];

    [Fact]
    public async Task Carries_templates_many_in_one_call()
    {
        await using var server = await LocalServer.Answering(200, $$"""
            {"messages":[{"to":"385910000010","messageCount":1,"messageId":"{{Account.Id(1)}}","status":{"groupId":1,"groupName":"PENDING","id":7,"name":"PENDING_ENROUTE"} },{"messageId":"{{Account.Id(2)}}","status":{"groupId":5,"groupName":"REJECTED","id":12,"name":"REJECTED_NOT_ENOUGH_CREDITS"} }],"bulkId":"b"}
            """);
        await using var account = new Account(server.Url, "a-key");

        var answered = Assert.IsType<SendAnswer.Answered>(await account.Send([Message(1, "Hi", Ready), Message(2, "Hi", Ready[..5])], default));

        Assert.Equal(["accepted", "infobip.whatsapp.12"], Said(answered, 1, 2));
        var call = await server.Next();
        Assert.Equal(("/whatsapp/1/message/template", "App a-key"), (call.Path, call.Headers["Authorization"]));
        Assert.Equal($$$$"""
            {"messages":[{"from":"447860000000","to":"385910000010","messageId":"{{{{Account.Id(1)}}}}","content":{"templateName":"order_ready","language":"en","templateData":{"body":{"placeholders":["Ana","A-17"]},"header":{"type":"IMAGE","mediaUrl":"https://shop.example/a.jpg"},"buttons":[{"type":"QUICK_REPLY","parameter":"PICKUP_OK"}]}},"callbackData":"demo/0000","notifyUrl":"http://cpd.example/hooks/infobip/a-secret-for-tests/whatsapp"},{"from":"447860000000","to":"385910000010","messageId":"{{{{Account.Id(2)}}}}","content":{"templateName":"order_ready","language":"en","templateData":{"body":{"placeholders":["Ana","A-17"]}}},"callbackData":"demo/0000","notifyUrl":"http://cpd.example/hooks/infobip/a-secret-for-tests/whatsapp"}]}
            """, call.Body);
    }

    [Theory]
    [InlineData("text", """{"text":"Hi"}""")]
    [InlineData("image", """{"mediaUrl":"https://shop.example/a","caption":"Hi"}""", "media", "https://shop.example/a")]
    [InlineData("document", """{"mediaUrl":"https://shop.example/a","caption":"Hi","filename":"a.pdf"}""", "media", "https://shop.example/a", "mediaType", "DOCUMENT", "fileName", "a.pdf")]
    [InlineData("interactive/buttons", """{"body":{"text":"Hi"},"action":{"buttons":[{"type":"REPLY","id":"YES","title":"Yes"},{"type":"REPLY","id":"No","title":"No"}]},"header":{"type":"VIDEO","mediaUrl":"https://shop.example/a"},"footer":{"text":"Bye"}}""",
        "media", "https://shop.example/a", "mediaType", "VIDEO", "button0", "Yes", "payload0", "YES", "button1", "No", "footer", "Bye")]
    [InlineData("interactive/list", """{"body":{"text":"Hi"},"action":{"title":"Choose","sections":[{"title":"Soon","rows":[{"id":"TODAY","title":"Today","description":"Before noon"},{"id":"Tomorrow","title":"Tomorrow"}]},{"title":"Later","rows":[{"id":"June","title":"June"}]}]},"footer":{"text":"Bye"}}""",
        "list", "Choose", "row0", "Today", "rowSection0", "Soon", "rowPayload0", "TODAY", "rowDetail0", "Before noon", "row2", "Tomorrow", "row3", "June", "rowSection3", "Later", "footer", "Bye")]
    [InlineData("interactive/flow", """{"body":{"text":"Hi"},"action":{"flowToken":"TOKEN","flowId":"1234","callToActionButton":"Your size","mode":"PUBLISHED","flowMessageVersion":3,"flowAction":"NAVIGATE","flowActionPayload":{"screen":"START","data":{"name":"Ana"}}},"footer":{"text":"Bye"}}""",
        "flow", "1234", "flowButton", "Your size", "flowScreen", "START", "flowData", """{"name":"Ana"}""", "footer", "Bye")]
    public async Task Goes_alone_by_the_path_of_its_kind(string kind, string content, params string[] parts)
    {
        await using var server = await LocalServer.Answering(200, $$"""{"to":"385910000010","messageCount":1,"messageId":"{{Account.Id(1)}}","status":{"groupId":1,"id":7} }""");
        await using var account = new Account(server.Url);

        var answered = Assert.IsType<SendAnswer.Answered>(await account.Send(
            [Message(1, "Hi", [.. parts.Chunk(2).Select(pair => (pair[0], pair[1]))]) with { To = "+385 91 0000010", Sender = "+447860000000" }], default));

        Assert.Equal(["accepted"], Said(answered, 1));
        var call = await server.Next();
        Assert.Equal($"/whatsapp/1/message/{kind}", call.Path);
        content = content.Replace("TOKEN", Account.Id(1).ToString(), StringComparison.Ordinal);
        Assert.StartsWith($$$"""{"from":"447860000000","to":"385910000010","messageId":"{{{Account.Id(1)}}}","content":{{{content}}},"callbackData":""", call.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_travels_in_the_text_and_behind_the_button_and_a_form_has_its_message_as_its_token()
    {
        await using var server = await LocalServer.Answering(200, """{"messages":[]}""");
        await using var account = new Account(server.Url);

        await account.Send(
        [
            Message(1, "Hi", [.. Ready[..3], ("body1", "482913"), ("button0", "482913"), ("buttonType0", "URL")]),
            Message(2, "Hi", [.. Ready[..3], ("headerType", "LOCATION"), ("headerLatitude", "45.81"), ("headerLongitude", "-15.9"), ("buttonType0", "FLOW")]),
        ], default);

        var body = (await server.Next()).Body;
        Assert.Contains(""" "templateData":{"body":{"placeholders":["482913"]},"buttons":[{"type":"URL","parameter":"482913"}]} """.Trim(), body, StringComparison.Ordinal);
        Assert.Contains($$$"""
            "templateData":{"body":{"placeholders":[]},"header":{"type":"LOCATION","latitude":45.81,"longitude":-15.9},"buttons":[{"type":"FLOW","flowToken":"{{{Account.Id(2)}}}"}]}
            """, body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_carousel_travels_with_its_cards()
    {
        await using var server = await LocalServer.Answering(200, """{"messages":[]}""");
        await using var account = new Account(server.Url);
        (string, string)[] card = [("card0.header", "https://shop.example/a.jpg"), ("card0.headerType", "IMAGE"), ("card0.body1", "Scarf"), ("card0.button0", "TAKE 1"), ("card0.buttonType0", "QUICK_REPLY")];

        await account.Send([Message(1, "Hi", [.. Ready[..4], .. card, ("card1.header", "https://shop.example/b.mp4"), ("card1.headerType", "VIDEO")])], default);

        Assert.Contains("""
            "templateData":{"body":{"placeholders":["Ana"]},"carousel":{"cards":[{"header":{"type":"IMAGE","mediaUrl":"https://shop.example/a.jpg"},"body":{"placeholders":["Scarf"]},"buttons":[{"type":"QUICK_REPLY","parameter":"TAKE 1"}]},{"header":{"type":"VIDEO","mediaUrl":"https://shop.example/b.mp4"}}]}}
            """, (await server.Next()).Body, StringComparison.Ordinal);
        var refused = Assert.IsType<SendAnswer.Answered>(await account.Send([Message(2, "Hi", [.. Ready[..4], .. card[1..], ("card0.header", "nowhere")])], default));
        Assert.Equal(["whatsapp.media"], Said(refused, 2));
    }

    [Fact]
    public async Task What_its_shape_would_take_a_whole_call_down_for_is_refused_here()
    {
        await using var server = await LocalServer.Answering(200, """{"messages":[]}""");
        await using var account = new Account(server.Url);
        (string, string)[] With(string part, string value) => [.. Ready.Where(one => one.Item1 != part), (part, value)];

        var answered = Assert.IsType<SendAnswer.Answered>(await account.Send(
        [
            Message(1, "Hi", With("body1", "two\nlines")), Message(2, "Hi", With("header", "nowhere")), Message(3, "Hi", With("button0", new string('x', 129))), Message(4, "Hi", With("sender", "")) with { Sender = null },
        ], default));

        Assert.Equal(["whatsapp.placeholder", "whatsapp.media", "whatsapp.too-long", "whatsapp.no-sender"], Said(answered, 1, 2, 3, 4));
        var alone = Assert.IsType<SendAnswer.Answered>(await account.Send([Message(5, "Hi", [])], default));
        Assert.Equal(["whatsapp.no-sender"], Said(alone, 5));
        var letters = Assert.IsType<SendAnswer.Answered>(await account.Send([Message(6, new string('x', 4097), [("sender", "447860000000")])], default));
        Assert.Equal(["whatsapp.too-long"], Said(letters, 6));
        var rows = Assert.IsType<SendAnswer.Answered>(await account.Send([Message(7, "Hi", [("sender", "447860000000"), ("list", "Choose"), ("row0", "Today"), ("row1", "Today")])], default));
        Assert.Equal(["whatsapp.list"], Said(rows, 7));
    }

    /// <summary>Infobip has no log of WhatsApp, so nothing is asked, and nothing may be sent a second time.</summary>
    [Fact]
    public async Task Of_unknown_outcome_is_not_sent_again()
    {
        await using var server = await LocalServer.Answering(500, "");
        await using var account = new Account(server.Url);
        Assert.IsType<SendAnswer.Unknown>(await account.Send([Message(1, "Hi", Ready)], default));
        await server.Next();

        var found = await account.LookUp([Account.Id(1)], default, Channel.WhatsApp);

        var refused = Assert.IsType<ItemAnswer.Refused>(found![Account.Id(1)]);
        Assert.Equal(("dispatch.outcome-unknown", true), (refused.Code, refused.Permanent));
    }

    [Theory]
    [InlineData(429, typeof(SendAnswer.Busy))]
    [InlineData(400, typeof(SendAnswer.Refused))]
    public async Task Errors_in_the_older_shape_are_understood(int status, Type answer)
    {
        await using var server = await LocalServer.Answering(status, """{"requestError":{"serviceException":{"messageId":"BAD_REQUEST","text":"Bad request","validationErrors":{"content.text":["must not be blank"]}}}}""");
        await using var account = new Account(server.Url);
        Assert.IsType(answer, await account.Send([Message(1, "Hi", Ready)], default));
    }

    private static IEnumerable<string> Said(SendAnswer.Answered answered, params int[] numbers) =>
        numbers.Select(number => answered.Items[Account.Id(number)] is ItemAnswer.Refused refused ? refused.Code : "accepted");

    private static OutgoingMessage Message(int number, string text, (string Name, string Value)[] parts) =>
        new(Account.Id(number), Channel.WhatsApp, "385910000010", null, text, "demo/0000", parts.ToDictionary(part => part.Name, part => part.Value));
}
