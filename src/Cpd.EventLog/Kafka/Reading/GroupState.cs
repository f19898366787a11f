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
    private KafkaProblem? _refusal;
    private readonly Dictionary<int, KafkaProblem> _stopped = [];
    private long _joiningSince = clock.GetTimestamp();
    private long _movedAt = clock.GetTimestamp();
    private bool _isMember;

    /// <summary>An error of the client.</summary>
    public void Report(Error error, string topic)
    {
        // Without the address: health tells it to whoever asks, and the log has it.
        if (KafkaProblem.Of(error, servers: null, topic, clients.Group(group)) is not { } problem) return;

        lock (_gate)
        {
            if (error.IsLocalError) _connection = problem;
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
            if (statistics.IsConnected) _connection = null;
            Join(statistics.IsMember);
        }
    }

    public void Assigned()
    {
        lock (_gate)
        {
            _refusal = null;
            Join(true);
            _movedAt = clock.GetTimestamp();
        }
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

    private void Join(bool isMember)
    {
        if (_isMember && !isMember) _joiningSince = clock.GetTimestamp();
        _isMember = isMember;
    }

    private static string Seconds(TimeSpan time) => ((long)time.TotalSeconds).ToString(CultureInfo.InvariantCulture) + " s";
}
