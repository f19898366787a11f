using System.Net;
using Cpd.Adapters.Tests.Dispatch;
using Cpd.Adapters.Webhooks;
using Cpd.Contracts;

namespace Cpd.Adapters.Tests.Webhooks;

public class WhoMayBeCalled
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("255.255.255.255")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("fe80::1")]
    [InlineData("fd00::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("::7f00:1")]
    public void Addresses_inside_a_house_are_not_public(string address) => Assert.False(PublicAddresses.Contains(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("172.32.0.1")]
    [InlineData("193.0.0.1")]
    [InlineData("2606:4700::1")]
    [InlineData("::ffff:1.1.1.1")]
    [InlineData("64:ff9b::101:101")]
    public void Addresses_on_the_internet_are(string address) => Assert.True(PublicAddresses.Contains(IPAddress.Parse(address)));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    public async Task A_name_that_leads_inside_is_not_called(string host)
    {
        await using var server = await Server.Start(_ => Task.CompletedTask);
        using var http = new WebhookHttp(new WebhookOptions(), new FakeClock());

        var result = await http.Call(Webhook(server.Url.Replace("127.0.0.1", host, StringComparison.Ordinal)), [], default);

        Assert.Contains("AllowPrivateAddresses", result.Problem, StringComparison.Ordinal);
        Assert.False(result.MayRetry);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var server = await Server.Start(context =>
        {
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        });

        var result = await Call(Webhook(server.Url));

        Assert.Equal(302, result.Status);
        Assert.Contains("redirects", result.Problem, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("ftp://example.com/", "POST", "X-A", "1")]
    [InlineData("https://user:secret@example.com/", "POST", "X-A", "1")]
    [InlineData("https://example.com/", "TRACE", "X-A", "1")]
    [InlineData("https://example.com/", "POST", "Host", "inside")]
    [InlineData("https://example.com/", "POST", "X-A", "1\r\nHost: inside")]
    [InlineData("https://example.com/", "POST", "X A", "1")]
    public async Task What_is_not_a_plain_call_is_refused(string url, string method, string header, string value)
    {
        var result = await Call(Webhook(url) with { Method = method, Headers = new Dictionary<string, string> { [header] = value } });

        Assert.NotNull(result.Problem);
        Assert.False(result.MayRetry);
        Assert.Equal(0, result.Status);
    }

    internal static WebhookRequested Webhook(string url, int attempts = 3, string? body = """{"a":1}""") => new(
        new RecordId(Guid.Parse("00000000-0000-0000-0000-0000000000aa")), "POST", url, new Dictionary<string, string>(), body, 5, attempts,
        new StepPlace(new RunId(Guid.Empty), "welcome", 1, "ask", 0));

    private static async Task<WebhookResult> Call(WebhookRequested call)
    {
        using var http = new WebhookHttp(new WebhookOptions { AllowPrivateAddresses = true }, new FakeClock());
        return await http.Call(call, [], default);
    }
}
