using Cpd.Benchmarks.Job;

namespace Cpd.Benchmarks.Cluster;

/// <summary>The product as processes of one role each.</summary>
internal sealed class Processes(Servers servers, Uri provider) : IAsyncDisposable
{
    private readonly List<(string Name, ProductProcess Process)> _all = [];

    public ProductProcess Web => Named("web");

    /// <summary>The first of them.</summary>
    public ProductProcess Engine => Named("engine");

    public async Task Start(string role)
    {
        var settings = new Dictionary<string, string?>(servers.Settings) 
        {
            ["Cpd:Roles"] = role,
            ["DOTNET_GCgen0size"] = "0x4000000",   // as the image has it
        };
        var count = _all.Count(one => one.Name.StartsWith(role, StringComparison.Ordinal));
        _all.Add((count == 0 ? role : $"{role} {count + 1}", await ProductProcess.Start(provider, settings: settings)));
    }

    /// <summary>What each has used and counted so far, and the database server.</summary>
    public async Task<Look> Look()
    {
        var cpu = _all.ToDictionary(one => one.Name, one => one.Process.CpuSeconds);
        cpu["database"] = servers.DatabaseCpuSeconds;
        return new Look(cpu, servers.WrittenAhead, servers.Size, await Metrics());
    }

    /// <summary>Until every group has taken everything, and nothing waits to be published.</summary>
    public async Task Drained()
    {
        for (var quiet = 0; quiet < 3; await Task.Delay(150))
        {
            var lag = new Look([], 0, 0, await Metrics()).Sum("cpd_log_lag");
            quiet = lag == 0 && servers.Count("log_outbox") == 0 ? quiet + 1 : 0;
        }
    }

    /// <summary>Until a process that came new has its share of the partitions.</summary>
    public async Task Settled()
    {
        for (var quiet = 0; quiet < 20; await Task.Delay(1_000))
            quiet = _all.TrueForAll(one => one.Process.IsReady().GetAwaiter().GetResult()) ? quiet + 1 : 0;
        await Drained();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, process) in _all) await process.DisposeAsync();
    }

    private async Task<IReadOnlyList<IReadOnlyDictionary<string, double>>> Metrics() => await Task.WhenAll(_all.Select(one => one.Process.Metrics()));

    private ProductProcess Named(string name) => _all.First(one => one.Name == name).Process;
}

/// <param name="Cpu">Seconds by process.</param>
/// <param name="WrittenAhead">By the database, in bytes.</param>
/// <param name="Size">Of the database, in bytes.</param>
internal sealed record Look(Dictionary<string, double> Cpu, double WrittenAhead, double Size, IReadOnlyList<IReadOnlyDictionary<string, double>> Metrics)
{
    /// <summary>Over all processes and labels.</summary>
    public double Sum(string name) => Metrics
        .SelectMany(process => process)
        .Where(figure => figure.Key.StartsWith(name, StringComparison.Ordinal))
        .Sum(figure => figure.Value);
}
