using Cpd.Contracts;

namespace Cpd.Adapters.Tests.Infobip;

public class AnMmsToInfobip
{
    [Fact]
    public async Task Carries_a_title_a_text_and_pictures_many_in_one_call()
    {
        await using var server = await LocalServer.Answering(200, $$"""
            {"bulkId":"b","messages":[{"messageId":"{{Account.Id(1)}}","status":{"groupId":1,"groupName":"PENDING","id":26,"name":"PENDING_ACCEPTED"},"destination":"385910000010"},{"messageId":"{{Account.Id(2)}}","status":{"groupId":5,"groupName":"REJECTED","id":52,"name":"REJECTED_DESTINATION"} }]}
            """);
        await using var account = new Account(server.Url, "a-key");

        var answered = Assert.IsType<SendAnswer.Answered>(await account.Send(
            [Message(1), Message(2, ("title", "Spring"), ("media", "https://shop.example/a.jpg"), ("media2", "https://shop.example/b?x=1"), ("validity", "30"))], default));

        Assert.Equal(["accepted", "infobip.mms.52"], Said(answered, 1, 2));
        var call = await server.Next();
        Assert.Equal("/mms/2/messages", call.Path);
        const string Hooks = """{"delivery":{"url":"http://cpd.example/hooks/infobip/a-secret-for-tests/mms","notify":true},"contentType":"application/json","callbackData":"demo/0000"}""";
        Assert.Equal($$$"""
            {"messages":[{"sender":"38510000001","destinations":[{"to":"385910000010","messageId":"{{{Account.Id(1)}}}"}],"content":{"messageSegments":[{"type":"TEXT","text":"Hi"}]},"webhooks":{{{Hooks}}}},{"sender":"38510000001","destinations":[{"to":"385910000010","messageId":"{{{Account.Id(2)}}}"}],"content":{"title":"Spring","messageSegments":[{"type":"LINK","contentType":"image/jpeg","contentUrl":"https://shop.example/a.jpg"},{"type":"LINK","contentUrl":"https://shop.example/b?x=1"},{"type":"TEXT","text":"Hi"}]},"options":{"validityPeriod":{"amount":30,"timeUnit":"MINUTES"}},"webhooks":{{{Hooks}}}}]}
            """, call.Body);
    }

    [Fact]
    public async Task Has_its_links_told_about_where_that_is_wanted_and_its_text_has_one()
    {
        await using var server = await LocalServer.Answering(200, """{"messages":[]}""");
        await using var account = new Account(server.Url, settings: new() { ["Cpd:Infobip:TrackClicks"] = "true" });

        await account.Send([Message(1, ("media", "https://shop.example/a.jpg"))], default);
        await account.Send([Message(2) with { Text = "See https://shop.example/a" }], default);

        Assert.DoesNotContain("tracking", (await server.Next()).Body, StringComparison.Ordinal);
        Assert.EndsWith(
            ""","options":{"tracking":{"shortenUrl":true,"trackClicks":true,"trackingUrl":"http://cpd.example/hooks/infobip/a-secret-for-tests/mms"}}}""", (await server.Next()).Body,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_its_shape_would_take_a_whole_call_down_for_is_refused_here()
    {
        await using var server = await LocalServer.Answering(500, "");
        await using var account = new Account(server.Url);

        var answered = Assert.IsType<SendAnswer.Answered>(await account.Send(
            [Message(1) with { Text = new string('x', 4097) }, Message(2, ("title", new string('x', 67))), Message(3, ("media3", "nowhere"))], default));

        Assert.Equal(["mms.too-long", "mms.too-long", "mms.media"], Said(answered, 1, 2, 3));
    }

    [Fact]
    public async Task Is_looked_up_in_its_own_log()
    {
        await using var server = await LocalServer.Answering(200, $$"""{"results":[{"messageId":"{{Account.Id(1)}}","status":{"groupId":2,"groupName":"UNDELIVERABLE","id":9} }]}""");
        await using var account = new Account(server.Url);

        var found = await account.LookUp([Account.Id(1), Account.Id(2)], default, Channel.Mms);

        Assert.IsType<ItemAnswer.Accepted>(Assert.Single(found!).Value);
        Assert.StartsWith("/mms/2/logs", (await server.Next()).Path, StringComparison.Ordinal);
    }

    internal static OutgoingMessage Message(int number, params (string Name, string Value)[] parts) =>
        new(Account.Id(number), Channel.Mms, "385910000010", "38510000001", "Hi", "demo/0000", parts.ToDictionary(part => part.Name, part => part.Value));

    private static IEnumerable<string> Said(SendAnswer.Answered answered, params int[] numbers) =>
        numbers.Select(number => answered.Items[Account.Id(number)] is ItemAnswer.Refused refused ? refused.Code : "accepted");
}
