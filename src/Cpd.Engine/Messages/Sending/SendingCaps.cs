namespace Cpd.Engine.Messages.Sending;

/// <summary>How many messages one person gets at most. Counted over the time just past, not from midnight on; null is no limit.</summary>
public sealed record SendingCaps(int? Hour, int? Day, int? Week)
{
    /// <summary>So many sends a person's state keeps of each channel; no limit may be larger.</summary>
    public const int Most = 100;

    public static readonly SendingCaps None = new(null, null, null);

    /// <summary>Those that are set, the shortest time first.</summary>
    public IEnumerable<(int Limit, TimeSpan Within, string Name)> Set()
    {
        if (Hour is { } hour) yield return (hour, TimeSpan.FromHours(1), "an hour");
        if (Day is { } day) yield return (day, TimeSpan.FromDays(1), "24 hours");
        if (Week is { } week) yield return (week, TimeSpan.FromDays(7), "7 days");
    }
}
