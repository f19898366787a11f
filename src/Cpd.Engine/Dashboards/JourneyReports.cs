namespace Cpd.Engine.Dashboards;

/// <summary>Journeys' figures for reports: of those who entered in a range, whatever they did since.</summary>
public sealed class JourneyReports(JourneyCounts counts, SharedAnswers answers)
{
    /// <param name="version">Null: all versions together.</param>
    public Task<JourneyNumbers> Of(string workspace, string journey, int? version, ReportRange range, CancellationToken ct) => answers.Of(
        (nameof(JourneyReports), workspace, journey, version, range), () => counts.Of(workspace, journey, version, CancellationToken.None, range), ct);

    /// <summary>Those that anybody entered in the range.</summary>
    public Task<IReadOnlyDictionary<string, JourneyNumbers>> All(string workspace, ReportRange range, CancellationToken ct) => answers.Of(
        (nameof(JourneyReports), workspace, range), () => counts.All(workspace, CancellationToken.None, range), ct);

    public IDisposable Watch(string workspace, Func<Task> changed) => answers.Watch(workspace, changed);
}
