using System.Diagnostics;
using System.Threading.Channels;
using Cpd.Contracts;
using Cpd.EventLog.Consuming;
using Cpd.EventLog.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cpd.EventLog.Embedded;

/// <summary>
/// The log as tables beside the state, in rounds: one writer takes what piled up while it was busy, so a window needs no
/// delay and everything a round does costs one commit.
/// </summary>
/// <remarks>
/// A round: append waiting intake and commit, which answers it; then the writes that wait and a window for each group, all
/// in one transaction, whose commit releases what leaves the house; then the projections, in a transaction of their own.
/// </remarks>
public sealed partial class EmbeddedEventLog(
    Database database,
    IServiceProvider services,
    IEnumerable<LogGroup> groups,
    IEnumerable<ITableMap> maps,
    IEnumerable<ITakesNoMore> takers,
    IOptions<EmbeddedLogOptions> options,
    IHostApplicationLifetime lifetime,
    TimeProvider clock,
    ILogger<EmbeddedEventLog> log) : BackgroundService, IEventLog, ILogPositions, ILogStatus
{
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterFault = TimeSpan.FromMilliseconds(250);

    private readonly EmbeddedLogOptions _options = options.Value;
    private readonly MassTransitPipeline _pipeline = new(services);
    private readonly LogWriter _writer = new(database, maps, [.. groups.OrderBy(group => group.Order)], options.Value.Partitions, clock);
    private readonly Retention _retention = new(options.Value.Retention);
    private readonly ITakesNoMore[] _takers = [.. takers];
    private readonly Channel<Intake> _intake = System.Threading.Channels.Channel.CreateUnbounded<Intake>(new() { SingleReader = true });
    private readonly Channel<PendingWrite> _writes = System.Threading.Channels.Channel.CreateUnbounded<PendingWrite>(new() { SingleReader = true });
    private readonly SemaphoreSlim _signal = new(0, 1);
    private readonly LogMetrics _metrics = new();
    private readonly TaskCompletionSource _running = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private long _projected;

    public int Partitions => _options.Partitions;

    /// <inheritdoc/>
    public Task Running => _running.Task;

    /// <summary>Records each group has not yet taken.</summary>
    public IReadOnlyDictionary<string, long> Lags => _writer.Readers.ToDictionary(reader => reader.Group.Name, reader => reader.Lag);

    /// <inheritdoc/>
    public IReadOnlyList<GroupStatus> Groups =>
        [.. _writer.Readers.Select(reader => new GroupStatus(reader.Group.Name, reader.Lag, reader.PassedInAll, Array.Exists(_takers, taker => taker.Group == reader.Group.Name && taker.IsFull)))];

    public async Task Append(IReadOnlyList<LogRecord> records, CancellationToken ct)
    {
        var intake = new Intake(records);
        await _intake.Writer.WriteAsync(intake, ct);
        Signal();
        // Not cancelled from here on: whether it lies on the log is no longer the caller's to decide.
        await intake.Done.Task;
    }

    public async Task<T> Write<T>(Func<LogTransaction, Task<T>> work, CancellationToken ct)
    {
        T? result = default;
        var write = new PendingWrite(async transaction => result = await work(transaction));
        await _writes.Writer.WriteAsync(write, ct);
        Signal();
        await write.Done.Task;
        return result!;
    }

    public Task<IReadOnlyList<LogRecord>> Read(Topic topic, int partition, long from, int most, CancellationToken ct) => Task.Run<IReadOnlyList<LogRecord>>(() =>
    {
        using var reader = database.OpenReader();
        return LogStore.Read(reader, topic, partition, from, most);
    }, ct);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();   // the host goes on starting while this one waits for work
        try
        {
            _metrics.Watch(() => _writer.Statements, () => _writer.Readers);
            _writer.Open();
            _running.SetResult();
            while (!stoppingToken.IsCancellationRequested) await Round(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopped between two pieces of work; what was not committed did not happen.
        }
        catch (Exception fault)
        {
            Log.Stopped(log, fault);
            _running.TrySetException(fault);
            lifetime.StopApplication();
        }
        finally
        {
            Close();
        }
    }

    private async Task Round(CancellationToken ct)
    {
        await TakeIntake(ct);
        var moved = await Transaction(afterwards: false, ct);
        if (!moved || ProjectionsAreDue()) moved |= await Project(ct);
        if (_retention.IsDue(clock.GetUtcNow())) moved |= await Prune(ct);
        if (!moved) await Rest(ct);
    }

    private async Task<bool> Project(CancellationToken ct)
    {
        _projected = Stopwatch.GetTimestamp();
        return await Transaction(afterwards: true, ct);
    }

    private bool ProjectionsAreDue()
    {
        if (Stopwatch.GetElapsedTime(_projected) >= _options.ProjectionPause) return true;
        foreach (var reader in _writer.Readers)
            if (reader.Group.Afterwards && reader.Lag >= _options.ProjectionWindowSize) return true;
        return false;
    }

    private async Task TakeIntake(CancellationToken ct)
    {
        if (!_intake.Reader.TryPeek(out _)) return;

        var taken = new List<Intake>();
        using var transaction = await TryBegin();
        if (transaction is null) return;
        try
        {
            for (var count = 0; count < _options.IntakeSize && _intake.Reader.TryRead(out var intake); count += intake.Records.Count)
            {
                taken.Add(intake);
                foreach (var record in intake.Records) transaction.Append(record);
            }
            await _writer.Commit(transaction, AfterFault, ct);
            _metrics.Committed("intake");
        }
        catch (Exception fault)
        {
            // Who waits is told that nothing was taken, and may try again.
            transaction.RollBack();
            Log.RoundFailed(log, fault);
            foreach (var intake in taken) intake.Done.TrySetException(fault);
            await Task.Delay(AfterFault, CancellationToken.None);
            return;
        }
        foreach (var intake in taken) intake.Done.TrySetResult();
    }

    /// <inheritdoc/>
    public void Rewind(LogTransaction transaction, string group)
    {
        var reader = Array.Find(_writer.Readers, reader => reader.Group.Name == group && reader.Group.Afterwards)
            ?? throw new ArgumentException($"{group} is no projection.", nameof(group));
        Positions.Rewind(transaction.Sql, reader.Group);
        transaction.OnCommitted(reader.BeginAgain);
    }

    /// <inheritdoc/>
    public long Lag(string group) => Array.Find(_writer.Readers, reader => reader.Group.Name == group)?.Lag ?? 0;

    /// <summary>Writes that wait and a window for each group; or the projections alone. False when there was nothing to do.</summary>
    private async Task<bool> Transaction(bool afterwards, CancellationToken ct)
    {
        if (!HasWork(afterwards)) return false;

        var written = new List<PendingWrite>();
        using var transaction = await TryBegin();
        if (transaction is null) return true;
        var positions = Array.ConvertAll(_writer.Readers, reader => reader.Where());
        try
        {
            if (!afterwards) await TakeWrites(transaction, written);
            foreach (var reader in _writer.Readers)
                if (reader.Group.Afterwards == afterwards) await TakeWindow(reader, transaction, ct);

            if (transaction.HasWork)
            {
                var commit = Stopwatch.GetTimestamp();
                await _writer.Commit(transaction, AfterFault, ct);
                _metrics.Committed(afterwards ? "projections" : "round", Stopwatch.GetElapsedTime(commit));
            }
            else
            {
                transaction.RollBack();
            }
        }
        catch (Exception fault)
        {
            transaction.RollBack();
            for (var i = 0; i < _writer.Readers.Length; i++) _writer.Readers[i].GoTo(positions[i]);
            foreach (var write in written) write.Done.TrySetException(fault);
            if (fault is FencedException or OperationCanceledException) throw;

            // The database itself failed, such as a full disk: nothing happened, and nobody is to blame but it.
            Log.RoundFailed(log, fault);
            await Task.Delay(AfterFault, ct);
            return true;
        }
        try
        {
            // What is remembered in memory changes now; a fault in there is a mistake that only a restart mends.
            transaction.Announce();
        }
        finally
        {
            foreach (var write in written) write.Done.TrySetResult();
        }
        Trim();
        return transaction.HasWork;
    }

    private async Task TakeWrites(RoundTransaction transaction, List<PendingWrite> written)
    {
        while (written.Count < _options.WindowSize && _writes.Reader.TryRead(out var write))
        {
            try
            {
                await transaction.Attempt(() => write.Work(transaction));
                written.Add(write);
            }
            catch (Exception refused) when (!_writer.IsFault(refused))
            {
                write.Done.TrySetException(refused);
            }
            catch (Exception fault)
            {
                write.Done.TrySetException(fault);
                throw;
            }
        }
    }

    private async Task TakeWindow(GroupReader reader, RoundTransaction transaction, CancellationToken ct)
    {
        if (!IsReady(reader, transaction.Now)) return;

        var began = Stopwatch.GetTimestamp();
        var taken = reader.Take(reader.Group.Afterwards ? _options.ProjectionWindowSize : _options.WindowSize);
        try
        {
            await transaction.Attempt(async () =>
            {
                foreach (var (partition, position, payload, problem) in taken.Unreadable)
                    DeadLetters.Bury(_writer.Sql, reader.Group, partition, position, DeadLetters.Unreadable, payload, problem, transaction.Now);
                if (taken.Records.Count > 0 || WakeIsDue(reader.Group, transaction.Now))
                    await _pipeline.Handle(reader.Group, new Window(reader.Group.Name, taken.Records, _writer.Partitions, transaction), ct);
                reader.Move(_writer.Sql, taken);
            });
        }
        catch (Exception fault) when (fault is not FencedException and not OperationCanceledException && !_writer.IsFault(fault))
        {
            Log.WindowFailed(log, fault, reader.Group.Name, taken.Records.Count);
            reader.Failed(taken, transaction.Now + _options.RetryDelay);
            if (taken.Records is not [var culprit] || reader.Failures(culprit.Partition) < _options.Attempts) return;

            await transaction.Attempt(() =>
            {
                DeadLetters.Bury(_writer.Sql, reader.Group, culprit.Partition, culprit.Position, culprit.Type, RecordJson.ToBytes(culprit), fault, transaction.Now);
                reader.Move(_writer.Sql, taken);
                return Task.CompletedTask;
            });
        }
        reader.Passed(taken);
        _metrics.Handled(reader.Group.Name, taken.Records.Count, Stopwatch.GetElapsedTime(began));
    }

    private bool HasWork(bool afterwards)
    {
        if (!afterwards && _writes.Reader.TryPeek(out _)) return true;

        var now = clock.GetUtcNow();
        foreach (var reader in _writer.Readers)
            if (reader.Group.Afterwards == afterwards && IsReady(reader, now)) return true;
        // The records that this transaction's other groups append are work for the later groups of the same round.
        return false;
    }

    private bool IsReady(GroupReader reader, DateTimeOffset now)
    {
        if (reader.PausedUntil > now) return false;
        foreach (var taker in _takers)
            if (taker.Group == reader.Group.Name && taker.IsFull) return false;
        return reader.HasUnread || WakeIsDue(reader.Group, now);
    }

    private bool WakeIsDue(LogGroup group, DateTimeOffset now) => group.NextWake?.Invoke(services) <= now;

    private async Task<bool> Prune(CancellationToken ct)
    {
        using var transaction = await TryBegin();
        if (transaction is null) return true;
        var pruned = false;
        try
        {
            pruned = _retention.Prune(transaction.Now, _writer.Sql, _writer.Store, PassedByAll);
            await _writer.Commit(transaction, AfterFault, ct);
        }
        catch (Exception fault) when (_writer.IsFault(fault))
        {
            transaction.RollBack();
            Log.RoundFailed(log, fault);
            await Task.Delay(AfterFault, CancellationToken.None);
        }
        return pruned;
    }

    /// <summary>Sleeps until somebody signals, a timer falls due or a paused group may try again.</summary>
    private async Task Rest(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var until = now + LongestRest;
        foreach (var reader in _writer.Readers)
        {
            if (reader.PausedUntil > now && reader.PausedUntil < until) until = reader.PausedUntil;
            if (reader.PausedUntil <= now && reader.Group.NextWake?.Invoke(services) is { } wake && wake < until) until = wake;
        }
        if (until > now) await _signal.WaitAsync(until - now, ct);
    }

    private void Signal()
    {
        try
        {
            if (_signal.CurrentCount == 0) _signal.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody else woke it in the same moment.
        }
    }

    private void Trim()
    {
        foreach (var topic in Topics.All)
            for (var partition = 0; partition < _options.Partitions; partition++)
                _writer.Store.Trim(topic, partition, PassedByAll(topic, partition));
    }

    private long PassedByAll(Topic topic, int partition)
    {
        var passed = long.MaxValue;
        foreach (var reader in _writer.Readers)
            if (reader.Group.Topic == topic) passed = Math.Min(passed, reader.Next(partition));
        return passed == long.MaxValue ? _writer.Store.Head(topic, partition, inMemory: true) : passed;
    }

    /// <summary>Null, after a pause, while another program holds the database, such as a backup: what waits goes on waiting.</summary>
    private async Task<RoundTransaction?> TryBegin()
    {
        try
        {
            return _writer.Begin();
        }
        catch (Exception fault) when (_writer.IsFault(fault))
        {
            Log.RoundFailed(log, fault);
            await Task.Delay(AfterFault, CancellationToken.None);
            return null;
        }
    }

    private void Close()
    {
        var over = new ObjectDisposedException(nameof(EmbeddedEventLog), "The log was stopped before this was taken; nothing of it happened.");
        _intake.Writer.TryComplete();
        _writes.Writer.TryComplete();
        while (_intake.Reader.TryRead(out var intake)) intake.Done.TrySetException(over);
        while (_writes.Reader.TryRead(out var write)) write.Done.TrySetException(over);
        _metrics.Dispose();
        _writer.Dispose();
    }

    private sealed class Intake(IReadOnlyList<LogRecord> records)
    {
        public IReadOnlyList<LogRecord> Records => records;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class PendingWrite(Func<LogTransaction, Task> work)
    {
        public Func<LogTransaction, Task> Work => work;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Critical, Message = "The log has stopped and takes the program with it")]
        public static partial void Stopped(ILogger logger, Exception fault);

        [LoggerMessage(Level = LogLevel.Error, Message = "A round failed and was undone; it is tried again")]
        public static partial void RoundFailed(ILogger logger, Exception fault);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Group {Group} failed on a window of {Records} records; it goes on one by one")]
        public static partial void WindowFailed(ILogger logger, Exception fault, string group, int records);
    }
}
