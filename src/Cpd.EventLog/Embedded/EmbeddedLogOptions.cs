namespace Cpd.EventLog.Embedded;

/// <summary>Section <c>Cpd:Embedded</c>.</summary>
public sealed class EmbeddedLogOptions
{
    /// <summary>Fixed once there are records.</summary>
    public int Partitions { get; set; } = 8;

    /// <summary>The most records a group gets in one window.</summary>
    public int WindowSize { get; set; } = 500;

    /// <summary>The same for projections, which run after everything that leaves the house was released.</summary>
    public int ProjectionWindowSize { get; set; } = 4_000;

    /// <summary>
    /// Under load projections run this often at most, or when a window is full: what they touch lies all over their
    /// tables, and a page that many records touch is written once. When nothing else is to do they run at once.
    /// </summary>
    public TimeSpan ProjectionPause { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The most records one commit of the intake takes.</summary>
    public int IntakeSize { get; set; } = 5_000;

    /// <summary>How long records stay after every group has passed them.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How often a record that fails is tried before it becomes a dead letter.</summary>
    public int Attempts { get; set; } = 3;

    /// <summary>Between those tries.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(200);
}
