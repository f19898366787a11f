using Cpd.Adapters.Accounts;
using Cpd.Adapters.Tests.Infobip;

namespace Cpd.Adapters.Tests.Accounts;

/// <summary>Each way in which an account does not work is told apart, with what to do.</summary>
public sealed class TryingAnAccount
{
    private const string Key = "a-key-nobody-may-see";

    [Theory]
    [InlineData(200, """{"results":[]}""", true, "ok")]
    [InlineData(429, """{"errorCode":"E429"}""", true, "busy")]
    [InlineData(401, """{"errorCode":"E401"}""", false, "account.wrong-key")]
    [InlineData(403, """{"errorCode":"E403"}""", false, "account.no-scope")]
    [InlineData(404, "<html>Not here</html>", false, "account.not-infobip")]
    [InlineData(302, "", false, "account.not-infobip")]
    [InlineData(200, "<html>Welcome</html>", false, "account.not-infobip")]
    [InlineData(503, "", false, "account.no-answer")]
    public async Task An_answer_says_what_is_wrong(int status, string body, bool works, string code)
    {
        await using var server = await LocalServer.Answering(status, body);
        await using var account = new Account("https://installation.example");

        var result = await account.Check.Try(server.Url, Key, default);

        Assert.Equal((works, code), (result.Works, result.Code));
        Assert.EndsWith(".", result.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, result.ToString(), StringComparison.Ordinal);
        var call = await server.Next();
        Assert.Equal(("/sms/3/logs?limit=1", $"App {Key}"), (call.Path, call.Headers["Authorization"]));
    }

    [Fact]
    public async Task A_closed_port_and_a_host_that_is_not_there_are_told_apart()
    {
        await using var account = new Account("https://installation.example");

        Assert.Equal("account.refused", (await account.Check.Try("http://127.0.0.1:1", Key, default)).Code);
        Assert.Contains((await account.Check.Try("https://nowhere.invalid", Key, default)).Code, (string[])["account.unknown-host", "account.refused"]);
        Assert.Equal("account.base-url", (await account.Check.Try("http://", Key, default)).Code);
    }

    [Fact]
    public async Task A_server_without_TLS_is_told_apart()
    {
        await using var server = await LocalServer.Answering(200, "{}");
        await using var account = new Account("https://installation.example");

        Assert.Equal("account.tls", (await account.Check.Try(server.Url.Replace("http:", "https:"), Key, default)).Code);
    }

    [Fact]
    public async Task The_installations_account_is_tried_with_its_own_key()
    {
        await using var server = await LocalServer.Answering(200, """{"results":[]}""");
        await using var account = new Account(server.Url, Key);

        Assert.True((await account.Check.Try(new AccountRef("demo", AccountId.Installation), server.Url, default)).Works);
        Assert.Equal($"App {Key}", (await server.Next()).Headers["Authorization"]);
    }
}
