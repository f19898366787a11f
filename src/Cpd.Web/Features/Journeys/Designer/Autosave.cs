using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Drafts;

namespace Cpd.Web.Features.Journeys.Designer;

internal enum SaveState
{
    /// <summary>Nothing was drawn that is not kept.</summary>
    Saved,
    Saving,

    /// <summary>It will be tried again.</summary>
    Failed,

    /// <summary>Somebody else saved, or threw the draft away. Nothing is saved until it is said what counts.</summary>
    Overtaken,
}

/// <summary>Saves a draft a moment after each change, one saving at a time, and stops where somebody else was there first.</summary>
/// <param name="save">Takes the journey, the revision seen and the version it comes from; null where it failed.</param>
/// <param name="changed">Told whenever the state changes.</param>
internal sealed class Autosave(
    Func<Journey, int, int, Task<DraftSaving?>> save, Action changed, TimeProvider clock, int revision, int basedOn, DateTimeOffset? savedAt) : IAsyncDisposable
{
    /// <summary>So that a drag or a word is one saving.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(600);

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(4);

    private Journey? _open;
    private Task _attempt = Task.CompletedTask;
    private bool _isScheduled;
    private bool _isClosed;

    public SaveState State { get; private set; } = SaveState.Saved;

    public int Revision { get; private set; } = revision;

    public int BasedOn { get; private set; } = basedOn;

    /// <summary>Null where there is no draft yet.</summary>
    public DateTimeOffset? SavedAt { get; private set; } = savedAt;

    /// <summary>What somebody else saved; null where the draft is gone, or where nothing happened.</summary>
    public JourneyDraft? Theirs { get; private set; }

    public bool HasUnsaved => _open is not null;

    public void Change(Journey journey)
    {
        _open = journey;
        if (State is SaveState.Overtaken) return;
        if (State is SaveState.Saved) State = SaveState.Saving;
        Schedule(Pause);
    }

    /// <summary>What is stored now, as another page's saving was heard of.</summary>
    public void Heard(JourneyDraft? stored)
    {
        // While a saving is on its way it finds out by itself, and what is heard may be that very saving.
        if (State is SaveState.Saving || (stored?.Summary.Revision ?? 0) == Revision) return;
        Overtaken(stored);
    }

    /// <summary>What somebody else saved counts from here on; what was drawn since can be had back by undoing.</summary>
    public void Accept(JourneyDraft? stored, int basedOn)
    {
        _open = null;
        (Revision, BasedOn, SavedAt) = (stored?.Summary.Revision ?? 0, stored?.Summary.BasedOn ?? basedOn, stored?.Summary.SavedAt);
        (State, Theirs) = (SaveState.Saved, null);
        changed();
    }

    /// <summary>What was drawn here counts, over what the other one did.</summary>
    public void Insist(Journey journey)
    {
        (Revision, State, Theirs) = (Theirs?.Summary.Revision ?? 0, SaveState.Saved, null);
        Change(journey);
    }

    public void PublishedAs(int version) => BasedOn = version;

    /// <summary>Saves at once what waits; false where it could not be.</summary>
    public async Task<bool> Flush()
    {
        await Attempt();
        return _open is null && State is SaveState.Saved;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isClosed) return;
        _isClosed = true;
        await Attempt();
    }

    private void Schedule(TimeSpan pause)
    {
        if (_isScheduled || _isClosed) return;
        _isScheduled = true;
        _ = Later(pause);
    }

    private async Task Later(TimeSpan pause)
    {
        await Task.Delay(pause, clock);
        _isScheduled = false;
        await Attempt();
    }

    private async Task Attempt()
    {
        while (!_attempt.IsCompleted) await _attempt;
        if (_open is not { } journey || State is SaveState.Overtaken) return;

        await (_attempt = Save(journey));
        if (_open is not null && State is not SaveState.Overtaken) Schedule(State is SaveState.Failed ? Retry : Pause);
    }

    private async Task Save(Journey journey)
    {
        if (State is SaveState.Saved) State = SaveState.Saving;
        changed();
        var saving = await save(journey, Revision, BasedOn);
        if (saving is { IsSaved: false })
        {
            Overtaken(saving.Draft);
            return;
        }
        if (saving is { Draft: { } draft })
        {
            if (ReferenceEquals(_open, journey)) _open = null;
            (Revision, SavedAt, State) = (draft.Summary.Revision, draft.Summary.SavedAt, _open is null ? SaveState.Saved : SaveState.Saving);
        }
        else
        {
            State = SaveState.Failed;
        }
        changed();
    }

    private void Overtaken(JourneyDraft? theirs)
    {
        (State, Theirs) = (SaveState.Overtaken, theirs);
        changed();
    }
}
