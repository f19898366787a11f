using Cpd.Adapters.Sandbox;

namespace Cpd.EndToEnd.Tests.Cluster;

/// <summary>One installation for all scenes; each brings its own people, and the books balance after each.</summary>
public sealed class Running : IAsyncLifetime
{
    /// <summary>How the provider behaves unless a scene wants otherwise.</summary>
    internal static readonly SandboxBehaviour Usual = new() { LatencyMs = 20, DuplicateWebhooks = 0.2, ReorderWebhooks = 0.2, TimeScale = 0.01 };

    internal Installation All { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (!ClusterFactAttribute.HasAll) return;
        All = await Installation.Start(Usual, wait: "2 seconds");
    }

    public async Task DisposeAsync()
    {
        if (All is not null) await All.DisposeAsync();
    }
}
