using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Drafts;
using Cpd.Web.Features.Journeys.Designer;

namespace Cpd.Web.Tests.Features.Journeys.Designer;

public class SavingAsOneDraws
{
    private readonly List<(string Name, int Seen)> _saved = [];

    [Fact]
    public async Task What_was_drawn_last_is_kept_and_later_savings_know_of_the_earlier()
    {
        await using var autosave = Autosave(Kept);
        autosave.Change(Named("A"));
        autosave.Change(Named("B"));
        Assert.True(await autosave.Flush());
        autosave.Change(Named("C"));
        Assert.True(await autosave.Flush());

        Assert.Equal([("B", 0), ("C", 1)], _saved);
        Assert.Equal(SaveState.Saved, autosave.State);
    }

    [Fact]
    public async Task Where_somebody_else_was_first_nothing_is_saved_until_it_is_said_what_counts()
    {
        var theirs = Draft(Named("Theirs"), 7);
        var isTheirs = true;
        await using var autosave = Autosave(async (journey, seen, basedOn) => isTheirs ? new DraftSaving(false, theirs) : await Kept(journey, seen, basedOn));
        autosave.Change(Named("Mine"));
        Assert.False(await autosave.Flush());
        Assert.Equal((SaveState.Overtaken, theirs), (autosave.State, autosave.Theirs));

        isTheirs = false;
        autosave.Change(Named("Mine too"));
        Assert.False(await autosave.Flush());
        Assert.Empty(_saved);

        autosave.Insist(Named("Mine too"));
        Assert.True(await autosave.Flush());
        Assert.Equal([("Mine too", 7)], _saved);
    }

    [Fact]
    public async Task What_somebody_else_saved_is_heard_of_before_one_draws()
    {
        await using var autosave = Autosave(Kept);
        autosave.Heard(Draft(Named("Theirs"), 1));
        Assert.Equal(SaveState.Overtaken, autosave.State);

        autosave.Accept(autosave.Theirs, 0);
        autosave.Change(Named("On theirs"));
        await autosave.Flush();

        Assert.Equal([("On theirs", 1)], _saved);
    }

    [Fact]
    public async Task What_cannot_be_saved_just_now_stays_to_be_saved()
    {
        var isDown = true;
        await using var autosave = Autosave(async (journey, seen, basedOn) => isDown ? null : await Kept(journey, seen, basedOn));
        autosave.Change(Named("A"));
        Assert.False(await autosave.Flush());
        Assert.Equal(SaveState.Failed, autosave.State);

        isDown = false;
        Assert.True(await autosave.Flush());
        Assert.Equal([("A", 0)], _saved);
    }

    [Fact]
    public async Task Who_leaves_the_page_leaves_nothing_unsaved()
    {
        var autosave = Autosave(Kept);
        autosave.Change(Named("A"));
        await autosave.DisposeAsync();

        Assert.Equal([("A", 0)], _saved);
    }

    private static Autosave Autosave(Func<Journey, int, int, Task<DraftSaving?>> save) => new(save, () => { }, new NoTimers(), 0, 0, null);

    private Task<DraftSaving?> Kept(Journey journey, int seen, int basedOn)
    {
        _saved.Add((journey.Name, seen));
        return Task.FromResult<DraftSaving?>(new DraftSaving(true, Draft(journey, seen + 1)));
    }

    private static JourneyDraft Draft(Journey journey, int revision) => new(new DraftSummary("test", journey.Name, revision, 0, DateTimeOffset.UnixEpoch, "Ana"), journey);

    private static Journey Named(string name) => Given.Empty with { Name = name };

    /// <summary>What would be saved a moment later is saved when the test says so.</summary>
    private sealed class NoTimers : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Timer();

        private sealed class Timer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
