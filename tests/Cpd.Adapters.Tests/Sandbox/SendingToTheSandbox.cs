using System.Text.Json;
using Cpd.Adapters.Sandbox;
using Cpd.Adapters.Tests.Dispatch;
using Cpd.Adapters.Tests.Infobip;

namespace Cpd.Adapters.Tests.Sandbox;

public class SendingToTheSandbox
{
    [Fact]
    public async Task Is_answered_word_for_word_as_by_Infobip()
    {
        await using var sandbox = await RunningSandbox.Start();

        var (status, body) = await sandbox.Post("/sms/3/messages", """
            {"messages":[{"sender":"CpdBank","unknown":{"a":1},"destinations":[{"to":"385910000010","messageId":"cmd-1"},{"to":"","messageId":"cmd-2"},{"to":"call me","messageId":"cmd-3"}],
              "content":{"text":"Your card was used in Split."},"options":{"flash":false,"validityPeriod":{"amount":30,"timeUnit":"MINUTES"}}}],
             "options":{"schedule":{"bulkId":"bulk-1"},"includeSmsCountInResponse":true,"tracking":{"removeProtocol":false}}}
            """);

        Assert.Equal(200, status);
        Assert.Equal("""{"bulkId":"bulk-1","messages":[{"messageId":"cmd-1","status":{"groupId":1,"groupName":"PENDING","id":26,"name":"PENDING_ACCEPTED","description":"Message sent to next instance"},"destination":"385910000010","details":{"messageCount":1}},"""
            + """{"messageId":"cmd-2","status":{"groupId":5,"groupName":"REJECTED","id":51,"name":"MISSING_TO","description":"Missing destination"},"destination":"","details":{"messageCount":1}},"""
            + """{"messageId":"cmd-3","status":{"groupId":5,"groupName":"REJECTED","id":52,"name":"REJECTED_DESTINATION","description":"Invalid destination address"},"destination":"call me","details":{"messageCount":1}}]}""", body);
    }

    [Fact]
    public async Task Needs_a_key()
    {
        await using var sandbox = await RunningSandbox.Start();

        var (status, body) = await sandbox.Call(HttpMethod.Post, "/sms/3/messages", "{}", authorization: null);

        Assert.Equal(401, status);
        Assert.Equal("""{"errorCode":"E401","description":"The request lacks valid authentication credentials for the requested resource.","action":"Check the resources and adjust authentication credentials.","violations":[],"resources":[{"name":"API Authentication","url":"https://www.infobip.com/docs/essentials/api-authentication"}]}""", body);
    }

    [Theory]
    [InlineData("App wrong", 401)]
    [InlineData("App sandbox-key-without-scope", 403)]
    [InlineData("Basic c2FuZGJveDpzYW5kYm94", 400)]   // sandbox:sandbox is let in, and then the body is wrong
    [InlineData("Bearer sandbox-key", 401)]
    public async Task Knows_who_calls(string authorization, int status)
    {
        await using var sandbox = await RunningSandbox.Start();

        Assert.Equal(status, (await sandbox.Call(HttpMethod.Post, "/sms/3/messages", "{}", authorization)).Status);
    }

    [Theory]
    [InlineData("""{"messages":[]}""", "messages", "must not be empty")]
    [InlineData("""{"messages":[{"destinations":[],"content":{"text":"x"}}]}""", "messages[0].destinations", "must not be empty")]
    [InlineData("""{"messages":[null]}""", "messages[0]", "must not be null")]
    [InlineData("""{"messages":[{"destinations":[{"to":"385910000010"}]}]}""", "messages[0].content", "must not be null")]
    [InlineData("""{"messages":[{"destinations":[{"to":"385910000010"}],"content":{"text":["x"]}}]}""", "messages[0].content.text", "could not be read")]
    [InlineData("""{"messages":[{"destinations":[{"to":"385910000010"}],"content":{"text":"x"},"webhooks":{"delivery":{"url":"nowhere"}}}]}""", "messages[0].webhooks.delivery.url", "is not a valid url")]
    [InlineData("""{"messages":""", "messages", "could not be read")]
    [InlineData("", "body", "could not be read")]
    public async Task Refuses_a_body_of_the_wrong_shape(string request, string property, string violation)
    {
        await using var sandbox = await RunningSandbox.Start();

        var (status, body) = await sandbox.Post("/sms/3/messages", request);

        Assert.Equal(400, status);
        Assert.Contains($$"""[{"property":"{{property}}","violation":"{{violation}}"}]""", body, StringComparison.Ordinal);
        Assert.Equal(0, (await sandbox.Counts()).Received);
    }

    [Fact]
    public async Task Answers_in_JSON_where_there_is_nothing()
    {
        await using var sandbox = await RunningSandbox.Start();

        Assert.StartsWith("""{"errorCode":"E404",""", (await sandbox.Get("/sms/9/anything")).Body, StringComparison.Ordinal);
        Assert.StartsWith("""{"requestError":{"serviceException":{"messageId":"NOT_FOUND",""", (await sandbox.Get("/sms/1/anything")).Body, StringComparison.Ordinal);
        Assert.Equal(404, (await sandbox.Get("/sms/3/messages")).Status);
    }

    [Fact]
    public async Task Takes_an_id_once_and_the_sender_takes_that_for_a_yes()
    {
        await using var sandbox = await RunningSandbox.Start();
        await using var account = sandbox.Account();

        await account.Send([Account.Message(1)], default);
        var again = Assert.IsType<SendAnswer.Answered>(await account.Send([Account.Message(1), Account.Message(2)], default));

        Assert.All(again.Items.Values, item => Assert.IsType<ItemAnswer.Accepted>(item));
        Assert.Equal(new SandboxCounts(3, 2, 1, 2, 1, 0), await sandbox.Counts());
        Assert.Equal("REJECTED_DUPLICATE_MESSAGE_ID", (await sandbox.Received())[1].Status);
    }

    [Fact]
    public async Task Knows_a_repeat_within_one_call()
    {
        await using var sandbox = await RunningSandbox.Start();
        await using var account = sandbox.Account();

        await account.Send([Account.Message(1), Account.Message(1)], default);

        Assert.Equal(new SandboxCounts(2, 1, 1, 1, 1, 0), await sandbox.Counts());
    }

    [Fact]
    public async Task Refuses_single_messages_inside_of_a_good_answer()
    {
        await using var sandbox = await RunningSandbox.Start(new SandboxBehaviour { PerNumber = new Dictionary<string, NumberBehaviour> { ["385910000012"] = new(RejectStatusId: 12) } });
        await using var account = sandbox.Account();

        var answered = Assert.IsType<SendAnswer.Answered>(await account.Send(
            [Account.Message(1), Account.Message(2, to: "nobody"), Account.Message(3, to: "+385 91 000 00 12"), Account.Message(4, text: new string('x', 5000))], default));

        Assert.IsType<ItemAnswer.Accepted>(answered.Items[Account.Id(1)]);
        Assert.Equal(("infobip.sms.52", true), Refusal(answered.Items[Account.Id(2)]));
        Assert.Equal(("infobip.sms.12", false), Refusal(answered.Items[Account.Id(3)]));
        Assert.Equal(("infobip.sms.25", true), Refusal(answered.Items[Account.Id(4)]));

        static (string, bool) Refusal(ItemAnswer item) => item is ItemAnswer.Refused refused ? (refused.Code, refused.Permanent) : ("", false);
    }

    [Fact]
    public async Task Is_listed_in_the_order_in_which_it_came()
    {
        await using var sandbox = await RunningSandbox.Start();
        await using var account = sandbox.Account();
        await account.Send([Account.Message(1, text: "one"), Account.Message(2, text: "two")], default);
        await account.Send([Account.Message(3, text: "three")], default);

        Assert.Equal(["one", "two", "three"], (await sandbox.Received()).Select(message => message.Text));
        Assert.Equal(["two"], (await sandbox.Received("?after=1&limit=1")).Select(message => message.Text));
        var (_, body) = await sandbox.Get("/_control/messages?after=2");
        Assert.StartsWith($$"""[{"messageId":"{{Account.Id(3)}}","channel":"SMS","to":"385910000010","from":"Shop","text":"three","receivedAt":"20""", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Misbehaves_as_it_was_told_and_a_look_up_tells_what_became_of_it()
    {
        await using var sandbox = await RunningSandbox.Start();
        await using var account = sandbox.Account();

        await sandbox.Behave(new SandboxBehaviour { LoseAnswersRate = 1 });
        Assert.IsType<SendAnswer.Unknown>(await account.Send([Account.Message(1)], default));
        await sandbox.Behave(new SandboxBehaviour { FailRate = 1 });
        Assert.IsType<SendAnswer.Unknown>(await account.Send([Account.Message(2)], default));
        Assert.Null(await account.LookUp([Account.Id(1)], default));
        await sandbox.Behave(new SandboxBehaviour { FailAfterAcceptRate = 1 });
        Assert.IsType<SendAnswer.Unknown>(await account.Send([Account.Message(3)], default));
        await sandbox.Behave(new SandboxBehaviour { LatencyMs = 60_000 });
        Assert.IsType<SendAnswer.Unknown>(await GiveUpOnceTaken(sandbox, Account.Message(4)));
        await sandbox.Behave(new SandboxBehaviour { Refuse429Rate = 1, RetryAfterSeconds = 3 });
        Assert.Equal(TimeSpan.FromSeconds(3), Assert.IsType<SendAnswer.Busy>(await account.Send([Account.Message(5)], default)).RetryAfter);
        await sandbox.Behave(new SandboxBehaviour());

        var found = await account.LookUp([.. Enumerable.Range(1, 5).Select(Account.Id)], default);

        Assert.Equal([Account.Id(1), Account.Id(3), Account.Id(4)], found!.Keys.OrderBy(id => Enumerable.Range(1, 5).First(number => Account.Id(number) == id)));
        Assert.Equal(new SandboxCounts(3, 3, 0, 3, 0, 0), await sandbox.Counts());
    }

    /// <summary>For the caller the time is over when the message is in the sandbox's hands, whatever the machine's clock says.</summary>
    private static async Task<SendAnswer> GiveUpOnceTaken(RunningSandbox sandbox, OutgoingMessage message)
    {
        var clock = new FakeClock();
        await using var account = sandbox.Account(clock: clock);
        var before = await sandbox.Counts();
        var sending = account.Send([message], default);
        while ((await sandbox.Counts()).Accepted == before.Accepted && !sending.IsCompleted) await Task.Delay(10);
        clock.Advance(Cpd.Tests.Patience.Limit);
        return await sending;
    }

    [Fact]
    public async Task May_show_up_in_the_logs_later()
    {
        await using var sandbox = await RunningSandbox.Start(new SandboxBehaviour { ShowAfterMs = 60_000 });
        await using var account = sandbox.Account();
        await account.Send([Account.Message(1)], default);

        Assert.Empty((await account.LookUp([Account.Id(1)], default))!);
        Assert.Single(await sandbox.Received());
    }

    [Fact]
    public async Task Throws_the_same_dice_for_the_same_seed()
    {
        await using var sandbox = await RunningSandbox.Start();
        await using var account = sandbox.Account();
        var unlucky = new SandboxBehaviour { FailRate = 0.5, Seed = 42 };

        var first = await Throw();
        var second = await Throw();

        Assert.Equal(first, second);
        Assert.Contains(true, first);
        Assert.Contains(false, first);

        async Task<List<bool>> Throw()
        {
            await sandbox.Behave(unlucky);
            var thrown = new List<bool>();
            for (var i = 0; i < 20; i++) thrown.Add(await account.Send([Account.Message(i)], default) is SendAnswer.Answered);
            return thrown;
        }
    }

    [Fact]
    public async Task A_behaviour_that_is_left_out_is_as_usual()
    {
        await using var sandbox = await RunningSandbox.Start();

        var (status, body) = await sandbox.Call(HttpMethod.Put, "/_control/behaviour", """{"failRate":0.5}""");

        var usual = new SandboxBehaviour { FailRate = 0.5 };
        Assert.Equal(200, status);
        Assert.Equal(usual, JsonSerializer.Deserialize<SandboxBehaviour>(body, JsonSerializerOptions.Web)! with { PerNumber = usual.PerNumber });
    }

    [Fact]
    public async Task Takes_no_nonsense_for_a_behaviour()
    {
        await using var sandbox = await RunningSandbox.Start();

        var (status, body) = await sandbox.Call(HttpMethod.Put, "/_control/behaviour", """{"failRate":1.5,"timeScale":0,"duplicateWebhooks":true}""");

        Assert.Equal(400, status);
        Assert.Contains("""[{"property":"failRate","violation":"must be between 0 and 1"},{"property":"timeScale","violation":"must be above 0 and at most 100"}]""", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_there_after_a_restart_as_is_the_mood()
    {
        await using var sandbox = await RunningSandbox.Start();
        await using (var account = sandbox.Account()) await account.Send([Account.Message(1), Account.Message(2)], default);
        await sandbox.Behave(new SandboxBehaviour { LatencyMs = 1 });

        await sandbox.Restart();
        await using var again = sandbox.Account();
        await again.Send([Account.Message(2), Account.Message(3)], default);

        Assert.Equal(new SandboxCounts(4, 3, 1, 3, 1, 0), await sandbox.Counts());
        Assert.Contains("\"latencyMs\":1,", (await sandbox.Get("/_control/behaviour")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Can_be_forgotten()
    {
        await using var sandbox = await RunningSandbox.Start();
        await using var account = sandbox.Account();
        await account.Send([Account.Message(1)], default);

        Assert.Equal(204, (await sandbox.Post("/_control/reset", "")).Status);

        await account.Send([Account.Message(1)], default);
        Assert.Equal(new SandboxCounts(1, 1, 0, 1, 0, 0), await sandbox.Counts());
    }

    [Theory]
    [InlineData("/_control/reset", "Origin", "https://elsewhere.example")]
    [InlineData("/_control/reset", "Origin", "null")]
    [InlineData("/_control/reset", "X-Forwarded-For", "203.0.113.7")]
    [InlineData("/sms/3/messages", "X-Forwarded-For", "203.0.113.7")]
    public async Task The_key_that_everybody_knows_is_good_on_this_machine_only(string path, string header, string value)
    {
        await using var sandbox = await RunningSandbox.Start();

        Assert.Equal(401, await Post(sandbox, path, "sandbox-key", header, value));
    }

    [Fact]
    public async Task A_key_of_ones_own_is_good_everywhere()
    {
        await using var sandbox = await RunningSandbox.Start(configure: options => options.Key = "a-key-of-our-own");

        Assert.Equal(204, await Post(sandbox, "/_control/reset", "a-key-of-our-own", "X-Forwarded-For", "203.0.113.7"));
        Assert.Equal(400, await Post(sandbox, "/sms/3/messages", "a-key-of-our-own", "X-Forwarded-For", "203.0.113.7"));
    }

    private static async Task<int> Post(RunningSandbox sandbox, string path, string key, string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, sandbox.BaseUrl + path);
        request.Headers.Add(header, value);
        request.Headers.TryAddWithoutValidation("Authorization", "App " + key);
        using var response = await sandbox.Http.SendAsync(request);
        return (int)response.StatusCode;
    }

    [Fact]
    public async Task Is_previewed_in_parts()
    {
        await using var sandbox = await RunningSandbox.Start();

        Assert.Equal("""{"originalText":"Ćao!","previews":[{"textPreview":"Cao!","messageCount":1,"charactersRemaining":156,"configuration":{"transliteration":"CENTRAL_EUROPEAN"}}]}""",
            (await sandbox.Post("/sms/1/preview", """{"text":"Ćao!","transliteration":"CENTRAL_EUROPEAN"}""")).Body);
    }
}
