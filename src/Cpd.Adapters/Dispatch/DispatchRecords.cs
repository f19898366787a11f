using Cpd.Contracts;
using Cpd.EventLog;

namespace Cpd.Adapters.Dispatch;

/// <summary>Reads dispatch records from the log again, after a restart.</summary>
internal static class DispatchRecords
{
    private const int Page = 500;

    /// <summary>Gives the items of a call their records, where the log still has them.</summary>
    public static async Task Load(IEventLog log, Call call, CancellationToken ct)
    {
        foreach (var missing in call.Open.Where(item => item.Record is null).GroupBy(item => item.Partition))
        {
            var byPosition = missing.ToDictionary(item => item.Position);
            await Load(log, missing.Key, byPosition, byPosition.Keys.Min(), byPosition.Keys.Max(), ct);
        }
    }

    public static async Task<LogRecord?> Find(IEventLog log, int partition, long position, CancellationToken ct) =>
        await log.Read(Topic.Dispatches, partition, position, 1, ct) is [var record] && record.Position == position ? record : null;

    private static async Task Load(IEventLog log, int partition, Dictionary<long, CallItem> wanted, long from, long to, CancellationToken ct)
    {
        while (from <= to)
        {
            var records = await log.Read(Topic.Dispatches, partition, from, (int)Math.Min(Page, to - from + 1), ct);
            if (records.Count == 0) return;

            foreach (var record in records)
            {
                if (wanted.TryGetValue(record.Position, out var item) && record.Body is MessageRequested request && request.Message == item.Message)
                    item.Record = record;
            }
            from = records[^1].Position + 1;
        }
    }
}
