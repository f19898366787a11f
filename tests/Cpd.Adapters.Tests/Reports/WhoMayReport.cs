using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Cpd.Contracts;

namespace Cpd.Adapters.Tests.Reports;

public class WhoMayReport
{
    private const string Body = """{"results":[{"messageId":"in-1","from":"491700000","to":"Shop","text":"Hi"}]}""";

    [Theory]
    [InlineData("wrong")]
    [InlineData("a-secret-of-16-charz")]
    public async Task Another_path_is_not_there(string secret)
    {
        await using var receivers = await Receivers.Start();

        Assert.Equal(HttpStatusCode.NotFound, await receivers.Post("inbound", Body, secret));
        Assert.Empty(receivers.Commands);
    }

    [Fact]
    public async Task A_workspace_has_addresses_of_its_own_and_those_before_work_for_a_while()
    {
        await using var receivers = await Receivers.Start();
        var first = (await receivers.Change((keeper, transaction) => keeper.SetAccount(transaction, "shop", "https://a.api.infobip.com", "key", null))).Of("shop").Secret!;
        Assert.Equal(HttpStatusCode.OK, await receivers.Post("inbound", Body, first));
        Assert.Equal("shop", Assert.Single(receivers.Commands).Workspace);

        var second = (await receivers.Change((keeper, transaction) => keeper.RotateSecret(transaction, "shop"))).Of("shop").Secret!;
        Assert.NotEqual(first, second);
        Assert.Equal(HttpStatusCode.OK, await receivers.Post("inbound", Body, first));
        Assert.Equal(HttpStatusCode.OK, await receivers.Post("inbound", Body, second));

        await receivers.Change((keeper, transaction) => keeper.RotateSecret(transaction, "shop"));
        Assert.Equal(HttpStatusCode.NotFound, await receivers.Post("inbound", Body, first));
    }

    [Fact]
    public async Task Nobody_reports_about_another_workspaces_messages()
    {
        await using var receivers = await Receivers.Start();
        var secret = (await receivers.Change((keeper, transaction) => keeper.SetAccount(transaction, "shop", "https://a.api.infobip.com", "key", null))).Of("shop").Secret!;
        static string Report(string workspace) => $$$"""
            {"results":[{"messageId":"{{{new MessageId(Guid.NewGuid())}}}","callbackData":"{{{CallbackData.Of(workspace, new PersonId(Guid.NewGuid()))}}}","status":{"groupId":3,"id":5}}]}
            """;

        Assert.Equal(HttpStatusCode.OK, await receivers.Post("reports", Report("bank"), secret));
        Assert.Empty(receivers.Commands);
        Assert.Equal(HttpStatusCode.OK, await receivers.Post("reports", Report("shop"), secret));
        Assert.Single(receivers.Commands);
        Assert.Equal(HttpStatusCode.OK, await receivers.Post("reports", Report("bank")));
        Assert.Equal(2, receivers.Commands.Count);
    }

    [Fact]
    public async Task Where_a_user_is_set_it_is_asked_for()
    {
        await using var receivers = await Receivers.Start(("Cpd:Infobip:Webhooks:User", "infobip"), ("Cpd:Infobip:Webhooks:Password", "pa:ss"));

        Assert.Equal(HttpStatusCode.Unauthorized, await receivers.Post("inbound", Body));
        Assert.Equal(HttpStatusCode.Unauthorized, await receivers.Post("inbound", Body, user: Basic("infobip:wrong")));
        Assert.Equal(HttpStatusCode.Unauthorized, await receivers.Post("inbound", Body, user: new AuthenticationHeaderValue("Basic", "%%%")));
        Assert.Empty(receivers.Commands);

        Assert.Equal(HttpStatusCode.OK, await receivers.Post("inbound", Body, user: Basic("infobip:pa:ss")));
        Assert.Single(receivers.Commands);
    }

    [Fact]
    public async Task Where_a_key_is_set_the_body_must_be_signed()
    {
        await using var receivers = await Receivers.Start(("Cpd:Infobip:Webhooks:HmacSecret", "key"), ("Cpd:Infobip:Webhooks:HmacHeader", "X-Signature"));
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes("key"), Encoding.UTF8.GetBytes(Body)));

        Assert.Equal(HttpStatusCode.Unauthorized, await receivers.Post("inbound", Body));
        Assert.Equal(HttpStatusCode.Unauthorized, await receivers.Post("inbound", Body + " ", header: ("X-Signature", signature)));
        Assert.Empty(receivers.Commands);

        Assert.Equal(HttpStatusCode.OK, await receivers.Post("inbound", Body, header: ("X-Signature", signature)));
        Assert.Single(receivers.Commands);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("hello")]
    [InlineData("{\"results\":[{\"messageId\":\"a")]
    public async Task What_is_no_json_is_a_bad_request(string body)
    {
        await using var receivers = await Receivers.Start();

        Assert.Equal(HttpStatusCode.BadRequest, await receivers.Post("reports", body));
        Assert.Equal(HttpStatusCode.BadRequest, await receivers.Post("inbound", body));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("""{"results":null}""")]
    [InlineData("""{"results":[[[]],{"from":{}},{"messageId":null,"from":7}]}""")]
    public async Task Json_that_says_nothing_is_taken_and_passed_over(string body)
    {
        await using var receivers = await Receivers.Start();

        Assert.Equal(HttpStatusCode.OK, await receivers.Post("reports", body));
        Assert.Equal(HttpStatusCode.OK, await receivers.Post("inbound", body));
        Assert.Empty(receivers.Commands);
    }

    [Fact]
    public async Task A_body_without_end_is_refused()
    {
        await using var receivers = await Receivers.Start();

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await receivers.Post("reports", new string(' ', 5 * 1024 * 1024)));
    }

    private static AuthenticationHeaderValue Basic(string user) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(user)));
}
