namespace Cpd.EventLog.Consuming;

/// <summary>How windows are cut and tried, on every log.</summary>
public abstract class WindowOptions
{
    /// <summary>The most records a group gets in one window.</summary>
    public int WindowSize { get; set; } = 500;

    /// <summary>The same for projections, which run after everything that leaves the house was released.</summary>
    public int ProjectionWindowSize { get; set; } = 4_000;

    /// <summary>
    /// Under load projections run this often at most, or when a window is full: what they touch lies all over their
    /// tables, and a page that many records touch is written once. When nothing else is to do they run at once.
    /// </summary>
    public TimeSpan ProjectionPause { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How often a record that fails is tried before it becomes a dead letter.</summary>
    public int Attempts { get; set; } = 3;

    /// <summary>Between those tries.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(200);
}
