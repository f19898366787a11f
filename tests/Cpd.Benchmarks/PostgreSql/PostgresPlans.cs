using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Cpd.Contracts;
using Cpd.Engine.Identities;
using Cpd.Engine.Journeys.Running;
using Cpd.Engine.UserView;
using Cpd.EventLog.Kafka.Writing;
using Microsoft.Extensions.Logging.Abstractions;
using RunRow = Cpd.Engine.Journeys.Running.RunRow;
using SeenStatements = Cpd.Engine.Commands.SeenStatements;

namespace Cpd.Benchmarks.PostgreSql;

/// <summary>How PostgreSQL does what the product asks it all day, when a million people wait and ten million lines lie in their timelines.</summary>
internal static class PostgresPlans
{
    private const int Window = 500;

    /// <summary>A quarter of those who wait for a time.</summary>
    private const long SomeAreDue = 1_900_000_000_000 + (1 << 28);

    /// <summary>Of a retention: everything is older, so that there are whole pieces to take.</summary>
    private const long AllIsOld = 4_000_000_000_000;

    private const int Piece = 1_000;
    private const string Of = $"SELECT '{LargeDatabase.Workspace}' FROM sample";

    /// <summary>One of four processes, whose records stand in the outbox.</summary>
    private const string Source = "'00000000-0000-0000-0000-000000000002'";

    /// <param name="server">A connection string of somebody who may create databases; the one made is dropped at the end.</param>
    public static async Task Run(string server, int people, int lines)
    {
        using var database = new LargeDatabase(server);
        var filling = Stopwatch.StartNew();
        Fill(database, people, lines);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{people:N0} people with a waiting run each, {lines:N0} lines, filled in {filling.Elapsed.TotalSeconds:N0} s"));
        foreach (var table in (string[])["people", "runs", "identities", "people_view", "timeline", "message_view", "run_view"])
            Console.WriteLine($"{table}: {database.Ask($"SELECT pg_size_pretty(pg_table_size('{table}')) || ' and indexes of ' || pg_size_pretty(pg_indexes_size('{table}'))")}");

        using var plans = new Plans(database);
        const string Ids = "SELECT person FROM sample", Runs = "SELECT id FROM sample";
        plans.Explain("People of a window", PeopleStatements.FindPeople, Window, Ids);
        plans.Explain("Their runs", PeopleStatements.FindRuns, Window, Ids);
        plans.Explain("People saved", PeopleStatements.SavePeople, Window, Ids, $"SELECT '{LargeDatabase.Workspace}' FROM sample", "SELECT '\\x00' FROM sample", "SELECT '\\x00' FROM sample", "SELECT NULL FROM sample");
        plans.Explain("Runs moved on", PeopleStatements.UpdateRuns, Window, Runs, "SELECT 1 FROM sample", "SELECT 'next' FROM sample", "SELECT 2 FROM sample", "SELECT 1 FROM sample", "SELECT '\\x00' FROM sample");
        plans.Explain("Who is due, partition by partition", PeopleStatements.Due, 8, "SELECT generate_series(0, 7)", $"SELECT {SomeAreDue} FROM sample", $"SELECT {Window / 8} FROM sample");
        plans.Explain("When the next is due", PeopleStatements.NextWake, 8, "SELECT generate_series(0, 7)");
        plans.Explain("A sweep's next piece", PeopleStatements.RunsAfter, 1, $"SELECT {people / 2}", $"SELECT {Window}");
        plans.Explain("Whose ids these are", IdentityStatements.FindIds, Window,
            "SELECT n FROM sample", $"SELECT '{LargeDatabase.Workspace}' FROM sample", "SELECT 1 FROM sample", "SELECT 'user-' || id FROM sample");
        plans.Explain("Lines added", ViewStatements.AddLine, 4_000,
            $"SELECT '{LargeDatabase.Workspace}' FROM lines", "SELECT person FROM lines", "SELECT 'EventTracked' FROM lines", "SELECT 'Signed Up' FROM lines", "SELECT 1 FROM lines", "SELECT '\\x00' FROM lines");
        plans.Explain("Lines of somebody erased", ViewStatements.RemoveLines, 1, "SELECT person FROM sample");

        ExplainTheViewsRows(plans);
        ExplainTheOutbox(plans, lines);
        ExplainWhatAges(plans);
        plans.Explain("A page of the ids of calls, at a take-over", SeenStatements.ReadPage, 1, "SELECT 3::bigint << 44", "SELECT 4::bigint << 44", $"SELECT {SeenStatements.RowsOfPage}");

        await plans.Explain("People at a step", () => AskForPeopleAtAStep(database));
        var feed = new LiveFeed(TimeProvider.System, NullLogger<LiveFeed>.Instance);
        var person = new PersonId(Guid.Parse(database.Ask("SELECT person::text FROM sample OFFSET 300 LIMIT 1")));
        var (timelines, search) = (new UserTimelines(database, feed, TimeProvider.System), new PeopleSearch(database, feed));
        await plans.Explain("A person's page", () => timelines.Newest(LargeDatabase.Workspace, person, 50, JourneyNames.Unknown, default));
        var busiest = new PersonId(Guid.Parse(database.Ask("SELECT person::text FROM runs WHERE id = 1")));
        await plans.Explain("The page of a person with a hundredth of all lines", () => timelines.Newest(LargeDatabase.Workspace, busiest, 50, JourneyNames.Unknown, default));
        await plans.Explain("Its next fifty lines", () => timelines.Newest(LargeDatabase.Workspace, busiest, 50, JourneyNames.Unknown, default, before: lines / 2));
        await plans.Explain("The newest people", () => search.Search(LargeDatabase.Workspace, null, 50, default));
        await plans.Explain("People by a part of their name, many", () => search.Search(LargeDatabase.Workspace, "ana", 50, default));
        await plans.Explain("People by a part of their name, nobody", () => search.Search(LargeDatabase.Workspace, "no such text", 50, default));
    }

    private static void ExplainTheViewsRows(Plans plans)
    {
        const string Ids = "SELECT person FROM sample";
        plans.Explain("Lines of somebody who is merged", ViewStatements.MoveLines, 1, Ids, Ids + " OFFSET 1");
        plans.Explain("The same of a person with a hundredth of all lines", ViewStatements.MoveLines, 1, "SELECT person FROM runs WHERE id = 1", Ids);
        plans.Explain("What became of a window's messages", ViewStatements.FindMessage, Window, Ids);
        plans.Explain("Reports that came", ViewStatements.ChangeMessage, Window, Ids, "SELECT 1 FROM sample", "SELECT 3 FROM sample", "SELECT 1 FROM sample", "SELECT 7 FROM sample",
            "SELECT 1 FROM sample", "SELECT 2 FROM sample", Ids, "SELECT 'orders' FROM sample", "SELECT 1 FROM sample", "SELECT 'paid' FROM sample", "SELECT NULL FROM sample");
        plans.Explain("Counters of a minute and ever", ViewStatements.CountActivity, 50, Of, "SELECT 29000000 + n % 2 FROM sample", "SELECT 'event' FROM sample", "SELECT 'Event ' || n FROM sample", "SELECT 1 FROM sample");
        plans.Explain("Counters of hours and days", FigureStatements.CountActivity, 50, Of, "SELECT 2 + n % 2 FROM sample", "SELECT 480000 FROM sample", "SELECT 'event' FROM sample", "SELECT 'Event ' || n FROM sample", "SELECT 1 FROM sample");
        plans.Explain("Counters of a journey", ViewStatements.CountJourney, 50, Of, "SELECT 'orders' FROM sample", "SELECT 1 FROM sample", "SELECT 'step ' || n FROM sample", "SELECT 'entered' FROM sample", "SELECT 1 FROM sample");
        plans.Explain("Its counters of hours and days", FigureStatements.CountJourney, 50, Of, "SELECT 2 + n % 2 FROM sample", "SELECT 480000 FROM sample", "SELECT 'orders' FROM sample", "SELECT 1 FROM sample",
            "SELECT 'step ' || n FROM sample", "SELECT 'entered' FROM sample", "SELECT 1 FROM sample");
    }

    /// <summary>Of a server that has not cleaned up yet: nine of ten rows are gone and still lie there.</summary>
    private static void ExplainTheOutbox(Plans plans, int lines)
    {
        var (first, last) = (Waiting(lines) * 9 / 10, Waiting(lines));
        plans.Explain("The outbox, who has records in it", OutboxStatements.Waiting, 1);
        plans.Explain("The outbox, the next records", OutboxStatements.Read, 1, $"SELECT {Source}", $"SELECT {first}", $"SELECT {Window}");
        plans.Explain("The outbox, what is published", OutboxStatements.Delete, 1, $"SELECT {Source}", $"SELECT {first}", $"SELECT {(first + last) / 2}");
        plans.Explain("The outbox, records added", OutboxStatements.Insert, Piece, $"SELECT {Source} FROM lines", $"SELECT {last} + row_number() OVER () FROM lines",
            "SELECT 1 FROM lines", "SELECT 1 FROM lines", "SELECT 1 FROM lines", "SELECT '\\x00' FROM lines");
    }

    private static void ExplainWhatAges(Plans plans)
    {
        var beforeId = $"SELECT '{OldIds.First(DateTimeOffset.FromUnixTimeMilliseconds(AllIsOld))}'";
        plans.Explain("Old lines, a piece", OldLines.Oldest, 1, $"SELECT {AllIsOld}", $"SELECT {Piece}");
        plans.Explain("Old lines, when none is old", OldLines.Oldest, 1, "SELECT 1", $"SELECT {Piece}");
        plans.Explain("Old messages, a piece", OldMessages.Oldest, 1, beforeId, $"SELECT {Piece}");
        plans.Explain("Old runs, a piece", OldRuns.Oldest, 1, beforeId, $"SELECT {Piece}");
        plans.Explain("Old minutes of a workspace", FigureStatements.PruneMinutes, 1, Of, "SELECT 40000000");
        plans.Explain("Old hours of a workspace", FigureStatements.PruneActivity, 1, Of, "SELECT 2", "SELECT 900000");
    }

    /// <summary>Its answer cannot be read, as the states of these runs say nothing; the question is what counts.</summary>
    private static async Task AskForPeopleAtAStep(LargeDatabase database)
    {
        try
        {
            await new WaitingPeople(database).At(LargeDatabase.Workspace, "orders", "paid", version: 1, name: null, 50, default);
        }
        catch (JsonException)
        {
        }
    }

    /// <summary>How many records of each process came into the outbox.</summary>
    private static int Waiting(int lines) => Math.Clamp(lines / 20, 1_000, 100_000);

    private static void Fill(LargeDatabase database, int people, int lines)
    {
        var workspace = ("workspace", $"'{LargeDatabase.Workspace}'");
        database.OnDatabase("DROP INDEX timeline_of_person");
        database.Fill("people", people, ("person", "{id}"), workspace, ("profile", "convert_to(repeat('p', 250), 'UTF8')"), ("memory", "convert_to(repeat('m', 120), 'UTF8')"));
        database.Fill("runs", people, ("person", "{id}"), ("partition", "g % 8"), ("journey", "'orders'"), ("version", "1"), ("step", "'paid'"), ("place", $"CASE WHEN g % 20 = 0 THEN {RunRow.PlaceOf(LargeDatabase.Workspace, "orders", "paid")} ELSE g % 20 END"),
            ("wake_at", "CASE WHEN g % 3 = 0 THEN NULL ELSE 1900000000000 + (hashint4(g) & 1073741823) END"), ("state", "convert_to(repeat('s', 120), 'UTF8')"));
        database.Fill("identities", people, workspace, ("kind", "1"), ("value", "'user-' || g"), ("person", "{id}"));
        database.Fill("people_view", people, ("person", "{id}"), workspace, ("user_id", "'user-' || g"), ("first_name", "(ARRAY['Ana', 'Ben', 'Cleo', 'Dan'])[1 + g % 4]"),
            ("search", "lower((ARRAY['Ana', 'Ben', 'Cleo', 'Dan'])[1 + g % 4] || ' user-' || g || ' +38591' || g)"), ("seen_at", "1750000000000 + g"));
        database.Fill("timeline", lines, ("id", "g"), workspace,
            // A hundredth of all is one person's.
            ("person", $"(SELECT {"{id}"} FROM (SELECT CASE WHEN g % 100 = 0 THEN 1 ELSE 1 + (g::bigint * 7919) % {people} END AS g) of_person)"), ("kind", "'EventTracked'"), ("name", "'Order Placed'"),
            ("at", "1750000000000 + g"), ("record", "convert_to(repeat('r', 150), 'UTF8')"));
        database.OnDatabase("CREATE INDEX timeline_of_person ON timeline (person, id)");
        database.Fill("message_view", people, ("message", "{id}"), ("channel", "1"), ("marks", "3"), ("sent_at", "1750000000000 + g * 10"), ("run", "{id}"), ("journey", "'orders'"), ("version", "1"), ("step", "'paid'"));
        database.Fill("run_view", people, ("run", "{id}"), ("version", "1"), ("arms", "'a'"));
        var counters = Math.Clamp(lines / 10, 1_000, 500_000);
        database.Fill("activity", counters, workspace, ("minute", "29000000 + g / 50"), ("subject", "'event'"), ("name", "'Event ' || g % 50"), ("count", "1"));
        database.Fill("activity_spans", counters, workspace, ("per", "2"), ("bucket", "480000 + g / 50"), ("subject", "'event'"), ("name", "'Event ' || g % 50"), ("count", "1"));
        database.Fill("journey_spans", counters, workspace, ("per", "2"), ("bucket", "480000 + g / 50"), ("journey", "'orders'"), ("version", "1"), ("step", "'step ' || g % 50"), ("measure", "'entered'"), ("count", "1"));
        database.Fill("journey_counts", 50, workspace, ("journey", "'orders'"), ("version", "1"), ("step", "'step ' || g"), ("measure", "'entered'"), ("count", "1"));
        database.Fill("seen_messages", 20_000, ("id", "((g % 8)::bigint << 44) | g"), ("hour", "480000 + g / 1000"), ("hashes", "convert_to(repeat('h', 7040), 'UTF8')"));
        for (var source = 1; source <= 4; source++)
            database.Fill("log_outbox", Waiting(lines), ("source", $"'00000000-0000-0000-0000-00000000000{source}'"), ("sequence", "g"), ("topic", "1"), ("payload", "convert_to(repeat('r', 500), 'UTF8')"));
        // Spread over the tables: a window's people have nothing to do with each other.
        database.OnDatabase($"""
            CREATE TABLE sample AS SELECT row_number() OVER (ORDER BY md5(id::text)) AS n, id, person FROM runs WHERE id % {Math.Max(1, people / 4_000)} = 0;
            CREATE TABLE lines AS SELECT person FROM sample ORDER BY md5(person::text)
            """);
        database.OnDatabase("SELECT setval(pg_get_serial_sequence('timeline', 'id'), max(id)) FROM timeline");
        database.OnDatabase("VACUUM ANALYZE");
        database.OnDatabase($"DELETE FROM log_outbox WHERE sequence <= {Waiting(lines) * 9 / 10}");
    }
}
