using System.Diagnostics;
using System.Globalization;
using Cpd.Contracts;
using Cpd.Engine.Journeys;
using Cpd.Engine.People;
using Cpd.EventLog;
using Microsoft.Data.Sqlite;

namespace Cpd.Benchmarks.Job;

/// <summary>
/// A million people wait, each for a payment of their own order: how fast the product starts, how fast one of them is
/// found when it comes, and how punctual a timer is among them.
/// </summary>
internal static class MillionWaiting
{
    private const string Journey = """
        {
          "id": "orders", "name": "Orders", "entries": [{ "event": "Order Placed" }], "reentry": { "key": "event.order" }, "first": "paid",
          "steps": [
            { "id": "paid", "type": "waitForEvent", "events": [{ "event": "Order Paid", "key": "event.order = entry.order", "next": "thanks" }],
              "timeout": "30 days", "onTimeout": "thanks" },
            { "id": "thanks", "type": "message", "channel": "sms", "text": "{{entry.order}}", "transactional": true, "next": null }
          ]
        }
        """;

    public static async Task Run(int people)
    {
        await using var stub = await CountingStub.Start();
        string folder;
        await using (var first = await ProductProcess.Start(stub.Url))
        {
            folder = first.Folder;
            await first.Publish("orders", Journey);
            await Task.Delay(500);
        }

        var now = TimeProvider.System.GetUtcNow();
        var soon = now + TimeSpan.FromSeconds(60 + people / 20_000);
        Fill(Path.Combine(folder, "cpd.db"), people, now, soon);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{people:N0} waiting runs"));
        Figures.Say("bytes per waiting run, with its indexes", Parking.BytesOfRuns(Path.Combine(folder, "cpd.db")) / people, "B");

        var starting = Stopwatch.StartNew();
        await using var product = await ProductProcess.Start(stub.Url, folder);
        Figures.Say("start, until ready", starting.Elapsed.TotalSeconds, "s");
        Figures.Say("memory, resident", product.ResidentMegabytes, "MB");

        var took = new List<double>();
        for (var i = 0; i < 200; i++)
        {
            var person = (int)(i * 7919L % people);
            if (person == 0) continue;
            var began = Stopwatch.GetTimestamp();
            await Post(product, $$"""{"messageId":"{{Guid.NewGuid()}}","userId":"user-{{person}}","event":"Order Paid","properties":{"order":"{{person}}"} }""");
            var order = person.ToString(CultureInfo.InvariantCulture);
            while (!stub.Arrived.ContainsKey(order)) await Task.Delay(1);
            took.Add(Stopwatch.GetElapsedTime(began, stub.Arrived[order].At).TotalMilliseconds);
        }
        took.Sort();
        Figures.Say("matching event -> provider, p50", took[took.Count / 2], "ms");
        Figures.Say("matching event -> provider, p99", took[took.Count * 99 / 100], "ms");

        while (!stub.Arrived.ContainsKey("0")) await Task.Delay(5);
        Figures.Say("one timer among them, late by", (TimeProvider.System.GetUtcNow() - soon).TotalMilliseconds, "ms");
    }

    /// <summary>Writes people and runs as the engine would have; through the log it would take the better part of an hour.</summary>
    private static void Fill(string file, int people, DateTimeOffset now, DateTimeOffset soon)
    {
        using var connection = new SqliteConnection($"Data Source={file}");
        connection.Open();
        using var transaction = connection.BeginTransaction();
        using var person = Command(connection, "INSERT INTO people (person, workspace, profile, memory) VALUES ($1, 'demo', $2, $3)");
        using var identity = Command(connection, "INSERT INTO identities (workspace, kind, value, person) VALUES ('demo', 1, $1, $2)");
        using var run = Command(connection, "INSERT INTO runs (id, person, partition, journey, version, step, place, wake_at, state) VALUES ($1, $2, $3, 'orders', 1, 'paid', 1, $4, $5)");
        for (var i = 0; i < people; i++)
        {
            var began = now - TimeSpan.FromMilliseconds(people - i);
            var name = i.ToString(CultureInfo.InvariantCulture);
            var id = Ids.Derive<PersonId>(began, "person", name);
            // The first falls due soon, everybody else within the month.
            var wakeAt = i == 0 ? soon : now + TimeSpan.FromDays(1) + TimeSpan.FromSeconds(i % 2_000_000);
            var profile = Profile.New(id, "demo", began).Fold(new PersonIdentified(
                new GivenIds($"user-{name}", null), began, RawJson.From($$"""{"phone":"+38591{{i:0000000}}","firstName":"Person {{name}}" }""")), began);
            var waiting = new JourneyRun(
                Ids.Derive<RunId>(began, "run", id.Value), "orders", 1, name, "paid", began, wakeAt,
                RawJson.From($$"""{"order":"{{name}}","total":129.5,"currency":"EUR","items":3,"source":"app","shop":"main","coupon":"SPRING"}"""));

            Run(person, id.Value.ToByteArray(true), profile.ToBytes(), Memory.Empty.Entered("orders", began).ToBytes());
            Run(identity, $"user-{name}", id.Value.ToByteArray(true));
            Run(run, i + 1, id.Value.ToByteArray(true), Partitioning.Of(id.ToString(), 8), wakeAt.ToUnixTimeMilliseconds(), waiting.ToBytes());
        }
        transaction.Commit();
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    private static void Run(SqliteCommand command, params object[] values)
    {
        command.Parameters.Clear();
        for (var i = 0; i < values.Length; i++) command.Parameters.AddWithValue(string.Create(CultureInfo.InvariantCulture, $"${i + 1}"), values[i]);
        command.ExecuteNonQuery();
    }

    private static async Task Post(ProductProcess product, string body)
    {
        using var answer = await product.Client.PostAsync(new Uri("/v1/track", UriKind.Relative), new StringContent(body, null, "application/json"));
        answer.EnsureSuccessStatusCode();
    }
}
