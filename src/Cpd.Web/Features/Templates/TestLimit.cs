using System.Collections.Concurrent;

namespace Cpd.Web.Features.Templates;

/// <summary>How many tests a workspace may send: enough for anybody who writes, too few for sending.</summary>
public sealed class TestLimit(TimeProvider clock)
{
    public const int AMinute = 10;

    private readonly ConcurrentDictionary<string, Queue<long>> _sent = new(StringComparer.Ordinal);

    public bool TryTake(string workspace)
    {
        var sent = _sent.GetOrAdd(workspace, _ => new Queue<long>());
        lock (sent)
        {
            while (sent.TryPeek(out var first) && clock.GetElapsedTime(first) >= TimeSpan.FromMinutes(1)) sent.Dequeue();
            if (sent.Count >= AMinute) return false;
            sent.Enqueue(clock.GetTimestamp());
            return true;
        }
    }
}
