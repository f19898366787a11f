using Cpd.Contracts;
using Cpd.Engine.Journeys;

namespace Cpd.Engine.Tests.Journeys;

public class WaitingForEvents
{
    private const string ForPayment =
        """
        {"id":"w","type":"waitForEvent","events":[{"event":"Order Paid","key":"event.order = entry.order","next":null}],"timeout":"1 hour","onTimeout":null}
        """;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void The_event_with_the_same_key_ends_the_wait() =>
        Assert.Equal("w w:Order Paid", Scene.Of(ForPayment).Track("Go", """{"order":7}""").Track("Order Paid", """{"order":7}""").Way);

    [Theory]
    [InlineData("{\"order\":8}")]
    [InlineData("{\"order\":null}")]
    [InlineData("{}")]
    public void An_event_with_another_key_or_none_does_not(string properties) =>
        Assert.Equal("w", Scene.Of(ForPayment).Track("Go", """{"order":7}""").Track("Order Paid", properties).Way);

    [Fact]
    public void Nothing_resumes_a_run_that_has_no_key_itself() =>
        Assert.Equal("w", Scene.Of(ForPayment).Track("Go").Track("Order Paid").Way);

    [Fact]
    public void When_the_time_is_over_they_leave_by_timeout()
    {
        var scene = Scene.Of(ForPayment).Track("Go", """{"order":7}""").Wait(Hour);

        Assert.Equal("w w:timeout", scene.Way);
    }

    [Fact]
    public void An_event_after_the_time_is_too_late_even_if_nobody_was_woken() =>
        Assert.Equal("w w:timeout", Scene.Of(ForPayment).Track("Go", """{"order":7}""").Pass(Hour).Track("Order Paid", """{"order":7}""").Way);

    [Fact]
    public void Of_several_events_the_first_wins()
    {
        var scene = Scene.Of(
            """
            {"id":"w","type":"waitForEvent","events":[{"event":"A","next":null},{"event":"B","when":"event.n > 1","next":"x"},{"event":"B","next":null}],"timeout":"1 hour","onTimeout":null},
            {"id":"x","type":"exit"}
            """, """ "reentry":"always" """);

        Assert.Equal("w w:B x", scene.Track("Go").Track("B", """{"n":2}""").Track("A").Way);
        Assert.EndsWith("w w:B 2", scene.Track("Go").Track("B", """{"n":1}""").Way, StringComparison.Ordinal);
    }

    [Fact]
    public void The_event_that_starts_a_run_never_ends_its_wait()
    {
        var scene = Scene.Of("""{"id":"w","type":"waitForEvent","events":[{"event":"Go","next":null}],"lookBack":"1 hour","timeout":"1 hour","onTimeout":null}""", """ "reentry":"never" """).Track("Go");
        Assert.Equal("w", scene.Way);

        Assert.Equal("w w:Go", scene.Track("Go").Way);
    }

    [Fact]
    public void What_came_with_the_event_can_be_used_later()
    {
        var scene = Scene.Of(
            """
            {"id":"w","type":"waitForEvent","events":[{"event":"Rated","next":"p"}],"timeout":"1 hour","onTimeout":null},
            {"id":"p","type":"wait","for":"1 hour","next":"m"},
            {"id":"m","type":"message","channel":"sms","text":"{{steps.w.event}} {{steps.w.data.stars}}","next":null}
            """).WithPhone().Track("Go").Track("Rated", """{"stars":4}""").Wait(Hour);

        Assert.Equal(["Rated 4"], scene.Texts);
    }
}

public class LookingBack
{
    private const string Steps =
        """
        {"id":"pause","type":"wait","for":"1 minute","next":"w"},
        {"id":"w","type":"waitForEvent","events":[{"event":"Order Paid","key":"event.order = entry.order","next":null}],"lookBack":"10 minutes","timeout":"1 hour","onTimeout":null}
        """;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void An_event_shortly_before_the_wait_counts()
    {
        var scene = Scene.Of(Steps).Track("Go", """{"order":7}""").Pass(59 * TimeSpan.FromSeconds(1)).Track("Order Paid", """{"order":7}""").Wait(TimeSpan.FromSeconds(1));

        Assert.Equal("pause pause:next w:Order Paid", scene.Way);
        Assert.Equal("happened 1 second before the wait", scene.Moves.Last().Trail[1].Why);
    }

    [Fact]
    public void Even_before_the_run_began() =>
        Assert.Equal("pause pause:next w:Order Paid",
            Scene.Of(Steps).Track("Order Paid", """{"order":7}""").Pass(Minute).Track("Go", """{"order":7}""").Wait(Minute).Way);

    [Fact]
    public void But_not_longer_before_than_the_step_says() =>
        Assert.Equal("pause pause:next w",
            Scene.Of(Steps).Track("Order Paid", """{"order":7}""").Pass(10 * Minute).Track("Go", """{"order":7}""").Wait(Minute).Way);

    [Fact]
    public void Nor_with_another_key() =>
        Assert.Equal("pause pause:next w",
            Scene.Of(Steps).Track("Order Paid", """{"order":8}""").Track("Go", """{"order":7}""").Wait(Minute).Way);

    [Fact]
    public void One_event_never_ends_the_same_wait_twice()
    {
        const string loop =
            """
            {"id":"w","type":"waitForEvent","events":[{"event":"Ping","next":"p"}],"lookBack":"10 minutes","timeout":"1 hour","onTimeout":null},
            {"id":"p","type":"wait","for":"1 minute","next":"w"}
            """;
        var scene = Scene.Of(loop).Track("Go").Track("Ping").Wait(2 * Minute);
        Assert.Equal("w w:Ping p p:next w", scene.Way);

        // Two while it was busy elsewhere: both count, one after the other.
        scene = Scene.Of(loop).Track("Go").Track("Ping").Track("Ping").Pass(TimeSpan.FromSeconds(1)).Track("Ping").Wait(3 * Minute);
        Assert.Equal("w w:Ping p p:next w:Ping p p:next w:Ping p p:next w", scene.Way);
    }

    [Fact]
    public void Not_even_where_several_came_in_the_same_millisecond()
    {
        var scene = Scene.Of(
            """
            {"id":"s","type":"split","parts":[{"weight":100,"next":"w"}]},
            {"id":"w","type":"waitForEvent","events":[{"event":"A","next":"s"},{"event":"B","next":"s"}],"lookBack":"10 minutes","timeout":"1 hour","onTimeout":null}
            """).Track("A").Track("B").Track("A").Track("Go");

        Assert.Equal("s:1 w:A s:1 w:A s:1 w:B s:1 w", scene.Way);
    }

    [Fact]
    public void The_catalog_says_how_long_events_have_to_be_remembered()
    {
        var needs = Scene.Of(Steps).Catalog.Needs("shop");

        Assert.Equal(10 * Minute, needs.Events["Order Paid"].LookBack);
    }
}

public class WaitingForAMessage
{
    private const string Asks =
        """
        {"id":"ask","type":"message","channel":"sms","text":"How was it?","next":"w"},
        {"id":"w","type":"waitForMessage","message":"ask","on":{"reply":"thank","failed":null,"delivered":null},"timeout":"1 hour","onTimeout":null},
        {"id":"thank","type":"message","channel":"sms","text":"You wrote {{steps.ask.reply}}","next":null}
        """;

    private static Scene Asked() => Scene.Of(Asks).WithPhone().Track("Go");

    private static MessageId Message(Scene scene) => scene.Bodies<MessageRequested>().First().Message;

    [Fact]
    public void A_reply_ends_the_wait_and_can_be_used() =>
        Assert.Equal("You wrote fine", Asked().Apply(new ReplyReceived(Channel.Sms, "385911234567", "Shop", "fine", Scene.Start)).Texts.Last());

    [Fact]
    public void A_reply_on_another_channel_does_not() =>
        Assert.Equal("ask:next w", Asked().Apply(new ReplyReceived(Channel.WhatsApp, "385911234567", "Shop", "fine", Scene.Start)).Way);

    [Fact]
    public void The_delivery_report_of_this_message_ends_it()
    {
        var scene = Asked();

        Assert.Equal("ask:next w w:delivered", scene.Apply(new MessageReported(Message(scene), DeliveryOutcome.Delivered, "DELIVERED", null, false, Scene.Start)).Way);
    }

    [Fact]
    public void Another_messages_does_not() =>
        Assert.Equal("ask:next w", Asked().Apply(new MessageReported(default, DeliveryOutcome.Delivered, "DELIVERED", null, false, Scene.Start)).Way);

    [Theory]
    [InlineData(DeliveryOutcome.Undeliverable, "ask:next w w:failed")]
    [InlineData(DeliveryOutcome.Expired, "ask:next w w:failed")]
    [InlineData(DeliveryOutcome.Pending, "ask:next w")]
    public void A_report_of_failure_leaves_by_failed(DeliveryOutcome outcome, string way)
    {
        var scene = Asked();

        Assert.Equal(way, scene.Apply(new MessageReported(Message(scene), outcome, "X", "No such subscriber", true, Scene.Start)).Way);
    }

    private const string Calls =
        """
        {"id":"ask","type":"message","channel":"voice","text":"Is it you?","next":"w"},
        {"id":"w","type":"waitForMessage","message":"ask","on":{"answered":null,"busy":null,"notAnswered":null,"failed":null},"timeout":"1 hour","onTimeout":null}
        """;

    [Theory]
    [InlineData(CallOutcome.Answered, DeliveryOutcome.Delivered, "answered")]
    [InlineData(CallOutcome.NotAnswered, DeliveryOutcome.Delivered, "notAnswered")]       // by a machine
    [InlineData(CallOutcome.NotAnswered, DeliveryOutcome.Undeliverable, "notAnswered")]
    [InlineData(CallOutcome.Busy, DeliveryOutcome.Undeliverable, "busy")]
    [InlineData(null, DeliveryOutcome.Undeliverable, "failed")]                           // it never came to a call
    public void A_call_leaves_by_how_it_ended(CallOutcome? call, DeliveryOutcome outcome, string way)
    {
        var scene = Scene.Of(Calls).WithPhone().Track("Go");

        Assert.Equal($"ask:next w w:{way}", scene.Apply(new MessageReported(Message(scene), outcome, "X", "Why", false, Scene.Start, call)).Way);
    }

    [Fact]
    public void A_key_pressed_in_a_call_is_a_reply_to_it()
    {
        var scene = Scene.Of(Asks.Replace("\"sms\"", "\"voice\"", StringComparison.Ordinal)).WithPhone().Track("Go");

        Assert.Equal("ask:next w w:reply thank:next", scene.Apply(new ReplyReceived(Channel.Voice, "385911234567", "38510000000", "1", Scene.Start, "1", Message(scene))).Way);
    }

    [Fact]
    public void A_call_whose_text_stands_in_the_step_says_how_many_keys_it_waits_for()
    {
        var scene = Scene.Of("""{"id":"ask","type":"message","channel":"voice","text":"Press 1.","keys":2,"next":null}""").WithPhone().Track("Go");

        Assert.Equal("2", Assert.Single(scene.Bodies<MessageRequested>()).Parts!["keys"]);
    }

    [Theory]
    [InlineData("voice", "\"text\":\"Hi\",\"keys\":6", null)]
    [InlineData("voice", "\"text\":\"Hi\",\"keys\":7", "message.keys")]
    [InlineData("voice", "\"template\":\"hi\",\"keys\":1", "message.keys-and-template")]
    [InlineData("sms", "\"text\":\"Hi\",\"keys\":1", "message.keys-without-call")]
    public void Keys_are_a_matter_of_calls_with_a_text_of_their_own(string channel, string says, string? problem)
    {
        var json = $$"""{"id":"j","name":"J","entries":[{"event":"Go"}],"first":"ask","steps":[{"id":"ask","type":"message","channel":"{{channel}}",{{says}},"next":null}]}""";

        Assert.Equal(problem, CompiledJourney.Read(System.Text.Encoding.UTF8.GetBytes(json)).Problems.SingleOrDefault(one => one.Code.StartsWith("message.keys", StringComparison.Ordinal))?.Code);
        if (problem is null) Assert.Empty(Schema.Problems(json));
    }

    [Theory]
    [InlineData(CallOutcome.Busy)]
    [InlineData(CallOutcome.NotAnswered)]
    public void A_call_that_nobody_took_has_failed_where_nothing_more_is_asked(CallOutcome call)
    {
        var scene = Scene.Of(Asks.Replace("\"sms\"", "\"voice\"", StringComparison.Ordinal)).WithPhone().Track("Go");

        Assert.Equal("ask:next w w:failed", scene.Apply(new MessageReported(Message(scene), DeliveryOutcome.Undeliverable, "X", null, false, Scene.Start, call)).Way);
    }

    [Theory]
    [InlineData("sms", "answered", "wait.only-of-a-call")]
    [InlineData("push", "clicked", "wait.not-of-a-push")]
    [InlineData("voice", "seen", "wait.not-of-a-call")]
    [InlineData("voice", "reply", null)]
    [InlineData("voice", "answered", null)]
    [InlineData("voice", "failed", null)]
    public void What_never_comes_of_such_a_message_is_said(string channel, string outcome, string? problem)
    {
        var json = $$"""
            {"id":"j","name":"J","entries":[{"event":"Go"}],"first":"ask","steps":[
              {"id":"ask","type":"message","channel":"{{channel}}","text":"Hi","next":"w"},
              {"id":"w","type":"waitForMessage","message":"ask","on":{"{{outcome}}":null},"timeout":"1 hour","onTimeout":null}]}
            """;

        Assert.Equal(problem, CompiledJourney.Read(System.Text.Encoding.UTF8.GetBytes(json)).Problems.SingleOrDefault()?.Code);
    }

    [Fact]
    public void Who_clicked_has_got_it()
    {
        var scene = Asked();

        Assert.Equal("ask:next w w:delivered", scene.Apply(new MessageReacted(Message(scene), Reaction.Clicked, "https://example.com", Scene.Start)).Way);
    }

    [Fact]
    public void What_happened_before_the_wait_counts()
    {
        var scene = Scene.Of(Asks.Replace("\"next\":\"w\"", "\"next\":\"p\"", StringComparison.Ordinal) + """,{"id":"p","type":"wait","for":"1 minute","next":"w"}""").WithPhone().Track("Go");
        scene.Apply(new MessageReported(Message(scene), DeliveryOutcome.Delivered, "DELIVERED", null, false, Scene.Start));

        Assert.Equal("ask:next p p:next w:delivered", scene.Wait(TimeSpan.FromMinutes(1)).Way);
    }

    [Fact]
    public void A_message_that_was_never_sent_has_failed() =>
        Assert.Equal("ask:next w:failed", Scene.Of(Asks).Track("Go").Way);

    [Fact]
    public void The_providers_refusal_is_a_failure()
    {
        var scene = Asked();

        Assert.Equal("ask:next w w:failed", scene.Apply(new MessageFailed(Message(scene), Channel.Sms, "infobip.rejected.6", "Rejected", true, null)).Way);
    }

    [Fact]
    public void Silence_ends_in_timeout() => Assert.Equal("ask:next w w:timeout", Asked().Wait(TimeSpan.FromHours(1)).Way);
}
