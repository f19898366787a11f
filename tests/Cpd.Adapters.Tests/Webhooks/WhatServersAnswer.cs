using System.Text;
using Cpd.Adapters.Tests.Dispatch;
using Cpd.Adapters.Webhooks;

namespace Cpd.Adapters.Tests.Webhooks;

public class WhatServersAnswer
{
    [Fact]
    public async Task Json_is_kept_as_it_came()
    {
        var result = await Answer(200, "application/json; charset=utf-8", """{ "score": 7.50 }""");

        Assert.Equal("""{ "score": 7.50 }""", result.Answer.ToString());
        Assert.Equal((200, null), (result.Status, result.Problem));
    }

    [Fact]
    public async Task No_answer_is_an_answer()
    {
        var result = await Answer(204, null, "");

        Assert.True(result.Answer.IsMissing);
        Assert.Equal((204, null), (result.Status, result.Problem));
    }

    [Theory]
    [InlineData("application/json", "{not json")]
    [InlineData("application/json", "{}{}")]
    public async Task Json_that_is_none_is_a_problem_that_a_repeat_does_not_mend(string type, string body)
    {
        var result = await Answer(200, type, body);

        Assert.NotNull(result.Problem);
        Assert.True(result.Answer.IsMissing);
        Assert.False(result.MayRetry);
    }

    [Theory]
    [InlineData("text/plain", "OK", "\"OK\"")]
    [InlineData(null, "{\"score\":7}", "{\"score\":7}")]
    [InlineData("text/plain; charset=utf-8", "{\"score\":7}", "{\"score\":7}")]
    [InlineData("text/html", "<p>hello", "")]
    public async Task A_server_that_does_not_speak_json_did_what_it_was_asked(string? type, string body, string kept)
    {
        var result = await Answer(200, type, body);

        Assert.Equal((200, null), (result.Status, result.Problem));
        Assert.Equal(kept, result.Answer.ToString());
    }

    [Fact]
    public async Task An_answer_without_end_is_not_read_to_its_end()
    {
        var result = await Answer(200, "application/json", $"\"{new string('x', 64 * 1024)}\"");

        Assert.Contains("longer than 65536", result.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, false)]
    [InlineData(404, false)]
    [InlineData(408, true)]
    [InlineData(429, true)]
    [InlineData(500, true)]
    [InlineData(503, true)]
    public async Task A_status_tells_whether_a_repeat_may_help(int status, bool mayRetry)
    {
        var result = await Answer(status, "application/json", """{"why":"no"}""");

        Assert.Equal((status, mayRetry), (result.Status, result.MayRetry));
        Assert.Equal("""{"why":"no"}""", result.Answer.ToString());
        Assert.NotNull(result.Problem);
    }

    private static async Task<WebhookResult> Answer(int status, string? type, string body)
    {
        await using var server = await Server.Start(async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            if (body.Length > 0) await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body));
        });
        using var http = new WebhookHttp(new WebhookOptions { AllowPrivateAddresses = true }, new FakeClock());
        return await http.Call(WhoMayBeCalled.Webhook(server.Url), [], default);
    }
}
