using System.Diagnostics;
using System.Globalization;
using Cpd.Contracts;
using Cpd.Engine.Identities;
using Cpd.Engine.Journeys.Running;
using Cpd.Engine.UserView;
using Cpd.EventLog.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cpd.Benchmarks.PostgreSql;

/// <summary>How PostgreSQL does what the product asks it all day, when a million people wait and ten million lines lie in their timelines.</summary>
internal static class PostgresPlans
{
    private const int Window = 500;

    /// <summary>A quarter of those who wait for a time.</summary>
    private const long SomeAreDue = 1_900_000_000_000 + (1 << 28);

    private static readonly HotTable Timeline = new(
        "timeline",
        [new("id", HotKind.Number)],
        new("workspace", HotKind.Text), new("person", HotKind.Id), new("kind", HotKind.Text), new("name", HotKind.Text), new("at", HotKind.Number), new("record", HotKind.Bytes));

    /// <param name="server">A connection string of somebody who may create databases; the one made is dropped at the end.</param>
    public static async Task Run(string server, int people, int lines)
    {
        using var database = new LargeDatabase(server);
        var filling = Stopwatch.StartNew();
        Fill(database, people, lines);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{people:N0} people with a waiting run each, {lines:N0} lines, filled in {filling.Elapsed.TotalSeconds:N0} s"));
        foreach (var table in (string[])["people", "runs", "identities", "people_view", "timeline"])
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
        plans.Explain("Lines added", Timeline.Insert("workspace", "person", "kind", "name", "at", "record"), 4_000,
            $"SELECT '{LargeDatabase.Workspace}' FROM lines", "SELECT person FROM lines", "SELECT 'EventTracked' FROM lines", "SELECT 'Signed Up' FROM lines", "SELECT 1 FROM lines", "SELECT '\\x00' FROM lines");
        plans.Explain("Lines of somebody erased", Timeline.Delete("person"), 1, "SELECT person FROM sample");

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

    private static void Fill(LargeDatabase database, int people, int lines)
    {
        var workspace = ("workspace", $"'{LargeDatabase.Workspace}'");
        database.OnDatabase("DROP INDEX timeline_of_person");
        database.Fill("people", people, ("person", "{id}"), workspace, ("profile", "convert_to(repeat('p', 250), 'UTF8')"), ("memory", "convert_to(repeat('m', 120), 'UTF8')"));
        database.Fill("runs", people, ("person", "{id}"), ("partition", "g % 8"), ("journey", "'orders'"), ("version", "1"), ("step", "'paid'"), ("place", "1"),
            ("wake_at", "CASE WHEN g % 3 = 0 THEN NULL ELSE 1900000000000 + (hashint4(g) & 1073741823) END"), ("state", "convert_to(repeat('s', 120), 'UTF8')"));
        database.Fill("identities", people, workspace, ("kind", "1"), ("value", "'user-' || g"), ("person", "{id}"));
        database.Fill("people_view", people, ("person", "{id}"), workspace, ("user_id", "'user-' || g"), ("first_name", "(ARRAY['Ana', 'Ben', 'Cleo', 'Dan'])[1 + g % 4]"),
            ("search", "lower((ARRAY['Ana', 'Ben', 'Cleo', 'Dan'])[1 + g % 4] || ' user-' || g || ' +38591' || g)"), ("seen_at", "1750000000000 + g"));
        database.Fill("timeline", lines, ("id", "g"), workspace,
            // A hundredth of all is one person's.
            ("person", $"(SELECT {"{id}"} FROM (SELECT CASE WHEN g % 100 = 0 THEN 1 ELSE 1 + (g::bigint * 7919) % {people} END AS g) of_person)"), ("kind", "'EventTracked'"), ("name", "'Order Placed'"),
            ("at", "1750000000000 + g"), ("record", "convert_to(repeat('r', 150), 'UTF8')"));
        database.OnDatabase("CREATE INDEX timeline_of_person ON timeline (person, id)");
        // Spread over the tables: a window's people have nothing to do with each other.
        database.OnDatabase($"""
            CREATE TABLE sample AS SELECT row_number() OVER (ORDER BY md5(id::text)) AS n, id, person FROM runs WHERE id % {Math.Max(1, people / 4_000)} = 0;
            CREATE TABLE lines AS SELECT person FROM sample ORDER BY md5(person::text)
            """);
        database.OnDatabase("SELECT setval(pg_get_serial_sequence('timeline', 'id'), max(id)) FROM timeline");
        database.OnDatabase("VACUUM ANALYZE");
    }
}
