using Cpd.Contracts;
using Cpd.Engine.Journeys;

namespace Cpd.Engine.Tests.Journeys;

public class Ending
{
    private const string Waits = """{"id":"wait","type":"wait","for":"1 hour","next":null}""";

    [Fact]
    public void The_goal_ends_a_run_wherever_it_stands()
    {
        var scene = Scene.Of(Waits, """ "goal":{"event":"Bought","when":"event.cart = entry.cart"} """).Track("Go", """{"cart":1}""");
        Assert.Null(scene.Track("Bought", """{"cart":2}""").End);

        Assert.Equal(RunEnd.ReachedGoal, scene.Track("Bought", """{"cart":1}""").End);
        Assert.Empty(scene.Person!.Runs);
    }

    [Fact]
    public void The_goal_is_reached_before_the_event_ends_a_wait()
    {
        var scene = Scene.Of(
            """{"id":"w","type":"waitForEvent","events":[{"event":"Bought","next":null}],"timeout":"1 hour","onTimeout":null}""", """ "goal":{"event":"Bought"} """)
            .Track("Go").Track("Bought");

        Assert.Equal(("w w", RunEnd.ReachedGoal), (scene.Way, scene.End!.Value));
    }

    [Theory]
    [InlineData(""" "exitWhen":[{"event":"Unsubscribed"}] """)]
    [InlineData(""" "exitWhen":[{"event":"Unsubscribed","when":"event.all = true"}] """)]
    [InlineData(""" "exitWhen":[{"when":"did \"Unsubscribed\""}] """)]
    public void Exit_rules_take_people_out(string rules)
    {
        var scene = Scene.Of(Waits, rules).Track("Go").Track("Unsubscribed", """{"all":true}""");

        Assert.Equal(RunEnd.ExitRule, scene.End);
    }

    [Fact]
    public void Also_when_an_attribute_changes() =>
        Assert.Equal(RunEnd.ExitRule, Scene.Of(Waits, """ "exitWhen":[{"when":"person.vip = true"}] """).Track("Go").Identify("""{"vip":true}""").End);

    [Fact]
    public void Somebody_can_be_taken_out_by_hand()
    {
        var scene = Scene.Of(Waits).Track("Go").TakeOut("Asked to.");

        Assert.Equal((RunEnd.TakenOut, "Asked to."), (scene.End!.Value, scene.Moves.Last().Reason));
        Assert.Empty(scene.Person!.Runs);
    }

    [Fact]
    public void A_run_whose_version_is_gone_has_failed_and_is_not_finished()
    {
        var scene = Scene.Of(Waits).Track("Go").Unpublish().Track("Anything");

        Assert.Equal(RunEnd.Failed, scene.End);
        Assert.StartsWith("run.no-version", scene.Moves.Last().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loop_through_waits_that_pass_at_once_fails_instead_of_going_on_for_ever()
    {
        // Validation refuses it; put together by hand.
        var journey = new Journey("test", "Test", [new("Go")], new Reentry.Never(), "a",
            [new JourneyStep.Wait("a", TimeSpan.FromHours(1), "b"), new JourneyStep.Split("b", [new("x", 100, "b")])]);
        Assert.Contains(JourneyRules.Check(journey), problem => problem.Code == "loop.no-delay");

        var dates = Scene.Of(
            """
            {"id":"d","type":"waitUntilDate","date":"entry.date","next":"d","past":"w","noDate":"w"},
            {"id":"w","type":"wait","for":"1 hour","next":"d"}
            """).Track("Go").Wait(TimeSpan.FromHours(3));
        Assert.Equal("d:noDate w w:next d:noDate w w:next d:noDate w w:next d:noDate w", dates.Way);
    }
}

public class Pausing
{
    private const string Steps =
        """
        {"id":"w","type":"waitForEvent","events":[{"event":"Paid","next":"thanks"}],"timeout":"1 hour","onTimeout":"remind"},
        {"id":"thanks","type":"message","channel":"sms","text":"Thanks for {{steps.w.data.n}}","next":null},
        {"id":"remind","type":"message","channel":"sms","text":"Remember!","next":null}
        """;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static Scene Paused() => Scene.Of(Steps, """ "reentry":"always","goal":{"event":"Won"} """).WithPhone().Track("Go").Set(JourneyStatus.Paused);

    [Fact]
    public void Nobody_enters() => Assert.Single(Paused().Track("Go").Person!.Runs);

    [Fact]
    public void Timers_wait_and_fire_when_it_goes_on()
    {
        var scene = Paused();
        Assert.Null(PersonMachine.NextWake(scene.Catalog, scene.Person!));
        Assert.Empty(scene.Pass(2 * Hour).Wake(scene.Now).Texts);

        Assert.Equal(["Remember!"], scene.Set(JourneyStatus.Active).Wake(scene.Now).Texts);
    }

    [Fact]
    public void An_event_that_came_meanwhile_takes_effect_when_it_goes_on()
    {
        var scene = Paused().Track("Paid", """{"n":5}""");
        Assert.Single(scene.Moves);

        Assert.Equal(["Thanks for 5"], scene.Set(JourneyStatus.Active).Wait(TimeSpan.Zero).Texts);
    }

    [Fact]
    public void An_event_after_the_time_was_over_comes_too_late() =>
        Assert.Equal(["Remember!"], Paused().Pass(2 * Hour).Track("Paid", """{"n":5}""").Set(JourneyStatus.Active).Wait(TimeSpan.Zero).Texts);

    [Fact]
    public void Time_that_passed_after_the_event_does_not_undo_it() =>
        Assert.Equal(["Thanks for 5"], Paused().Track("Paid", """{"n":5}""").Pass(2 * Hour).Track("Anything").Set(JourneyStatus.Active).Wait(TimeSpan.Zero).Texts);

    [Fact]
    public void A_goal_outweighs_what_came_before()
    {
        var scene = Paused().Track("Paid", """{"n":5}""").Track("Won").Set(JourneyStatus.Active).Wait(TimeSpan.Zero);

        Assert.Equal(RunEnd.ReachedGoal, scene.End);
        Assert.Empty(scene.Texts);
    }

    [Fact]
    public void A_stopped_journey_takes_people_out_at_their_next_touch()
    {
        var scene = Scene.Of(Steps).Track("Go").Set(JourneyStatus.Stopped);
        Assert.NotNull(PersonMachine.NextWake(scene.Catalog, scene.Person!));

        Assert.Equal(RunEnd.TakenOut, scene.Track("Anything").End);
        Assert.Empty(scene.Person!.Runs);
    }
}

public class BecomingOne
{
    private const string Waits = """{"id":"wait","type":"wait","for":"1 hour","next":null}""";

    private static readonly PersonId Bea = Ids.Derive<PersonId>(Scene.Start, "person", "bea");

    private static (Moved Gone, Scene Survivor) Merge(string reentry, bool bothInside)
    {
        var scene = Scene.Of(Waits, reentry).Pass(TimeSpan.FromMinutes(5));
        if (bothInside) scene.Track("Go", """{"k":1}""");

        var other = Cpd.Engine.People.PersonState.New(Bea, "shop", Scene.Start);
        other = PersonMachine.Apply(scene.Catalog, other, About(new PersonIdentified(new(null, "browser"), Scene.Start, RawJson.From("""{"city":"Split"}""")), 1)).Person!;
        other = PersonMachine.Apply(scene.Catalog, other, About(new EventTracked("Go", Scene.Start, RawJson.From("""{"k":1}"""), null), 2)).Person!;
        return (PersonMachine.Apply(scene.Catalog, other, About(new PersonMerged(Scene.Ana), 3)), scene);
    }

    private static LogRecord About(IEvent body, int number) => new()
    {
        Id = Ids.Derive<RecordId>(Scene.Start, "bea", $"{number}"), Workspace = "shop", Key = Bea.ToString(), Person = Bea, At = Scene.Start.AddSeconds(number), Body = body,
    };

    [Fact]
    public void Who_is_merged_leaves_with_all_they_have()
    {
        var (gone, survivor) = Merge("", bothInside: false);
        Assert.Null(gone.Person);
        Assert.Equal(Scene.Ana, gone.MergedInto);

        var carried = Assert.Single(gone.Records);
        Assert.Equal((Scene.Ana.ToString(), Scene.Ana), (carried.Key, carried.Person!.Value));
        survivor.Apply(carried);
        Assert.Equal("Split", survivor.Person!.Profile.Attribute("city")!.Value.GetString());
        Assert.Equal("wait", survivor.Run.Step);
        Assert.Equal(RunEnd.Finished, survivor.Wait(TimeSpan.FromHours(1)).End);
    }

    [Fact]
    public void Where_nobody_may_be_in_twice_the_run_that_began_first_goes_on()
    {
        var (gone, survivor) = Merge(""" "reentry":"never" """, bothInside: true);
        survivor.Apply(gone.Records[0]);

        Assert.Equal(Scene.Start.AddSeconds(2), survivor.Run.ArrivedAt);
        Assert.Equal(RunEnd.TakenOut, survivor.End);
    }

    [Fact]
    public void Where_runs_have_keys_both_go_on()
    {
        var (gone, survivor) = Merge(""" "reentry":{"key":"event.k"} """, bothInside: true);

        Assert.Equal(["1", "1"], survivor.Apply(gone.Records[0]).Person!.Runs.Select(run => run.Key));
    }

    [Fact]
    public void Somebody_who_is_forgotten_leaves_every_journey_and_no_state()
    {
        var scene = Scene.Of(Waits).Track("Go").Apply(new PersonForgotten());

        Assert.Null(scene.Person);
        Assert.Equal(RunEnd.TakenOut, scene.End);
    }
}
