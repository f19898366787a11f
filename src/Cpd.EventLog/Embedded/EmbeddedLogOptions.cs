using Cpd.EventLog.Consuming;

namespace Cpd.EventLog.Embedded;

/// <summary>Section <c>Cpd:Embedded</c>.</summary>
public sealed class EmbeddedLogOptions : WindowOptions
{
    /// <summary>Fixed once there are records.</summary>
    public int Partitions { get; set; } = 8;

    /// <summary>The most records one commit of the intake takes.</summary>
    public int IntakeSize { get; set; } = 5_000;

    /// <summary>How long records stay after every group has passed them.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(7);
}
