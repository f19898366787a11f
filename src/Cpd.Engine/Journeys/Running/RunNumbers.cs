namespace Cpd.Engine.Journeys.Running;

/// <summary>The number of the newest run's row; rows count up in the order in which runs begin to wait.</summary>
public sealed class RunNumbers
{
    private long _last = -1;

    /// <summary>Null before the first window has looked.</summary>
    internal long? Last => _last < 0 ? null : _last;

    internal void Keep(long last) => _last = last;
}
