using Cpd.Contracts;
using Cpd.Engine.Journeys;
using Cpd.Engine.Messages.Sending;

namespace Cpd.Engine.Tests.Journeys;

/// <summary>A message with several channels: the next is tried where the one before did not reach the person, each once.</summary>
public class TryingChannels
{
    private const string Tries =
        """
        {"id":"offer","type":"message","channel":"viber","text":"By Viber {{entry.k}}","failover":[
          {"channel":"sms","text":"By SMS {{event.k}}","after":"10 minutes"},
          {"channel":"voice","text":"By voice","on":["undeliverable"],"after":"1 hour"}],"next":"then"},
        {"id":"then","type":"wait","for":"1 day","next":null}
        """;

    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);

    private static Scene Asked(string steps = Tries) => Scene.Of(steps).WithPhone().Track("Go", """{"k":"7"}""");

    [Fact]
    public void Who_is_reached_by_the_first_goes_on()
    {
        var scene = Asked();
        Assert.Equal("offer", scene.Way);

        scene.Apply(Reported(scene, DeliveryOutcome.Delivered)).Wait(TenMinutes);

        Assert.Equal("offer offer:next then", scene.Way);
        Assert.Equal(["By Viber 7"], scene.Texts);
    }

    [Fact]
    public void The_next_is_tried_when_a_report_says_it_did_not_arrive()
    {
        var scene = Asked();

        scene.Apply(Reported(scene, DeliveryOutcome.Undeliverable, "No such user."));

        Assert.Equal(["By Viber 7", "By SMS 7"], scene.Texts);   // the event is still at hand
        Assert.Equal("Viber did not reach them: No such user", scene.Moves.Last().Trail[0].Why);
        Assert.Equal(("By SMS 7", 1), (scene.Moves.Last().Trail[0].Message!.Text, scene.Moves.Last().Trail[0].Try));
        Assert.Equal("offer", scene.Run.Step);
    }

    [Fact]
    public void The_next_is_tried_when_it_was_not_delivered_in_time()
    {
        var scene = Asked().Wait(TenMinutes);

        Assert.Equal(["By Viber 7", "By SMS 7"], scene.Texts);
        Assert.Equal("Viber did not reach them: not delivered within 10 minutes", scene.Moves.Last().Trail[0].Why);
    }

    [Fact]
    public void What_is_no_reason_for_the_next_lets_them_go_on()
    {
        var scene = Asked().Wait(TenMinutes).Wait(TimeSpan.FromHours(1));

        Assert.Equal("offer offer offer:next then", scene.Way);
        Assert.Equal("SMS did not reach them: not delivered within 1 hour", scene.Moves.Last().Trail[0].Why);
    }

    [Fact]
    public void The_last_is_not_waited_for()
    {
        var scene = Asked().Wait(TenMinutes);
        scene.Apply(Reported(scene, DeliveryOutcome.Rejected));

        Assert.Equal(["By Viber 7", "By SMS 7", "By voice"], scene.Texts);
        Assert.Equal("then", scene.Run.Step);
    }

    [Fact]
    public void A_late_report_of_an_earlier_one_counts_if_it_is_good()
    {
        var scene = Asked();
        var first = Reported(scene, DeliveryOutcome.Delivered);
        scene.Wait(TenMinutes).Apply(first);

        Assert.Equal("then", scene.Run.Step);
        Assert.Equal(2, scene.Texts.Count());
    }

    [Fact]
    public void A_program_that_follows_a_link_of_an_earlier_one_tells_nothing()
    {
        var scene = Asked();
        var first = scene.Bodies<MessageRequested>().First().Message;
        scene.Wait(TenMinutes).Apply(new MessageReacted(first, Reaction.Clicked, "https://shop.example", Scene.Start, "It is a scanner"));

        Assert.Equal("offer", scene.Run.Step);
    }

    [Theory]
    [InlineData(Channel.Viber, "then")]
    [InlineData(Channel.Rcs, "offer")]
    [InlineData(Channel.Sms, "offer")]       // by a channel that nothing went out on yet
    public void An_answer_says_that_it_arrived(Channel channel, string step) =>
        Assert.Equal(step, Asked().Apply(new ReplyReceived(channel, "385911234567", "Shop", "ok", Scene.Start)).Run.Step);

    [Fact]
    public void A_free_text_to_who_did_not_write_lately_is_one_that_cannot_be_sent()
    {
        var steps = """{"id":"offer","type":"message","channel":"whatsApp","text":"By WhatsApp","failover":[{"channel":"sms","text":"By SMS","on":["undeliverable"],"after":"1 hour"}],"next":null}""";

        var scene = Scene.Of(steps).WithPhone().Track("Go");

        Assert.Equal([RulesOfSending.NoSession], scene.Bodies<MessageFailed>().Select(failed => failed.Code));
        Assert.Equal(["By SMS"], scene.Texts);
    }

    [Theory]
    [InlineData("""{"phone":null,"addresses":{"sms":"385911234567"}}""", """["noAddress"]""", "message.no-address")]
    [InlineData("""{"consent":{"marketing":{"viber":false}}}""", """["noConsent"]""", "message.no-consent")]
    [InlineData("""{"consent":{"*":{"viber":false}}}""", """["noConsent"]""", "message.suppressed")]
    public void Who_cannot_or_must_not_be_written_to_by_the_first_gets_the_next_at_once(string traits, string on, string code)
    {
        var steps = $$"""{"id":"offer","type":"message","channel":"viber","text":"By Viber","failover":[{"channel":"sms","text":"By SMS","on":{{on}} }],"next":null}""";

        var scene = Scene.Of(steps).WithPhone().Identify(traits).Track("Go");

        Assert.Equal([code], scene.Bodies<MessageFailed>().Select(failed => failed.Code));
        Assert.Equal(["By SMS"], scene.Texts);
        Assert.StartsWith("Viber not sent: ", Assert.Single(Assert.Single(scene.Moves).Trail).Why, StringComparison.Ordinal);
        Assert.Equal(RunEnd.Finished, scene.End);
    }

    [Fact]
    public void The_providers_refusal_is_a_reason()
    {
        var scene = Asked();
        var asked = scene.Bodies<MessageRequested>().Last();

        scene.Apply(new MessageFailed(asked.Message, asked.Channel, "infobip.channel-not-supported", "Not by this version.", Permanent: true, asked.Place));

        Assert.Equal(["By Viber 7", "By SMS 7"], scene.Texts);
    }

    [Fact]
    public void Begins_with_the_channel_they_prefer_and_tries_each_once()
    {
        var scene = Scene.Of(Tries.Replace("\"failover\"", "\"preferred\":true,\"failover\"", StringComparison.Ordinal)).WithPhone()
            .Identify("""{"preferredChannel":"voice"}""").Track("Go", """{"k":"7"}""");
        Assert.Equal("offer", scene.Way);
        scene.Identify("""{"preferredChannel":"sms"}""");   // too late for this message

        foreach (var _ in Enumerable.Range(0, 2)) scene.Apply(Reported(scene, DeliveryOutcome.Undeliverable));

        Assert.Equal(["By voice", "By Viber 7", "By SMS 7"], scene.Texts);
    }

    [Fact]
    public void A_call_that_a_machine_took_reached_nobody()
    {
        var scene = Asked("""{"id":"offer","type":"message","channel":"voice","text":"By voice","failover":[{"channel":"sms","text":"By SMS","after":"1 hour"}],"next":null}""");
        var call = scene.Bodies<MessageRequested>().Single().Message;

        scene.Apply(new MessageReported(call, DeliveryOutcome.Delivered, "DELIVERED", "A machine took it.", false, Scene.Start, CallOutcome.NotAnswered));

        Assert.Equal(["By voice", "By SMS"], scene.Texts);
    }

    [Fact]
    public void A_cap_over_all_channels_counts_them_as_one_and_is_not_got_round_by_another_channel()
    {
        var once = new SendingRules { Quiet = null, Caps = new(1, null, null) };
        var scene = Scene.Of(Tries).With(once).WithPhone().Track("Go", """{"k":"7"}""");
        scene.Apply(Reported(scene, DeliveryOutcome.Undeliverable));
        Assert.Equal([Channel.Viber, Channel.Sms], scene.Bodies<MessageRequested>().Select(message => message.Channel));

        scene.Publish(Scene.Journey(Tries, """
            "entries":[{"event":"Again"}]
            """, "second")).Track("Again", """{"k":"7"}""");

        Assert.Equal(["message.cap"], scene.Bodies<MessageFailed>().Select(failed => failed.Code));
    }

    [Fact]
    public void In_a_pause_nothing_goes_out_and_what_was_heard_is_not_forgotten()
    {
        var lost = Asked().Set(JourneyStatus.Paused);
        lost.Apply(Reported(lost, DeliveryOutcome.Undeliverable)).Wait(TenMinutes);
        Assert.Single(lost.Texts);
        Assert.Equal(["By Viber 7", "By SMS 7"], lost.Set(JourneyStatus.Active).Wait(TenMinutes).Texts);

        var reached = Asked().Set(JourneyStatus.Paused).Wait(TenMinutes);   // its time is over, and then comes the report
        reached.Apply(Reported(reached, DeliveryOutcome.Delivered));
        Assert.Single(reached.Set(JourneyStatus.Active).Wait(TenMinutes).Texts);
    }

    [Fact]
    public void Whoever_is_pushed_on_is_not_waited_for()
    {
        var scene = Asked();

        scene.Apply(new RunPushAsked(scene.Run.Id, "offer", "call-1", "Ben")).Wait(TenMinutes);

        Assert.Equal(("then", 1), (scene.Run.Step, scene.Texts.Count()));
    }

    [Fact]
    public void A_later_step_asks_about_the_one_that_went_out_last()
    {
        var scene = Asked(Tries.Replace("\"next\":\"then\"", "\"next\":\"w\"", StringComparison.Ordinal)
            + """,{"id":"w","type":"waitForMessage","message":"offer","on":{"reply":"thank","delivered":null},"timeout":"1 day","onTimeout":null},{"id":"thank","type":"message","channel":"sms","text":"You wrote {{steps.offer.reply}}","next":null}""").Wait(TenMinutes);
        scene.Apply(Reported(scene, DeliveryOutcome.Undeliverable));
        Assert.Equal("w", scene.Run.Step);

        scene.Apply(new ReplyReceived(Channel.Viber, "385911234567", "Shop", "fine", Scene.Start));

        Assert.Equal("You wrote fine", scene.Texts.Last());
    }

    [Theory]
    [InlineData("""{"channel":"viber","text":"x","after":"1 hour"}""", "failover.channel-twice", "steps[0].failover[0].channel")]
    [InlineData("""{"channel":"sms","text":"x"}""", "failover.no-after", "steps[0].failover[0].after")]
    [InlineData("""{"channel":"sms","text":"x","on":["noAddress"]}""", null, null)]
    [InlineData("""{"channel":"sms","text":"x","on":[]}""", "failover.no-reason", "steps[0].failover[0].on")]
    [InlineData("""{"channel":"sms","text":"x","on":["rain"],"after":"1 hour"}""", "failover.unknown-reason", "steps[0].failover[0].on")]
    [InlineData("""{"channel":"email","text":"x","after":"1 hour"}""", "message.no-template", "steps[0].failover[0].template")]
    [InlineData("""{"channel":"sms","text":"{{x","after":"1 hour"}""", "template.unreadable", "steps[0].failover[0].text")]
    public void What_is_wrong_with_a_channel_is_said_at_its_place(string next, string? code, string? path)
    {
        var json = $$"""{"id":"j","name":"J","entries":[{"event":"Go"}],"first":"offer","steps":[{"id":"offer","type":"message","channel":"viber","text":"x","failover":[{{next}}],"next":null}]}""";

        var problems = CompiledJourney.Read(System.Text.Encoding.UTF8.GetBytes(json)).Problems;

        Assert.Equal((code, path), problems is [var problem, ..] ? (problem.Code, problem.Path) : (null, null));
    }

    /// <summary>Of the message that went out last.</summary>
    private static MessageReported Reported(Scene scene, DeliveryOutcome outcome, string? reason = null) =>
        new(scene.Bodies<MessageRequested>().Last().Message, outcome, "X", reason, Permanent: false, Scene.Start);
}
