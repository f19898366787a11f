using Cpd.Contracts;

namespace Cpd.Adapters.Tests.Infobip;

public class AnRcsMessageToInfobip
{
    [Fact]
    public async Task Carries_texts_and_cards_with_buttons_many_in_one_call()
    {
        await using var server = await LocalServer.Answering(200, $$"""
            {"bulkId":"b","messages":[{"messageId":"{{Account.Id(1)}}","status":{"groupId":1,"groupName":"PENDING","id":26,"name":"PENDING_ACCEPTED"},"destination":"385910000010"},{"messageId":"{{Account.Id(2)}}","status":{"groupId":5,"groupName":"REJECTED","id":11,"name":"REJECTED_SOURCE"} }]}
            """);
        await using var account = new Account(server.Url, "a-key", settings: Unasked);

        var answered = Assert.IsType<SendAnswer.Answered>(await account.Send(
            [Message(1, ("button0", "Yes"), ("payload0", "YES"), ("button1", "No")), Message(2, ("media", "https://shop.example/a.jpg"), ("button0", "Look"), ("validity", "30"))], default));

        Assert.Equal(["accepted", "infobip.rcs.11"], Said(answered, 1, 2));
        var call = await server.Next();
        Assert.Equal("/rcs/2/messages", call.Path);
        const string Hooks = """{"delivery":{"url":"http://cpd.example/hooks/infobip/a-secret-for-tests/rcs","notify":true},"seen":{"url":"http://cpd.example/hooks/infobip/a-secret-for-tests/rcs"},"contentType":"application/json","callbackData":"demo/0000"}""";
        Assert.Equal($$$"""
            {"messages":[{"sender":"Shop","destinations":[{"to":"385910000010","messageId":"{{{Account.Id(1)}}}"}],"content":{"type":"TEXT","text":"Hi","suggestions":[{"type":"REPLY","text":"Yes","postbackData":"YES"},{"type":"REPLY","text":"No","postbackData":"No"}]},"webhooks":{{{Hooks}}}},{"sender":"Shop","destinations":[{"to":"385910000010","messageId":"{{{Account.Id(2)}}}"}],"content":{"type":"CARD","orientation":"VERTICAL","alignment":"LEFT","content":{"description":"Hi","media":{"file":{"url":"https://shop.example/a.jpg"},"height":"MEDIUM"},"suggestions":[{"type":"REPLY","text":"Look","postbackData":"Look"}]}},"options":{"validityPeriod":{"amount":30,"timeUnit":"MINUTES"}},"webhooks":{{{Hooks}}}}]}
            """, call.Body);
    }

    [Fact]
    public async Task What_its_shape_would_take_a_whole_call_down_for_is_refused_here()
    {
        await using var server = await LocalServer.Answering(500, "");
        await using var account = new Account(server.Url);

        var answered = Assert.IsType<SendAnswer.Answered>(await account.Send(
            [Message(1) with { Text = new string('x', 3073) }, Message(2, ("media", "nowhere")), Message(3, ("button0", new string('x', 26))), Message(4) with { Sender = null }], default));

        Assert.Equal(["rcs.too-long", "rcs.media", "rcs.too-long", "rcs.no-sender"], Said(answered, 1, 2, 3, 4));
    }

    [Fact]
    public async Task A_link_in_it_is_one_of_Infobips_where_clicks_are_wanted()
    {
        await using var server = await LocalServer.Answering(200, """{"messages":[]}""");
        await using var account = new Account(server.Url, settings: new(Unasked) { ["Cpd:Infobip:TrackClicks"] = "true" });

        await account.Send([Message(1) with { Text = "See https://shop.example/a" }], default);
        await account.Send([Message(2)], default);

        Assert.Contains("""
            "options":{"tracking":{"shortenUrl":true,"trackClicks":true,"trackingUrl":"http://cpd.example/hooks/infobip/a-secret-for-tests/rcs"}}
            """, (await server.Next()).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("tracking", (await server.Next()).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_looked_up_in_its_own_log()
    {
        await using var server = await LocalServer.Answering(200, $$"""{"results":[{"messageId":"{{Account.Id(1)}}","status":{"groupId":2,"groupName":"UNDELIVERABLE","id":4} }]}""");
        await using var account = new Account(server.Url);

        var found = await account.LookUp([Account.Id(1), Account.Id(2)], default, Channel.Rcs);

        Assert.IsType<ItemAnswer.Accepted>(Assert.Single(found!).Value);
        Assert.StartsWith("/rcs/2/logs", (await server.Next()).Path, StringComparison.Ordinal);
    }

    /// <summary>Whether phones get RCS is for <see cref="WhoGetsRcs"/>.</summary>
    private static readonly Dictionary<string, string?> Unasked = new() { ["Cpd:Infobip:RcsCheckAge"] = "0" };

    internal static OutgoingMessage Message(int number, params (string Name, string Value)[] parts) =>
        new(Account.Id(number), Channel.Rcs, "385910000010", "Shop", "Hi", "demo/0000", parts.ToDictionary(part => part.Name, part => part.Value));

    private static IEnumerable<string> Said(SendAnswer.Answered answered, params int[] numbers) =>
        numbers.Select(number => answered.Items[Account.Id(number)] is ItemAnswer.Refused refused ? refused.Code : "accepted");
}
