using Cpd.Contracts;
using Cpd.Engine.Journeys;

namespace Cpd.Engine.Tests.Journeys;

public class ActingByHand
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("""{"id":"a","type":"wait","for":"1 hour","next":"b"}""", "next")]
    [InlineData("""{"id":"a","type":"waitUntilWindow","from":"20:00","to":"21:00","next":"b"}""", "next")]
    [InlineData("""{"id":"a","type":"waitUntilDate","date":"entry.date","next":"b","past":null,"noDate":null}""", "next")]
    [InlineData("""{"id":"a","type":"waitForEvent","events":[{"event":"Paid","next":null}],"timeout":"1 hour","onTimeout":"b"}""", "timeout")]
    [InlineData("""{"id":"a","type":"webhook","url":"https://x.example/","ok":null,"failed":"b"}""", "failed")]
    public void Whoever_is_pushed_on_leaves_as_if_the_wait_were_over(string step, string exit)
    {
        var scene = Scene.Of(step + """,{"id":"b","type":"wait","for":"2 hours","next":null}""").Track("Go", """{"date":"2031-01-01"}""").Pass(Minute);
        scene.Apply(new RunPushAsked(scene.Run.Id, "a", "m1", "Ben"));

        Assert.Equal($"a a:{exit} b", scene.Way);
        Assert.StartsWith("wait skipped by Ben", scene.Moves.Last().Trail[0].Why, StringComparison.Ordinal);
        Assert.Equal(Scene.Start + Minute + TimeSpan.FromHours(2), scene.Run.WakeAt);
    }

    [Fact]
    public void Pushing_twice_pushes_once()
    {
        var scene = Scene.Of("""{"id":"a","type":"wait","for":"1 hour","next":"b"},{"id":"b","type":"wait","for":"1 hour","next":null}""").Track("Go");
        var run = scene.Run.Id;
        scene.Apply(new RunPushAsked(run, "a", "m1", "Ben")).Apply(new RunPushAsked(run, "a", "m2", "Ben"));

        Assert.Equal("b", scene.Run.Step);
        Assert.Equal(("PushOnRun", "m2", "run.elsewhere"), Refusal(scene));
    }

    [Fact]
    public void What_was_due_before_has_happened_first()
    {
        var scene = Scene.Of("""{"id":"a","type":"wait","for":"1 hour","next":"b"},{"id":"b","type":"wait","for":"1 hour","next":null}""").Track("Go").Pass(61 * Minute);
        scene.Apply(new RunPushAsked(scene.Run.Id, "a", "m1", null));

        Assert.Equal("a a:next b", scene.Way);
        Assert.Equal(("PushOnRun", "m1", "run.elsewhere"), Refusal(scene));
    }

    [Fact]
    public void Nobody_is_pushed_on_in_a_paused_journey_but_may_be_taken_out()
    {
        var scene = Scene.Of("""{"id":"a","type":"wait","for":"1 hour","next":null}""").Track("Go").Set(JourneyStatus.Paused);
        var run = scene.Run.Id;

        scene.Apply(new RunPushAsked(run, "a", "m1", null));
        Assert.Equal(("PushOnRun", "m1", "journey.paused"), Refusal(scene));
        Assert.Equal("a", scene.Run.Step);

        scene.Apply(new RunTakeOutAsked(run, "m2", null));
        Assert.Equal((RunEnd.TakenOut, "manually"), (scene.End, scene.Moves.Last().Reason));
    }

    [Fact]
    public void Taking_out_ends_that_run_alone_and_says_who_did_it()
    {
        var scene = Scene.Of("""{"id":"a","type":"wait","for":"1 hour","next":null}""", """ "reentry":"always" """).Track("Go").Pass(Minute).Track("Go");
        var (first, second) = (scene.Person!.Runs[0].Id, scene.Person.Runs[1].Id);
        scene.Apply(new RunTakeOutAsked(first, "m1", "Ben"));

        Assert.Equal(second, scene.Run.Id);
        Assert.Equal((first, RunEnd.TakenOut, "by Ben"), (scene.Moves.Last().Run, scene.Moves.Last().End, scene.Moves.Last().Reason));
    }

    [Fact]
    public void A_run_that_is_over_is_refused()
    {
        var scene = Scene.Of("""{"id":"a","type":"wait","for":"1 hour","next":null}""").Track("Go");
        var run = scene.Run.Id;
        scene.Apply(new RunTakeOutAsked(run, "m1", "Ben")).Apply(new RunTakeOutAsked(run, "m2", "Ben"));

        Assert.Equal(("TakeOutRun", "m2", "run.over"), Refusal(scene));
        Assert.Equal(("PushOnRun", "m3", "run.over"), Refusal(scene.Apply(new RunPushAsked(run, "a", "m3", null))));
        Assert.Equal(2, scene.Moves.Count());
    }

    private static (string, string?, string) Refusal(Scene scene)
    {
        var refused = scene.Bodies<CommandRefused>().Last();
        return (refused.Command, refused.MessageId, refused.Code);
    }
}
