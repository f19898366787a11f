using Cpd.Adapters.Sandbox;

namespace Cpd.EndToEnd.Tests.Cluster;

/// <summary>One installation for the scenes of a class, one after the other; each brings its own people, and the books balance after each.</summary>
public sealed class Running : IAsyncLifetime
{
    internal Installation All { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (!ClusterFactAttribute.HasAll) return;
        All = await Installation.Start(new SandboxBehaviour { LatencyMs = 20, DuplicateWebhooks = 0.2, ReorderWebhooks = 0.2, TimeScale = 0.01 }, wait: "2 seconds");
    }

    public async Task DisposeAsync()
    {
        if (All is not null) await All.DisposeAsync();
    }
}
