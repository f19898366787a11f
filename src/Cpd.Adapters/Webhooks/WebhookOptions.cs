namespace Cpd.Adapters.Webhooks;

/// <summary>How webhook steps call companies' own servers. Section <c>Cpd:Webhooks</c>.</summary>
public sealed class WebhookOptions
{
    public const string Section = "Cpd:Webhooks";

    /// <summary>Whether servers in private networks and on this machine may be called; whoever edits journeys could reach what only this machine should.</summary>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>How many calls are under way at the same time.</summary>
    public int Connections { get; set; } = 32;

    /// <summary>Of an answer no more than this is read; longer ones are not usable.</summary>
    public int MostAnswerBytes { get; set; } = 64 * 1024;

    /// <summary>No call lasts longer, whatever its step says.</summary>
    public TimeSpan LongestTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>No call is tried more often, whatever its step says.</summary>
    public int MostAttempts { get; set; } = 10;

    public TimeSpan FirstBackoff { get; set; } = TimeSpan.FromSeconds(1);

    public TimeSpan LongestBackoff { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>So many calls are kept in memory; the others wait in their table.</summary>
    public int MostInMemory { get; set; } = 5_000;

    internal IEnumerable<string> Problems()
    {
        if (Connections is < 1 or > 1_000) yield return $"{Section}:Connections must be between 1 and 1000.";
        if (MostAnswerBytes is < 1 or > 1024 * 1024) yield return $"{Section}:MostAnswerBytes must be between 1 and 1048576.";
        if (LongestTimeout <= TimeSpan.Zero || MostAttempts < 1) yield return $"{Section}:LongestTimeout must be above 0, MostAttempts at least 1.";
        if (FirstBackoff <= TimeSpan.Zero || LongestBackoff < FirstBackoff) yield return $"{Section}:FirstBackoff must be above 0 and at most LongestBackoff.";
        if (MostInMemory < 1) yield return $"{Section}:MostInMemory must be at least 1.";
    }
}
