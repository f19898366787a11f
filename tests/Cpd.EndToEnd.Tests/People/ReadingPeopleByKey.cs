using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Cpd.EndToEnd.Tests.People;

/// <summary>What a warehouse or a data-protection officer's program reads of people, and what a key in a web page does not.</summary>
public sealed class ReadingPeopleByKey : IAsyncLifetime
{
    private const int Events = 650;   // more than are read at once

    private RunningApp _app = null!;

    public async Task InitializeAsync()
    {
        _app = await RunningApp.Start();
        await Post("/v1/identify", """{"userId":"shop/ana 1","traits":{"firstName":"Ana","phone":"+385911234567","city":"Split"}}""");
        foreach (var piece in Enumerable.Range(0, Events).Chunk(100))
            await Post("/v1/batch", $$"""{"batch":[{{string.Join(',', piece.Select(number => string.Create(CultureInfo.InvariantCulture, $$"""{"type":"track","userId":"shop/ana 1","event":"Step {{number}}"}""")))}}]}""");
        await RunningApp.Until(() => _app.Count("SELECT count(*) FROM timeline WHERE kind = 'EventTracked'"), count => count == Events);
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task A_key_made_for_it_reads_them_and_no_other_does()
    {
        await MakeKey("ak_reads", "demo", "people");
        await MakeKey("ak_elsewhere", "acme", "people");
        await MakeKey("wk_shop", "demo", "events, journeys, operations, rebuilding");
        await RunningApp.Until(() => Get("ak_reads", "/v1/people/nobody"), reply => reply.Status is HttpStatusCode.NotFound);   // keys are looked up anew after some seconds

        foreach (var path in (string[])["/v1/people/shop%2Fana%201", "/v1/people/shop%2Fana%201/export"])
        {
            Assert.Equal((HttpStatusCode.Unauthorized, "key.missing"), Refusal(await Get(null, path)));
            Assert.Equal((HttpStatusCode.Forbidden, "key.scope"), Refusal(await Get("demo-write-key", path)));
            Assert.Equal((HttpStatusCode.Forbidden, "key.scope"), Refusal(await Get("wk_shop", path)));
            Assert.Equal((HttpStatusCode.NotFound, "person.unknown"), Refusal(await Get("ak_elsewhere", path)));
        }
        Assert.Equal((HttpStatusCode.NotFound, "person.unknown"), Refusal(await Get("ak_reads", "/v1/people/shop/export")));

        var profile = JsonElement.Parse((await Get("ak_reads", "/v1/people/shop%2Fana%201")).Body);
        Assert.Equal(("shop/ana 1", "Split"), (profile.GetProperty("userId").GetString(), profile.GetProperty("attributes").GetProperty("city").GetString()));
        Assert.False(profile.TryGetProperty("timeline", out _));

        var all = JsonElement.Parse((await Get("ak_reads", "/v1/people/shop%2Fana%201/export")).Body);
        Assert.True(JsonElement.DeepEquals(profile, all.GetProperty("person")));
        var events = all.GetProperty("timeline").EnumerateArray().Where(record => record.GetProperty("type").GetString() == "EventTracked");
        Assert.Equal(Enumerable.Range(0, Events).Select(number => $"Step {number}"), events.Select(record => record.GetProperty("data").GetProperty("name").GetString()));

        var id = profile.GetProperty("id").GetString();
        Assert.Equal([$"the key ak_reads person.exported {id}"], await _app.Texts("SELECT who || ' ' || act || ' ' || subject FROM audit WHERE act LIKE 'person.%'"));
        Assert.DoesNotContain("ana 1", _app.Said(), StringComparison.Ordinal);

        await Post("/v1/commands/forget", """{"userId":"shop/ana 1"}""");
        await RunningApp.Until(() => Get("ak_reads", "/v1/people/shop%2Fana%201"), reply => reply.Status is HttpStatusCode.NotFound);
    }

    private async Task Post(string path, string json)
    {
        using var answer = await _app.Post(path, json);
        answer.EnsureSuccessStatusCode();
    }

    private static (HttpStatusCode, string?) Refusal((HttpStatusCode Status, string Body) reply) => (reply.Status, JsonElement.Parse(reply.Body).GetProperty("code").GetString());

    private Task MakeKey(string key, string workspace, string scopes) => _app.Execute(
        $"INSERT INTO write_keys (hash, workspace, name, created_at, loopback_only, scopes) VALUES (x'{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}', '{workspace}', '{key}', 1, 0, '{scopes}')");

    private async Task<(HttpStatusCode Status, string Body)> Get(string? key, string path)
    {
        using var client = new HttpClient();
        if (key is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":")));
        using var answer = await client.GetAsync(new Uri(_app.Url + path));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
