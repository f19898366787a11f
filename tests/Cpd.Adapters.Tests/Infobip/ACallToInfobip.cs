using System.Net;
using System.Net.Sockets;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Tests.Dispatch;
using Microsoft.AspNetCore.Http;

namespace Cpd.Adapters.Tests.Infobip;

/// <summary>What a caller may believe after a call: the difference between "not sent" and "nobody knows" is all that keeps people from getting things twice.</summary>
public class ACallToInfobip
{
    [Fact]
    public async Task Carries_the_messages_in_Infobips_words()
    {
        await using var server = await LocalServer.Answering(200, """{"messages":[]}""");
        await using var account = new Account(server.Url, "a-key");

        await account.Send([Account.Message(1, text: "Žut \"7\"")], default);

        var call = await server.Next();
        Assert.Equal("/sms/3/messages", call.Path);
        Assert.Equal("App a-key", call.Headers["Authorization"]);
        Assert.Equal($$$"""
            {"messages":[{"sender":"Shop","destinations":[{"to":"385910000010","messageId":"{{{Account.Id(1)}}}"}],"content":{"text":"Žut \"7\""},"webhooks":{"delivery":{"url":"http://cpd.example/hooks/infobip/a-secret-for-tests/reports","notify":true},"contentType":"application/json","callbackData":"demo/0000"}}]}
            """, call.Body);
    }

    [Theory]
    [InlineData("Günaydın", ""","language":{"languageCode":"TR","singleShift":true,"lockingShift":false}""")]
    [InlineData("Good morning", "")]
    public async Task Names_a_national_table_where_the_text_needs_it(string text, string language)
    {
        await using var server = await LocalServer.Answering(200, """{"messages":[]}""");
        await using var account = new Account(server.Url, "a-key");

        await account.Send([Account.Message(1, text: text) with { Parts = new Dictionary<string, string> { ["alphabet"] = "turkish" } }], default);

        Assert.Contains($$"""
            "content":{"text":"{{text}}"{{language}}}
            """, (await server.Next()).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("flash=yes", ""","options":{"flash":true}""")]
    [InlineData("validity=6h", ""","options":{"validityPeriod":{"amount":6,"timeUnit":"HOURS"}}""")]
    [InlineData("validity=15m", ""","options":{"validityPeriod":{"amount":15,"timeUnit":"MINUTES"}}""")]
    [InlineData("days=monday-friday", ""","options":{"deliveryTimeWindow":{"days":["MONDAY","TUESDAY","WEDNESDAY","THURSDAY","FRIDAY"]}}""")]
    [InlineData("indiaEntity=e;indiaTemplate=t;indiaTelemarketer=m", ""","options":{"regional":{"indiaDlt":{"principalEntityId":"e","contentTemplateId":"t","telemarketerId":"m"}}}""")]
    [InlineData("turkeyRecipients=merchants;turkeyBrand=7", ""","options":{"regional":{"turkeyIys":{"recipientType":"TACIR","brandCode":7}}}""")]
    [InlineData("koreaTitle=News;koreaReseller=8", ""","options":{"regional":{"southKorea":{"title":"News","resellerCode":8}}}""")]
    [InlineData("indiaTemplate=t", "")]
    public async Task Says_how_a_text_message_is_to_be_handed_over_as_the_reference_has_it(string parts, string options)
    {
        await using var server = await LocalServer.Answering(200, """{"messages":[]}""");
        await using var account = new Account(server.Url, "a-key");

        await account.Send([Account.Message(1, text: "x") with { Parts = parts.Split(';').Select(part => part.Split('=')).ToDictionary(part => part[0], part => part[1]) }], default);

        var body = (await server.Next()).Body;
        Assert.Contains($$"""
            "content":{"text":"x"}{{options}},"webhooks"
            """.Trim(), body, StringComparison.Ordinal);
        Assert.Empty(Sandbox.InfobipTypes.Problems("SMS", "SmsRequestEnvelope", body));
    }

    [Fact]
    public async Task Names_the_transliteration()
    {
        await using var server = await LocalServer.Answering(200, """{"messages":[]}""");
        await using var account = new Account(server.Url, "a-key");

        await account.Send([Account.Message(1, text: "x") with { Parts = new Dictionary<string, string> { ["transliteration"] = "serbian-cyrillic" } }], default);

        Assert.Contains("\"content\":{\"text\":\"x\",\"transliteration\":\"SERBIAN_CYRILLIC\"},\"webhooks\"", (await server.Next()).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(302)]
    public async Task That_was_refused_was_not_sent(int status)
    {
        await using var server = await LocalServer.Answering(status, """{"errorCode":"E4","description":"No.","action":"","violations":[],"resources":[]}""", ("Location", "http://elsewhere.example"));
        await using var account = new Account(server.Url);

        var refused = Assert.IsType<SendAnswer.Refused>(await account.Send([Account.Message(1)], default));

        Assert.Equal("infobip.E4", refused.Code);
        Assert.Equal($"Infobip answered {status} E4: No.", refused.Reason);
    }

    [Fact]
    public async Task That_was_too_much_says_when_to_come_again()
    {
        await using var server = await LocalServer.Answering(429, "{}", ("Retry-After", "7"));
        await using var account = new Account(server.Url);

        Assert.Equal(TimeSpan.FromSeconds(7), Assert.IsType<SendAnswer.Busy>(await account.Send([Account.Message(1)], default)).RetryAfter);
    }

    [Fact]
    public async Task That_was_too_much_may_not_say_when_to_come_again()
    {
        await using var server = await LocalServer.Answering(429, "");
        await using var account = new Account(server.Url);

        Assert.Null(Assert.IsType<SendAnswer.Busy>(await account.Send([Account.Message(1)], default)).RetryAfter);
    }

    [Theory]
    [InlineData(500, """{"errorCode":"E500","description":"Something went wrong."}""")]
    [InlineData(502, "<html></html>")]
    [InlineData(503, "")]
    [InlineData(408, "")]
    [InlineData(200, "<html>Welcome to the hotel</html>")]
    [InlineData(200, "")]
    [InlineData(200, "null")]
    [InlineData(200, """{"messages":{}}""")]
    public async Task With_such_an_answer_may_have_been_sent(int status, string body)
    {
        await using var server = await LocalServer.Answering(status, body);
        await using var account = new Account(server.Url);

        Assert.IsType<SendAnswer.Unknown>(await account.Send([Account.Message(1)], default));
    }

    [Fact]
    public async Task Without_an_answer_in_time_may_have_been_sent()
    {
        var clock = new FakeClock();
        var end = new TaskCompletionSource();
        await using var server = await LocalServer.Start((_, _) => end.Task);
        await using var account = new Account(server.Url, timeout: TimeSpan.FromSeconds(0.2), clock: clock);

        var sending = account.Send([Account.Message(1)], default);
        await server.Next();
        clock.Advance(TimeSpan.FromSeconds(0.2));
        var unknown = Assert.IsType<SendAnswer.Unknown>(await sending);

        end.SetResult();
        Assert.Equal("No response within 0.2 s.", unknown.Reason);
    }

    [Fact]
    public async Task Whose_line_broke_may_have_been_sent_and_is_not_repeated_behind_our_back()
    {
        var first = true;
        await using var server = await LocalServer.Start((_, context) =>
        {
            if (first)
            {
                first = false;
                return context.Response.WriteAsync("""{"messages":[]}""");
            }
            context.Abort();
            return Task.CompletedTask;
        });
        await using var account = new Account(server.Url);
        await account.Send([Account.Message(1)], default);   // leaves an open line, on which a client might repeat

        Assert.IsType<SendAnswer.Unknown>(await account.Send([Account.Message(2)], default));

        await server.Next();
        await server.Next();
        Assert.False(server.HadMore);
    }

    [Fact]
    public async Task That_found_nobody_was_surely_not_sent()
    {
        // Bound, so that nobody else gets the port meanwhile, but nobody listens.
        using var silent = new Socket(SocketType.Stream, ProtocolType.Tcp);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await using var account = new Account($"http://{silent.LocalEndPoint}");

        Assert.IsType<SendAnswer.Busy>(await account.Send([Account.Message(1)], default));
    }

    [Fact]
    public async Task To_a_name_that_does_not_exist_was_surely_not_sent()
    {
        // To ask for a name may last long where there is no network.
        await using var account = new Account("http://nobody.invalid", connectTimeout: TimeSpan.FromSeconds(5));

        Assert.IsType<SendAnswer.Busy>(await account.Send([Account.Message(1)], default));
    }

    [Fact]
    public async Task Leaves_a_message_open_that_the_answer_does_not_name()
    {
        await using var server = await LocalServer.Answering(200,
            $$$"""{"messages":[{"messageId":"{{{Account.Id(1)}}}","status":{"groupId":1,"id":26}},{"messageId":"{{{Account.Id(3)}}}","status":{"groupId":77,"groupName":"NEW","id":1}}]}""");
        await using var account = new Account(server.Url);

        var answered = Assert.IsType<SendAnswer.Answered>(await account.Send([Account.Message(1), Account.Message(2), Account.Message(3)], default));

        Assert.Equal([Account.Id(1)], answered.Items.Keys);
    }

    [Fact]
    public async Task Ends_when_the_caller_gives_up()
    {
        var end = new TaskCompletionSource();
        await using var server = await LocalServer.Start((_, _) => end.Task);
        await using var account = new Account(server.Url);
        using var stop = new CancellationTokenSource();

        var sending = account.Send([Account.Message(1)], stop.Token);
        await server.Next();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        end.SetResult();
    }

    [Fact]
    public async Task Asks_for_logs_in_short_enough_questions_and_takes_no_for_no_answer()
    {
        var calls = 0;
        await using var server = await LocalServer.Start((_, context) =>
        {
            context.Response.StatusCode = ++calls < 3 ? 200 : 429;
            return context.Response.WriteAsync("""{"results":[]}""");
        });
        await using var account = new Account(server.Url);

        var found = await account.LookUp([.. Enumerable.Range(0, 150).Select(Account.Id)], default);

        Assert.Null(found);   // two of three questions were answered, so nothing is known
        for (var i = 0; i < 3; i++) Assert.True((await server.Next()).Path.Length <= InfobipClient.MostQuery);
    }
}
