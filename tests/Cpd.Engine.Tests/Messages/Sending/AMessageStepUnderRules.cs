using Cpd.Contracts;
using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Testing;
using Cpd.Engine.Messages.Sending;
using Cpd.Engine.Tests.Journeys;
using Cpd.Engine.UserView;

namespace Cpd.Engine.Tests.Messages.Sending;

/// <summary>A journey's message, the person's own time and the workspace's rules; it is Monday noon in UTC.</summary>
public sealed class AMessageStepUnderRules
{
    private const string Again = "\"reentry\":\"always\"";
    private static readonly SendingRules QuietAtNoon = new() { Quiet = new(new(11, 0), new(13, 0)) };
    private static readonly SendingRules OneADay = new() { Caps = new(null, 1, null) };

    [Fact]
    public void In_quiet_hours_it_waits_says_why_and_goes_out_with_the_event_it_came_with()
    {
        var scene = Scene.Of(Message("Code {{event.code}}")).With(QuietAtNoon).WithPhone().Track("Go", """{"code":7}""");

        var waits = Assert.Single(scene.Moves);
        Assert.Equal((Scene.Start.AddHours(1), "m"), (waits.WakeAt, waits.Step));
        Assert.Equal("Quiet hours, 11:00 to 13:00 in UTC (the person's time zone is unknown)", Assert.Single(waits.Trail).Why);
        Assert.Empty(scene.Texts);
        Assert.Equal("Waiting at M", TimelineSentences.Of(waits, JourneyNames.Unknown)[1].Text);

        scene.Wait(TimeSpan.FromHours(1));
        Assert.Equal(["Code 7"], scene.Texts);
        Assert.Equal(("m m:next", RunEnd.Finished), (scene.Way, scene.End!.Value));
    }

    [Fact]
    public void The_rules_are_asked_again_when_quiet_hours_are_over()
    {
        var scene = Scene.Of(Message("Hi")).With(QuietAtNoon).WithPhone().Track("Go");
        scene.Pass(TimeSpan.FromMinutes(30)).Identify("""{"consent":{"marketing":{"sms":false}}}""").Wait(TimeSpan.FromHours(1));
        Assert.Equal("message.no-consent", Assert.Single(scene.Bodies<MessageFailed>()).Code);

        var late = Scene.Of(Message("Hi")).With(QuietAtNoon).WithPhone().Track("Go");
        late.Wake(Scene.Start.AddHours(24));   // the engine stood still until the next noon
        Assert.Equal(Scene.Start.AddHours(25), late.Run.WakeAt);
        Assert.Empty(late.Texts);
    }

    [Fact]
    public void Somebody_may_push_it_on_through_quiet_hours_and_that_is_said()
    {
        var scene = Scene.Of(Message("Code {{event.code}}")).With(QuietAtNoon).WithPhone().Track("Go", """{"code":7}""");
        scene.Apply(new RunPushAsked(scene.Run.Id, "m", "call-1", "Ben"));

        Assert.Equal(["Code 7"], scene.Texts);
        Assert.StartsWith("wait skipped by Ben: Released manually during quiet hours", scene.Moves.Last().Trail[0].Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Caps_hold_across_journeys_and_messages_outside_of_them_and_a_merge()
    {
        var scene = Scene.Of(Message("One")).Publish(Scene.Journey(Message("Two"), id: "other")).With(OneADay).WithPhone().Track("Go");

        Assert.Single(scene.Texts);
        var failed = Assert.Single(scene.Bodies<MessageFailed>());
        Assert.Equal(("message.cap", "The person already got 1 message on all channels within 24 hours; the limit is 1."), (failed.Code, failed.Reason));
        Assert.Equal(2, scene.Moves.Count(move => move.End is RunEnd.Finished));

        scene.Pass(TimeSpan.FromHours(24) - TimeSpan.FromMilliseconds(1)).Track("Go");
        Assert.Single(scene.Texts);
        scene.Pass(TimeSpan.FromMilliseconds(1)).Track("Go");
        Assert.Equal(2, scene.Texts.Count());
    }

    [Fact]
    public void A_message_that_could_not_be_made_counts_for_nothing()
    {
        var scene = Scene.Of(Message("Hi {{person.nickname}}"), Again).With(OneADay).WithPhone().Track("Go");
        Assert.Equal("message.missing-variable", Assert.Single(scene.Bodies<MessageFailed>()).Code);
        Assert.Equal(0, scene.Person!.Memory.Sends.Count);

        scene.Identify("""{"nickname":"An"}""").Track("Go");
        Assert.Equal(["Hi An"], scene.Texts);
    }

    [Theory]
    [InlineData("low", "high")]
    [InlineData("normal", "high")]
    [InlineData("low", "normal")]
    public void Of_those_that_waited_for_the_same_hour_the_more_important_goes_first_and_the_other_says_who_displaced_it(string less, string more)
    {
        var rules = OneADay with { Quiet = QuietAtNoon.Quiet };
        var scene = Scene.Of(Message("Less", $"\"priority\":\"{less}\",")).Publish(Scene.Journey(Message("More", $"\"priority\":\"{more}\","), id: "urgent"))
            .With(rules).WithPhone().Track("Go").Wait(TimeSpan.FromHours(1));

        Assert.Equal(["More"], scene.Texts);
        var failed = Assert.Single(scene.Bodies<MessageFailed>());
        Assert.Equal("message.displaced", failed.Code);
        Assert.StartsWith("“m” of “Test” took priority. ", failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_journey_whose_message_waits_can_be_paused_and_left()
    {
        var scene = Scene.Of(Message("Code {{event.code}}"), "\"goal\":{\"event\":\"Bought\"}").With(QuietAtNoon).WithPhone().Track("Go", """{"code":7}""");
        scene.Set(JourneyStatus.Paused).Wait(TimeSpan.FromHours(3)).Identify("{}");
        Assert.Empty(scene.Texts);
        scene.Set(JourneyStatus.Active).Wake(Scene.Start.AddHours(3));
        Assert.Equal(["Code 7"], scene.Texts);

        var left = Scene.Of(Message("Hi"), "\"goal\":{\"event\":\"Bought\"}").With(QuietAtNoon).WithPhone().Track("Go").Track("Bought").Wait(TimeSpan.FromHours(3));
        Assert.Equal(RunEnd.ReachedGoal, left.End);
        Assert.Empty(left.Texts);
    }

    [Theory]
    [InlineData("STOP")]
    [InlineData(" stop. ")]
    [InlineData("“Stop!”")]
    [InlineData("Arrêt")]
    [InlineData("désabonner")]
    [InlineData("Kündigen")]
    [InlineData("odjava")]
    [InlineData("baja")]
    [InlineData("Disiscrivi")]
    [InlineData("Stop  all 🛑")]
    public void Whoever_writes_a_stop_word_gets_nothing_more_that_advertises_until_they_write_START(string word)
    {
        var scene = Scene.Of(Message("Hi"), Again).Publish(Scene.Journey(Message("Alert", "\"transactional\":true,"), """
            "reentry":"always","entries":[{"event":"Fraud"}]
            """.Trim(), id: "alert")).WithPhone();
        scene.Apply(new ReplyReceived(Channel.Sms, "385911234567", "Shop", word, scene.Now)).Track("Go");

        var heard = Assert.Single(scene.Bodies<ConsentHeard>());
        Assert.Equal(("*", Channel.Sms, false, "reply", word.Trim()), (heard.Purpose, heard.Channel, heard.Granted, heard.Source, heard.Text));
        Assert.Equal($"Unsubscribed from SMS: wrote “{word.Trim()}”", TimelineSentences.Of(heard, JourneyNames.Unknown)[0].Text);
        var failed = Assert.Single(scene.Bodies<MessageFailed>());
        Assert.Equal(("message.suppressed", $"The person unsubscribed from SMS: they wrote “{word.Trim()}” on 7 Jan 2030."), (failed.Code, failed.Reason));

        scene.Track("Fraud");
        Assert.Equal(["Alert"], scene.Texts);
        Assert.StartsWith("Transactional: sent although they unsubscribed from SMS", scene.Moves.Last().Trail[0].Why, StringComparison.Ordinal);

        scene.Pass(TimeSpan.FromMinutes(1)).Apply(new ReplyReceived(Channel.Sms, "385911234567", "Shop", "Start", scene.Now)).Track("Go");
        Assert.Equal(["Alert", "Hi"], scene.Texts);
    }

    [Theory]
    [InlineData("Please do not stop")]
    [InlineData("")]
    [InlineData("🛑")]
    [InlineData("yes")]
    [InlineData("START")]
    [InlineData("\ud800")]
    public void Other_replies_are_only_replies(string text)
    {
        var scene = Scene.Of(Message("Hi"), Again).WithPhone().Apply(new ReplyReceived(Channel.Sms, "385911234567", "Shop", text, Scene.Start)).Track("Go");
        Assert.Empty(scene.Bodies<ConsentHeard>());
        Assert.Equal(["Hi"], scene.Texts);
    }

    [Fact]
    public void A_STOP_holds_on_the_channel_it_was_written_on_and_an_old_one_undoes_nothing()
    {
        var viber = """{"id":"m","type":"message","channel":"viber","text":"Hi","next":null}""";
        var scene = Scene.Of(viber).Identify("""{"phone":"385911234567"}""").Apply(new ReplyReceived(Channel.Sms, "385911234567", "Shop", "STOP", Scene.Start)).Track("Go");
        Assert.Single(scene.Texts);

        var late = Scene.Of(Message("Hi")).WithPhone().Identify("""{"consent":{"*":{"sms":true}}}""")
            .Apply(new ReplyReceived(Channel.Sms, "385911234567", "Shop", "STOP", Scene.Start.AddDays(-1))).Track("Go");
        Assert.Single(late.Texts);
    }

    [Fact]
    public void A_test_run_decides_by_the_same_rules()
    {
        var journey = CompiledJourney.Read(System.Text.Encoding.UTF8.GetBytes(Scene.Journey(Message("Hi")))).Journey!;
        var ana = TestPeople.Invent("shop", TestPeople.Attributes, Scene.Start);   // in Zagreb, where it is 13:00
        var run = TestRun.Begin(journey, ana, Scene.Start, new SendingRules { Quiet = new(new(12, 30), new(14, 0)) }).Do(new TestAction.Happens("Go", RawJson.EmptyObject));

        Assert.Equal("Quiet hours, 12:30 to 14:00 in Europe/Zagreb", run.Last.Moves.Single().Trail.Single().Why);
        var over = run.Again(journey, ana, Scene.Start).Do(new TestAction.SkipWait());
        Assert.Equal(Scene.Start.AddHours(1), over.Now);
        Assert.NotNull(over.Last.Moves.Single().Trail.Single().Message);
    }

    private static string Message(string text, string rest = "") => $$"""{"id":"m","type":"message","channel":"sms",{{rest}}"text":"{{text}}","next":null}""";
}
