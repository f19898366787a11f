using Cpd.Contracts;

namespace Cpd.Adapters.Webhooks;

/// <summary>A call to a company's server that is still to be made.</summary>
/// <param name="owner">The process it belongs to.</param>
internal sealed class WebhookCall(long id, Guid owner, int partition, long position)
{
    public long Id { get; } = id;

    public Guid Owner { get; } = owner;

    public int Partition { get; } = partition;

    public long Position { get; } = position;

    /// <summary>Null after a restart, until it is read from the log.</summary>
    public LogRecord? Record { get; set; }

    public int Failures { get; set; }

    /// <summary>As in its row: null of webhook steps, and of changes until they are begun.</summary>
    public Guid? Subject { get; set; }

    /// <summary>Its row's time while it is being made, and nobody else may begin another one of its subject.</summary>
    public const long UnderWay = 0;
}
