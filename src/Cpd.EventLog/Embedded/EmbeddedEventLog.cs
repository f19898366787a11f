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
    private readonly LogWriter _writer = new(database, maps, [.. groups.OrderBy(group => group.Order)], options.Value.Partitions, clock);
    private readonly Retention _retention = new(options.Value.Retention);
    private readonly Channel<Intake> _intake = System.Threading.Channels.Channel.CreateUnbounded<Intake>(new() { SingleReader = true });
    private readonly RoundSignal _signal = new();
    private readonly PendingWrites _writes = new();
    private readonly LogMetrics _metrics = new();
    private readonly Outage _outage = new(clock, log);
    private readonly TaskCompletionSource _running = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private long _projected;

    private WindowRunner Runner => field ??= new WindowRunner(services, takers, _options, _metrics, _writer.IsFault, log);

    public int Partitions => _options.Partitions;

    /// <inheritdoc/>
    public Task Running => _running.Task;

    /// <summary>Records each group has not yet taken.</summary>
    public IReadOnlyDictionary<string, long> Lags => _writer.Readers.ToDictionary(reader => reader.Group.Name, reader => reader.Lag);

    /// <inheritdoc/>
    public IReadOnlyList<GroupStatus> Groups =>
        [.. _writer.Readers.Select(reader => new GroupStatus(reader.Group.Name, reader.Lag, reader.PassedInAll, Runner.IsFull(reader.Group)))];

    public async Task Append(IReadOnlyList<LogRecord> records, CancellationToken ct)
    {
        var intake = new Intake(records);
        await _intake.Writer.WriteAsync(intake, ct);
        _signal.Set();
        // Not cancelled from here on: whether it lies on the log is no longer the caller's to decide.
        await intake.Done.Task;
    }

    public Task<T> Write<T>(Func<LogTransaction, Task<T>> work, CancellationToken ct) => _writes.Add(work, _signal.Set, ct);

    public Task<IReadOnlyList<LogRecord>> Read(Topic topic, int partition, long from, int most, CancellationToken ct) => Task.Run<IReadOnlyList<LogRecord>>(() =>
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                using var reader = database.OpenReader();
                return LogStore.Read(reader, topic, partition, from, most);
            }
            catch (Exception broken) when (tries < 4 && database.IsFault(broken))
            {
                // A connection of the pool that died while nobody used it.
            }
        }
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
            await Commit(transaction, ct);
            _metrics.Committed("intake");
        }
        catch (Exception fault)
        {
            // Who waits is told that nothing was taken, and may try again.
            transaction.RollBack();
            _outage.Failed(fault);
            foreach (var intake in taken) intake.Done.TrySetException(fault);
            await Task.Delay(AfterFault, CancellationToken.None);
            return;
        }
        foreach (var intake in taken) intake.Done.TrySetResult();
    }

    private async Task Commit(RoundTransaction transaction, CancellationToken ct)
    {
        await _writer.Commit(transaction, AfterFault, ct);
        _outage.IsOver();
    }

    /// <inheritdoc/>
    public void Rewind(LogTransaction transaction, string group)
    {
        var reader = Array.Find(_writer.Readers, reader => reader.Group.Name == group && reader.Group.Afterwards)
            ?? throw new ArgumentException($"{group} is no projection.", nameof(group));
        Positions.Rewind(transaction.Sql, group);
        transaction.OnCommitted(reader.BeginAgain);
    }

    /// <inheritdoc/>
    public Task<long> Left(string group, CancellationToken ct) =>
        Task.FromResult(Array.Find(_writer.Readers, reader => reader.Group.Name == group)?.Lag ?? 0);

    /// <summary>Writes that wait and a window for each group; or the projections alone. False when there was nothing to do.</summary>
    private async Task<bool> Transaction(bool afterwards, CancellationToken ct)
    {
        if (!HasWork(afterwards)) return false;

        var written = new List<TaskCompletionSource>();
        using var transaction = await TryBegin();
        if (transaction is null) return true;
        var positions = Array.ConvertAll(_writer.Readers, reader => reader.Where());
        try
        {
            if (!afterwards) await _writes.Take(transaction, _options.WindowSize, written, _writer.IsFault);
            foreach (var reader in _writer.Readers)
                if (reader.Group.Afterwards == afterwards) await Runner.TakeWindow(reader, transaction, ct);

            if (transaction.HasWork)
            {
                var commit = Stopwatch.GetTimestamp();
                await Commit(transaction, ct);
                foreach (var reader in _writer.Readers) reader.Committed();
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
            foreach (var write in written) write.TrySetException(fault);
            if (fault is FencedException || (fault is OperationCanceledException && ct.IsCancellationRequested)) throw;

            // The database itself failed, such as a full disk: nothing happened, and nobody is to blame but it.
            _outage.Failed(fault);
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
            foreach (var write in written) write.TrySetResult();
        }
        Trim();
        return transaction.HasWork;
    }

    private bool HasWork(bool afterwards)
    {
        if (!afterwards && _writes.AreWaiting) return true;

        var now = clock.GetUtcNow();
        foreach (var reader in _writer.Readers)
            if (reader.Group.Afterwards == afterwards && Runner.IsReady(reader, now)) return true;
        // The records that this transaction's other groups append are work for the later groups of the same round.
        return false;
    }

    private async Task<bool> Prune(CancellationToken ct)
    {
        using var transaction = await TryBegin();
        if (transaction is null) return true;
        var pruned = false;
        try
        {
            pruned = _retention.Prune(transaction.Now, _writer.Sql, _writer.Store, PassedByAll);
            await Commit(transaction, ct);
        }
        catch (Exception fault) when (_writer.IsFault(fault))
        {
            transaction.RollBack();
            _outage.Failed(fault);
            await Task.Delay(AfterFault, CancellationToken.None);
        }
        return pruned;
    }

    /// <summary>Sleeps until somebody signals, a timer falls due or a paused group may try again.</summary>
    private async Task Rest(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var until = Runner.NextWork(_writer.Readers, now, now + LongestRest);
        if (until > now) await _signal.Wait(until - now, ct);
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
            _outage.Failed(fault);
            await Task.Delay(AfterFault, CancellationToken.None);
            return null;
        }
    }

    private void Close()
    {
        var over = new ObjectDisposedException(nameof(EmbeddedEventLog), "The log was stopped before this was taken; nothing of it happened.");
        _intake.Writer.TryComplete();
        while (_intake.Reader.TryRead(out var intake)) intake.Done.TrySetException(over);
        _writes.Close(over);
        _metrics.Dispose();
        _writer.Dispose();
    }

    private sealed class Intake(IReadOnlyList<LogRecord> records)
    {
        public IReadOnlyList<LogRecord> Records => records;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Critical, Message = "The log has stopped and takes the program with it")]
        public static partial void Stopped(ILogger logger, Exception fault);
    }
}
