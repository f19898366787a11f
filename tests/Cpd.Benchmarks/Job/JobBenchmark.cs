using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Cpd.Benchmarks.Job;

/// <summary>
/// The whole job, as the peers were measured: event -> entry -> condition -> rendered message -> HTTP send -> recorded.
/// The product is a process of its own; load and provider are this process, and not in the figures.
/// </summary>
internal static class JobBenchmark
{
    public const string Orders = """
        {
          "id": "orders", "name": "Orders", "entries": [{ "event": "Order Placed" }], "reentry": "always", "first": "gate",
          "steps": [
            { "id": "gate", "type": "branch", "cases": [{ "name": "gold", "when": "person.tier = \"gold\"", "next": "thanks" }], "else": null },
            { "id": "thanks", "type": "message", "channel": "sms", "text": "{{entry.order}}", "transactional": true, "next": null }
          ]
        }
        """;

    private const string Parked = """
        {
          "id": "parked", "name": "Parked", "entries": [{ "event": "Parked" }], "reentry": "always", "first": "hold",
          "steps": [{ "id": "hold", "type": "waitUntilDate", "date": "entry.until", "next": null, "past": null, "noDate": null }]
        }
        """;

    public static async Task<int> Run(string[] arguments)
    {
        var events = Figures.Number(arguments, "--events", 20_000);
        var rounds = Figures.Number(arguments, "--rounds", 5);
        var parked = Figures.Number(arguments, "--parked", 100_000);

        await using var stub = await CountingStub.Start();
        await using var product = await ProductProcess.Start(stub.Url);   // disposing it twice is harmless
        await product.Publish("orders", Orders);
        await product.Publish("parked", Parked);
        var load = new Load(product);
        await load.Introduce();
        await Drained(product);

        var cpu = new List<double>();
        for (var round = 1; round <= rounds; round++) cpu.Add(await Saturate(product, stub, load, events, round));
        await Steady(product, stub, load, TimeSpan.FromSeconds(30));
        await Intake(product, load, 40_000);
        await Park(product, parked);
        Figures.Say("memory, resident", product.ResidentMegabytes, "MB");

        var folder = product.Folder;
        await product.DisposeAsync();
        await Rebuild(folder, stub);
        return Figures.Judge(cpu, gate: 0.3);
    }

    /// <summary>The user view from nothing, out of the log, at a start.</summary>
    private static async Task Rebuild(string folder, CountingStub stub)
    {
        long records;
        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "cpd.db")};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = """
                DELETE FROM timeline; DELETE FROM people_view; DELETE FROM merged_view; DELETE FROM message_view; DELETE FROM journey_counts; DELETE FROM activity;
                DELETE FROM activity_spans; DELETE FROM journey_spans; DELETE FROM run_view;
                UPDATE log_positions SET next = 0 WHERE consumer_group = 'user-view';
                SELECT count(*) FROM log_records WHERE id >= (2 << 56) AND id < (3 << 56);
                """;
            records = Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
        }

        await using var product = await ProductProcess.Start(stub.Url, folder);
        var cpu = product.CpuSeconds;
        var clock = Stopwatch.StartNew();
        await Drained(product);
        Figures.Head($"User view rebuilt from {records:N0} events");
        Figures.Say("took", clock.Elapsed.TotalSeconds, "s");
        Figures.Say("CPU per 1,000 events", (product.CpuSeconds - cpu) / (records / 1_000.0), "s");
    }

    /// <summary>As much as the product takes: batches of 100, eight requests at once.</summary>
    /// <returns>CPU seconds per 1,000 completed sends.</returns>
    internal static async Task<double> Saturate(ProductProcess product, CountingStub stub, Load load, int events, int round)
    {
        var before = await product.Metrics();
        var (cpu, written, arrived, calls) = (product.CpuSeconds, product.WrittenMegabytes, stub.Arrived.Count, stub.Calls);
        var clock = Stopwatch.StartNew();

        var expected = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, events / 100), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, _) =>
        {
            var posted = await load.PostOrders(100);
            Interlocked.Add(ref expected, posted.Count(order => Load.Passes(order.Person)));
        });
        var accepted = clock.Elapsed;
        await Figures.Until(() => stub.Arrived.Count - arrived >= expected);
        var sent = clock.Elapsed;
        await Drained(product);

        var after = await product.Metrics();
        var sends = expected / 1_000.0;
        Figures.Head($"Saturation, round {round}: {events:N0} events, {expected:N0} sends");
        var perThousand = (product.CpuSeconds - cpu) / sends;
        Figures.Say("CPU per 1,000 completed sends", perThousand, "s");
        Figures.Say("written per 1,000 sends", (product.WrittenMegabytes - written) / sends, "MB");
        Figures.Say("accepted", events / accepted.TotalSeconds, "events/s");
        Figures.Say("sent", expected / sent.TotalSeconds, "messages/s");
        Figures.Say("HTTP calls", stub.Calls - calls, "");
        Figures.Say("statements per 1,000 events", Difference("cpd_log_statements") / (events / 1_000.0), "");
        Figures.Say("transactions per 1,000 events", Difference("cpd_log_transactions") / (events / 1_000.0), "");
        foreach (var group in new[] { "commands", "platform", "adapter", "user-view" })
            Figures.Say($"  {group}, per send", 1e6 * Difference($"cpd_log_window_seconds{{group=\"{group}\"}}") / expected, "us");
        Figures.Say("  commits, per send", 1e6 * Difference("cpd_log_commit_seconds") / expected, "us");
        return perThousand;

        double Difference(string name) =>
            after.Where(pair => pair.Key.StartsWith(name, StringComparison.Ordinal)).Sum(pair => pair.Value)
            - before.Where(pair => pair.Key.StartsWith(name, StringComparison.Ordinal)).Sum(pair => pair.Value);
    }

    /// <summary>Twenty events a second, each a request of its own: from the post to the arrival at the provider.</summary>
    private static async Task Steady(ProductProcess product, CountingStub stub, Load load, TimeSpan howLong)
    {
        var cpu = product.CpuSeconds;
        var posted = new List<(string Order, int Person, long At)>();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < howLong && await timer.WaitForNextTickAsync()) posted.Add(await load.PostOrder());

        var expected = posted.Where(order => Load.Passes(order.Person)).ToList();
        await Figures.Until(() => expected.All(order => stub.Arrived.ContainsKey(order.Order)));
        var took = expected.Select(order => Stopwatch.GetElapsedTime(order.At, stub.Arrived[order.Order].At).TotalMilliseconds).Order().ToList();

        Figures.Head($"20 events/s for {howLong.TotalSeconds:N0} s");
        Figures.Say("post -> provider, p50", took[took.Count / 2], "ms");
        Figures.Say("post -> provider, p99", took[took.Count * 99 / 100], "ms");
        Figures.Say("CPU per send", 1e3 * (product.CpuSeconds - cpu) / expected.Count, "ms");
    }

    /// <summary>Events no journey asks for, in batches of 100: how fast they are taken, durably.</summary>
    private static async Task Intake(ProductProcess product, Load load, int events)
    {
        var cpu = product.CpuSeconds;
        var clock = Stopwatch.StartNew();
        await Parallel.ForEachAsync(Enumerable.Range(0, events / 100), new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (_, _) => await load.PostOrders(100, "Page Viewed"));
        var took = clock.Elapsed;
        Figures.Head($"Intake of {events:N0} events in batches of 100");
        Figures.Say("accepted", events / took.TotalSeconds, "events/s");
        await Drained(product);
        Figures.Say("CPU per 1,000 events, until all groups are through", (product.CpuSeconds - cpu) / (events / 1_000.0), "s");
    }

    /// <summary>Many people who wait for the same moment.</summary>
    private static async Task Park(ProductProcess product, int runs)
    {
        var parking = new Parking(product);
        var due = await parking.Park(runs, journeyEvent: "Parked");
        await Drained(product);
        var (bytes, waiting) = await parking.Measure();

        Figures.Head($"{waiting:N0} waiting runs");
        Figures.Say("bytes per waiting run, with its indexes", bytes / (double)waiting, "B");
        await Parking.WaitFor(due);
        var clock = Stopwatch.StartNew();
        var latencies = await parking.ForegroundUntilDone();
        Figures.Say("all woken", clock.Elapsed.TotalSeconds, "s after they fell due");
        Figures.Say("foreground event meanwhile, p99 to durable", latencies, "ms");
        var metrics = await product.Metrics();
        Figures.Say("lateness, mean", metrics["cpd_engine_timer_lateness_sum"] / metrics["cpd_engine_timer_lateness_count"], "s");
        Figures.Say("lateness, most", metrics["cpd_engine_timer_lateness_max"], "s");
    }

    /// <summary>Until every group has taken everything.</summary>
    internal static async Task Drained(ProductProcess product)
    {
        while ((await product.Metrics()).Where(pair => pair.Key.StartsWith("cpd_log_lag", StringComparison.Ordinal)).Any(pair => pair.Value > 0))
            await Task.Delay(50);
        await Task.Delay(300);   // the answers of the last calls
        while ((await product.Metrics()).Where(pair => pair.Key.StartsWith("cpd_log_lag", StringComparison.Ordinal)).Any(pair => pair.Value > 0))
            await Task.Delay(50);
    }
}
