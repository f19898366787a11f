using Cpd.Contracts;
using Cpd.Engine.Journeys;
using Cpd.Engine.People;

namespace Cpd.Engine.Tests.Journeys;

/// <summary>Ana stays, Bea goes over to her; what Bea had is on its way through the log.</summary>
public class TakingOver
{
    private const string ForPayment =
        """
        {"id":"w","type":"waitForEvent","events":[{"event":"Paid","key":"event.k = entry.k","next":null}],"timeout":"1 hour","onTimeout":"remind"},
        {"id":"remind","type":"message","channel":"sms","text":"Come back","next":null}
        """;

    private static readonly PersonId Bea = Ids.Derive<PersonId>(Scene.Start, "person", "bea");
    private static readonly PersonId Cleo = Ids.Derive<PersonId>(Scene.Start, "person", "cleo");
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void What_happens_before_her_runs_have_arrived_ends_their_waits()
    {
        var scene = Scene.Of(ForPayment).WithPhone();
        var arrives = Leaves(scene, Bea, Went(1));

        scene.Apply(new TakeOverAnnounced(Bea)).Track("Paid", """{"k":1}""");
        Assert.Empty(scene.Person!.Runs);
        scene.Apply(arrives);

        Assert.Equal("w:Paid", scene.Way);
        Assert.Empty(scene.Wait(TimeSpan.FromHours(2)).Texts);
    }

    [Fact]
    public void What_happened_before_she_was_announced_does_not()
    {
        var scene = Scene.Of(ForPayment).WithPhone();
        var arrives = Leaves(scene, Bea, Went(1));

        scene.Track("Paid", """{"k":1}""").Apply(new TakeOverAnnounced(Bea)).Apply(arrives);

        Assert.Equal("w", scene.Run.Step);
        Assert.Equal(["Come back"], scene.Wait(TimeSpan.FromHours(1)).Texts);
    }

    [Theory]
    [InlineData(""" "goal":{"event":"Paid"} """, RunEnd.ReachedGoal)]
    [InlineData(""" "exitWhen":[{"event":"Paid"}] """, RunEnd.ExitRule)]
    public void Goals_and_exit_rules_hear_it_too(string rest, RunEnd end)
    {
        var scene = Scene.Of("""{"id":"rest","type":"wait","for":"1 hour","next":null}""", rest);
        var arrives = Leaves(scene, Bea, Went(1));

        Assert.Equal(end, scene.Apply(new TakeOverAnnounced(Bea)).Track("Paid").Apply(arrives).End);
    }

    [Fact]
    public void A_reply_meanwhile_answers_the_question_she_was_asked()
    {
        var scene = Scene.Of(
            """
            {"id":"ask","type":"message","channel":"sms","text":"How was it?","next":"w"},
            {"id":"w","type":"waitForMessage","message":"ask","on":{"reply":null},"timeout":"1 hour","onTimeout":null}
            """);
        var arrives = Leaves(scene, Bea, Introduced, Went(1));

        scene.Apply(new TakeOverAnnounced(Bea)).Apply(new ReplyReceived(Channel.Sms, "385912222222", "Shop", "fine", Scene.Start)).Apply(arrives);

        Assert.Equal("w:reply", scene.Way);
    }

    [Fact]
    public void Nobody_enters_meanwhile_what_she_has_been_through()
    {
        var scene = Scene.Of("""{"id":"ask","type":"message","channel":"sms","text":"Welcome","next":null}""", """ "reentry":"never" """);
        var arrives = Leaves(scene, Bea, Introduced, Went(1));

        scene.Apply(new TakeOverAnnounced(Bea)).Track("Go").Apply(arrives);

        Assert.Empty(scene.Texts);
        Assert.Equal(2, scene.Person!.Memory.Count("Go", null, scene.Now));
    }

    [Fact]
    public void It_is_gone_through_in_its_order_and_each_at_its_time()
    {
        var scene = Scene.Of(
            """
            {"id":"w","type":"waitForEvent","events":[{"event":"A","next":"v"}],"timeout":"10 minutes","onTimeout":null},
            {"id":"v","type":"waitForEvent","events":[{"event":"B","next":null}],"timeout":"2 minutes","onTimeout":null}
            """);
        var arrives = Leaves(scene, Bea, Went(1));

        scene.Apply(new TakeOverAnnounced(Bea)).Pass(Minute).Track("B").Track("A").Pass(3 * Minute).Track("B");
        Assert.Equal("w:A v v:timeout", scene.Apply(arrives).Way);
    }

    [Fact]
    public void Until_then_her_own_runs_stand_still()
    {
        var scene = Scene.Of(ForPayment).WithPhone().Track("Go", """{"k":2}""");
        var arrives = Leaves(scene, Bea, Went(1));
        scene.Apply(new TakeOverAnnounced(Bea)).Pass(TimeSpan.FromHours(1));

        Assert.Null(PersonMachine.NextWake(scene.Catalog, scene.Person!));
        Assert.Empty(scene.Wake(scene.Now).Texts);
        scene.Apply(arrives);
        Assert.Equal(Scene.Start + TimeSpan.FromHours(1), PersonMachine.NextWake(scene.Catalog, scene.Person!));
        Assert.Equal(["Come back"], scene.Wake(scene.Now).Texts);
    }

    [Fact]
    public void Several_may_be_on_their_way()
    {
        var scene = Scene.Of(ForPayment, """ "reentry":{"key":"event.k"} """).WithPhone();
        var (bea, cleo) = (Leaves(scene, Bea, Went(1)), Leaves(scene, Cleo, Went(2)));

        scene.Apply(new TakeOverAnnounced(Bea)).Apply(new TakeOverAnnounced(Cleo)).Track("Paid", """{"k":1}""").Track("Paid", """{"k":2}""");
        scene.Apply(cleo);
        Assert.Empty(scene.Moves);
        scene.Apply(bea);

        Assert.Equal("w:Paid w:Paid", scene.Way);
        Assert.Null(scene.Person!.Awaits);
    }

    [Fact]
    public void Who_goes_on_to_somebody_else_meanwhile_takes_her_along()
    {
        var scene = Scene.Of(ForPayment);
        var arrives = Leaves(scene, Bea, Went(1));
        scene.Apply(new TakeOverAnnounced(Bea)).Apply(new PersonMerged(Cleo));
        Assert.NotNull(scene.Person);

        scene.Apply(arrives);
        Assert.Null(scene.Person);
        var taken = Assert.Single(scene.Bodies<PersonTakenOver>());
        Assert.Equal(Scene.Ana, taken.From);
        Assert.Equal("w", Assert.Single(taken.State.Parse().GetProperty("runs").EnumerateArray().ToList()).GetProperty("s").GetString());
    }

    [Fact]
    public void Who_is_forgotten_meanwhile_is_forgotten_with_all_she_brings()
    {
        var scene = Scene.Of(ForPayment);
        var arrives = Leaves(scene, Bea, Went(1));
        scene.Apply(new TakeOverAnnounced(Bea)).Apply(new PersonForgotten()).Apply(arrives);

        Assert.Null(scene.Person);
        Assert.Equal(RunEnd.TakenOut, scene.End);
    }

    [Fact]
    public void Who_waited_long_enough_goes_on_alone_and_takes_over_what_comes_later()
    {
        var scene = Scene.Of(ForPayment, """ "reentry":{"key":"event.k"} """).WithPhone();
        var arrives = Leaves(scene, Bea, Went(1));
        scene.Apply(new TakeOverAnnounced(Bea)).Track("Go", """{"k":2}""").GoOnAlone();
        Assert.Equal("2", scene.Run.Key);

        scene.Apply(arrives);
        Assert.Equal(["2", "1"], scene.Person!.Runs.Select(run => run.Key));
    }

    [Fact]
    public void A_robot_does_not_fill_what_is_kept()
    {
        var scene = Scene.Of(ForPayment);
        scene.Apply(new TakeOverAnnounced(Bea));
        var person = scene.Person!;
        for (var i = 0; i < AwaitedTakeOver.MostKept; i++) person = PersonMachine.Apply(scene.Catalog, person, scene.Record(Event("Ping"))).Person!;
        Assert.Equal(AwaitedTakeOver.MostKept, person.Awaits!.Kept.Length);

        var over = PersonMachine.Apply(scene.Catalog, person, scene.Record(Event("Ping")));
        Assert.Null(over.Person!.Awaits);
        Assert.Equal(AwaitedTakeOver.MostKept + 1, over.Released.Length);
    }

    [Fact]
    public void What_is_kept_is_written_as_it_lay_on_the_log()
    {
        var scene = Scene.Of(ForPayment);
        var awaited = new AwaitedTakeOver(Bea, [scene.Record(Event("Paid", """{"k": 1.50,"ž":"\u00e9"}""")), scene.Record(new PersonForgotten())]);

        var read = AwaitedTakeOver.Read(awaited.ToBytes());

        Assert.Equal(Bea, read.From);
        Assert.Equal(awaited.Kept.Select(Text), read.Kept.Select(Text));
    }

    private static readonly PersonIdentified Introduced = new(new(null, "browser"), Scene.Start, RawJson.From("""{"phone":"385912222222"}"""));

    private static EventTracked Went(int key) => Event("Go", $$"""{"k":{{key}}}""");

    private static EventTracked Event(string name, string properties = "{}") => new(name, Scene.Start, RawJson.From(properties), null);

    private static string Text(LogRecord record) => System.Text.Encoding.UTF8.GetString(RecordJson.ToBytes(record));

    /// <summary>Lets somebody live and turn out to be Ana; answers what is then on its way to her.</summary>
    private static LogRecord Leaves(Scene scene, PersonId who, params IEvent[] life)
    {
        var person = PersonState.New(who, "shop", Scene.Start);
        foreach (var body in life) person = PersonMachine.Apply(scene.Catalog, person, scene.Record(body)).Person!;
        return PersonMachine.Apply(scene.Catalog, person, scene.Record(new PersonMerged(Scene.Ana))).Records.Single(record => record.Body is PersonTakenOver);
    }
}
