using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Cpd.EndToEnd.Tests;

/// <summary>Those of the <see cref="Handles"/> that are the same whatever the program runs on and as how many processes.</summary>
internal static class HandlesOfAnApp
{
    private const string SendPath = "/sandbox/infobip/sms/3/messages";

    public static async Task ReadyIs200AndSaysSo(RunningApp app, params string[] parts)
    {
        using var answer = await app.Client.GetAsync(new Uri("/health/ready", UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var said = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal("Healthy", said.GetProperty("status").GetString());
        Assert.Equal("Running.", said.GetProperty("checks").GetProperty("ready").GetString());
        Assert.Empty(parts.Except(said.GetProperty("checks").EnumerateObject().Select(check => check.Name)));
        Assert.All(said.GetProperty("checks").EnumerateObject(), check => Assert.NotEmpty(check.Value.GetString()!));
        Assert.Empty(said.GetProperty("failing").EnumerateArray());
    }

    public static async Task TheDemoKeyOpensTheDoorAndAnotherOneDoesNot(RunningApp app)
    {
        Assert.Equal((HttpStatusCode.OK, """{"success":true}"""), await Track(app.Url, "demo-write-key"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await Track(app.Url, "another-key")).Status);
    }

    public static async Task TheDemoKeyHasNoRateLimit(RunningApp app, int requests)
    {
        var answers = new HttpStatusCode[requests];

        await Parallel.ForAsync(0, requests, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, ct) =>
        {
            using var body = new StringContent($$"""{"userId":"one-{{i}}","event":"Looked"}""", Encoding.UTF8, "application/json");
            using var answer = await app.Client.PostAsync(new Uri("/v1/track", UriKind.Relative), body, ct);
            answers[i] = answer.StatusCode;
        });

        Assert.All(answers, status => Assert.Equal(HttpStatusCode.OK, status));
    }

    public static async Task SigningUpSendsOneSmsToTheTraitPhone(RunningApp app, string person, string phone)
    {
        await SignUp(app, person, phone);

        var message = Assert.Single(await RunningApp.Until(() => To(app, phone), messages => messages.Count > 0));
        Assert.Equal(("SMS", "Cpd"), (message.Channel, message.From));
    }

    public static async Task TheSandboxTakesItsKeyOnly(RunningApp app, string number)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsInfobipsClient(app, null, number));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsInfobipsClient(app, "another-key", number));
        Assert.Empty(await To(app, number));

        Assert.Equal(HttpStatusCode.OK, await SendAsInfobipsClient(app, "sandbox-key", number));
        Assert.Single(await To(app, number));
    }

    public static async Task TheShapeOfAJourneyIsPublishedAsASchema(RunningApp app)
    {
        using var answer = await app.Client.GetAsync(new Uri("/schemas/journey.json", UriKind.Relative));

        Assert.Equal("application/schema+json", answer.Content.Headers.ContentType?.MediaType);
        var schema = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Contains("json-schema.org", schema.GetProperty("$schema").GetString(), StringComparison.Ordinal);
        Assert.True(schema.GetProperty("properties").TryGetProperty("steps", out _));
    }

    public static async Task SignUp(RunningApp app, string person, string phone)
    {
        foreach (var (path, json) in new[]
        {
            ("/v1/identify", $$$"""{"userId":"{{{person}}}","traits":{"phone":"{{{phone}}}"}}"""),
            ("/v1/track", $$"""{"userId":"{{person}}","event":"Signed Up"}"""),
        })
        {
            using var answer = await app.Post(path, json);
            answer.EnsureSuccessStatusCode();
        }
    }

    public static async Task<IReadOnlyList<Adapters.Sandbox.ReceivedMessage>> To(RunningApp app, string number) =>
        [.. (await app.Received()).Where(message => message.To == number)];

    public static async Task<HttpStatusCode> SendAsInfobipsClient(RunningApp app, string? key, params string[] numbers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, app.Url + SendPath)
        {
            Content = JsonContent.Create(new
            {
                messages = new[] { new { sender = "Shop", destinations = numbers.Select(to => new { to }), content = new { text = "Hello" } } },
            }),
        };
        if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("App", key);
        using var client = new HttpClient();
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    public static async Task<(HttpStatusCode Status, string Body)> Track(string url, string key, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url + "/v1/track")
        {
            Content = new StringContent("""{"userId":"ana","event":"Looked"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":")));
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        using var client = new HttpClient();
        using var answer = await client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
