using Cpd.Contracts;
using Cpd.Engine.UserView;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cpd.Engine.Tests.UserView;

public sealed class FindingPeopleTests : IDisposable
{
    private static readonly PersonId Ana = Given.Person("ana");
    private static readonly PersonId Visitor = Given.Person("visitor");

    private readonly ViewDatabase _view = new();
    private readonly LiveFeed _feed = new(TimeProvider.System, NullLogger<LiveFeed>.Instance);

    [Theory]
    [InlineData("ana")]
    [InlineData("KOV")]
    [InlineData("u-1")]
    [InlineData("38591")]
    [InlineData("@example")]
    public async Task Any_part_of_a_name_or_an_address_finds_them(string text)
    {
        IdentifyAna();

        var found = await People.Search(Given.Shop, text, 10, default);

        Assert.Equal(["Ana Kovač"], found.Select(person => person.Name));
    }

    [Theory]
    [InlineData("%")]
    [InlineData("_")]
    [InlineData("nobody")]
    public async Task A_text_that_nobody_has_finds_nobody(string text)
    {
        IdentifyAna();

        Assert.Empty(await People.Search(Given.Shop, text, 10, default));
    }

    [Fact]
    public async Task A_wait_counts_down_until_the_run_goes_on_or_the_time_is_past()
    {
        var moved = Given.Moved(true, "wait", null, new StepTaken("wait", "wait", null, true)) with { WakeAt = Given.Start.AddHours(1) };
        var later = Given.Moved(false, null, RunEnd.Finished, new StepTaken("wait", "wait", "next", false));
        var someoneElses = moved with { Run = Ids.Derive<RunId>(Given.Start, "run", "2") };
        _view.Project(Given.Record(Ana, moved), Given.Record(Ana, someoneElses, 1));

        Assert.Equal([("Waiting at Wait", true), ("Waiting at Wait", true)], await Waits(Given.Start.AddMinutes(4)));
        Assert.Equal([("Waited at Wait", false), ("Waited at Wait", false)], await Waits(Given.Start.AddHours(2)));

        _view.Project(Given.Record(Ana, later, 2));

        Assert.Equal([("Waiting at Wait", true), ("Waited at Wait", false)], await Waits(Given.Start.AddMinutes(4)));
    }

    private async Task<IEnumerable<(string, bool)>> Waits(DateTimeOffset now)
    {
        var entries = await new UserTimelines(_view, _feed, new At(now)).Newest(Given.Shop, Ana, 10, JourneyNames.Unknown, default);
        return entries.SelectMany(entry => entry.Lines).Where(line => line.Tone is TimelineTone.Wait).Select(line => (line.Text, line.Until is not null));
    }

    private sealed class At(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    [Fact]
    public async Task Nobody_is_found_in_another_workspace()
    {
        IdentifyAna();

        Assert.Empty(await People.Search("other", "ana", 10, default));
        Assert.Null(await People.Find("other", Ana, default));
    }

    [Fact]
    public async Task A_merged_visitor_is_gone_and_what_they_did_is_on_the_others_timeline()
    {
        IdentifyAna();
        _view.Project(Given.Record(Visitor, Given.Tracked("Viewed", anonymous: "a-9"), 1));
        _view.Project(Given.Record(Visitor, new PersonMerged(Ana), 2));
        _view.Project(Given.Record(Visitor, Given.Tracked("Late", anonymous: "a-9"), 3));

        Assert.Null(await People.Find(Given.Shop, Visitor, default));
        Assert.Equal(Ana, await People.MergedInto(Visitor, default));
        Assert.Contains("a-9", (await People.Find(Given.Shop, Ana, default))!.AnonymousIds);
        Assert.Equal(["Late", "Merged with a known person", "Viewed"], (await Timeline(Ana)).Take(3));
    }

    [Fact]
    public async Task An_erased_person_leaves_nothing_and_a_late_report_brings_nothing_back()
    {
        IdentifyAna();
        _view.Project(Given.Record(Ana, new PersonForgotten(), 1));
        _view.Project(Given.Record(Ana, new MessageReported(Given.Message("m"), DeliveryOutcome.Delivered, "DELIVERED", null, false, Given.Start), 2));

        Assert.Null(await People.Find(Given.Shop, Ana, default));
        Assert.Empty(await Timeline(Ana));
        Assert.Equal(0, _view.Rows("timeline"));
    }

    [Fact]
    public async Task An_erased_person_who_comes_again_begins_anew()
    {
        IdentifyAna();
        _view.Project(Given.Record(Ana, new PersonForgotten(), 1), Given.Record(Ana, Given.Tracked("Back", user: "u-1"), 2));

        Assert.Equal(["Back"], await Timeline(Ana));
        Assert.Null((await People.Find(Given.Shop, Ana, default))!.Phone);
    }

    [Fact]
    public async Task The_timeline_is_read_on_from_where_it_ended()
    {
        for (var i = 0; i < 5; i++) _view.Project(Given.Record(Ana, Given.Tracked("E" + i), i));
        var timelines = new UserTimelines(_view, _feed, TimeProvider.System);

        var first = await timelines.Newest(Given.Shop, Ana, 2, JourneyNames.Unknown, default);
        var next = await timelines.Newest(Given.Shop, Ana, 2, JourneyNames.Unknown, default, before: first[^1].Id);

        Assert.Equal(["E4", "E3", "E2", "E1"], first.Concat(next).Select(entry => entry.Lines[0].Text));
    }

    [Fact]
    public async Task The_live_tail_is_filtered_by_kind_and_the_beginning_of_a_name()
    {
        IdentifyAna();
        _view.Project(Given.Record(Ana, Given.Tracked("Order Paid"), 1), Given.Record(Ana, Given.Tracked("Viewed"), 2));
        var live = new LiveEvents(_view, _feed, TimeProvider.System);

        var found = await live.Newest(Given.Shop, new LiveFilter("EventTracked", "Order"), 10, JourneyNames.Unknown, default);

        Assert.Equal(["Order Paid"], found.Select(entry => entry.Lines[0].Text));
    }

    public void Dispose() => _view.Dispose();

    private PeopleSearch People => new(_view, _feed);

    private void IdentifyAna() => _view.Project(Given.Record(
        Ana, Given.Identified("u-1", """{"firstName":"Ana","lastName":"Kovač","phone":"+385911234567","email":"ana@example.com"}""")));

    private async Task<IReadOnlyList<string>> Timeline(PersonId person)
    {
        var entries = await new UserTimelines(_view, _feed, TimeProvider.System).Newest(Given.Shop, person, 20, JourneyNames.Unknown, default);
        return [.. entries.Select(entry => entry.Lines[0].Text)];
    }
}
