using System.Text.Json;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Tests.Infobip;
using Cpd.Contracts;

namespace Cpd.Adapters.Tests.Sandbox;

/// <summary>Links in messages, followed as by the people who got them.</summary>
public sealed class LinksOfTheSandbox
{
    private const string Safari = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1";

    [Fact]
    public async Task Lead_on_to_where_they_were_written_to_and_are_told_about_as_by_Infobip()
    {
        await using var receiver = await LocalServer.Answering(200, "");
        await using var sandbox = await RunningSandbox.Start();
        await sandbox.Post("/sms/3/messages", $$$"""
            {"messages":[{"sender":"Shop","destinations":[{"to":"385910000010","messageId":"m-1"}],"content":{"text":"See https://shop.example/a?b=1. Or http://shop.example/c!"},"webhooks":{"callbackData":"c"}}],
             "options":{"tracking":{"shortenUrl":true,"trackClicks":true,"trackingUrl":"{{{receiver.Url}}}/clicks"} }}
            """);

        Assert.Equal((302, "http://shop.example/c"), await Follow(sandbox, "m-1/1", Safari));

        var told = await receiver.Next();
        var click = JsonDocument.Parse(told.Body).RootElement;
        Assert.Equal("/clicks", told.Path);
        Assert.Equal(
            ("CLICKED", "http://shop.example/c", "m-1", "c", "385910000010"),
            (Text(click, "notificationType"), Text(click, "url"), Text(click, "messageId"), Text(click, "callbackData"), Text(click, "recipient")));
        Assert.Equal("Phone iOS Safari", string.Join(' ', click.GetProperty("recipientInfo").EnumerateObject().Select(member => member.Value.GetString())));
        Assert.Equal(404, (await Follow(sandbox, "m-1/2", Safari)).Status);
    }

    [Fact]
    public async Task A_program_that_only_asks_is_led_on_and_not_told_about_and_one_that_follows_is_told_by_its_name()
    {
        await using var receiver = await LocalServer.Answering(200, "");
        await using var sandbox = await RunningSandbox.Start();
        await sandbox.Post("/sms/3/messages", $$$"""
            {"messages":[{"destinations":[{"to":"385910000010","messageId":"m-1"}],"content":{"text":"https://shop.example/a"}}],"options":{"tracking":{"trackClicks":true,"trackingUrl":"{{{receiver.Url}}}"} }}
            """);

        Assert.Equal(302, (await Follow(sandbox, "m-1/0", "Mozilla/5.0 (compatible; Googlebot/2.1)", HttpMethod.Head)).Status);
        Assert.Equal(302, (await Follow(sandbox, "m-1/0", "Mozilla/5.0 (compatible; Googlebot/2.1)")).Status);

        Assert.Contains("\"deviceName\":\"Googlebot\"", (await receiver.Next()).Body, StringComparison.Ordinal);
        Assert.False(receiver.HadMore);
    }

    [Theory]
    [InlineData("/viber/2/messages", """{"messages":[{"sender":"Shop","destinations":[{"to":"385910000010","messageId":"m-1"}],"content":{"type":"TEXT","text":"See https://shop.example/a"},"webhooks":{"callbackData":"c"}}],"options":{"tracking":{"trackingUrl":"TOLD"}}}""", Channel.Viber)]
    [InlineData("/rcs/2/messages", """{"messages":[{"sender":"Shop","destinations":[{"to":"385910000010","messageId":"m-1"}],"content":{"type":"TEXT","text":"See https://shop.example/a"},"webhooks":{"callbackData":"c"}}],"options":{"tracking":{"trackingUrl":"TOLD"}}}""", Channel.Rcs)]
    [InlineData("/mms/2/messages", """{"messages":[{"sender":"Shop","destinations":[{"to":"385910000010","messageId":"m-1"}],"content":{"messageSegments":[{"type":"LINK","contentUrl":"https://shop.example/a.jpg"},{"type":"TEXT","text":"See https://shop.example/a"}]},"webhooks":{"callbackData":"c"}}],"options":{"tracking":{"trackingUrl":"TOLD"}}}""", Channel.Mms)]
    [InlineData("/whatsapp/1/message/text", """{"from":"447860000000","to":"385910000010","messageId":"m-1","content":{"text":"See https://shop.example/a"},"callbackData":"c","urlOptions":{"trackingUrl":"TOLD"}}""", Channel.WhatsApp)]
    public async Task In_chats_and_MMS_are_followed_and_told_about_as_in_text_messages(string path, string body, Channel channel)
    {
        await using var receiver = await LocalServer.Answering(200, "");
        await using var sandbox = await RunningSandbox.Start();
        await sandbox.Post(path, body.Replace("TOLD", $"{receiver.Url}/clicks", StringComparison.Ordinal));

        Assert.NotNull(Assert.Single(await sandbox.Phone.Messages("385910000010", channel: channel)).Links);
        Assert.Equal((302, "https://shop.example/a"), await Follow(sandbox, "m-1/0", Safari));

        var told = await receiver.Next();
        Assert.Equal("/clicks", told.Path);
        Assert.Contains("\"CLICKED\"", told.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_an_email_stand_in_its_HTML_and_its_opening_is_told_once()
    {
        await using var receiver = await LocalServer.Answering(200, "");
        await using var sandbox = await RunningSandbox.Start();
        await sandbox.Post("/email/4/messages", $$$"""
            {"messages":[{"sender":"news@shop.example","destinations":[{"to":[{"destination":"ana@example.com","messageId":"m-1"}]}],"content":{"subject":"S","text":"T","html":"<p><a class='x' href=\"https://shop.example/?a=1&amp;b=2\">go</a> <a href='mailto:x@y.example'>write</a></p>"}}],
             "options":{"tracking":{"track":true,"trackOpens":true,"trackClicks":true,"trackingUrl":"{{{receiver.Url}}}"} }}
            """);
        var mail = Assert.Single(await sandbox.Phone.Mails("ana@example.com"));

        Assert.Equal("<p><a class='x' href=\"/sandbox/infobip/_links/m-1/0\">go</a> <a href='mailto:x@y.example'>write</a></p>", mail.Html);
        Assert.Equal((302, "https://shop.example/?a=1&b=2"), await Follow(sandbox, "m-1/0", Safari));
        Assert.Contains("\"notificationType\":\"CLICKED\"", (await receiver.Next()).Body, StringComparison.Ordinal);

        sandbox.Phone.Open(mail, "Computer");
        sandbox.Phone.Open(mail, "Computer");
        await Follow(sandbox, "m-1/0", Safari);
        Assert.Equal(["CLICKED", "OPENED"], new[] { await receiver.Next(), await receiver.Next() }.Select(told => Text(JsonDocument.Parse(told.Body).RootElement, "notificationType")).Order());
    }

    [Fact]
    public async Task Our_calls_ask_for_it_where_clicks_are_wanted_and_a_text_has_a_link()
    {
        await using var server = await LocalServer.Answering(200, """{"messages":[]}""");
        await using var without = new Account(server.Url);
        await using var wanted = new Account(server.Url, settings: new() { ["Cpd:Infobip:TrackClicks"] = "true", ["Cpd:Infobip:LinkDomain"] = "go.shop.example" });

        await without.Send([Account.Message(1, text: "See https://shop.example/a")], default);
        await wanted.Send([Account.Message(2, text: "Nothing to follow: shop.example")], default);
        await wanted.Send([Account.Message(3, text: "See https://shop.example/a")], default);

        Assert.DoesNotContain("tracking", (await server.Next()).Body + (await server.Next()).Body, StringComparison.Ordinal);
        Assert.Contains("""
            "options":{"tracking":{"shortenUrl":true,"trackClicks":true,"trackingUrl":"http://cpd.example/hooks/infobip/a-secret-for-tests/reports","customDomain":"go.shop.example"}}
            """.Trim(), (await server.Next()).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(see https://a.example/x_(y).)", "https://a.example/x_(y")]
    [InlineData("https://a.example/?q=1#f, and HTTP://B.example/", "https://a.example/?q=1#f HTTP://B.example/")]
    [InlineData("ftp://a.example https:// nothing", "")]
    public void Are_found_where_a_phone_finds_them(string text, string urls) => Assert.Equal(urls, string.Join(' ', MessageUrls.Of(text).Select(found => found.Url)));

    private static async Task<(int Status, string? To)> Follow(RunningSandbox sandbox, string link, string agent, HttpMethod? method = null)
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, $"{sandbox.BaseUrl}/_links/{link}");
        request.Headers.TryAddWithoutValidation("User-Agent", agent);
        using var answer = await http.SendAsync(request);
        return ((int)answer.StatusCode, answer.Headers.Location?.AbsoluteUri);
    }

    private static string? Text(JsonElement from, string name) => from.GetProperty(name).GetString();
}
