using Cpd.Contracts;
using Cpd.Engine.UserView;

namespace Cpd.Engine.Tests.UserView;

public class TimelineSentencesTests
{
    private static readonly JourneyNames Names = new(new Dictionary<string, string> { ["welcome"] = "Sign-up welcome" },
        new Dictionary<(string, string), string> { [("welcome", "wait-a-day")] = "Wait 1 day" });

    [Fact]
    public void An_advance_is_told_step_by_step()
    {
        var message = new MessageText(Given.Message("m"), Channel.Sms, "+385911234567", "Welcome, Ana!", "welcome");
        var moved = Given.Moved(true, "wait-a-day", null,
            new StepTaken("welcome-sms", "sms", "next", true, "consent is given", message),
            new StepTaken("wait-a-day", "wait", null, true, "24 h")) with { WakeAt = Given.Start.AddDays(1) };

        var lines = TimelineSentences.Of(moved, Names);

        Assert.Equal(["Entered journey Sign-up welcome", "SMS requested", "Waiting 1 day"], lines.Select(line => line.Text));
        Assert.Equal("Welcome, Ana!", lines[1].Message!.Text);
        Assert.Equal("consent is given", lines[1].Why);
        Assert.Equal(Given.Start.AddDays(1), lines[2].Until);
    }

    [Fact]
    public void A_wait_the_run_has_gone_on_from_is_told_as_past_and_counts_down_to_nothing()
    {
        var moved = Given.Moved(true, "wait-a-day", null, new StepTaken("wait-a-day", "wait", null, true, "24 h")) with { WakeAt = Given.Start.AddDays(1) };

        var line = TimelineSentences.Of(moved, Names, isPast: true)[^1];

        Assert.Equal(("Waited 1 day", null, "24 h"), (line.Text, line.Until, line.Why));
    }

    [Fact]
    public void A_message_that_did_not_arrive_says_so_once()
    {
        var report = new MessageReported(Given.Message("m"), DeliveryOutcome.Undeliverable, "UNDELIVERABLE_NOT_DELIVERED", "Unknown Subscriber.", true, Given.Start);

        Assert.Equal("Not delivered: Unknown Subscriber.", Assert.Single(TimelineSentences.Of(report, Names)).Text);
        Assert.Equal("Not delivered", Assert.Single(TimelineSentences.Of(report with { Reason = null }, Names)).Text);
        Assert.Equal("Voice call not delivered", Assert.Single(TimelineSentences.Of(report with { Reason = null }, Names, channel: Channel.Voice)).Text);
    }

    [Theory]
    [InlineData(CallOutcome.Answered, DeliveryOutcome.Delivered, "Answered the call")]
    [InlineData(CallOutcome.NotAnswered, DeliveryOutcome.Undeliverable, "Did not answer the call: Why.")]
    [InlineData(CallOutcome.Busy, DeliveryOutcome.Undeliverable, "The line was busy")]
    [InlineData(null, DeliveryOutcome.Undeliverable, "Not delivered: Why.")]
    public void A_call_is_told_by_how_it_ended(CallOutcome? call, DeliveryOutcome outcome, string text) =>
        Assert.Equal(text, Assert.Single(TimelineSentences.Of(new MessageReported(Given.Message("m"), outcome, "X", "Why.", false, Given.Start, call), Names)).Text);

    [Fact]
    public void A_message_that_goes_out_by_the_next_channel_says_so_and_how_long_it_has()
    {
        var message = new MessageText(Given.Message("m"), Channel.Sms, "+385911234567", "Hi", null);
        var moved = Given.Moved(false, "reach", null, new StepTaken("reach", "message", null, false, "WhatsApp did not reach them", message, Try: 1)) with { WakeAt = Given.Start.AddMinutes(10) };

        var line = Assert.Single(TimelineSentences.Of(moved, Names));

        Assert.Equal(("SMS requested instead; waiting for delivery", Given.Start.AddMinutes(10), "WhatsApp did not reach them"), (line.Text, line.Until!.Value, line.Why));
        Assert.Equal("SMS requested instead", Assert.Single(TimelineSentences.Of(moved, Names, isPast: true)).Text);
    }

    [Fact]
    public void A_run_that_failed_is_never_shown_as_finished()
    {
        var moved = Given.Moved(false, null, RunEnd.Failed, new StepTaken("call", "webhook", null, false)) with { Reason = "the server did not answer" };

        var line = Assert.Single(TimelineSentences.Of(moved, Names));

        Assert.Equal("Failed in Sign-up welcome: the server did not answer", line.Text);
        Assert.Equal(TimelineTone.Problem, line.Tone);
    }

    [Fact]
    public void A_message_that_was_not_sent_says_why()
    {
        var failed = new MessageFailed(Given.Message("m"), Channel.Sms, "message.no-address", "The person has no phone number.", true, null);

        var line = Assert.Single(TimelineSentences.Of(failed, Names));

        Assert.Equal("SMS not sent: The person has no phone number.", line.Text);
        Assert.Equal("message.no-address", line.Why);
    }

    [Fact]
    public void A_record_of_another_version_is_shown_plainly()
    {
        var line = Assert.Single(TimelineSentences.Of(new UnknownBody("SegmentEntered", Topic.Events, RawJson.EmptyObject), Names));

        Assert.Equal("SegmentEntered (unknown to this version)", line.Text);
    }

    [Fact]
    public void A_message_outside_of_a_journey_says_what_it_says()
    {
        var asked = new MessageAsked(Channel.Sms, "Your code is 1234", null, RawJson.EmptyObject, true);

        var line = Assert.Single(TimelineSentences.Of(asked, Names));

        Assert.Equal("SMS requested outside of journeys: “Your code is 1234”", line.Text);
    }

    [Theory]
    [InlineData("waitForEvent", "Order Paid", "Order Paid happened in time")]
    [InlineData("waitForEvent", "timeout", "Waited 1 day: timed out")]
    [InlineData("wait", "next", "Waited 1 day")]
    public void A_wait_that_is_over_is_told_as_past(string kind, string exit, string sentence)
    {
        var moved = Given.Moved(false, "another", null, new StepTaken("wait-a-day", kind, exit, false));

        Assert.Equal(sentence, TimelineSentences.Of(moved, Names)[0].Text);
    }

    [Fact]
    public void Traits_are_named_and_their_values_are_not_read_out()
    {
        var line = Assert.Single(TimelineSentences.Of(Given.Identified("u", """{"phone":"+385911234567","city":"Split"}"""), Names));

        Assert.Equal("Updated phone, city", line.Text);
    }
}
