using Cpd.Contracts;

namespace Cpd.Adapters.Tests.Infobip;

public class AViberMessageToInfobip
{
    [Fact]
    public async Task Carries_texts_and_pictures_with_a_button_many_in_one_call()
    {
        await using var server = await LocalServer.Answering(200, $$"""
            {"bulkId":"b","messages":[{"messageId":"{{Account.Id(1)}}","status":{"groupId":1,"groupName":"PENDING","id":26,"name":"PENDING_ACCEPTED"},"destination":"385910000010"},{"messageId":"{{Account.Id(2)}}","status":{"groupId":5,"groupName":"REJECTED","id":11,"name":"REJECTED_SOURCE"} }]}
            """);
        await using var account = new Account(server.Url, "a-key");

        var answered = Assert.IsType<SendAnswer.Answered>(await account.Send(
            [Message(1), Message(2, ("media", "https://shop.example/a.jpg"), ("button0", "Look"), ("action", "https://shop.example"), ("validity", "30")) with { Transactional = true }], default));

        Assert.Equal(["accepted", "infobip.viber.11"], Said(answered, 1, 2));
        var call = await server.Next();
        Assert.Equal("/viber/2/messages", call.Path);
        const string Hooks = """{"delivery":{"url":"http://cpd.example/hooks/infobip/a-secret-for-tests/viber","notify":true},"seen":{"url":"http://cpd.example/hooks/infobip/a-secret-for-tests/viber"},"contentType":"application/json","callbackData":"demo/0000"}""";
        Assert.Equal($$$"""
            {"messages":[{"sender":"Shop","destinations":[{"to":"385910000010","messageId":"{{{Account.Id(1)}}}"}],"content":{"type":"TEXT","text":"Hi"},"options":{"label":"PROMOTIONAL"},"webhooks":{{{Hooks}}}},{"sender":"Shop","destinations":[{"to":"385910000010","messageId":"{{{Account.Id(2)}}}"}],"content":{"type":"IMAGE","text":"Hi","mediaUrl":"https://shop.example/a.jpg","button":{"title":"Look","action":"https://shop.example"}},"options":{"validityPeriod":{"amount":30,"timeUnit":"MINUTES"},"label":"TRANSACTIONAL"},"webhooks":{{{Hooks}}}}]}
            """, call.Body);
    }

    [Fact]
    public async Task What_its_shape_would_take_a_whole_call_down_for_is_refused_here()
    {
        await using var server = await LocalServer.Answering(500, "");
        await using var account = new Account(server.Url);

        var answered = Assert.IsType<SendAnswer.Answered>(await account.Send(
            [Message(1) with { Text = new string('x', 1001) }, Message(2, ("media", "nowhere")), Message(3, ("button0", "Look")), Message(4, ("button0", new string('x', 31)), ("action", "https://x")), Message(5) with { Sender = null },
            Message(6, ("button0", "Look"), ("action", "javascript:alert(1)")), Message(7, ("media", "file:///etc/passwd"))], default));

        Assert.Equal(["viber.too-long", "viber.media", "viber.button", "viber.too-long", "viber.no-sender", "viber.button", "viber.media"], Said(answered, 1, 2, 3, 4, 5, 6, 7));
    }

    [Fact]
    public async Task Is_looked_up_in_its_own_log()
    {
        await using var server = await LocalServer.Answering(200, $$"""{"results":[{"messageId":"{{Account.Id(1)}}","status":{"groupId":3,"groupName":"DELIVERED","id":5} }]}""");
        await using var account = new Account(server.Url);

        var found = await account.LookUp([Account.Id(1), Account.Id(2)], default, Channel.Viber);

        Assert.IsType<ItemAnswer.Accepted>(Assert.Single(found!).Value);
        Assert.StartsWith("/viber/2/logs", (await server.Next()).Path, StringComparison.Ordinal);
    }

    internal static OutgoingMessage Message(int number, params (string Name, string Value)[] parts) =>
        new(Account.Id(number), Channel.Viber, "385910000010", "Shop", "Hi", "demo/0000", parts.ToDictionary(part => part.Name, part => part.Value));

    private static IEnumerable<string> Said(SendAnswer.Answered answered, params int[] numbers) =>
        numbers.Select(number => answered.Items[Account.Id(number)] is ItemAnswer.Refused refused ? refused.Code : "accepted");
}
