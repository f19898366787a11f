using System.Text.Json;
using Cpd.EndToEnd.Tests.Cli;
using Cpd.Tests;

namespace Cpd.EndToEnd.Tests.Doors;

/// <summary>A shop writes what its customers do onto a topic of its own; the program reads it, and they get their messages.</summary>
public sealed class TheShopsOwnTopic
{
    private const string Topic = "shop.customers";
    private const int People = 120;

    [Needs(Part.Kafka, Part.PostgreSql, Part.Kcat)]
    public async Task Each_record_is_one_event_and_one_message_also_over_a_kill_repeats_and_a_bad_one_among_them()
    {
        await using var place = new OnKafka(Topic);
        // Small windows: the kill comes between two of them.
        await using var app = await RunningApp.Start([.. place.Settings, .. Door, ("Cpd__Kafka__WindowSize", "5")]);
        foreach (var some in Enumerable.Range(0, People).Chunk(40))
        {
            using var answer = await app.Post("/v1/batch", $$"""{"batch":[{{string.Join(',', some.Select(number => $$$"""{"type":"identify","userId":"p{{{number}}}","traits":{"phone":"{{{Phone(number)}}}"}}"""))}}]}""");
            answer.EnsureSuccessStatusCode();
        }
        await RunningApp.Until(() => place.Count("SELECT count(*) FROM people_view"), people => people == People);

        await Kcat.Write(place.Brokers.Servers, Topic, [.. SignUps(0, 40), "x|{ oops", """x|{"what":"Signed Up"}""", .. SignUps(30, 60)]);
        using (var same = await app.Post("/v1/track", """{"userId":"p0","event":"Signed Up","messageId":"sign-up-0"}""")) same.EnsureSuccessStatusCode();
        await RunningApp.Until(app.Received, messages => messages.Count > 10);
        await app.Kill();
        await Kcat.Write(place.Brokers.Servers, Topic, SignUps(50, People));
        await app.StartAgain();

        await RunningApp.Until(app.Received, messages => messages.Count >= People);
        await RunningApp.Until(() => app.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative)), text => LagsAre0(text));
        Assert.Equal(Enumerable.Range(0, People).Select(Phone).Order(), (await app.Received()).Select(message => message.To).Order());
        Assert.Equal(People, await place.Count("SELECT count(*) FROM timeline WHERE kind = 'EventTracked' AND name = 'Signed Up'"));

        var ready = await app.Get("/health/ready");
        Assert.Equal("All doors are being read.", ready.GetProperty("checks").GetProperty("doors").GetString());

        var letters = (await Tool.On(app, "dead-letters", "list")).Lines.Select(line => line.Split('\t')).ToList();
        Assert.Equal(2, letters.Count);
        Assert.All(letters, letter => Assert.Equal(("door.shop.customers", "?", "open"), (letter[2], letter[4], letter[5])));
        Assert.All(letters, letter => Assert.Matches(@"\Ashop\.customers/[0-2]@\d+\z", letter[3]));
        Assert.Equal(
            ["The body is not valid JSON at line 1, position 3. (json.malformed)", "The record names no person: it has none of the ids the door reads. (person.no-id)"],
            letters.Select(letter => letter[6]).Order(StringComparer.Ordinal));
        var again = await Tool.On(app, "dead-letters", "replay", "--all");
        Assert.Equal((1, 2), (again.Code, again.Lines.Count(line => line.Contains("\tnot replayed\t", StringComparison.Ordinal))));
        Assert.Equal("Replayed 0. Records that fail again become new dead letters.", again.Lines[^1]);

        var published = await Kcat.Read(place.Brokers.Servers, "cpd.events", "%s\n");
        Assert.Equal(
            People,
            published.Select(line => JsonElement.Parse(line)).Where(record => record.GetProperty("type").GetString() == "EventTracked").Select(record => record.GetProperty("id").GetString()).Distinct().Count());
    }

    [Needs(Part.Kafka, Part.PostgreSql)]
    public async Task A_door_of_a_workspace_that_is_not_there_is_refused_with_a_sentence_and_one_whose_topic_is_missing_waits_for_it()
    {
        await using var place = new OnKafka();
        await using var app = RunningApp.NotStarted([.. place.Settings, .. Door, ("Cpd__Kafka__Doors__0__Workspace", "nobodys")]);
        var workspace = await app.StartRival();
        await using var other = await RunningApp.Start([.. place.Settings, .. Door]);

        Assert.Equal(1, workspace.ExitCode);
        Assert.Equal("The door for shop.customers names the workspace nobodys, which does not exist: set \"Workspace\" in Cpd:Kafka:Doors to one of demo.", workspace.Errors.Trim());
        Assert.Contains("The topic shop.customers, which a door of Cpd:Kafka:Doors reads, is not there", other.Said(), StringComparison.Ordinal);
    }

    private static (string, string)[] Door =>
    [
        ("Cpd__Kafka__Doors__0__Topic", Topic),
        ("Cpd__Kafka__Doors__0__Workspace", "demo"),
        ("Cpd__Kafka__Doors__0__UserId", "customer.id"),
        ("Cpd__Kafka__Doors__0__Event", "what"),
        ("Cpd__Kafka__Doors__0__MessageId", "number"),
    ];

    private static string Phone(int number) => $"+38591{number:0000000}";

    private static IEnumerable<string> SignUps(int from, int to) =>
        Enumerable.Range(from, to - from).Select(number => $$"""p{{number}}|{"number":"sign-up-{{number}}","what":"Signed Up","customer":{"id":"p{{number}}"} }""");

    private static bool LagsAre0(string metrics) => metrics.Split('\n').Where(line => line.StartsWith("cpd_log_lag{", StringComparison.Ordinal)).ToList() is var lags
        && lags.Any(line => line.Contains("door.shop.customers", StringComparison.Ordinal)) && lags.All(line => line.EndsWith(" 0", StringComparison.Ordinal));
}
