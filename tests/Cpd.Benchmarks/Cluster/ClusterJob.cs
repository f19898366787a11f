using System.Diagnostics;
using Cpd.Benchmarks.Job;

namespace Cpd.Benchmarks.Cluster;

/// <summary>
/// The job of <see cref="JobBenchmark"/> by processes of one role each, over Kafka and PostgreSQL: what a send costs in each
/// of them and in the database, what a second engine changes, and how long it takes to make up for an engine that was away.
/// </summary>
internal static class ClusterJob
{
    private static readonly string[] Groups = ["commands", "platform", "adapter", "user-view"];

    public static async Task<int> Run(string[] arguments)
    {
        var events = Figures.Number(arguments, "--events", 20_000);
        var rounds = Figures.Number(arguments, "--rounds", 6);
        var away = TimeSpan.FromSeconds(Figures.Number(arguments, "--away", 60));

        await using var stub = await CountingStub.Start();
        using var servers = new Servers();
        await using var processes = new Processes(servers, stub.Url);
        await processes.Start("web");
        await processes.Start("engine");
        await processes.Start("adapter");
        await processes.Web.Publish("orders", JobBenchmark.Orders);
        var load = new Load(processes.Web);
        await load.Introduce();
        await processes.Drained();

        var cpu = new List<double>();
        for (var round = 1; round <= rounds; round++) cpu.Add(await Saturate(processes, stub, load, events, $"one engine, round {round}"));
        await Unheard(processes, load, events);
        await Steady(processes, stub, load, TimeSpan.FromSeconds(30));
        await Away(processes, stub, load, away);

        await processes.Start("engine");
        await processes.Settled();
        for (var round = 1; round <= Math.Min(2, rounds); round++) await Saturate(processes, stub, load, events, $"two engines, round {round}");
        return Figures.Judge(cpu, gate: 0.6);
    }

    /// <summary>As much as they take: batches of 100, eight requests at once.</summary>
    /// <returns>CPU seconds per 1,000 completed sends, the broker's apart.</returns>
    private static async Task<double> Saturate(Processes processes, CountingStub stub, Load load, int events, string name)
    {
        var (before, arrived) = (await processes.Look(), stub.Arrived.Count);
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
        await processes.Drained();
        var after = await processes.Look();

        var sends = expected / 1_000.0;
        Figures.Head($"{name}: {events:N0} events, {expected:N0} sends");
        var perThousand = (after.Cpu.Values.Sum() - before.Cpu.Values.Sum()) / sends;
        Figures.Say("CPU per 1,000 completed sends, broker apart", perThousand, "s");
        foreach (var (process, cpu) in after.Cpu) Figures.Say($"  {process}", (cpu - before.Cpu[process]) / sends, "s");
        Figures.Say("written ahead by the database, per send", (after.WrittenAhead - before.WrittenAhead) / expected, "bytes");
        Figures.Say("the database grew, per event", (after.Size - before.Size) / events, "bytes");
        Figures.Say("accepted", events / accepted.TotalSeconds, "events/s");
        Figures.Say("sent", expected / sent.TotalSeconds, "messages/s");
        Figures.Say("statements per 1,000 events", Difference("cpd_log_statements") / (events / 1_000.0), "");
        Figures.Say("transactions per 1,000 events", Difference("cpd_log_transactions") / (events / 1_000.0), "");
        foreach (var group in Groups)
        {
            var windows = Difference($"cpd_log_windows{{group=\"{group}\"}}");
            Figures.Say($"  {group}, records a window", Difference($"cpd_log_records{{group=\"{group}\"}}") / windows, "");
            Figures.Say($"  {group}, per send", 1e6 * Difference($"cpd_log_window_seconds{{group=\"{group}\"}}") / expected, "us");
        }
        return perThousand;

        double Difference(string name) => after.Sum(name) - before.Sum(name);
    }

    /// <summary>Events that no journey asks for, as most are: taken in, ordered, folded into the person, shown.</summary>
    private static async Task Unheard(Processes processes, Load load, int events)
    {
        var before = await processes.Look();
        var clock = Stopwatch.StartNew();
        await Parallel.ForEachAsync(Enumerable.Range(0, events / 100), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, _) => await load.PostOrders(100, "Page Viewed"));
        await processes.Drained();
        var took = clock.Elapsed;
        var after = await processes.Look();

        Figures.Head($"{events:N0} events that no journey asks for");
        Figures.Say("CPU per 1,000 events, broker apart", (after.Cpu.Values.Sum() - before.Cpu.Values.Sum()) / (events / 1_000.0), "s");
        foreach (var (process, cpu) in after.Cpu) Figures.Say($"  {process}", (cpu - before.Cpu[process]) / (events / 1_000.0), "s");
        Figures.Say("written ahead by the database, per event", (after.WrittenAhead - before.WrittenAhead) / events, "bytes");
        Figures.Say("the database grew, per event", (after.Size - before.Size) / events, "bytes");
        Figures.Say("through all groups", events / took.TotalSeconds, "events/s");
    }

    /// <summary>Twenty events a second, each a request of its own: from the post to the arrival at the provider.</summary>
    private static async Task Steady(Processes processes, CountingStub stub, Load load, TimeSpan howLong)
    {
        var before = await processes.Look();
        var posted = await Post(load, howLong);
        await Figures.Until(() => posted.All(order => stub.Arrived.ContainsKey(order.Order)));
        var took = posted.Select(order => Stopwatch.GetElapsedTime(order.At, stub.Arrived[order.Order].At).TotalMilliseconds).Order().ToList();

        Figures.Head($"20 events/s for {howLong.TotalSeconds:N0} s");
        Figures.Say("post -> provider, p50", Figures.Percentile(took, 50), "ms");
        Figures.Say("post -> provider, p99", Figures.Percentile(took, 99), "ms");
        Figures.Say("CPU per send", 1e3 * ((await processes.Look()).Cpu.Values.Sum() - before.Cpu.Values.Sum()) / posted.Count, "ms");
    }

    /// <summary>The engine stands still while events go on coming; then how long until nothing is behind any more.</summary>
    private static async Task Away(Processes processes, CountingStub stub, Load load, TimeSpan away)
    {
        processes.Engine.Signal("STOP");
        var posted = await Post(load, away, atOnce: 5);
        processes.Engine.Signal("CONT");
        var clock = Stopwatch.StartNew();
        await Figures.Until(() => posted.All(order => stub.Arrived.ContainsKey(order.Order)));
        var sent = clock.Elapsed;
        await processes.Drained();

        Figures.Head($"The engine stood still for {away.TotalSeconds:N0} s, {posted.Count:N0} sends came together");
        Figures.Say("all sent, after it went on", sent.TotalSeconds, "s");
        Figures.Say("nothing behind any more", clock.Elapsed.TotalSeconds, "s");
        Figures.Say("sent more than once", posted.Count(order => stub.Arrived[order.Order].Times > 1), "");
    }

    private static async Task<List<(string Order, int Person, long At)>> Post(Load load, TimeSpan howLong, int atOnce = 1)
    {
        var posted = new List<(string Order, int Person, long At)>();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < howLong && await timer.WaitForNextTickAsync())
            for (var i = 0; i < atOnce; i++) posted.Add(await load.PostOrder());
        return [.. posted.Where(order => Load.Passes(order.Person))];
    }
}
