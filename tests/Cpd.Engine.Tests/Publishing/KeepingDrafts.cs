using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Drafts;
using Cpd.Engine.Tests.Running;
using Cpd.Tests;

namespace Cpd.Engine.Tests.Publishing;

public sealed class KeepingDrafts : IDisposable
{
    private const string Shop = "shop";

    private readonly TestDatabase _data = EngineLog.NewDatabase();

    [Fact]
    public async Task A_draft_is_kept_with_all_its_mistakes_and_its_looks()
    {
        await using var engine = await EngineLog.Start(_data);
        var drafts = engine.Get<IJourneyDrafts>();
        var broken = JourneyJson.Read(
            """
            {"id":"test","name":"","entries":[{"event":""}],"first":"nowhere",
             "steps":[{"id":"a","type":"branch","cases":[{"when":"((","next":"gone"}],"else":null}],
             "canvas":{"entry":"0, 0","steps":{"a":"-40, 160"},"notes":[{"id":"n","text":"Why?","at":"300, 0","size":"200, 96"}]}}
            """).Journey!;

        var saving = await drafts.Save(Shop, broken, seen: 0, basedOn: 0, "Ana", default);

        Assert.True(saving.IsSaved);
        var kept = await drafts.Find(Shop, "test", default);
        Assert.Equal(JourneyJson.ToText(broken), JourneyJson.ToText(kept!.Definition));
        Assert.Equal((1, "Ana"), (kept.Summary.Revision, kept.Summary.By));
        Assert.Null(await drafts.Find("other", "test", default));
    }

    [Fact]
    public async Task Who_did_not_see_the_newest_revision_changes_nothing_and_gets_it()
    {
        await using var engine = await EngineLog.Start(_data);
        var drafts = engine.Get<IJourneyDrafts>();
        await drafts.Save(Shop, Named("First"), 0, 0, "Ana", default);

        var second = await drafts.Save(Shop, Named("Second"), 0, 0, "Ben", default);

        Assert.False(second.IsSaved);
        Assert.Equal("First", second.Draft!.Definition.Name);
        Assert.True((await drafts.Save(Shop, Named("Third"), 1, 0, "Ben", default)).IsSaved);
        Assert.Equal(["Third"], (await drafts.List(Shop, default)).Select(draft => draft.Name));
    }

    [Fact]
    public async Task Of_many_who_save_at_once_one_does()
    {
        await using var engine = await EngineLog.Start(_data);
        var drafts = engine.Get<IJourneyDrafts>();

        var savings = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => drafts.Save(Shop, Named($"Nr {i}"), 0, 0, null, default)));

        Assert.Single(savings, saving => saving.IsSaved);
    }

    [Fact]
    public async Task A_draft_that_somebody_went_on_with_is_not_discarded()
    {
        await using var engine = await EngineLog.Start(_data);
        var drafts = engine.Get<IJourneyDrafts>();
        await drafts.Save(Shop, Named("First"), 0, 0, null, default);
        await drafts.Save(Shop, Named("Second"), 1, 0, null, default);

        Assert.False(await drafts.Discard(Shop, "test", 1, default));
        Assert.True(await drafts.Discard(Shop, "test", 2, default));
        Assert.Null(await drafts.Find(Shop, "test", default));
    }

    [Fact]
    public async Task Those_who_have_it_open_hear_of_every_saving()
    {
        await using var engine = await EngineLog.Start(_data);
        var drafts = engine.Get<IJourneyDrafts>();
        var heard = new TaskCompletionSource();
        using var watch = drafts.Watch(Shop, "test", () =>
        {
            heard.TrySetResult();
            return Task.CompletedTask;
        });

        await drafts.Save(Shop, Named("First"), 0, 0, null, default);

        await heard.Task.WaitAsync(Patience.Limit);
    }

    public void Dispose() => _data.Dispose();

    private static Journey Named(string name) => new("test", name, [], new Reentry.Never(), "", []);
}
