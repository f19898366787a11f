using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text.Json;
using Cpd.Tests;

namespace Cpd.EndToEnd.Tests;

/// <summary>What documentation, scripts and outside checks hold on to. None of it changes without a line in the change log.</summary>
public sealed class Handles(Handles.Shared shared) : IClassFixture<Handles.Shared>
{
    private readonly RunningApp _app = shared.App;

    [Fact]
    public void It_is_run_on_port_5080_of_this_machine_unless_told_otherwise()
    {
        var settings = JsonElement.Parse(File.ReadAllText(Path.Combine(Repository.Root, "src", "Cpd.Web", "Properties", "launchSettings.json")));

        var profile = Assert.Single(settings.GetProperty("profiles").EnumerateObject()).Value;
        Assert.Equal("http://127.0.0.1:5080", profile.GetProperty("applicationUrl").GetString());
    }

    [Fact]
    public Task Ready_is_200_and_says_so() => HandlesOfAnApp.ReadyIs200AndSaysSo(_app, "ready", "database", "log", "groups", "sender");

    [Fact]
    public async Task An_empty_data_directory_starts_fresh_and_a_full_one_goes_on()
    {
        await using var app = await RunningApp.Start(("ASPNETCORE_ENVIRONMENT", "Development"));   // as "dotnet run" does, which checks more than a server
        Assert.True(File.Exists(Path.Combine(app.DataDirectory, "cpd.db")));
        await RunningApp.Until(() => Published(app), journeys => journeys.SequenceEqual(["abandoned-cart", "signup-welcome"]));   // the view is a moment behind
        await HandlesOfAnApp.SignUp(app, "ana", "+385910000001");
        await RunningApp.Until(app.Received, messages => messages.Count == 1);

        await app.Kill();
        await app.StartAgain();

        Assert.Equal(["abandoned-cart", "signup-welcome"], await Published(app));
        await HandlesOfAnApp.SignUp(app, "ana", "+385910000001");   // was through the journey before
        await HandlesOfAnApp.SignUp(app, "ben", "+385910000002");
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
        Assert.StartsWith($"{_app.DataDirectory} is in use by another process.", sentence, StringComparison.Ordinal);
        Assert.Contains("Cpd:DataDirectory", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public Task The_demo_key_opens_the_door_and_another_one_does_not() => HandlesOfAnApp.TheDemoKeyOpensTheDoorAndAnotherOneDoesNot(_app);

    [Fact]
    public async Task The_demo_key_works_from_this_machine_only()
    {
        await using var open = await RunningApp.StartForEverybody();
        var port = new Uri(open.Url).Port;
        Assert.Equal(HttpStatusCode.OK, (await HandlesOfAnApp.Track(open.Url, "demo-write-key")).Status);

        foreach (var address in OwnAddresses())
        {
            var (status, body) = await HandlesOfAnApp.Track(string.Create(CultureInfo.InvariantCulture, $"http://{address}:{port}"), "demo-write-key");
            Assert.Equal(HttpStatusCode.Unauthorized, status);
            Assert.Contains("key.loopback-only", body, StringComparison.Ordinal);
        }

        var (forwarded, _) = await HandlesOfAnApp.Track(open.Url, "demo-write-key", ("X-Forwarded-For", "203.0.113.7"));
        Assert.Equal(HttpStatusCode.Unauthorized, forwarded);
    }

    [Fact]
    public Task The_demo_key_has_no_rate_limit() => HandlesOfAnApp.TheDemoKeyHasNoRateLimit(_app, requests: 3_000);

    [Fact]
    public Task Signing_up_sends_one_sms_to_the_trait_phone() => HandlesOfAnApp.SigningUpSendsOneSmsToTheTraitPhone(_app, "cleo", "+385910000003");

    [Fact]
    public Task The_sandbox_is_where_it_was_and_takes_its_key_only() => HandlesOfAnApp.TheSandboxTakesItsKeyOnly(_app, "385910000004");

    [Fact]
    public async Task The_sandbox_lists_what_it_received_page_by_page_in_order()
    {
        await using var app = await RunningApp.Start();
        var numbers = Enumerable.Range(0, 1_005).Select(number => string.Create(CultureInfo.InvariantCulture, $"38591{number:0000000}")).ToArray();
        foreach (var some in numbers.Chunk(100)) Assert.Equal(HttpStatusCode.OK, await HandlesOfAnApp.SendAsInfobipsClient(app, "sandbox-key", some));

        Assert.Equal(numbers[..1_000], await Numbers(app, ""));
        Assert.Equal(numbers[..1_000], await Numbers(app, "?limit=5000"));   // a page holds 1,000 at most
        Assert.Equal(numbers[1_000..], await Numbers(app, "?after=1000"));
        Assert.Equal(numbers[3..5], await Numbers(app, "?after=3&limit=2"));
        Assert.Empty(await Numbers(app, "?after=1005"));

        var first = JsonElement.Parse(await app.Client.GetStringAsync(new Uri(SandboxControl.Path + "messages?limit=1", UriKind.Relative)))[0];
        Assert.Equal(["messageId", "channel", "to", "from", "text", "receivedAt", "status"], first.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public Task The_shape_of_a_journey_is_published_as_a_schema() => HandlesOfAnApp.TheShapeOfAJourneyIsPublishedAsASchema(_app);

    private static Task<IReadOnlyList<string>> Published(RunningApp app) => app.Texts("SELECT name FROM timeline WHERE kind = 'JourneyPublished' ORDER BY name");

    private static async Task<IEnumerable<string>> Numbers(RunningApp app, string query) => (await SandboxControl.Page(app.Client, query)).Select(message => message.To);

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
