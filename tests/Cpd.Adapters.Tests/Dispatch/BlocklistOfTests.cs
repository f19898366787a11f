using System.Collections.Concurrent;
using Cpd.Adapters.Infobip;
using Cpd.Contracts;

namespace Cpd.Adapters.Tests.Dispatch;

/// <summary>Keeps what it is told, and answers as the test says; null for an installation that keeps no list.</summary>
internal sealed class BlocklistOfTests : IBlocklist
{
    public ConcurrentQueue<(string Workspace, BlockRequested Block)> Told { get; } = new();

    public bool IsKept { get; set; } = true;

    public ConcurrentQueue<BlockAnswer?> Answers { get; } = new();

    /// <summary>Where it is set, each call takes until it is done.</summary>
    public Task? Slow { get; set; }

    public async Task<BlockAnswer?> Change(string workspace, BlockRequested block, CancellationToken ct)
    {
        Told.Enqueue((workspace, block));
        if (Slow is { } slow) await slow;
        return Answers.TryDequeue(out var answer) ? answer : new BlockAnswer(null);
    }
}
