using System.Text;
using Cpd.Engine.Workspaces;
using Cpd.Tests;

namespace Cpd.Web.Tests.Api;

public class WhatTheDoorRefuses(TestIntake intake) : IClassFixture<TestIntake>
{
    private readonly string _user = "u-" + Guid.NewGuid().ToString("N");

    [Theory]
    [InlineData("{\"userId\":\"a\",\n \"event\":\"b\" oops}", "line 2, position 14")]
    [InlineData("", "line 1, position 1")]
    [InlineData("{\"userId\":\"a\"", "line 1, position 14")]
    [InlineData("{\"userId\":\"a\",\"event\":\"b\"} {", "line 1, position 28")]
    public async Task Broken_json_and_says_where(string body, string place)
    {
        var reply = await intake.Post("/v1/track", body);

        Assert.Equal((400, "json.malformed"), (reply.Status, reply.Code));
        Assert.Contains(place, reply.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_that_is_not_utf8_and_says_where()
    {
        byte[] body = [.. "{\"userId\":\"a\",\n\"event\":\""u8, 0xC3, 0x28, .. "\"}"u8];
        var reply = await intake.Post("/v1/track", body);

        Assert.Equal((400, "json.not-utf8"), (reply.Status, reply.Code));
        Assert.Contains("line 2, position 10", reply.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string> BadEvents => new()
    {
        { "track", """[1]""", "event.not-object" },
        { "track", """null""", "event.not-object" },
        { "track", """{"event":"a"}""", "person.no-id" },
        { "track", """{"userId":"","anonymousId":null,"event":"a"}""", "person.no-id" },
        { "track", """{"userId":"a"}""", "event.missing" },
        { "track", """{"userId":7,"event":"a"}""", "userId.not-text" },
        { "track", """{"userId":{"a":[1]},"event":"a"}""", "userId.not-text" },
        { "track", """{"userId":"a\nb","event":"a"}""", "userId.control-character" },
        { "track", """{"userId":"a\u0000","event":"a"}""", "userId.control-character" },
        { "track", """{"userId":"\ud800","event":"a"}""", "event.broken-character" },
        { "track", """{"userId":"a","event":"a","properties":{"x":"\udc00\ud800"}}""", "event.broken-character" },
        { "track", """{"userId":"a","event":"a","properties":{"\ud800":1}}""", "event.broken-character" },
        { "track", """{"userId":"a","event":"a","properties":{"x":1e999}}""", "event.number-too-large" },
        { "track", """{"userId":"a","event":"a","properties":[1]}""", "properties.not-object" },
        { "track", """{"userId":"a","event":"a","properties":"x"}""", "properties.not-object" },
        { "track", """{"userId":"a","event":"a","timestamp":"yesterday"}""", "timestamp.not-a-time" },
        { "track", """{"userId":"a","event":"a","timestamp":1700000000}""", "timestamp.not-a-time" },
        { "identify", """{"userId":"a","traits":[]}""", "traits.not-object" },
        { "group", """{"userId":"a"}""", "groupId.missing" },
        { "alias", """{"previousId":"a","anonymousId":"b"}""", "userId.missing" },
        { "alias", """{"userId":"a"}""", "previousId.missing" },
        { "batch", """[]""", "batch.not-object" },
        { "batch", """{}""", "batch.missing" },
        { "batch", """{"batch":{}}""", "batch.missing" },
        { "batch", """{"batch":[],"sentAt":"x"}""", "sentAt.not-a-time" },
        { "track", $$"""{"userId":"{{new string('x', 257)}}","event":"a"}""", "userId.too-long" },
        { "track", $$"""{"userId":"a","event":"{{new string('x', 257)}}"}""", "event.too-long" },
        { "track", $$$"""{"userId":"a","event":"a","properties":{"{{{new string('x', 257)}}}":1}}""", "event.key-too-long" },
        { "track", $$$"""{"userId":"a","event":"a","properties":{"x":{{{new string('[', 40) + new string(']', 40)}}}}}""", "event.too-deep" },
    };

    [Theory]
    [MemberData(nameof(BadEvents))]
    public async Task Events_that_nobody_could_use(string call, string body, string code)
    {
        var reply = await intake.Post("/v1/" + call, body);

        Assert.Equal((400, code), (reply.Status, reply.Code));
        Assert.False(reply.Json.GetProperty("success").GetBoolean());
        Assert.EndsWith(".", reply.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_too_large()
    {
        var text = new string('x', 33_000);
        var large = $$$"""{"type":"track","userId":"{{{_user}}}","event":"a","properties":{"x":"{{{text}}}"}}""";
        var good = $$"""{"type":"track","userId":"{{_user}}","event":"a"}""";

        Assert.Equal((413, "event.too-large"), Of(await intake.Post("/v1/track", large)));
        Assert.Equal((413, "batch.too-large"), Of(await intake.Post("/v1/batch", $$"""{"batch":[{{string.Join(',', Enumerable.Repeat(large, 16))}}]}""")));
        Assert.Equal((413, "batch.too-long"), Of(await intake.Post("/v1/batch", $$"""{"batch":[{{string.Join(',', Enumerable.Repeat("{}", 2_501))}}]}""")));

        var partly = await intake.Post("/v1/batch", $$"""{"batch":[{{large}},{{good}}]}""");
        Assert.Equal(200, partly.Status);
        Assert.Equal("event.too-large", partly.Json.GetProperty("refused")[0].GetProperty("code").GetString());
        Assert.Single(intake.Log.Of(_user));
    }

    [Fact]
    public async Task A_few_bytes_that_unpack_to_very_many()
    {
        var bomb = EventsComeIn.Pack(new byte[200_000_000], "gzip");

        Assert.Equal((413, "batch.too-large"), Of(await intake.Post("/v1/batch", bomb, encoding: "gzip")));
        Assert.Equal((413, "event.too-large"), Of(await intake.Post("/v1/track", bomb[..100_000], encoding: "gzip")));
    }

    [Fact]
    public async Task Packing_that_is_none_or_unknown()
    {
        var body = Encoding.UTF8.GetBytes($$"""{"userId":"{{_user}}","event":"a"}""");

        Assert.Equal((400, "body.bad-packing"), Of(await intake.Post("/v1/track", body, encoding: "gzip")));
        Assert.Equal((400, "body.bad-packing"), Of(await intake.Post("/v1/track", body, encoding: "br")));
        Assert.Equal((415, "body.unknown-packing"), Of(await intake.Post("/v1/track", body, encoding: "zstd")));
    }

    [Theory]
    [InlineData("wrong", "key.unknown")]
    [InlineData("", "key.unknown")]
    [InlineData(null, "key.missing")]
    public async Task Callers_without_a_good_key(string? key, string code)
    {
        var reply = await intake.Post("/v1/track", """{"userId":"a","event":"b"}""", key);

        Assert.Equal((401, code), Of(reply));
        Assert.Equal("Basic", reply.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Theory]
    [InlineData("Bearer demo-write-key")]
    [InlineData("Basic !!!")]
    [InlineData("Basic")]
    public async Task Keys_that_come_in_another_way(string header)
    {
        var reply = await intake.Post("/v1/track", """{"userId":"a","event":"b"}"""u8.ToArray(), key: null,
            more: request => request.Headers.TryAddWithoutValidation("Authorization", header));

        Assert.Equal((401, "key.unknown"), Of(reply));
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("Origin", "https://elsewhere.example")]
    public async Task The_demo_key_from_elsewhere(string header, string value)
    {
        var reply = await intake.Post("/v1/track", """{"userId":"a","event":"b"}"""u8.ToArray(), more: request => request.Headers.Add(header, value));

        Assert.Equal((401, "key.loopback-only"), Of(reply));
    }

    [Theory]
    [InlineData("send", """ "channel":"sms","text":"Hi" """)]
    [InlineData("enrol", """ "journey":"welcome" """)]
    [InlineData("forget", """ "messageId":"1" """)]
    public async Task Commands_by_a_key_for_events_which_may_stand_in_a_web_page(string command, string members)
    {
        var body = $$"""{"userId":"somebody-{{command}}",{{members}}}""";

        Assert.Equal((403, "key.scope"), Of(await intake.Post("/v1/commands/" + command, body, await intake.Key(KeyScopes.Events))));
        Assert.Empty(intake.Log.Of("somebody-" + command));

        Assert.Equal(202, (await intake.Post("/v1/commands/" + command, body, await intake.Key(KeyScopes.Commands))).Status);
        Assert.Equal(202, (await intake.Post("/v1/commands/" + command, body, await intake.Key(KeyScopes.Events | KeyScopes.Journeys))).Status);   // as keys from before have it
    }

    [Fact]
    public async Task A_key_that_was_revoked_at_once()
    {
        var key = await intake.Log.Write(transaction => intake.Keys.Create(transaction, "demo", "Web shop", KeyScopes.Events, null, "Ana"), CancellationToken.None);
        Assert.Equal(200, (await intake.Post("/v1/track", Event(), key)).Status);

        var known = await intake.Keys.Find(key, CancellationToken.None);
        Assert.Null(await intake.Log.Write(transaction => intake.Keys.Revoke(transaction, "other", known!.Id, CancellationToken.None), CancellationToken.None));
        Assert.Equal("Web shop", await intake.Log.Write(transaction => intake.Keys.Revoke(transaction, "demo", known!.Id, CancellationToken.None), CancellationToken.None));

        Assert.Equal((401, "key.unknown"), Of(await intake.Post("/v1/track", Event(), key)));
    }

    [Fact]
    public async Task More_events_than_a_key_may_send_and_says_when_to_come_again()
    {
        var clock = new StandingClock();
        var slow = new TestIntake(clock);
        await slow.InitializeAsync();
        var key = await slow.Log.Write(transaction => slow.Keys.Create(transaction, "demo", "Slow", KeyScopes.Events, ratePerSecond: 2, "Ana"), CancellationToken.None);
        Assert.Equal(200, (await slow.Post("/v1/batch", Batch(3), key)).Status);   // all that a second holds
        var reply = await slow.Post("/v1/batch", Batch(2), key);

        Assert.Equal((429, "rate.exceeded"), Of(reply));
        Assert.Equal(TimeSpan.FromSeconds(1), reply.Headers.RetryAfter!.Delta);
        Assert.Equal(3, slow.Log.Of(_user).Count);

        clock.Move(TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await slow.Post("/v1/batch", Batch(2), key)).Status);
        Assert.Equal(429, (await slow.Post("/v1/batch", Batch(1), key)).Status);
        await slow.DisposeAsync();
    }

    [Fact]
    public async Task Other_methods_and_addresses()
    {
        using var get = new HttpRequestMessage(HttpMethod.Get, "/v1/track");
        using var nowhere = new HttpRequestMessage(HttpMethod.Post, "/v1/dance");

        Assert.Equal((405, "method.not-allowed"), Of(await intake.Send(get)));
        Assert.Equal((404, "call.unknown"), Of(await intake.Send(nowhere)));
    }

    [Fact]
    public async Task Nothing_of_a_browser_that_asks_before()
    {
        using var ask = new HttpRequestMessage(HttpMethod.Options, "/v1/batch");
        ask.Headers.Add("Origin", "https://shop.example");
        ask.Headers.Add("Access-Control-Request-Method", "POST");
        ask.Headers.Add("Access-Control-Request-Headers", "authorization,content-type");
        var reply = await intake.Send(ask);

        Assert.Equal(204, reply.Status);
        Assert.Equal("*", reply.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Contains("Authorization", reply.Headers.GetValues("Access-Control-Allow-Headers").Single(), StringComparison.Ordinal);
    }

    private string Event() => $$"""{"userId":"{{_user}}","event":"a"}""";

    private string Batch(int events) =>
        $$"""{"batch":[{{string.Join(',', Enumerable.Repeat($$"""{"type":"track","userId":"{{_user}}","event":"a"}""", events))}}]}""";

    private static (int, string?) Of(Reply reply) => (reply.Status, reply.Code);
}
