using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Cpd.Adapters.Sandbox;
using Cpd.Tests;

namespace Cpd.EndToEnd.Tests;

/// <summary>What documentation, scripts and outside checks hold on to. None of it changes without a line in the change log.</summary>
public sealed class Handles(Handles.Shared shared) : IClassFixture<Handles.Shared>
{
    private const string SendPath = "/sandbox/infobip/sms/3/messages";

    private readonly RunningApp _app = shared.App;

    [Fact]
    public void It_is_run_on_port_5080_of_this_machine_unless_told_otherwise()
    {
        var settings = JsonElement.Parse(File.ReadAllText(Path.Combine(Repository.Root, "src", "Cpd.Web", "Properties", "launchSettings.json")));

        var profile = Assert.Single(settings.GetProperty("profiles").EnumerateObject()).Value;
        Assert.Equal("http://127.0.0.1:5080", profile.GetProperty("applicationUrl").GetString());
    }

    [Fact]
    public async Task Ready_is_200_and_says_so()
    {
        using var answer = await _app.Client.GetAsync(new Uri("/health/ready", UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var said = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal("Healthy", said.GetProperty("status").GetString());
        Assert.Equal("Everything runs.", said.GetProperty("checks").GetProperty("ready").GetString());
        foreach (var part in (string[])["database", "log", "groups", "sender"]) Assert.NotEmpty(said.GetProperty("checks").GetProperty(part).GetString()!);
        Assert.Empty(said.GetProperty("failing").EnumerateArray());
    }

    [Fact]
    public async Task An_empty_data_directory_starts_fresh_and_a_full_one_goes_on()
    {
        await using var app = await RunningApp.Start();
        Assert.True(File.Exists(Path.Combine(app.DataDirectory, "cpd.db")));
        Assert.Equal(["abandoned-cart", "signup-welcome"], await Published(app));
        await SignUp(app, "ana", "+385910000001");
        await RunningApp.Until(app.Received, messages => messages.Count == 1);

        await app.Kill();
        await app.StartAgain();

        Assert.Equal(["abandoned-cart", "signup-welcome"], await Published(app));
        await SignUp(app, "ana", "+385910000001");   // was through the journey before
        await SignUp(app, "ben", "+385910000002");
        await RunningApp.Until(app.Received, messages => messages.Count == 2);
        Assert.Equal(["+385910000001", "+385910000002"], (await app.Received()).Select(message => message.To));
    }

    [Fact]
    public async Task A_second_process_on_the_same_data_says_why_it_does_not_start()
    {
        var (exitCode, output, errors) = await _app.StartRival();

        Assert.Equal(1, exitCode);
        Assert.Equal("", output);
        var sentence = Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith($"Another process works on {_app.DataDirectory}.", sentence, StringComparison.Ordinal);
        Assert.Contains("Cpd:DataDirectory", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demo_key_opens_the_door_and_another_one_does_not()
    {
        Assert.Equal((HttpStatusCode.OK, """{"success":true}"""), await Track(_app.Url, "demo-write-key"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await Track(_app.Url, "another-key")).Status);
    }

    [Fact]
    public async Task The_demo_key_works_from_this_machine_only()
    {
        await using var open = await RunningApp.StartForEverybody();
        var port = new Uri(open.Url).Port;
        Assert.Equal(HttpStatusCode.OK, (await Track(open.Url, "demo-write-key")).Status);

        foreach (var address in OwnAddresses())
        {
            var (status, body) = await Track(string.Create(CultureInfo.InvariantCulture, $"http://{address}:{port}"), "demo-write-key");
            Assert.Equal(HttpStatusCode.Unauthorized, status);
            Assert.Contains("key.loopback-only", body, StringComparison.Ordinal);
        }

        var (forwarded, _) = await Track(open.Url, "demo-write-key", ("X-Forwarded-For", "203.0.113.7"));
        Assert.Equal(HttpStatusCode.Unauthorized, forwarded);
    }

    [Fact]
    public async Task The_demo_key_has_no_rate_limit()
    {
        const int Requests = 3_000;
        var answers = new HttpStatusCode[Requests];

        await Parallel.ForAsync(0, Requests, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, ct) =>
        {
            using var body = new StringContent($$"""{"userId":"one-{{i}}","event":"Looked"}""", Encoding.UTF8, "application/json");
            using var answer = await _app.Client.PostAsync(new Uri("/v1/track", UriKind.Relative), body, ct);
            answers[i] = answer.StatusCode;
        });

        Assert.All(answers, status => Assert.Equal(HttpStatusCode.OK, status));
    }

    [Fact]
    public async Task Signing_up_sends_one_sms_to_the_trait_phone()
    {
        await SignUp(_app, "cleo", "+385910000003");

        var message = Assert.Single(await RunningApp.Until(() => To("+385910000003"), messages => messages.Count > 0));
        Assert.Equal(("SMS", "Cpd"), (message.Channel, message.From));
    }

    [Fact]
    public async Task The_sandbox_is_where_it_was_and_takes_its_key_only()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsInfobipsClient(_app, null, "385910000004"));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsInfobipsClient(_app, "another-key", "385910000004"));
        Assert.Empty(await To("385910000004"));

        Assert.Equal(HttpStatusCode.OK, await SendAsInfobipsClient(_app, "sandbox-key", "385910000004"));
        Assert.Single(await To("385910000004"));
    }

    [Fact]
    public async Task The_sandbox_lists_what_it_received_page_by_page_in_order()
    {
        await using var app = await RunningApp.Start();
        var numbers = Enumerable.Range(0, 1_005).Select(number => string.Create(CultureInfo.InvariantCulture, $"38591{number:0000000}")).ToArray();
        foreach (var some in numbers.Chunk(100)) Assert.Equal(HttpStatusCode.OK, await SendAsInfobipsClient(app, "sandbox-key", some));

        Assert.Equal(numbers[..1_000], await Numbers(app, ""));
        Assert.Equal(numbers[..1_000], await Numbers(app, "?limit=5000"));   // a page holds 1,000 at most
        Assert.Equal(numbers[1_000..], await Numbers(app, "?after=1000"));
        Assert.Equal(numbers[3..5], await Numbers(app, "?after=3&limit=2"));
        Assert.Empty(await Numbers(app, "?after=1005"));

        var first = JsonElement.Parse(await app.Client.GetStringAsync(new Uri(SandboxControl.Path + "messages?limit=1", UriKind.Relative)))[0];
        Assert.Equal(["messageId", "channel", "to", "from", "text", "receivedAt", "status"], first.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task The_shape_of_a_journey_is_published_as_a_schema()
    {
        using var answer = await _app.Client.GetAsync(new Uri("/schemas/journey.json", UriKind.Relative));

        Assert.Equal("application/schema+json", answer.Content.Headers.ContentType?.MediaType);
        var schema = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Contains("json-schema.org", schema.GetProperty("$schema").GetString(), StringComparison.Ordinal);
        Assert.True(schema.GetProperty("properties").TryGetProperty("steps", out _));
    }

    private static async Task SignUp(RunningApp app, string person, string phone)
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

    private async Task<IReadOnlyList<ReceivedMessage>> To(string number) => [.. (await _app.Received()).Where(message => message.To == number)];

    private static Task<IReadOnlyList<string>> Published(RunningApp app) => app.Texts("SELECT name FROM timeline WHERE kind = 'JourneyPublished' ORDER BY name");

    private static async Task<IEnumerable<string>> Numbers(RunningApp app, string query) => (await SandboxControl.Page(app.Client, query)).Select(message => message.To);

    private static async Task<HttpStatusCode> SendAsInfobipsClient(RunningApp app, string? key, params string[] numbers)
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

    private static async Task<(HttpStatusCode Status, string Body)> Track(string url, string key, params (string Name, string Value)[] headers)
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

    /// <summary>Addresses under which this machine calls itself and is not the loopback; a machine without a network has none.</summary>
    private static IEnumerable<IPAddress> OwnAddresses() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => network.OperationalStatus is OperationalStatus.Up)
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .Select(unicast => unicast.Address)
        .Where(address => address.AddressFamily is AddressFamily.InterNetwork && !IPAddress.IsLoopback(address));

    /// <summary>One program for the statements that do not get in each other's way.</summary>
    public sealed class Shared : IAsyncLifetime
    {
        internal RunningApp App { get; private set; } = null!;

        public async Task InitializeAsync() => App = await RunningApp.Start();

        public async Task DisposeAsync() => await App.DisposeAsync();
    }
}
