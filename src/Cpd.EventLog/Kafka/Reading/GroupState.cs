using System.Globalization;
using Confluent.Kafka;

namespace Cpd.EventLog.Kafka.Reading;

/// <summary>What one group's consumer is up to: "assigned and moving", or what keeps it from that.</summary>
/// <param name="Lag">Records of these partitions that were not passed.</param>
/// <param name="Problem">Null while all is well.</param>
internal sealed record GroupHealth(string Group, IReadOnlyList<int> Partitions, long Lag, KafkaProblem? Problem);

/// <summary>Collects what can be wrong with one group, and lets go of it when it is over.</summary>
internal sealed class GroupState(string group, KafkaClients clients, TimeProvider clock)
{
    /// <summary>How long a group may be without its partitions, or records without being passed, until that is a problem.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>The code of a problem that is none where the group takes no more by its own will.</summary>
    public const string NotMoving = "kafka.not-moving";

    private readonly Lock _gate = new();
    private KafkaProblem? _connection;
    private KafkaProblem? _ofOneBroker;
    private bool _wasSilent;
    private KafkaProblem? _refusal;
    private readonly Dictionary<int, KafkaProblem> _stopped = [];
    private long _joiningSince = clock.GetTimestamp();
    private long _movedAt = clock.GetTimestamp();
    private bool _isMember;

    /// <summary>An error of the client.</summary>
    public void Report(Error error, string topic)
    {
        if (KafkaProblem.Of(error, clients.Options.BootstrapServers, topic, clients.Group(group)) is not { } problem) return;

        lock (_gate)
        {
            // One of several brokers may go and the others go on: only all of them are an outage, and the one may tell why.
            if (IsOfOneBroker(error.Code)) _ofOneBroker = problem;
            else if (error.Code is ErrorCode.Local_AllBrokersDown) _connection = _ofOneBroker ?? problem;
            else if (error.IsLocalError && !problem.IsOfTopic) _connection = problem;
            else _refusal = problem;
        }
    }

    /// <summary>A fault of ours, or of the database.</summary>
    public void Failed(Exception fault)
    {
        lock (_gate) _refusal = new KafkaProblem("kafka.group-failed", $"The consumer group {clients.Group(group)} failed and tries again: {fault.GetType().Name}.");
    }

    public void See(ClientStatistics statistics)
    {
        lock (_gate)
        {
            if (statistics.IsConnected) _connection = _ofOneBroker = null;
            else if (_wasSilent) _connection ??= _ofOneBroker ?? KafkaProblem.Unreachable(clients.Options.BootstrapServers);
            _wasSilent = !statistics.IsConnected;   // once alone may be a connection that is just made anew
            Join(statistics.IsMember);
        }
    }

    /// <param name="count">None is also what a group gives of a topic that is not there: that says nothing of its being well.</param>
    public void Assigned(int count)
    {
        lock (_gate)
        {
            if (count > 0 || _refusal is not { IsOfTopic: true }) _refusal = null;
            Join(true);
            _movedAt = clock.GetTimestamp();
        }
    }

    /// <summary>The topic cannot be used, as far as this group was told.</summary>
    public bool MissesTopic
    {
        get { lock (_gate) return _refusal is { IsOfTopic: true }; }
    }

    public void TopicIsThere()
    {
        lock (_gate)
            if (_refusal is { IsOfTopic: true }) _refusal = null;
    }

    public void Left()
    {
        lock (_gate)
        {
            Join(false);
            _stopped.Clear();
        }
    }

    public void Revoked(IReadOnlyList<int> partitions)
    {
        lock (_gate)
            foreach (var partition in partitions) _stopped.Remove(partition);
    }

    public void Moved()
    {
        lock (_gate)
        {
            _refusal = null;
            _movedAt = clock.GetTimestamp();
        }
    }

    public void Stopped(int partition, KafkaProblem problem)
    {
        lock (_gate) _stopped[partition] = problem;
    }

    public void GoesOn(int partition)
    {
        lock (_gate) _stopped.Remove(partition);
    }

    public GroupHealth Health(IReadOnlyList<int> partitions, long lag)
    {
        lock (_gate)
        {
            if (lag == 0) _movedAt = clock.GetTimestamp();
            return new GroupHealth(group, partitions, lag, _connection ?? _refusal ?? _stopped.Values.FirstOrDefault() ?? Standing(lag));
        }
    }

    private KafkaProblem? Standing(long lag)
    {
        if (!_isMember && clock.GetElapsedTime(_joiningSince) is var waited && waited > Patience)
            return new KafkaProblem("kafka.not-assigned", $"The consumer group {clients.Group(group)} has not given this process its partitions for {Seconds(waited)}.");
        if (lag > 0 && clock.GetElapsedTime(_movedAt) is var stood && stood > Patience)
            return new KafkaProblem(NotMoving, $"{lag.ToString(CultureInfo.InvariantCulture)} records wait for {group} and none was passed for {Seconds(stood)}.");
        return null;
    }

    private static bool IsOfOneBroker(ErrorCode code) => code is ErrorCode.Local_Transport or ErrorCode.Local_TimedOut or ErrorCode.Local_Resolve or ErrorCode.RequestTimedOut;

    private void Join(bool isMember)
    {
        if (_isMember && !isMember) _joiningSince = clock.GetTimestamp();
        _isMember = isMember;
    }

    private static string Seconds(TimeSpan time) => ((long)time.TotalSeconds).ToString(CultureInfo.InvariantCulture) + " s";
}
