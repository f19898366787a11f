using Microsoft.Extensions.Logging;

namespace Cpd.EventLog.Kafka.Reading;

/// <summary>The reading side of one process: a member of each group it takes part in.</summary>
/// <param name="arrived">Called, on the group's own thread, when there may be something to take.</param>
internal sealed class KafkaReader(IEnumerable<Subscription> subscriptions, KafkaClients clients, IPartitionOwner owner, TimeProvider clock, ILoggerFactory logs, Action? arrived = null) : IAsyncDisposable
{
    private readonly GroupConsumer[] _groups =
        [.. subscriptions.Select(subscription => new GroupConsumer(subscription, clients, owner, clock, logs.CreateLogger<GroupConsumer>(), arrived: arrived))];

    public IReadOnlyList<GroupConsumer> Groups => _groups;

    /// <summary>Partitions come when each group has let us in.</summary>
    public void Start()
    {
        foreach (var group in _groups) group.Start();
    }

    /// <summary>Leaves all groups.</summary>
    public async ValueTask DisposeAsync() => await Task.WhenAll(_groups.Select(group => group.DisposeAsync().AsTask()));
}
