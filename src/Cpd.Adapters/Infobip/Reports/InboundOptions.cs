namespace Cpd.Adapters.Infobip.Reports;

/// <summary>Whose replies are whose. Part of section <c>Cpd:Infobip</c>.</summary>
public sealed class InboundOptions
{
    public const string Section = "Cpd:Infobip";

    /// <summary>The workspace of every sender that <see cref="Senders"/> does not name.</summary>
    public string Workspace { get; set; } = "demo";

    /// <summary>The workspace of a sender or number.</summary>
    public Dictionary<string, string> Senders { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    internal string WorkspaceOf(string to) => Senders.TryGetValue(to, out var workspace) ? workspace : Workspace;

    internal IEnumerable<string> Problems()
    {
        if (string.IsNullOrWhiteSpace(Workspace)) yield return $"{Section}:Workspace names the workspace that replies belong to; leave it out for demo.";
        if (Senders.Values.Any(string.IsNullOrWhiteSpace)) yield return $"{Section}:Senders names a workspace for each sender.";
    }
}
