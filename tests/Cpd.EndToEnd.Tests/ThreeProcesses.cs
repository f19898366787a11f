using System.Net;
using System.Text;
using Cpd.EndToEnd.Tests.Crashes;
using Cpd.EndToEnd.Tests.Pages;
using Cpd.EndToEnd.Tests.Tracing;
using Cpd.Tests;
using Microsoft.Playwright;

namespace Cpd.EndToEnd.Tests;

/// <summary>Web, engine and adapter as processes of their own do together what one process does alone.</summary>
public sealed class ThreeProcesses(ThreeProcesses.Shared shared, Browser browser) : IClassFixture<ThreeProcesses.Shared>, IClassFixture<Browser>
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4737";

    /// <summary>They give themselves nine seconds; a machine that others share may need longer for them.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [Needs(Part.Kafka, Part.PostgreSql)]
    public async Task What_others_hold_on_to_is_where_it_is_with_one()
    {
        await HandlesOfAnApp.ReadyIs200AndSaysSo(shared.Web, "ready", "database", "log", "groups");
        await HandlesOfAnApp.ReadyIs200AndSaysSo(shared.Engine, "ready", "database", "log", "groups");
        await HandlesOfAnApp.ReadyIs200AndSaysSo(shared.Adapter, "ready", "database", "log", "groups", "sender");
        await HandlesOfAnApp.TheDemoKeyOpensTheDoorAndAnotherOneDoesNot(shared.Web);
        await HandlesOfAnApp.TheDemoKeyHasNoRateLimit(shared.Web, requests: 500);
        await HandlesOfAnApp.SigningUpSendsOneSmsToTheTraitPhone(shared.Web, "cleo", "+385990000003");
        await HandlesOfAnApp.TheSandboxTakesItsKeyOnly(shared.Web, "385990000004");
        await HandlesOfAnApp.TheShapeOfAJourneyIsPublishedAsASchema(shared.Web);

        Assert.Equal(["commands", "platform", "user-view"], await GroupsWithALag(shared.Engine));
        Assert.Equal(["adapter"], await GroupsWithALag(shared.Adapter));
        Assert.Empty(await GroupsWithALag(shared.Web));
    }

    [Needs(Part.Kafka, Part.PostgreSql, Part.Chromium)]
    public async Task Pages_of_the_web_process_show_at_once_what_the_engine_wrote()
    {
        var live = await browser.Open(shared.Web.Url + "/live");
        await HandlesOfAnApp.SignUp(shared.Web, "dora", "+385990000005");
        await Assertions.Expect(live.GetByText("Signed Up").First).ToBeVisibleAsync();

        var people = await browser.Open(shared.Web.Url + "/people?q=dora");
        await people.GetByRole(AriaRole.Link).Filter(new() { HasText = "dora" }).First.ClickAsync();
        await Assertions.Expect(people.GetByText("Entered journey Sign-up welcome")).ToBeVisibleAsync();
        using (var looked = await shared.Web.Post("/v1/track", """{"userId":"dora","event":"Looked At A Lamp"}""")) looked.EnsureSuccessStatusCode();
        await Assertions.Expect(people.GetByText("Looked At A Lamp").First).ToBeVisibleAsync();
        await Assertions.Expect(live.GetByText("Looked At A Lamp").First).ToBeVisibleAsync();
    }

    [Needs(Part.Kafka, Part.PostgreSql)]
    public async Task One_trace_leads_through_all_of_them()
    {
        using (var known = await shared.Web.Post("/v1/identify", """{"userId":"eva","traits":{"phone":"+385990000006"}}""")) known.EnsureSuccessStatusCode();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/track")
        {
            Content = new StringContent("""{"userId":"eva","event":"Signed Up"}""", Encoding.UTF8, "application/json"),
            Headers = { { "traceparent", $"00-{Trace}-00f067aa0ba902b7-01" } },
        };
        using (await shared.Web.Client.SendAsync(request))
        {
        }

        string[] way =
        [
            "POST /v1/track", "commands Track", "platform EventTracked", "adapter MessageRequested", "send SMS",
            "report RecordDelivery", "commands RecordDelivery", "platform MessageReported", "user-view MessageReported",
        ];
        await RunningApp.Until(
            () => Task.FromResult(string.Join(", ", shared.Collector.Spans.Where(span => span.Trace == Trace).Select(span => span.Name))),
            seen => way.All(name => seen.Split(", ").Contains(name)));
    }

    [Needs(Part.Kafka, Part.PostgreSql)]
    public async Task Each_ends_soon_when_asked_to_in_mid_load_and_goes_on_where_it_was()
    {
        const int People = 600;
        var load = new SignUps(shared.Web, People, batchSize: 10);
        using var enough = new CancellationTokenSource(TimeSpan.FromMinutes(20));
        var sending = load.Send(posters: 2, enough.Token);
        load.Allow(load.Batches / 2);
        await RunningApp.Until(shared.Web.Received, messages => messages.Count > 50);

        foreach (var process in (RunningApp[])[shared.Engine, shared.Adapter])
        {
            var (exitCode, took) = await process.Terminate();
            Assert.Equal(0, exitCode);
            Assert.InRange(took, TimeSpan.Zero, Soon);
        }
        load.Allow(load.Batches);
        await Task.WhenAll(shared.Engine.StartAgain(), shared.Adapter.StartAgain());
        await sending;

        await RunningApp.Until(
            () => shared.Place.Count("SELECT count(*) FROM timeline WHERE kind = 'MessageReported' AND person IN (SELECT person FROM people_view WHERE user_id LIKE 'user-%')"),
            reported => reported >= People, TimeSpan.FromMinutes(8));
        var received = (await shared.Web.Received()).Select(message => message.To).ToList();
        Assert.Equal(received.Count, received.Distinct().Count());
        Assert.Equal(0, await shared.Place.Count("SELECT count(*) FROM dead_letters"));
        Assert.DoesNotContain("were open when the last process ended", shared.Adapter.Said(), StringComparison.Ordinal);
    }

    [Needs(Part.Kafka, Part.PostgreSql)]
    public async Task Each_says_what_it_lacks_while_the_brokers_or_the_database_are_away()
    {
        shared.Place.Brokers.Down();
        var refused = shared.Web.Post("/v1/track", """{"userId":"fay","event":"Looked"}""");
        var withoutBrokers = await RunningApp.Until(() => Failing(shared.Engine), failing => failing.Contains("log:", StringComparison.Ordinal));
        using (var answer = await refused)
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.Contains("\"code\":\"log.unavailable\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        shared.Place.Brokers.Up();
        await RunningApp.Until(() => Failing(shared.Engine), failing => failing == "");
        shared.Place.Line.Cut();
        var withoutDatabase = await RunningApp.Until(() => Failing(shared.Engine), failing => failing.Contains("database:", StringComparison.Ordinal));
        shared.Place.Line.Mend();
        await RunningApp.Until(() => Failing(shared.Engine), failing => failing == "");

        // Anybody may ask for it: where the brokers are is for the log.
        Assert.Contains("log: Nobody answers at the address that is set: check that Kafka runs there", withoutBrokers, StringComparison.Ordinal);
        Assert.DoesNotContain(shared.Place.Brokers.Servers, withoutBrokers, StringComparison.Ordinal);
        Assert.Contains(shared.Place.Brokers.Servers, shared.Engine.Said(), StringComparison.Ordinal);
        Assert.Contains("database: No response", withoutDatabase, StringComparison.Ordinal);
        await RunningApp.Until(() => Failing(shared.Web), failing => failing == "");
        // Connections that died are found out one by one; nobody is answered with anything but "not now".
        await RunningApp.Until(() => StatusOf(shared.Web), status => status is HttpStatusCode.OK || (status is not HttpStatusCode.ServiceUnavailable ? throw new InvalidOperationException($"{status}") : false));
        await HandlesOfAnApp.SigningUpSendsOneSmsToTheTraitPhone(shared.Web, "fay", "+385990000007");
    }

    private static async Task<HttpStatusCode> StatusOf(RunningApp app)
    {
        using var answer = await app.Post("/v1/track", """{"userId":"fay","event":"Looked"}""");
        return answer.StatusCode;
    }

    private static async Task<string> Failing(RunningApp app)
    {
        using var answer = await app.Client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        var said = System.Text.Json.JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        return string.Join(" ", said.GetProperty("failing").EnumerateArray().Select(name => $"{name}: {said.GetProperty("checks").GetProperty(name.GetString()!)}"));
    }

    private static async Task<IEnumerable<string>> GroupsWithALag(RunningApp app)
    {
        var metrics = await app.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        return metrics.Split('\n').Where(line => line.StartsWith("cpd_log_lag{", StringComparison.Ordinal)).Select(line => line.Split('"')[1]).Order(StringComparer.Ordinal);
    }

    public sealed class Shared : IAsyncLifetime
    {
        internal OnKafka Place { get; private set; } = null!;

        internal Collector Collector { get; private set; } = null!;

        internal RunningApp Web { get; private set; } = null!;

        internal RunningApp Engine { get; private set; } = null!;

        internal RunningApp Adapter { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            if (!Parts.Has(Part.Kafka) || !Parts.Has(Part.PostgreSql)) return;

            Place = new OnKafka();
            Collector = await Collector.Start();
            (string, string)[] all = [.. Place.Settings, .. Collector.Variables, ("Cpd__Infobip__Webhooks__Secret", "theSameForAllOfThem")];
            // The sandbox is in the web process; the others are told where it is, as they would be of Infobip.
            Web = await RunningApp.Start([.. all, ("Cpd__Roles", "web"), ("Cpd__DemoSignIn", "true"), ("Cpd__Kafka__DeliveryTimeout", "00:00:05")]);
            (string, string)[] others =
            [
                .. all, ("Cpd__Infobip__BaseUrl", Web.Url + "/sandbox/infobip"), ("Cpd__Infobip__ApiKey", "sandbox-key"), ("Cpd__Infobip__Sender", "Cpd"),
                ("Cpd__Infobip__PublicUrl", Web.Url),
            ];
            Engine = await RunningApp.Start([.. others, ("Cpd__Roles", "engine")]);
            Adapter = await RunningApp.Start([.. others, ("Cpd__Roles", "adapter")]);
        }

        public async Task DisposeAsync()
        {
            if (Place is null) return;

            foreach (var app in (RunningApp?[])[Adapter, Engine, Web])
                if (app is not null) await app.DisposeAsync();
            await Collector.DisposeAsync();
            await Place.DisposeAsync();
        }
    }
}
