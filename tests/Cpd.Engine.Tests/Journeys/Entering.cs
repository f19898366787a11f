using Cpd.Contracts;
using Cpd.Engine.Journeys;
using Cpd.Engine.People;

namespace Cpd.Engine.Tests.Journeys;

public class Entering
{
    private const string Waits = """{"id":"wait","type":"wait","for":"1 hour","next":null}""";

    [Fact]
    public void An_event_lets_a_person_in()
    {
        var scene = Scene.Of(Waits).Track("Go");

        var move = Assert.Single(scene.Moves);
        Assert.True(move.Began);
        Assert.Equal(("wait", Scene.Start.AddHours(1)), (move.Step, move.WakeAt!.Value));
        Assert.Equal("wait", scene.Run.Step);
    }

    [Theory]
    [InlineData("{\"total\":100}", 1)]
    [InlineData("{\"total\":99}", 0)]
    [InlineData("{}", 0)]
    public void Only_if_the_entrys_condition_holds(string properties, int runs)
    {
        var scene = Scene.Of(Waits, """ "entries":[{"event":"Go","when":"entry.total >= 100"}] """).Track("Go", properties);

        Assert.Equal(runs, scene.Person!.Runs.Length);
    }

    [Fact]
    public void An_event_lets_in_once_however_many_entries_fit()
    {
        var scene = Scene.Of(Waits, """ "reentry":"always","entries":[{"event":"Go","when":"event.a = 1"},{"event":"Go"},{"event":"Come"}] """);

        Assert.Single(scene.Track("Go", """{"a":1}""").Person!.Runs);
        Assert.Equal(2, scene.Track("Come").Person!.Runs.Length);
    }

    [Fact]
    public void Enrolment_lets_in_whatever_the_entries_say()
    {
        var scene = Scene.Of("""{"id":"m","type":"message","channel":"sms","text":"{{entry.code}}","next":null}""", """ "entries":[] """)
            .WithPhone().Apply(new EnrolmentAsked("test", RawJson.From("""{"code":"X7"}""")));

        Assert.Equal(["X7"], scene.Texts);
    }

    [Theory]
    [InlineData(""" "reentry":"never" """, "journey.is-inside", "Did not enter again: they are already in this journey, and it allows one run at a time.")]
    [InlineData(""" "reentry":{"key":"entry.order"} """, "journey.no-key", "Did not enter: entry.order has no value, and this journey is keyed by it.")]
    [InlineData(""" "exitWhen":[{"when":"person.phone exists"}],"reentry":"always" """, "journey.kept-out", "Did not enter: an exit rule would remove them at once")]
    public void Whoever_sends_somebody_in_by_a_command_is_told_why_they_do_not_come_in(string rules, string code, string sentence)
    {
        var scene = Scene.Of(Waits, rules).Track("Go").WithPhone();

        scene.Apply(new EnrolmentAsked("test", RawJson.EmptyObject, "call-1"));

        var refused = Assert.Single(scene.Bodies<CommandRefused>());
        Assert.Equal((nameof(EnrolPerson), "call-1", code), (refused.Command, refused.MessageId, refused.Code));
        Assert.StartsWith(sentence, refused.Reason, StringComparison.Ordinal);
        Assert.Equal(scene.Person!.Profile.Id, scene.Out[^1].Person);
    }

    [Fact]
    public void Whoever_sends_somebody_in_again_too_soon_is_told_from_when_on_it_goes()
    {
        var scene = Scene.Of(Waits, """ "reentry":{"after":"30 days"} """).Track("Go").Wait(TimeSpan.FromHours(2));

        scene.Apply(new EnrolmentAsked("test", RawJson.EmptyObject, "call-1"));

        var refused = Assert.Single(scene.Bodies<CommandRefused>());
        Assert.Equal(("journey.too-soon", "Did not enter: they last entered at 7 Jan 2030 12:00 UTC and may enter again 30 days later."), (refused.Code, refused.Reason));
    }

    [Theory]
    [InlineData(JourneyStatus.Paused)]
    [InlineData(JourneyStatus.Stopped)]
    public void A_journey_that_takes_nobody_says_so_to_whoever_sends_somebody_in(JourneyStatus status)
    {
        var scene = Scene.Of(Waits).Set(status).Apply(new EnrolmentAsked("test", RawJson.EmptyObject, "call-1"));

        Assert.Equal("journey.not-active", Assert.Single(scene.Bodies<CommandRefused>()).Code);
        Assert.Empty(scene.Moves);
    }

    [Fact]
    public void An_enrolment_in_an_unknown_journey_that_names_no_call_changes_nothing() =>
        Assert.Empty(Scene.Of(Waits).Apply(new EnrolmentAsked("other", RawJson.EmptyObject)).Out);

    [Fact]
    public void People_of_another_workspace_are_another_matter()
    {
        var scene = new Scene().Publish(Scene.Journey(Waits), workspace: "bank").Track("Go");

        Assert.Empty(scene.Person!.Runs);
    }

    [Fact]
    public void An_event_that_the_journey_emitted_itself_does_not_start_it()
    {
        var scene = Scene.Of("""{"id":"e","type":"emitEvent","event":"Go","next":null}""", """ "reentry":"always" """).Track("Go");

        Assert.Single(scene.Moves);
        Assert.Equal(2, scene.Person!.Memory.Count("Go", null, scene.Now));
    }

    [Fact]
    public void New_people_enter_the_latest_version_and_those_inside_stay_on_theirs()
    {
        var scene = Scene.Of(Waits, """ "reentry":"always" """).Track("Go")
            .Publish(Scene.Journey("""{"id":"other","type":"wait","for":"2 hours","next":null}""", """ "reentry":"always" """), version: 2).Track("Go");

        Assert.Equal([(1, "wait"), (2, "other")], scene.Person!.Runs.Select(run => (run.Version, run.Step)));
        Assert.Equal([1], scene.Wait(TimeSpan.FromHours(1)).Moves.Where(move => move.End is RunEnd.Finished).Select(move => move.Version));
    }

    [Fact]
    public void Who_would_be_taken_out_at_once_does_not_come_in()
    {
        var scene = Scene.Of(Waits, """ "exitWhen":[{"when":"person.vip = true"}] """).Identify("""{"vip":true}""").Track("Go");

        Assert.Empty(scene.Out);
    }

    [Fact]
    public void The_same_record_always_begins_the_same_run()
    {
        var scene = Scene.Of(Waits);
        var record = scene.Record(new EventTracked("Go", Scene.Start, RawJson.EmptyObject, null));
        var person = PersonState.New(Scene.Ana, "shop", Scene.Start);

        var (first, second) = (PersonMachine.Apply(scene.Catalog, person, record), PersonMachine.Apply(scene.Catalog, person, record));

        Assert.Equal(first.Records.Select(RecordJson.ToBytes), second.Records.Select(RecordJson.ToBytes));
        Assert.Equal(first.Person!.Runs[0].ToBytes(), second.Person!.Runs[0].ToBytes());
    }
}

public class EnteringAgain
{
    private const string Waits = """{"id":"wait","type":"wait","for":"1 hour","next":null}""";

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void Never_means_once()
    {
        var scene = Scene.Of(Waits, """ "reentry":"never" """).Track("Go").Wait(Hour).Track("Go").Track("Go");

        Assert.Single(scene.Moves, move => move.Began);
    }

    [Fact]
    public void After_leaving_means_one_at_a_time()
    {
        var scene = Scene.Of(Waits, """ "reentry":"afterLeaving" """).Track("Go").Track("Go");
        Assert.Single(scene.Person!.Runs);

        Assert.Single(scene.Wait(Hour).Track("Go").Person!.Runs);
        Assert.Equal(2, scene.Moves.Count(move => move.Began));
    }

    [Fact]
    public void After_a_time_counts_from_when_they_last_entered()
    {
        var scene = Scene.Of(Waits, """ "reentry":{"after":"3 hours"} """).Track("Go").Wait(2 * Hour).Track("Go");
        Assert.Empty(scene.Person!.Runs);

        Assert.Single(scene.Wait(Hour).Track("Go").Person!.Runs);
    }

    [Fact]
    public void Always_means_several_at_once() =>
        Assert.Equal(3, Scene.Of(Waits, """ "reentry":"always" """).Track("Go").Track("Go").Track("Go").Person!.Runs.Length);

    [Fact]
    public void Always_ends_at_a_hundred_at_once()
    {
        var scene = Scene.Of(Waits, """ "reentry":"always" """);
        for (var i = 0; i < 120; i++) scene.Track("Go");

        Assert.Equal(100, scene.Person!.Runs.Length);
    }

    [Fact]
    public void A_key_means_one_at_a_time_for_each_value()
    {
        var scene = Scene.Of(Waits, """ "reentry":{"key":"event.cart"} """)
            .Track("Go", """{"cart":"a"}""").Track("Go", """{"cart":"b"}""").Track("Go", """{"cart":"a"}""");

        Assert.Equal(["a", "b"], scene.Person!.Runs.Select(run => run.Key));
        Assert.Single(scene.Wait(Hour).Track("Go", """{"cart":"a"}""").Person!.Runs);
    }

    [Fact]
    public void Without_a_value_for_the_key_nobody_enters() =>
        Assert.Empty(Scene.Of(Waits, """ "reentry":{"key":"event.cart"} """).Track("Go").Track("Go", """{"cart":null}""").Person!.Runs);
}
