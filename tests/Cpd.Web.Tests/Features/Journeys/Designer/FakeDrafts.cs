using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Drafts;

namespace Cpd.Web.Tests.Features.Journeys.Designer;

/// <summary>Drafts in memory, by the same rule: who did not see the newest revision changes nothing.</summary>
internal sealed class FakeDrafts : IJourneyDrafts
{
    private readonly Dictionary<string, JourneyDraft> _drafts = [];
    private readonly List<Func<Task>> _watchers = [];

    public JourneyDraft? this[string journey] => _drafts.GetValueOrDefault(journey);

    public Task<IReadOnlyList<DraftSummary>> List(string workspace, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<DraftSummary>>([.. _drafts.Values.Select(draft => draft.Summary)]);

    public Task<JourneyDraft?> Find(string workspace, string journey, CancellationToken ct) => Task.FromResult(this[journey]);

    public Task<DraftSaving> Save(string workspace, Journey journey, int seen, int basedOn, string? by, CancellationToken ct)
    {
        if ((this[journey.Id]?.Summary.Revision ?? 0) != seen) return Task.FromResult(new DraftSaving(false, this[journey.Id]));

        _drafts[journey.Id] = new JourneyDraft(new DraftSummary(journey.Id, journey.Name, seen + 1, basedOn, DateTimeOffset.UnixEpoch, by), journey);
        foreach (var watcher in _watchers.ToList()) _ = watcher();
        return Task.FromResult(new DraftSaving(true, this[journey.Id]));
    }

    public Task Published(string workspace, string journey, int revision, int version, CancellationToken ct)
    {
        if (this[journey] is { } draft) _drafts[journey] = draft with { Summary = draft.Summary with { BasedOn = version } };
        return Task.CompletedTask;
    }

    public Task<bool> Discard(string workspace, string journey, int revision, CancellationToken ct) => Task.FromResult(_drafts.Remove(journey));

    public IDisposable Watch(string workspace, string journey, Func<Task> changed)
    {
        _watchers.Add(changed);
        return new Watching(() => _watchers.Remove(changed));
    }

    private sealed class Watching(Action stop) : IDisposable
    {
        public void Dispose() => stop();
    }
}
