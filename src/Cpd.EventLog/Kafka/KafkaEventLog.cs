using System.Diagnostics;
using Cpd.Contracts;
using Cpd.EventLog.Consuming;
using Cpd.EventLog.Kafka.Reading;
using Cpd.EventLog.Kafka.Writing;
using Cpd.EventLog.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cpd.EventLog.Kafka;

/// <summary>
/// The log on Kafka's topics, shared by as many processes as like. State, positions and outgoing records are committed in
/// this process's database transaction; the records follow onto Kafka from there (<see cref="OutboxRelay"/>).
/// </summary>
/// <remarks>
/// A round: the writes that wait, in one transaction; a window for each group, in one transaction; the projections, in a
/// transaction of their own. One thread does the rounds: for more, start more processes.
/// </remarks>
internal sealed partial class KafkaEventLog : BackgroundService, IEventLog, ILogPositions, ILogStatus, IPartitionOwner
{
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterFault = TimeSpan.FromMilliseconds(250);

    /// <summary>Above this nothing new is begun: what is committed has to get onto Kafka first.</summary>
    private const int MostUnpublished = 20_000;

    private readonly Database _database;
    private readonly KafkaClients _clients;
    private readonly KafkaTopics _topics;
    private readonly InstallationMark _mark;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly RoundSignal _signal = new();
    private readonly PendingWrites _writes = new();
    private readonly LogMetrics _metrics = new();
    private readonly Outage _outage;
    private readonly KafkaLookup _lookup;
    private readonly KafkaProducer _intake;
    private readonly KafkaProducer _outgoing;
    private readonly KafkaProducer _careful;
    private readonly OutboxRelay _relay;
    private readonly KafkaWriter _writer;
    private readonly WindowRunner _runner;
    private readonly KafkaGroup[] _groups;
    private readonly KafkaReader _reader;
    private readonly TaskCompletionSource _running = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopping = new();

    private long _projected;

    public KafkaEventLog(
        Database database, IServiceProvider services, IEnumerable<LogGroup> groups, IEnumerable<ITopicDoor> doors, IEnumerable<ITableMap> maps,
        IEnumerable<ITakesNoMore> takers, KafkaClients clients, KafkaTopics topics, InstallationMark mark, IHostApplicationLifetime lifetime, TimeProvider clock, ILoggerFactory logs)
    {
        (_database, _clients, _topics, _mark, _lifetime, _clock) = (database, clients, topics, mark, lifetime, clock);
        _log = logs.CreateLogger<KafkaEventLog>();
        _outage = new Outage(clock, _log);
        _lookup = new KafkaLookup(clients, clock);
        _intake = new KafkaProducer(clients, clients.Options.DeliveryTimeout, clock, logs.CreateLogger<KafkaProducer>());
        _outgoing = new KafkaProducer(clients, deliveryTimeout: null, clock, logs.CreateLogger<KafkaProducer>());
        _careful = new KafkaProducer(clients, clients.Options.DeliveryTimeout, clock, logs.CreateLogger<KafkaProducer>());
        _relay = new OutboxRelay(() => _outgoing, () => _careful, _signal.Set, clock, _log);
        _writer = new KafkaWriter(database, maps, _relay, clients.Options.Partitions, clock);
        _runner = new WindowRunner(services, takers, clients.Options, _metrics, _writer.IsFault, _log);
        _help = new OutboxHelp(_relay, clock);
        _takeOvers = new TakeOvers(_help);
        (LogGroup Group, Subscription Reads)[] all =
        [
            .. doors.Select(door => (DoorConsumer.GroupOf(door), Subscription.Of(door))),
            .. groups.OrderBy(group => group.Order).Select(group => (group, Subscription.Of(group, clients))),
        ];
        _groups = [.. all.Select(one => new KafkaGroup(one.Group, clock))];
        _reader = new KafkaReader(all.Select(one => one.Reads), clients, this, clock, logs, _signal.Set);
        for (var i = 0; i < _groups.Length; i++) _groups[i].Consumer = _reader.Groups[i];
    }

    public int Partitions => _clients.Options.Partitions;

    /// <inheritdoc/>
    public Task Running => _running.Task;

    /// <inheritdoc/>
    public IReadOnlyList<GroupStatus> Groups =>
        [.. _groups.Where(group => group.Group.From is null).Select(group => new GroupStatus(group.Group.Name, group.Lag, group.PassedInAll, _runner.IsFull(group.Group)))];

    /// <inheritdoc/>
    public IReadOnlyList<DoorStatus> Doors =>
    [
        .. from one in _groups
           let topic = one.Group.From
           where topic is not null
           select new DoorStatus(one.Group.Name, topic.Name, one.Lag, one.Consumer.Health.Problem?.Message),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> Problems =>
    [
        .. ((KafkaProblem?[])[_intake.Problem, _outgoing.Problem, _relay.Problem, Volatile.Read(ref _stranger)]).OfType<KafkaProblem>().Select(problem => problem.Message).Distinct(),
        .. _groups
            .Where(group => group.Group.From is null)
            .Select(group => (Problem: group.Consumer.Health.Problem, IsFull: _runner.IsFull(group.Group)))
            .Where(one => one.Problem is not null && !(one.IsFull && one.Problem.Code == GroupState.NotMoving))
            .Select(one => one.Problem!.Message)
            .Distinct(),
    ];

    /// <exception cref="KafkaUnavailableException">Kafka may not have them: send them again.</exception>
    public Task Append(IReadOnlyList<LogRecord> records, CancellationToken ct) => _intake.Append(records, ct);

    public Task<T> Write<T>(Func<LogTransaction, Task<T>> work, CancellationToken ct) => _writes.Add(work, _signal.Set, ct);

    public Task<IReadOnlyList<LogRecord>> Read(Topic topic, int partition, long from, int most, CancellationToken ct) =>
        Task.Run(() => _lookup.Read(topic, partition, from, most, ct), ct);

    /// <inheritdoc/>
    public void Rewind(LogTransaction transaction, string group)
    {
        var local = Array.Find(_groups, one => one.Group.Name == group)?.Group;
        if (local is { Afterwards: false }) throw new ArgumentException($"{group} is no projection.", nameof(group));

        Positions.Rewind(transaction.Sql, group);
        Marks.Forget(transaction.Sql, group);
        transaction.OnCommitted(LookSoon);   // whoever owns its partitions finds out within a second
    }

    /// <inheritdoc/>
    public Task<long> Left(string group, CancellationToken ct) => Task.Run(() =>
    {
        using var sql = _database.OpenReader();
        var positions = Positions.All(sql, group);
        var ends = _lookup.Ends([.. positions.Select(one => (one.Topic, one.Partition))]);
        return positions.Sum(one => Left(one.Next, ends[(one.Topic, one.Partition)]));
    }, ct);

    /// <summary>A position moves with records, and retention takes what lies before: that nobody has to pass.</summary>
    internal static long Left(long next, (long Low, long End) partition) => Math.Max(0, partition.End - Math.Max(next, partition.Low));

    /// <exception cref="KafkaRefusedException">Kafka cannot be used as it is.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await Task.Run(() => Settle(cancellationToken), cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();   // the host goes on starting while this one waits for work
        using var relaying = new CancellationTokenSource();
        var relay = Task.CompletedTask;
        try
        {
            _metrics.Watch(
                () => _writer.Statements, () => _groups, group => ((KafkaGroup)group).Consumer.Health.Problem is not null, group => ((KafkaGroup)group).Consumer.Lost, () => _relay.Count);
            _writer.Open();
            if (_groups.Length == 0) _intake.Connect();   // nobody else here would notice that Kafka is away
            relay = Task.Run(() => _relay.Run(relaying.Token), CancellationToken.None);
            _reader.Start();
            _running.SetResult();
            while (!stoppingToken.IsCancellationRequested) await Round(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopped between two pieces of work; what was not committed did not happen.
        }
        catch (Exception fault)
        {
            Log.Stopped(_log, fault);
            _running.TrySetException(fault);
            _lifetime.StopApplication();
        }
        finally
        {
            await Close(relay, relaying);
        }
    }

    private async Task Round(CancellationToken ct)
    {
        await TakeWrites(ct);
        var moved = await TakeWindows(afterwards: false, ct);
        if (!moved || ProjectionsAreDue()) moved |= await Project(ct);
        if (LookIsDue()) await Look(ct);
        if (!moved) await Rest(ct);
    }

    private async Task<bool> Project(CancellationToken ct)
    {
        _projected = Stopwatch.GetTimestamp();
        return await TakeWindows(afterwards: true, ct);
    }

    private bool ProjectionsAreDue()
    {
        if (Stopwatch.GetElapsedTime(_projected) >= _clients.Options.ProjectionPause) return true;
        foreach (var group in _groups)
            if (group.Group.Afterwards && group.Lag >= _clients.Options.ProjectionWindowSize) return true;
        return false;
    }

    /// <summary>In a transaction apart from the windows: who waits here is not concerned when a partition has gone to another process.</summary>
    private async Task TakeWrites(CancellationToken ct)
    {
        if (!_writes.AreWaiting) return;

        var written = new List<TaskCompletionSource>();
        using var transaction = await TryBegin();
        if (transaction is null) return;
        try
        {
            await _writes.Take(transaction, _clients.Options.WindowSize, written, _writer.IsFault);
            if (transaction.HasWork) await Commit(transaction, "writes", ct);
            else transaction.RollBack();
        }
        catch (Exception fault)
        {
            transaction.RollBack();
            foreach (var write in written) write.TrySetException(fault);
            if (fault is OperationCanceledException && ct.IsCancellationRequested) throw;

            _outage.Failed(fault);
            await Task.Delay(AfterFault, ct);
            return;
        }
        Announce(transaction, written);
    }

    /// <summary>A window for each group, or for each projection. False when there was nothing to do.</summary>
    private async Task<bool> TakeWindows(bool afterwards, CancellationToken ct)
    {
        if (!HasWork(afterwards)) return false;

        using var transaction = await TryBegin();
        if (transaction is null) return true;
        try
        {
            foreach (var group in _groups)
                if (group.Group.Afterwards == afterwards) await _runner.TakeWindow(group, transaction, ct);

            if (transaction.HasWork) await Commit(transaction, afterwards ? "projections" : "round", ct);
            else transaction.RollBack();
        }
        catch (Exception fault)
        {
            transaction.RollBack();
            foreach (var group in _groups) group.RolledBack();
            if (fault is OperationCanceledException && ct.IsCancellationRequested) throw;

            if (fault is FencedException) Log.Fenced(_log, fault.Message);
            else _outage.Failed(fault);
            LookSoon();
            if (fault is not FencedException) await Task.Delay(AfterFault, ct);
            return true;
        }
        foreach (var group in _groups) group.Committed();
        Announce(transaction, []);
        return transaction.HasWork;
    }

    private bool HasWork(bool afterwards)
    {
        if (_relay.Count > MostUnpublished) return false;

        var now = _clock.GetUtcNow();
        foreach (var group in _groups)
            if (group.Group.Afterwards == afterwards && _runner.IsReady(group, now)) return true;
        return false;
    }

    private async Task Commit(RoundTransaction transaction, string kind, CancellationToken ct)
    {
        var commit = Stopwatch.GetTimestamp();
        await _writer.Commit(transaction, AfterFault, ct);
        _metrics.Committed(kind, Stopwatch.GetElapsedTime(commit));
        _outage.IsOver();
    }

    private static void Announce(RoundTransaction transaction, List<TaskCompletionSource> written)
    {
        try
        {
            // What is remembered in memory changes now; a fault in there is a mistake that only a restart mends.
            transaction.Announce();
        }
        finally
        {
            foreach (var write in written) write.TrySetResult();
        }
    }

    /// <summary>Sleeps until somebody signals, a timer falls due or a paused group may try again.</summary>
    private async Task Rest(CancellationToken ct)
    {
        var now = _clock.GetUtcNow();
        var until = _runner.NextWork(_groups.Where(group => group.Partitions.Count > 0), now, now + UntilNextLook());
        if (until > now) await _signal.Wait(until - now, ct);
    }

    /// <summary>Null, after a pause, while the database cannot be had: what waits goes on waiting.</summary>
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

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Critical, Message = "The log has stopped and takes the program with it")]
        public static partial void Stopped(ILogger logger, Exception fault);

        [LoggerMessage(Level = LogLevel.Information, Message = "A window was undone: {Reason}")]
        public static partial void Fenced(ILogger logger, string reason);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Partition {Partition} of group {Group} belongs to another process; nothing of it is taken here any more")]
        public static partial void Left(ILogger logger, string group, int partition);

        [LoggerMessage(Level = LogLevel.Information, Message = "Group {Group} goes on at {Position} in partition {Partition}")]
        public static partial void Moved(ILogger logger, string group, int partition, long position);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The log could not say goodbye to the database; what is not published yet is published by others, or at the next start")]
        public static partial void NoFarewell(ILogger logger, Exception fault);
    }
}
