using System.Net;
using Cpd.Engine.Journeys;
using Cpd.Tests;
using Microsoft.Data.Sqlite;

namespace Cpd.EndToEnd.Tests.Cli;

/// <summary>What the tool does with a server that runs in a process of its own.</summary>
public sealed class AgainstARunningServer(AgainstARunningServer.Shared shared) : IClassFixture<AgainstARunningServer.Shared>, IDisposable
{
    private readonly RunningApp _app = shared.App;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Journeys_that_are_pulled_are_the_published_ones_and_can_be_published_again()
    {
        var pulled = await Tool.On(_app, "journeys", "pull", "signup-welcome", "--to", _folder.Path);

        Assert.Equal((0, ""), (pulled.Code, pulled.Errors));
        var file = _folder.File("signup-welcome.json");
        Assert.Equal(JourneyGallery.All.Single(one => one.Id == "signup-welcome").Json, await File.ReadAllTextAsync(file));
        Assert.Contains("unchanged", (await Tool.On(_app, "journeys", "pull", "signup-welcome", "--to", _folder.Path)).Output, StringComparison.Ordinal);
        Assert.Equal($"{file}: unchanged, version 1 of signup-welcome\n", (await Tool.On(_app, "journeys", "push", file)).Output);
    }

    [Fact]
    public async Task A_changed_journey_is_pushed_as_a_new_version_and_takes_people_when_push_is_done()
    {
        var file = _folder.File("mine.json");
        await File.WriteAllTextAsync(file, Journey("First words"));
        Assert.Equal($"{file}: published as version 1 of pushed-by-test\n", (await Tool.On(_app, "journeys", "push", file)).Output);
        await File.WriteAllTextAsync(file, Journey("Other words"));

        var pushed = await Tool.On(_app, "journeys", "push", file, "--note", "better words");

        Assert.Equal($"{file}: published as version 2 of pushed-by-test\n", pushed.Output);
        Assert.Equal(["better words"], await _app.Texts("SELECT note FROM journey_versions WHERE journey = 'pushed-by-test' AND version = 2"));
        Assert.Equal(
            ["the key Demo journey.publish-asked ", "the key Demo journey.publish-asked better words"],
            await _app.Texts("SELECT who || ' ' || act || ' ' || coalesce(after_it, '') FROM audit WHERE workspace = 'demo' AND subject = 'pushed-by-test' ORDER BY id"));
    }

    [Fact]
    public async Task Whoever_pushes_is_told_what_the_server_knows_of_the_journey()
    {
        var file = _folder.File("often.json");
        await File.WriteAllTextAsync(file, Journey("Words").Replace("pushed-by-test", "often-by-test", StringComparison.Ordinal)
            .Replace("""{ "event": "Pushed" }""", """{ "event": "Pushed", "when": "did \"Pushed\" at least 3 times in last 7 days" }""", StringComparison.Ordinal));

        var pushed = await Tool.On(_app, "journeys", "push", file);

        Assert.Equal((0, $"{file}: published as version 1 of often-by-test\n"), (pushed.Code, pushed.Output));
        Assert.StartsWith($"{file}: warning: entries[0].when: Times of “Pushed” are kept only from publishing on.", pushed.Errors, StringComparison.Ordinal);
        Assert.EndsWith(" [condition.past-not-kept]\n", pushed.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_pushed_where_one_file_is_wrong()
    {
        var good = _folder.File("good.json");
        var bad = _folder.File("bad.json");
        await File.WriteAllTextAsync(good, Journey("Words").Replace("pushed-by-test", "never-pushed", StringComparison.Ordinal));
        await File.WriteAllTextAsync(bad, "{}");

        var pushed = await Tool.On(_app, "journeys", "push", good, bad);

        Assert.Equal(1, pushed.Code);
        Assert.Contains($"{bad}: error: ", pushed.Errors, StringComparison.Ordinal);
        Assert.Equal(0, await _app.Count("SELECT count(*) FROM journeys WHERE id = 'never-pushed'"));
    }

    [Fact]
    public async Task Events_are_imported_once_and_refused_lines_are_kept_with_their_reason()
    {
        var file = _folder.File("events.jsonl");
        await File.WriteAllLinesAsync(file,
        [
            """{"type":"identify","userId":"imp-1","traits":{"firstName":"Ada"}}""",
            """{"type":"track","userId":"imp-1","event":"Imported"}""",
            "",
            """{"type":"track","event":"Nobody"}""",
            "no json",
            """{"type":"track","userId":"imp-1","event":"Imported"}""",
        ]);

        var first = await Tool.On(_app, "import", "events", file);

        Assert.Equal(1, first.Code);
        Assert.Equal($"6 rows processed; 2 rejected, see {file}.refused.\n", first.Output);
        Assert.Equal(
            [
                """{"line":4,"code":"person.no-id","message":"\"userId\" or \"anonymousId\" is required.","row":{"type":"track","event":"Nobody"}}""",
                """{"line":5,"code":"json.malformed","message":"The row is not valid JSON: see byte 2.","row":"no json"}""",
            ],
            await File.ReadAllLinesAsync(file + ".refused"));
        await RunningApp.Until(() => Tracked("imp-1"), count => count == 2);

        // As after an interruption before anything was noted: all of it comes again.
        File.Delete(file + ".import");
        Assert.Equal(first.Output, (await Tool.On(_app, "import", "events", file)).Output);
        await Settled();
        Assert.Equal(2, await Tracked("imp-1"));
        Assert.Equal(2, (await File.ReadAllLinesAsync(file + ".refused")).Length);
    }

    [Fact]
    public async Task People_are_imported_with_attributes_of_their_types()
    {
        var file = _folder.File("people.csv");
        await File.WriteAllTextAsync(file, """
            userId;firstName;age:number;consent.marketing:boolean;phone
            csv-1;"Ana; Maria";31;yes;+385910001111
            csv-2;Ben;thirty;no;
            csv-3;Cleo;;;
            """);

        var said = await Tool.On(_app, "import", "people", file);

        Assert.Equal($"3 rows processed; 1 rejected, see {file}.refused.\n", said.Output);
        Assert.Equal(
            [
                "userId;firstName;age:number;consent.marketing:boolean;phone;refused_code;refused_reason",
                "csv-2;Ben;thirty;no;;cell.wrong-type;\"\"\"age:number\"\" must be a number, but the cell is not.\"",
            ],
            await File.ReadAllLinesAsync(file + ".refused"));
        await RunningApp.Until(() => _app.Count("SELECT count(*) FROM people_view WHERE user_id LIKE 'csv-%'"), count => count == 2);

        // Mended, the file of refused rows is imported as it is.
        await File.WriteAllTextAsync(file + ".refused", (await File.ReadAllTextAsync(file + ".refused")).Replace("thirty", "30", StringComparison.Ordinal));
        Assert.Equal("1 rows processed.\n", (await Tool.On(_app, "import", "people", file + ".refused")).Output);
        var identified = await RunningApp.Until(
            () => _app.Texts("SELECT record ->> '$.data.traits' FROM (SELECT CAST(record AS TEXT) AS record FROM timeline WHERE kind = 'PersonIdentified') WHERE record LIKE '%Ana; Maria%' OR record LIKE '%Ben%'"),
            rows => rows.Count == 2);
        Assert.Equal(
            ["""{"firstName":"Ana; Maria","age":31,"consent":{"marketing":true},"phone":"\u002B385910001111"}""", """{"firstName":"Ben","age":30,"consent":{"marketing":false}}"""],
            identified);
    }

    [Fact]
    public async Task The_user_view_is_rebuilt_to_what_it_was()
    {
        await _app.Post("/v1/track", """{"userId":"reb-1","event":"Something"}""");
        await RunningApp.Until(() => Tracked("reb-1"), count => count == 1);
        await Settled();

        var said = await Tool.On(_app, "rebuild", "user-view");

        Assert.Equal((0, "The user view is rebuilt.\n"), (said.Code, said.Output));
        Assert.Equal(1, await Tracked("reb-1"));
        Assert.Equal(["the key Demo"], await _app.Texts("SELECT who FROM audit WHERE workspace = 'demo' AND act = 'user-view.rebuilt'"));
    }

    [Fact]
    public async Task A_key_of_another_workspace_does_not_empty_the_view_of_this_one()
    {
        const string key = "ak_of-bens-operator";
        var hash = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(key)));
        await _app.Execute($"INSERT INTO workspaces (id, name, created_at) VALUES ('bens', 'Ben''s', 0)");
        await _app.Execute($"INSERT INTO write_keys (hash, workspace, name, created_at, loopback_only, scopes) VALUES (X'{hash}', 'bens', 'Ben', 0, 0, 'events, journeys, operations')");
        await RunningApp.Until(async () => (await Tool.Run("dead-letters", "list", "--server", _app.Url, "--key", key)).Code, code => code == 0);   // known by now

        var said = await Tool.Run("rebuild", "user-view", "--server", _app.Url, "--key", key);

        Assert.Equal((1, $"{_app.Url}/ answered 403: This key may not be used for rebuilding: create one that may in Settings, Keys.\n"), (said.Code, said.Errors));
        Assert.Equal(0, await _app.Count("SELECT count(*) FROM audit WHERE workspace = 'bens'"));
    }

    [Fact]
    public async Task A_wrong_key_and_a_server_that_is_not_there_are_said_in_a_sentence()
    {
        var wrongKey = await Tool.Run("dead-letters", "list", "--server", _app.Url, "--key", "wrong");
        var nobody = await Tool.Run("dead-letters", "list", "--server", "http://127.0.0.1:9", "--key", "any");

        Assert.Equal((1, $"{_app.Url}/ answered 401: The write key is unknown or was revoked: check the workspace's keys.\n"), (wrongKey.Code, wrongKey.Errors));
        Assert.Equal(1, nobody.Code);
        Assert.StartsWith("http://127.0.0.1:9/ is not responding: ", nobody.Errors, StringComparison.Ordinal);
    }

    private Task<long> Tracked(string user) => _app.Count(
        $"SELECT count(*) FROM timeline WHERE kind = 'EventTracked' AND person = (SELECT person FROM people_view WHERE user_id = '{user}')");

    /// <summary>No group has anything before it.</summary>
    private Task<string[]> Settled() => RunningApp.Until(
        async () => (await _app.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative))).Split('\n').Where(line => line.StartsWith("cpd_log_lag{", StringComparison.Ordinal)).ToArray(),
        lags => lags.Length > 0 && lags.All(line => line.EndsWith(" 0", StringComparison.Ordinal)));

    private static string Journey(string text) => $$"""
        { "id": "pushed-by-test", "name": "Pushed", "entries": [{ "event": "Pushed" }], "first": "say",
          "steps": [{ "type": "message", "id": "say", "channel": "sms", "text": "{{text}}", "purpose": "test", "next": null }] }
        """;

    public sealed class Shared : IAsyncLifetime
    {
        internal RunningApp App { get; private set; } = null!;

        public async Task InitializeAsync() => App = await RunningApp.Start();

        public async Task DisposeAsync() => await App.DisposeAsync();
    }
}

/// <summary>A record that cannot be read as what it says is put aside; an operator looks at it from a terminal.</summary>
public sealed class DeadLettersFromATerminal
{
    [Fact]
    public async Task Are_listed_with_their_reason_and_replayed_once()
    {
        await using var app = await RunningApp.Start();
        Assert.Equal("There are no dead letters.\n", (await Tool.On(app, "dead-letters", "list")).Output);
        await Bury(app);

        var listed = await Tool.On(app, "dead-letters", "list");
        var row = Assert.Single(listed.Lines).Split('\t');
        Assert.Equal(["7", "platform", "cpd.events/0@3", "EventTracked", "open", "TestException: it is broken"], [row[0], .. row[2..]]);

        Assert.Equal("Replayed 1. Records that fail again become new dead letters.\n", (await Tool.On(app, "dead-letters", "replay", "--all")).Output);
        Assert.Contains("\treplayed ", (await Tool.On(app, "dead-letters", "list")).Output, StringComparison.Ordinal);
        Assert.Equal("Replayed 0. Records that fail again become new dead letters.\n", (await Tool.On(app, "dead-letters", "replay", "--all")).Output);
        Assert.Equal(["the key Demo EventTracked 7"], await app.Texts("SELECT who || ' ' || subject FROM audit WHERE workspace = 'demo' AND act = 'dead-letter.replayed'"));
        // One that is somebody else's keeps nobody from the others.
        var both = await Tool.On(app, "dead-letters", "replay", "8", "7");
        Assert.Equal((1, "8\tnot replayed\tThere is no such dead letter in this workspace.\nReplayed 1. Records that fail again become new dead letters.\n"), (both.Code, both.Output));
        Assert.Equal(2, (await Tool.On(app, "dead-letters", "replay")).Code);
    }

    [Fact]
    public async Task Are_put_away_with_a_name_and_left_alone_by_replay_all()
    {
        await using var app = await RunningApp.Start();
        await Bury(app);

        Assert.Equal("Dismissed 1.\n", (await Tool.On(app, "dead-letters", "put-away", "7")).Output);

        var row = Assert.Single((await Tool.On(app, "dead-letters", "list")).Lines).Split('\t');
        Assert.StartsWith("dismissed ", row[5], StringComparison.Ordinal);
        Assert.Contains(" by the key ", row[5], StringComparison.Ordinal);
        Assert.Equal("Replayed 0. Records that fail again become new dead letters.\n", (await Tool.On(app, "dead-letters", "replay", "--all")).Output);
        Assert.Contains("8\tnot dismissed\tThere is no such dead letter in this workspace.\nDismissed 0.\n", (await Tool.On(app, "dead-letters", "put-away", "8")).Output, StringComparison.Ordinal);
        using (var alone = await app.Client.PostAsync(new Uri("/v1/operations/dead-letters/8/put-away", UriKind.Relative), null)) Assert.Equal(HttpStatusCode.NotFound, alone.StatusCode);
        using (var none = await app.Post("/v1/operations/dead-letters/replay", "[7]")) Assert.Equal(HttpStatusCode.BadRequest, none.StatusCode);
        Assert.Equal(2, (await Tool.On(app, "dead-letters", "put-away")).Code);
    }

    /// <summary>One letter of the demo workspace, and one of somebody else's, which nobody gets to see with this key.</summary>
    private static async Task Bury(RunningApp app)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(app.DataDirectory, "cpd.db")};Default Timeout=60");
        await connection.OpenAsync();
        foreach (var (id, workspace) in new[] { (7, "demo"), (8, "others") })
        {
            await using var command = connection.CreateCommand();
            command.CommandText = """
                INSERT INTO dead_letters (id, consumer_group, topic, partition, position, type, reason, at, payload)
                VALUES ($id, 'platform', 2, 0, 3, 'EventTracked', 'TestException: it is broken', 1900000000000, $payload)
                """;
            command.Parameters.AddWithValue("$id", id);
            command.Parameters.AddWithValue("$payload", System.Text.Encoding.UTF8.GetBytes($$"""
                {"id":"0191a0c0de00700080000000000000{{id:00}}","type":"EventTracked","workspace":"{{workspace}}","key":"k","at":"2030-01-01T00:00:00Z","data":{"name":"Old","data":{} } }
                """));
            await command.ExecuteNonQueryAsync();
        }
    }
}
