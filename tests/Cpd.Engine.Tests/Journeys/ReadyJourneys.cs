using Cpd.Contracts;
using Cpd.Engine.Journeys;

namespace Cpd.Engine.Tests.Journeys;

/// <summary>Each journey of the gallery does what its note says.</summary>
public sealed class ReadyJourneys
{
    [Fact]
    public void A_good_rating_is_kept_and_nobody_is_bothered()
    {
        var scene = Feedback().Apply(Reply("5"));

        Assert.Equal("""{"lastRating":"5","lastRatedOrder":"o-1"}""", Assert.Single(scene.Bodies<ProfileChanged>()).Attributes.ToString());
        Assert.Empty(scene.Bodies<WebhookRequested>());
        Assert.Equal(RunEnd.Finished, scene.End);
    }

    [Fact]
    public void A_bad_rating_opens_a_task()
    {
        var scene = Feedback().Apply(Reply("2, it came broken"));

        var call = Assert.Single(scene.Bodies<WebhookRequested>());
        Assert.Contains("\"order\":\"o-1\",\"reply\":\"2, it came broken\"", call.Body, StringComparison.Ordinal);
        scene.Apply(new WebhookAnswered(call.Call, 201, default, null, call.Place));
        Assert.Equal(RunEnd.Finished, scene.End);
    }

    [Fact]
    public void Who_does_not_rate_is_left_in_peace()
    {
        var scene = Feedback().Wait(TimeSpan.FromDays(2));

        Assert.Single(scene.Texts);
        Assert.Empty(scene.Bodies<ProfileChanged>());
        Assert.Equal(RunEnd.Finished, scene.End);
    }

    [Fact]
    public void Who_looks_three_times_and_does_not_buy_gets_an_offer_or_is_of_those_who_get_none()
    {
        var scene = Of("viewed-not-bought").Track("Product Viewed").Track("Product Viewed");
        Assert.Empty(scene.Moves);

        scene.Track("Product Viewed", """{"name":"the blue shoes"}""").Wait(TimeSpan.FromHours(2));

        var isAsked = JourneyStep.Split.Draw(Scene.Ana.Value, "viewed-not-bought", "trial") < 80;
        Assert.Equal(isAsked ? ["Hi Ana, still thinking about the blue shoes? Take 10 % off until Sunday with the code LOOK10."] : [], scene.Texts);
        Assert.Equal(RunEnd.ReachedGoal, scene.Track("Order Paid").End);
    }

    [Theory]
    [InlineData(true, Channel.WhatsApp)]
    [InlineData(false, Channel.Sms)]
    public void An_offer_comes_by_the_preferred_channel_where_that_is_open(bool wroteLately, Channel channel)
    {
        var scene = Of("viewed-not-bought").Identify("""{"preferredChannel":"whatsApp"}""").Track("Product Viewed").Track("Product Viewed").Track("Product Viewed");
        if (wroteLately) scene.Apply(new ReplyReceived(Channel.WhatsApp, "385911234567", "Shop", "hello", Scene.Start));

        scene.Wait(TimeSpan.FromHours(2));

        var isAsked = JourneyStep.Split.Draw(Scene.Ana.Value, "viewed-not-bought", "trial") < 80;
        Assert.Equal(isAsked ? [channel] : [], scene.Bodies<MessageRequested>().Select(message => message.Channel));
    }

    [Fact]
    public void Who_buys_before_the_offer_gets_none()
    {
        var scene = Of("viewed-not-bought").Track("Product Viewed").Track("Product Viewed").Track("Product Viewed").Track("Order Paid").Wait(TimeSpan.FromDays(1));

        Assert.Empty(scene.Texts);
        Assert.Equal(RunEnd.ReachedGoal, scene.End);
    }

    [Fact]
    public void Who_has_just_bought_gets_no_offer_for_looking_on()
    {
        var scene = Of("viewed-not-bought").Track("Order Paid").Track("Product Viewed").Track("Product Viewed").Track("Product Viewed");

        Assert.Empty(scene.Moves);
    }

    [Theory]
    [InlineData("NO", "said-no")]
    [InlineData("yes", null)]
    public void A_suspected_payment_is_asked_about_at_once_and_the_answer_decides(string reply, string? reason)
    {
        var scene = SuspectedPayment().Apply(Reply(reply));

        Assert.Equal(reason, Blocked(scene));
        Assert.Equal(RunEnd.Finished, scene.End);
    }

    [Theory]
    [InlineData("what payment?")]
    [InlineData(null)]
    public void Without_a_clear_answer_their_phone_rings_and_whoever_heard_it_is_asked_once_more(string? reply)
    {
        var scene = Called(reply);

        scene.Apply(Ended(scene, CallOutcome.Answered));
        Assert.Equal("Was the payment of 900 EUR to A Shop yours? Reply YES or NO. Without an answer we block your card in five minutes.", scene.Texts.Last());
        scene.Apply(Reply("no"));

        Assert.Equal("said-no", Blocked(scene));
    }

    [Theory]
    [InlineData(CallOutcome.NotAnswered)]
    [InlineData(CallOutcome.Busy)]
    public void A_card_is_blocked_where_nobody_takes_the_call(CallOutcome outcome)
    {
        var scene = Called(null);

        Assert.Equal("not-reached", Blocked(scene.Apply(Ended(scene, outcome))));
        Assert.Equal(RunEnd.Finished, scene.End);
    }

    [Fact]
    public void Who_writes_yes_while_the_phone_rings_keeps_their_card()
    {
        var scene = Called(null).Apply(Reply("YES"));

        Assert.Null(Blocked(scene.Apply(Ended(scene, CallOutcome.NotAnswered))));
    }

    [Fact]
    public void A_card_is_blocked_where_nobody_writes_after_the_call()
    {
        var scene = Called(null);
        scene.Apply(Ended(scene, CallOutcome.Answered)).Wait(TimeSpan.FromMinutes(5));

        Assert.Equal("not-reached", Blocked(scene));
    }

    private static Scene SuspectedPayment()
    {
        var scene = Of("suspicious-payment")
            .Identify("""{"phone":"385911234567","consent":{"marketing":{"sms":false,"voice":false}}}""")
            .Track("Payment Suspected", """{"payment_id":"p-1","amount":"900 EUR","merchant":"A Shop"}""");
        Assert.Equal("Did you just pay 900 EUR to A Shop? Reply YES, or NO and we block your card.", Assert.Single(scene.Texts));
        return scene;
    }

    private static Scene Called(string? reply)
    {
        var scene = SuspectedPayment();
        if (reply is null) scene.Wait(TimeSpan.FromMinutes(2));
        else scene.Apply(Reply(reply));
        Assert.Equal([Channel.Sms, Channel.Voice], scene.Bodies<MessageRequested>().Select(message => message.Channel));
        return scene;
    }

    private static MessageReported Ended(Scene scene, CallOutcome call)
    {
        var message = scene.Bodies<MessageRequested>().Last(asked => asked.Channel is Channel.Voice).Message;
        var outcome = call is CallOutcome.Answered ? DeliveryOutcome.Delivered : DeliveryOutcome.Undeliverable;
        return new MessageReported(message, outcome, "X", null, Permanent: false, Scene.Start, call);
    }

    /// <summary>Why the card is to be blocked; null where it is not.</summary>
    private static string? Blocked(Scene scene) =>
        scene.Bodies<EventTracked>().Where(tracked => tracked.Name == "Card Block Asked").Select(tracked => tracked.Properties.Parse().GetProperty("reason").GetString()).SingleOrDefault();

    private static Scene Of(string id) => new Scene().Publish(JourneyGallery.All.Single(ready => ready.Id == id).Json).WithPhone();

    /// <summary>Three days after a purchase, when the question has gone out.</summary>
    private static Scene Feedback()
    {
        var scene = Of("order-feedback").Track("Order Paid", """{"order_id":"o-1"}""").Wait(TimeSpan.FromDays(3));
        Assert.Equal("Hi Ana, how was your order, from 1 (bad) to 5 (great)? Just reply with the number.", Assert.Single(scene.Texts));
        return scene.Apply(new MessageSent(Assert.Single(scene.Bodies<MessageRequested>()).Message, Channel.Sms, null));
    }

    private static ReplyReceived Reply(string text) => new(Channel.Sms, "385911234567", "Shop", text, Scene.Start);
}
