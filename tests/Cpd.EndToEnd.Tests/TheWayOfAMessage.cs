using Cpd.Adapters.Sandbox;
using Cpd.Engine.Journeys;

namespace Cpd.EndToEnd.Tests;

/// <summary>From the event to the phone and back, through the real program; <c>docs/way-of-a-message.md</c> tells the same.</summary>
public sealed class TheWayOfAMessage
{
    private const string Phone = "+385911234567";

    [Fact]
    public async Task An_event_becomes_a_message_and_what_comes_of_it_is_on_the_persons_page()
    {
        await using var app = await RunningApp.Start();

        await app.Post("/v1/identify", $$"""{"userId":"ana-1","traits":{"firstName":"Ana","phone":"{{Phone}}"} }""");
        await app.Post("/v1/track", """{"userId":"ana-1","event":"Signed Up","properties":{"plan":"free"}}""");

        var message = Assert.Single(await RunningApp.Until(app.Received, messages => messages.Count > 0));
        Assert.Equal((Phone, "SMS"), (message.To, message.Channel));
        Assert.Equal("Hi Ana, welcome aboard! Reply to this message if you need a hand.", message.Text);

        // The report may overtake the record of the sending: it comes from elsewhere.
        await TimelineShows(app, "MessageSent", "MessageReported");
        await SandboxControl.Reply(app.Client, Phone, "Where do I find my invoice?");
        var timeline = await TimelineShows(app, "ReplyReceived");

        Assert.Equal(["PersonIdentified", "EventTracked", "JourneyMoved", "ReplyReceived"], timeline.Where(kind => kind is not ("MessageSent" or "MessageReported")));
        Assert.Equal(["MessageReported", "MessageSent"], timeline.Skip(3).SkipLast(1).Order(StringComparer.Ordinal));
        Assert.Equal([message.MessageId], (await app.Texts("SELECT record ->> '$.data.message' FROM (SELECT CAST(record AS TEXT) AS record FROM timeline WHERE kind = 'MessageSent')")));
        Assert.Single(await app.Received());

        await app.SignIn();
        var page = await app.Client.GetStringAsync(new Uri($"/people/{await PersonId(app)}", UriKind.Relative));
        Assert.Contains("Entered journey Sign-up welcome", page, StringComparison.Ordinal);
        Assert.Contains("welcome aboard!", page, StringComparison.Ordinal);
        Assert.Contains("Where do I find my invoice?", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_nobody_takes_blocks_the_card()
    {
        await using var app = await RunningApp.Start();
        await SandboxControl.Behave(app.Client, new SandboxBehaviour { RingMs = 0, ReportDelayMs = 0, WebhookWindowMs = 0, Calls = CallFate.NotAnswered });
        var journey = JourneyGallery.All.Single(ready => ready.Id == "suspicious-payment");
        await app.Post("/v1/commands/publish", $$"""{"journey":"{{journey.Id}}","definition":{{journey.Json.Replace("2 minutes", "1 second", StringComparison.Ordinal)}} }""");
        await app.Post("/v1/identify", $$"""{"userId":"ana-1","traits":{"phone":"{{Phone}}"} }""");
        await app.Post("/v1/track", """{"userId":"ana-1","event":"Payment Suspected","properties":{"payment_id":"p-1","amount":"900 EUR","merchant":"A Shop"}}""");

        await RunningApp.Until(
            () => app.Texts("SELECT name FROM timeline WHERE kind = 'EventTracked' AND person = (SELECT person FROM people_view WHERE user_id = 'ana-1')"),
            names => names.Contains("Card Block Asked"));

        // A second is short: where the machine is slow, both leave in one window, and each channel goes its own way.
        Assert.Equal(["SMS", "VOICE"], (await app.Received()).Select(message => message.Channel).Order(StringComparer.Ordinal));
    }

    private static Task<IReadOnlyList<string>> TimelineShows(RunningApp app, params string[] kinds) => RunningApp.Until(
        () => app.Texts("SELECT kind FROM timeline WHERE person = (SELECT person FROM people_view WHERE user_id = 'ana-1') ORDER BY id"),
        shown => kinds.All(shown.Contains));

    private static async Task<string> PersonId(RunningApp app) =>
        Assert.Single(await app.Texts("SELECT lower(hex(person)) FROM people_view WHERE user_id = 'ana-1'"));
}
