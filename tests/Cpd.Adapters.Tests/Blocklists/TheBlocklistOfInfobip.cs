using System.Text.Json;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Reports;
using Cpd.Adapters.Tests.Dispatch;
using Cpd.Adapters.Tests.Infobip;
using Cpd.Adapters.Tests.Sandbox;
using Cpd.Contracts;

namespace Cpd.Adapters.Tests.Blocklists;

/// <summary>Infobip's do-not-contact list, told of what people ended and telling what it did by itself.</summary>
public sealed class TheBlocklistOfInfobip
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Dictionary<string, string?> On = new() { ["Cpd:Infobip:Blocklist"] = "true" };

    [Fact]
    public async Task Is_told_as_its_documentation_says_and_takes_an_answer_without_a_body_for_done()
    {
        await using var server = await LocalServer.Answering(202, "");
        await using var account = new Account(server.Url, settings: On);

        Assert.Equal(new BlockAnswer(null), await account.Blocklist.Change("demo", new BlockRequested(Channel.Sms, "+385910000010", Blocked: true), default));
        Assert.Equal(new BlockAnswer(null), await account.Blocklist.Change("demo", new BlockRequested(Channel.Email, "ana@example.com", Blocked: false), default));

        Assert.Equal(("/platform/1/blocklists", """{"blocklist":[{"destinations":[{"to":"385910000010"}],"channel":"SMS"}]}"""), Told(await server.Next()));
        Assert.Equal("""{"blocklist":[{"destinations":[{"to":"ana@example.com"}],"channel":"EMAIL","sourceType":"CUSTOM"}]}""", Told(await server.Next()).Body);
    }

    [Theory]
    [InlineData("MO", """,{"destinations":[{"to":"385910000010"}],"channel":"SMS","sourceType":"MO"}""")]
    [InlineData("NEW_WORD", "")]   // what its types do not know would have all of it refused
    public async Task Is_told_to_take_off_what_it_put_on_by_itself_too_where_it_said_why(string source, string more)
    {
        await using var server = await LocalServer.Answering(202, "");
        await using var account = new Account(server.Url, settings: On);

        await account.Blocklist.Change("demo", new BlockRequested(Channel.Sms, "385910000010", Blocked: false, source), default);

        Assert.Equal($$"""{"blocklist":[{"destinations":[{"to":"385910000010"}],"channel":"SMS","sourceType":"CUSTOM"}{{more}}]}""", Told(await server.Next()).Body);
    }

    [Fact]
    public async Task Is_left_alone_where_nobody_said_that_it_is_kept()
    {
        await using var account = new Account("http://127.0.0.1:9");

        Assert.Null(await account.Blocklist.Change("demo", new BlockRequested(Channel.Sms, "385910000010", Blocked: true), default));
    }

    [Theory]
    [InlineData(429, true)]
    [InlineData(503, true)]
    [InlineData(403, false)]
    public async Task Is_tried_again_where_that_may_help(int status, bool again)
    {
        await using var server = await LocalServer.Answering(status, """{"errorCode":"E","description":"Not now."}""");
        await using var account = new Account(server.Url, settings: On);

        var answer = await account.Blocklist.Change("demo", new BlockRequested(Channel.Sms, "385910000010", Blocked: true), default);

        Assert.Equal((again, false), (answer!.MayRetry, string.IsNullOrEmpty(answer.Problem)));
    }

    [Fact]
    public async Task In_the_sandbox_refuses_whoever_is_on_it_until_they_are_taken_off()
    {
        await using var sandbox = await RunningSandbox.Start();
        const string Ana = """{"blocklist":[{"destinations":[{"to":"385910000010"}],"channel":"SMS"}]}""";
        async Task<string> Send(string id)
        {
            var (_, body) = await sandbox.Post("/sms/3/messages", $$$"""{"messages":[{"destinations":[{"to":"+385910000010","messageId":"{{{id}}}"}],"content":{"text":"x"} }]}""");
            return JsonDocument.Parse(body).RootElement.GetProperty("messages")[0].GetProperty("status").GetProperty("name").GetString()!;
        }

        Assert.Equal((202, ""), await sandbox.Post("/platform/1/blocklists", Ana));
        Assert.Equal("REJECTED_DESTINATION_BLOCKLISTED", await Send("m-1"));
        Assert.Equal(202, (await sandbox.Call(HttpMethod.Delete, "/platform/1/blocklists", Ana.Replace("\"SMS\"", "\"SMS\",\"sourceType\":\"CUSTOM\"", StringComparison.Ordinal))).Status);
        Assert.Equal("PENDING_ACCEPTED", await Send("m-2"));

        var (status, refused) = await sandbox.Post("/platform/1/blocklists", """{"blocklist":[{"destinations":[],"channel":"PIGEON"}]}""");
        Assert.Equal(400, status);
        Assert.Contains("unsupported channel", refused, StringComparison.Ordinal);
    }

    [Fact]
    public void What_Infobip_did_by_itself_comes_as_a_command_and_a_repeat_has_the_same_id()
    {
        const string Body = """
            {"results":[{"event":"BLOCK","receivedAt":"2026-05-04T11:00:00.000+0000","messageId":"77","content":{"sender":"CpdShop","destination":"385910000010","channel":"SMS","sourceType":"MO"}},
                        {"event":"UNBLOCK","receivedAt":"2026-05-04T12:00:00.000+0000","messageId":"78","content":{"destination":"ana@example.com","channel":"EMAIL","sourceType":"URL_OPT_OUT"}},
                        {"event":"OTHER","content":{"destination":"385910000010","channel":"SMS"}},{"event":"BLOCK","content":{"channel":"SMS"}},{"event":"BLOCK","content":{"destination":"1","channel":"PIGEON"}},7]}
            """;

        var read = BlocklistEvents.Read(JsonDocument.Parse(Body).RootElement, sender => sender == "CpdShop" ? "shop" : "demo", Now);
        var again = BlocklistEvents.Read(JsonDocument.Parse(Body).RootElement, sender => sender == "CpdShop" ? "shop" : "demo", Now.AddHours(1));

        Assert.Equal(
            [
                ("shop", new RecordBlock(Channel.Sms, "385910000010", true, "MO", new(2026, 5, 4, 11, 0, 0, TimeSpan.Zero))),
                ("demo", new RecordBlock(Channel.Email, "ana@example.com", false, "URL_OPT_OUT", new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero))),
            ],
            read.Records.Select(record => (record.Workspace, (RecordBlock)record.Body)));
        Assert.Equal(4, read.Skipped);
        Assert.Equal(read.Records.Select(record => record.Id), again.Records.Select(record => record.Id));
        Assert.DoesNotContain("385910000010", read.Records[0].Key, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_asked_for_is_tried_until_it_is_done_and_told_once()
    {
        using var database = LogOfTests.Create();
        var clock = new FakeClock();
        await using var adapter = new Adapter(database, clock, new Provider(clock));
        adapter.Blocklist.Answers.Enqueue(new BlockAnswer("Too many.", MayRetry: true));
        await adapter.Start();

        await adapter.Take(Adapter.Record(new BlockRequested(Channel.Sms, "385910000010", true), 1));
        await adapter.UntilTimeBrings(() => adapter.Status.IsDrained);

        Assert.Equal(2, adapter.Blocklist.Told.Count);
        Assert.Equal(new BlockChanged(Channel.Sms, true, null), Assert.Single(adapter.Outcomes));
    }

    private static (string Path, string Body) Told(LocalServer.Call call) => (call.Path, call.Body);
}
