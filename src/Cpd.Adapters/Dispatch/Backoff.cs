namespace Cpd.Adapters.Dispatch;

/// <summary>How long to wait before trying again: doubling, up to a limit, and never two callers at the same moment.</summary>
internal static class Backoff
{
    /// <param name="failures">1 after the first failure.</param>
    public static TimeSpan After(int failures, TimeSpan first, TimeSpan longest)
    {
        var doubled = first * Math.Pow(2, Math.Clamp(failures - 1, 0, 30));
        var whole = doubled < longest ? doubled : longest;
#pragma warning disable CA5394 // Spreads load, hides nothing.
        return whole * (0.5 + (Random.Shared.NextDouble() / 2));
#pragma warning restore CA5394
    }
}
