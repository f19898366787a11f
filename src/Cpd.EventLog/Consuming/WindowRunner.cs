using System.Diagnostics;
using Cpd.Contracts;
using Microsoft.Extensions.Logging;

namespace Cpd.EventLog.Consuming;

/// <summary>One window of a group, whichever log it comes from: handled, or tried record by record until only the culprit is put aside.</summary>
/// <param name="isFault">The database itself failed: trying the records one by one would not help.</param>
internal sealed partial class WindowRunner(
    IServiceProvider services, IEnumerable<ITakesNoMore> takers, WindowOptions options, LogMetrics metrics, Func<Exception, bool> isFault, ILogger log)
{
    private readonly MassTransitPipeline _pipeline = new(services);
    private readonly ITakesNoMore[] _takers = [.. takers];

    /// <summary>True for a group that has work and may do it.</summary>
    public bool IsReady(IWindowReader reader, DateTimeOffset now) =>
        !IsPaused(reader, now) && !IsFull(reader.Group) && (reader.HasUnread || WakeIsDue(reader.Group, now));

    /// <summary>It takes no more by its own will.</summary>
    public bool IsFull(LogGroup group)
    {
        foreach (var taker in _takers)
            if (taker.Group == group.Name && taker.IsFull) return true;
        return false;
    }

    public async Task TakeWindow(IWindowReader reader, RoundTransaction transaction, CancellationToken ct)
    {
        if (!IsReady(reader, transaction.Now)) return;

        var (began, sql) = (Stopwatch.GetTimestamp(), transaction.Sql);
        var taken = reader.Take(reader.Group.Afterwards ? options.ProjectionWindowSize : options.WindowSize);
        if (taken.Partitions.Count == 0) return;
        try
        {
            await transaction.Attempt(async () =>
            {
                foreach (var (partition, position, payload, problem, writtenAt) in taken.Unreadable)
                    DeadLetters.Bury(sql, reader.Group, partition, position, DeadLetters.Unreadable, payload, problem, transaction.Now, writtenAt);
                if (taken.Records.Count > 0 || taken.MustBeHandled || WakeIsDue(reader.Group, transaction.Now))
                    await _pipeline.Handle(reader.Group, new Window(reader.Group.Name, taken.Records, taken.Partitions, transaction), ct);
                reader.Move(sql, taken);
            });
        }
        catch (Exception fault) when (fault is not FencedException && !(fault is OperationCanceledException && ct.IsCancellationRequested) && !isFault(fault))
        {
            using (TraceParent.ForLines(taken.Records is [var single] ? single.Trace : null)) Log.WindowFailed(log, fault, reader.Group.Name, taken.Records.Count);
            reader.Failed(taken, transaction.Now + options.RetryDelay);
            if (taken.Records is not [var culprit] || reader.Failures(culprit.Partition) < options.Attempts) return;

            await transaction.Attempt(() =>
            {
                DeadLetters.Bury(sql, reader.Group, culprit.Partition, culprit.Position, culprit.Type, RecordJson.ToBytes(culprit), fault, transaction.Now);
                reader.Move(sql, taken);
                return Task.CompletedTask;
            });
            using (TraceParent.ForLines(culprit.Trace)) Log.PutAside(log, reader.Group.Name, culprit.Type, culprit.Id, options.Attempts);
        }
        reader.Passed(taken);
        metrics.Handled(reader.Group.Name, taken.Records.Count, Stopwatch.GetElapsedTime(began));
    }

    /// <summary>When one of these has work without anybody's doing: a timer that falls due, a pause that ends.</summary>
    public DateTimeOffset NextWork(IEnumerable<IWindowReader> readers, DateTimeOffset now, DateTimeOffset atTheLatest)
    {
        var until = atTheLatest;
        foreach (var reader in readers)
        {
            var isPaused = IsPaused(reader, now);
            if (isPaused && reader.PausedUntil < until) until = reader.PausedUntil;
            if (!isPaused && reader.Group.NextWake?.Invoke(services) is { } wake && wake < until) until = wake;
        }
        return until;
    }

    /// <summary>No pause is longer than the one between two tries: what seems to be was made before the clock was set back.</summary>
    private bool IsPaused(IWindowReader reader, DateTimeOffset now) => reader.PausedUntil > now && reader.PausedUntil <= now + options.RetryDelay;

    private bool WakeIsDue(LogGroup group, DateTimeOffset now) => group.NextWake?.Invoke(services) <= now;

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Group {Group} failed on a window of {Records} records; it goes on one by one")]
        public static partial void WindowFailed(ILogger logger, Exception fault, string group, int records);

        [LoggerMessage(Level = LogLevel.Error, Message = "Group {Group} could not handle the {Type} {Record} in {Attempts} tries; it is put aside as a dead letter")]
        public static partial void PutAside(ILogger logger, string group, string type, RecordId record, int attempts);
    }
}
