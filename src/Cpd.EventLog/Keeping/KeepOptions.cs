namespace Cpd.EventLog.Keeping;

/// <summary>Section <c>Cpd:Keep</c>: how long what nobody needs to work with stays. The log itself has its own retention.</summary>
public sealed class KeepOptions
{
    public const string Section = "Cpd:Keep";

    /// <summary>What happened to people, as their pages show it.</summary>
    public TimeSpan Timeline { get; set; } = TimeSpan.FromDays(730);

    /// <summary>What became of each message, for the figures; a report that comes later than this is counted anew.</summary>
    public TimeSpan Messages { get; set; } = TimeSpan.FromDays(730);

    /// <summary>Which ways each run took at splits; a goal that is reached later than this counts for none of them.</summary>
    public TimeSpan Runs { get; set; } = TimeSpan.FromDays(730);

    /// <summary>Dead letters, after they were replayed or put away. Those that need somebody stay.</summary>
    public TimeSpan DeadLetters { get; set; } = TimeSpan.FromDays(90);

    /// <summary>What somebody did in a workspace or to an account, as Settings, Audit shows it.</summary>
    public TimeSpan Audit { get; set; } = TimeSpan.FromDays(730);

    /// <summary>Between two looks. Each takes what has grown old meanwhile, in pieces, with room for others between them.</summary>
    public TimeSpan Pause { get; set; } = TimeSpan.FromMinutes(1);

    internal IEnumerable<string> Problems()
    {
        (string Name, TimeSpan Time)[] times =
            [(nameof(Timeline), Timeline), (nameof(Messages), Messages), (nameof(Runs), Runs), (nameof(DeadLetters), DeadLetters), (nameof(Audit), Audit)];
        foreach (var (name, time) in times)
            if (time < TimeSpan.FromDays(1)) yield return $"{Section}:{name} must be at least a day (1.00:00:00).";
        if (Pause < TimeSpan.FromSeconds(1) || Pause > TimeSpan.FromDays(1)) yield return $"{Section}:Pause must be between a second and a day.";
    }
}
