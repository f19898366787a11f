using Cpd.Contracts;

namespace Cpd.Adapters.Tests.Infobip;

public class APushNotificationToInfobip
{
    internal const string Application = "00112233445566778899aabbccddeeff";

    [Fact]
    public async Task Goes_to_the_user_id_with_what_it_opens_and_what_the_app_gets()
    {
        await using var server = await LocalServer.Answering(200, $$"""
            {"bulkId":"b","messages":[{"messageId":"{{Account.Id(1)}}","status":{"groupId":1,"groupName":"PENDING","id":7,"name":"PENDING_ENROUTE"},"destination":"registration-1"},
             {"messageId":"{{Account.Id(1)}}","status":{"groupId":5,"groupName":"REJECTED","id":65},"destination":"registration-2"},
             {"messageId":"{{Account.Id(2)}}","status":{"groupId":2,"groupName":"UNDELIVERABLE","id":66},"destination":"ana-1"}]}
            """);
        await using var account = new Account(server.Url, "a-key");

        var answered = Assert.IsType<SendAnswer.Answered>(await account.Send(
            [Message(1, ("title", "Ready"), ("action", "shop://orders/17"), ("data", """{"order": "A-17"}""")), Message(2, ("media", "https://shop.example/a.jpg"), ("action", "https://shop.example"), ("validity", "30"))], default));

        Assert.Equal(["accepted", "infobip.push.66"], Said(answered, 1, 2));
        var call = await server.Next();
        Assert.Equal("/push/3/messages", call.Path);
        const string Hooks = """{"delivery":{"url":"http://cpd.example/hooks/infobip/a-secret-for-tests/push","notify":true},"contentType":"application/json","callbackData":"demo/0000"}""";
        Assert.Equal($$$"""
            {"messages":[{"sender":"{{{Application}}}","destinations":[{"type":"EXTERNAL_USER_ID","externalUserId":"ana-1","messageId":"{{{Account.Id(1)}}}"}],"content":{"type":"TEXT","title":"Ready","text":"Hi"},"options":{"onTapButtonAction":{"resource":"shop://orders/17","type":"DEEP_LINK"},"customPayload":{"order":"A-17"}},"webhooks":{{{Hooks}}}},{"sender":"{{{Application}}}","destinations":[{"type":"EXTERNAL_USER_ID","externalUserId":"ana-1","messageId":"{{{Account.Id(2)}}}"}],"content":{"type":"IMAGE","text":"Hi","url":"https://shop.example/a.jpg"},"options":{"validityPeriod":{"amount":30,"timeUnit":"MINUTES"},"onTapButtonAction":{"resource":"https://shop.example","type":"OPEN_URL_IN_BROWSER"}},"webhooks":{{{Hooks}}}}]}
            """, call.Body);
    }

    [Fact]
    public async Task What_its_shape_would_take_a_whole_call_down_for_is_refused_here()
    {
        await using var server = await LocalServer.Answering(500, "");
        await using var account = new Account(server.Url);

        var answered = Assert.IsType<SendAnswer.Answered>(await account.Send(
            [
                Message(1) with { Text = new string('x', 4001) }, Message(2, ("title", new string('x', 51))), Message(3, ("media", "nowhere")), Message(4, ("data", "[1]")),
                Message(5, ("action", "/orders")), Message(6) with { Sender = "Shop" },
            ], default));

        Assert.Equal(["push.too-long", "push.too-long", "push.media", "push.data", "push.action", "push.sender"], Said(answered, 1, 2, 3, 4, 5, 6));
        var other = Assert.IsType<SendAnswer.Answered>(await account.Send([Message(7) with { Sender = null }], default));
        Assert.Equal(["push.no-sender"], Said(other, 7));
    }

    [Fact]
    public async Task Is_looked_up_in_its_own_log()
    {
        await using var server = await LocalServer.Answering(200, $$"""{"results":[{"messageId":"{{Account.Id(1)}}","status":{"groupId":2,"groupName":"UNDELIVERABLE","id":66} }]}""");
        await using var account = new Account(server.Url);

        var found = await account.LookUp([Account.Id(1), Account.Id(2)], default, Channel.Push);

        Assert.IsType<ItemAnswer.Accepted>(Assert.Single(found!).Value);
        Assert.StartsWith("/push/3/logs", (await server.Next()).Path, StringComparison.Ordinal);
    }

    internal static OutgoingMessage Message(int number, params (string Name, string Value)[] parts) =>
        new(Account.Id(number), Channel.Push, "ana-1", Application, "Hi", "demo/0000", parts.ToDictionary(part => part.Name, part => part.Value));

    private static IEnumerable<string> Said(SendAnswer.Answered answered, params int[] numbers) =>
        numbers.Select(number => answered.Items[Account.Id(number)] is ItemAnswer.Refused refused ? refused.Code : "accepted");
}
