using Bunit;
using Cpd.Contracts;
using Cpd.Engine.Journeys;

namespace Cpd.Web.Tests.Features.Journeys.Designer;

public sealed class StepFormTests : FormTest
{
    private static readonly JourneyStep.Message Reminder = new("remind", Channel.Sms, new TemplateText("Hi"), null, null, false, "done") { Note = "kind words" };

    [Fact]
    public void An_email_is_chosen_and_not_written()
    {
        var form = Open(Reminder with { Text = new TemplateText("") });
        form.Choose("Channel", "E-mail");

        Assert.Equal(Channel.Email, form.Step.Channel);
        Assert.NotEmpty(form.Form.FindAll("a[href='/templates/new?channel=email']"));
        Assert.Empty(form.Form.FindAll("textarea[placeholder^='Hi {{']"));
    }

    [Fact]
    public void A_message_gets_its_text_and_keeps_everything_else()
    {
        var form = Open(Reminder, new JourneyStep.Exit("done"));

        form.Type("Text", "Hello {{person.firstName}}");

        Assert.Equal(Reminder with { Text = new TemplateText("Hello {{person.firstName}}") }, form.Step);
        Assert.Equal("Hello Ana", form.Form.Find(".bubble").TextContent);
    }

    [Fact]
    public void A_text_with_a_mistake_is_kept_with_its_sentence_below()
    {
        var form = Open(Reminder);

        form.Type("Text", "Hello {{persn.name}}");

        Assert.Equal("Hello {{persn.name}}", form.Step.Text.Text);
        Assert.Contains("Line 1, column 7: \"persn.name\" must begin", Assert.Single(form.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_in_letters_of_other_alphabets_says_how_many_parts_it_takes()
    {
        var form = Open(Reminder);

        form.Type("Text", "Čekamo vas, " + new string('x', 60));

        Assert.Contains("2 parts", form.Form.Markup, StringComparison.Ordinal);
        Assert.Contains("holds 70", form.Form.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void What_would_not_be_sent_is_said_in_the_preview()
    {
        var form = Open(Reminder);

        form.Type("Text", "Hello {{person.nickname}}");

        Assert.Contains("Would not be sent: There is no value for person.nickname", form.Form.Find(".stopped").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_without_consent_has_no_purpose_to_ask_for()
    {
        var form = Open(Reminder);
        Assert.NotNull(form.Field("Purpose"));

        form.Turn("Transactional", true);

        Assert.True(form.Step.Transactional);
        Assert.DoesNotContain(form.Form.FindAll("label"), label => label.TextContent == "Purpose");
    }

    [Theory]
    [InlineData("90", "minutes", "1 hour 30 minutes")]
    [InlineData("1.5", "days", "1 day 12 hours")]
    [InlineData("2 days 12 hours", "hours", "2 days 12 hours")]
    public void A_time_is_a_number_with_its_unit_or_words(string text, string unit, string expected)
    {
        var form = Open(new JourneyStep.Wait("wait", TimeSpan.FromHours(1), null));

        form.Choose("Unit", unit);
        form.Type("Wait for", text);

        Assert.Equal(expected, Durations.ToText(form.Step.For));
    }

    [Fact]
    public void What_is_no_time_stays_in_its_field_and_the_wait_as_it_was()
    {
        var form = Open(new JourneyStep.Wait("wait", TimeSpan.FromHours(3), "next"));
        Assert.Equal(("3", "hours"), (form.Field("Wait for").GetAttribute("value"), form.Field("Unit").GetAttribute("value")));

        form.Type("Wait for", "soon");

        Assert.Equal(TimeSpan.FromHours(3), form.Step.For);
        Assert.Equal("soon", form.Field("Wait for").GetAttribute("value"));
        Assert.Contains("Enter a number, or a duration such as 2 days 12 hours", Assert.Single(form.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void No_time_at_all_is_said_by_the_rules()
    {
        var form = Open(new JourneyStep.Wait("wait", TimeSpan.FromHours(3), null));

        form.Type("Wait for", "0");

        Assert.Equal(["Wait at least one second."], form.Problems);
    }

    [Fact]
    public void A_window_has_its_days_and_hours()
    {
        var form = Open(new JourneyStep.WaitUntilWindow("hours", new DayWindow([], new TimeOnly(9, 0), new TimeOnly(17, 0)), "next"));

        form.Press("Weekdays");
        form.Press("Friday");
        form.Field("To").Change("18:30");

        Assert.Equal<DayOfWeek>([DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday], form.Step.Window.Days);
        Assert.Equal((new TimeOnly(9, 0), new TimeOnly(18, 30), "next"), (form.Step.Window.From, form.Step.Window.To, form.Step.Next));
    }

    [Fact]
    public void A_window_that_never_opens_cannot_be_made()
    {
        var form = Open(new JourneyStep.WaitUntilWindow("hours", new DayWindow([DayOfWeek.Monday], new TimeOnly(9, 0), new TimeOnly(17, 0)), null));

        form.Press("Monday");

        Assert.Equal<DayOfWeek>([DayOfWeek.Monday], form.Step.Window.Days);
    }

    [Fact]
    public void A_date_may_be_waited_for_before_it_at_an_hour_of_its_own()
    {
        var form = Open(new JourneyStep.WaitUntilDate("renewal", new PathText(""), null, null, "next", "past", "none"));
        Assert.Equal(["A path must start with person, event, entry or steps, not with \"\"."], form.Problems);

        form.Type("Date", "person.renewal");
        form.Choose("Moment", "Before it");
        form.Type("By", "7");
        form.Turn("At a specific time of day", true);

        Assert.Equal(new JourneyStep.WaitUntilDate("renewal", new PathText("person.renewal"), TimeSpan.FromDays(-7), new TimeOnly(9, 0), "next", "past", "none"), form.Step);
    }

    [Fact]
    public void A_further_event_gets_an_exit_of_its_own_and_the_others_keep_theirs()
    {
        var form = Open(new JourneyStep.WaitForEvent("paid", [new("Order Paid", null, null, "thanks")], TimeSpan.FromHours(1), "remind"),
            new JourneyStep.Exit("thanks"), new JourneyStep.Exit("remind"));

        form.Press("Add another event");
        form.Form.FindAll("[aria-label=Event]")[1].Input("Cart Emptied");

        Assert.Equal([("Order Paid", "thanks"), ("Cart Emptied", null), ("timeout", "remind")], form.Step.Exits().Select(exit => (exit.Port, exit.To)));

        form.Press("Remove: Event 1");

        Assert.Equal([("Cart Emptied", null), ("timeout", "remind")], form.Step.Exits().Select(exit => (exit.Port, exit.To)));
    }

    [Fact]
    public void A_key_is_made_of_two_values()
    {
        var form = Open(new JourneyStep.WaitForEvent("paid", [new("Order Paid", null, null, null)], TimeSpan.FromHours(1), null));

        form.Type("Value of the event", "event.cart_id");
        Assert.Contains("A path must start with", Assert.Single(form.Problems), StringComparison.Ordinal);

        form.Type("Value of the run", "entry.cart_id");
        Assert.Equal(new KeyText("event.cart_id = entry.cart_id"), form.Step.Events[0].Key);
        Assert.Empty(form.Problems);

        form.Type("Value of the event", "");
        form.Type("Value of the run", "");
        Assert.Null(form.Step.Events[0].Key);
    }

    [Fact]
    public void An_event_just_before_the_wait_may_count()
    {
        var form = Open(new JourneyStep.WaitForEvent("paid", [new("Order Paid", null, null, null)], TimeSpan.FromHours(1), null));

        form.Turn("Also accept earlier events", true);
        form.Type("How much earlier", "10");

        Assert.Equal(TimeSpan.FromMinutes(10), form.Step.LookBack);
    }

    [Fact]
    public void A_wait_for_a_message_says_for_which_and_for_what()
    {
        var form = Open(new JourneyStep.WaitForMessage("reply", "", [new(MessageOutcome.Delivered, "thanks")], TimeSpan.FromDays(1), null), Reminder);

        form.Choose("Message", "Remind: SMS: “Hi”");
        form.Turn("they reply", true);

        Assert.Equal("remind", form.Step.Of);
        Assert.Equal([new(MessageOutcome.Reply, null), new(MessageOutcome.Delivered, "thanks")], form.Step.On);

        form.Turn("they reply", false);
        form.Turn("it is delivered", false);

        Assert.Contains("Choose at least one outcome to wait for (\"on\"): delivered, failed, seen, clicked or reply; for a call answered, busy, notAnswered, or reply for the keys they press.", form.Problems);
    }

    [Fact]
    public void A_message_may_wait_for_their_best_time_which_what_is_transactional_does_not()
    {
        var form = Open(Reminder);
        form.Turn("Send at their best time", true);
        Assert.Equal(TimeSpan.FromHours(12), form.Step.BestWithin);

        form.Type("Wait at most", "30");
        Assert.Contains("Set a best-time wait of at least one hour and at most one day.", form.Problems);
        form.Turn("Transactional", true);
        Assert.Null(form.Step.BestWithin);
    }

    [Fact]
    public void A_call_may_wait_for_keys_as_long_as_it_is_a_call_with_a_text_of_its_own()
    {
        var form = Open(Reminder with { Channel = Channel.Voice });
        form.Choose("Keys", "1 key");
        Assert.Equal(1, form.Step.Keys);

        form.Choose("Channel", "SMS");
        Assert.Equal(0, form.Step.Keys);
    }

    [Fact]
    public void A_message_may_have_channels_that_follow_each_for_its_reasons()
    {
        var form = Open(Reminder with { Channel = Channel.WhatsApp });
        form.Press("Add a fallback channel");
        Assert.Equal((Channel.Sms, MessageFailover.AnyReason.Count, (TimeSpan?)MessageFailover.UsualPatience), (form.Step.Failover[0].Content.Channel, form.Step.Failover[0].On.Count, form.Step.Failover[0].After));
        Assert.Equal(["Enter the message text."], form.Problems);

        form.Turn("cannot deliver", false);
        form.Turn("does not deliver in time", false);
        Assert.Equal([FailoverReason.NoAddress, FailoverReason.NoConsent], form.Step.Failover[0].On);
        Assert.Null(form.Step.Failover[0].After);   // nobody waits for it any more

        form.Turn("Start with the preferred channel", true);
        Assert.True(form.Step.Preferred);
        form.Form.Find("[aria-label='Remove: If it is not delivered']").Click();
        Assert.Empty(form.Step.Failover);
        Assert.False(form.Step.Preferred);
    }

    [Fact]
    public void Ways_of_a_branch_keep_where_they_lead_when_others_come_and_go()
    {
        var form = Open(new JourneyStep.Branch("country", [new("Home", new ConditionText("person.country = \"HR\""), "a"), new(null, new ConditionText("person.country = \"SI\""), "b")], "c"),
            new JourneyStep.Exit("a"), new JourneyStep.Exit("b"), new JourneyStep.Exit("c"));

        form.Press("Add branch");
        form.Press("Else, if: move up");
        form.Press("Remove: If");

        Assert.Equal([("Home", "a"), ("2", null), ("else", "c")], form.Step.Exits().Select(exit => (exit.Port, exit.To)));
    }

    [Fact]
    public void Two_ways_of_one_name_are_told_at_the_name()
    {
        var form = Open(new JourneyStep.Branch("country", [new("Home", new ConditionText("always"), null), new(null, new ConditionText("always"), null)], null));

        form.Form.FindAll("input[placeholder=\"2\"]")[0].Input("Home");

        Assert.Equal("Home", form.Step.Cases[1].Name);
        Assert.Contains("Two exits have the name \"Home\". Rename one.", form.Problems);
    }

    [Fact]
    public void Weights_that_do_not_make_100_say_so_and_can_be_shared()
    {
        var form = Open(new JourneyStep.Split("half", [new("A", 50, "a"), new("B", 50, "b")]), new JourneyStep.Exit("a"), new JourneyStep.Exit("b"));

        form.Press("Add branch");
        form.Form.FindAll("[aria-label=Weight]")[0].Input("60");
        Assert.Equal(["The weights add up to 110; they must add up to 100."], form.Problems);

        form.Press("Distribute evenly");
        Assert.Equal([("A", 34, "a"), ("B", 33, "b"), (null, 33, null)], form.Step.Parts.Select(part => (part.Name, part.Weight, part.Next)));
    }

    [Fact]
    public void A_weight_that_is_no_number_stays_in_its_field()
    {
        var form = Open(new JourneyStep.Split("half", [new("A", 50, null), new("B", 50, null)]));

        form.Form.FindAll("[aria-label=Weight]")[0].Input("most");

        Assert.Equal(50, form.Step.Parts[0].Weight);
        Assert.Equal(["Enter a whole number."], form.Problems);
    }

    [Fact]
    public void Attributes_get_texts_numbers_copies_or_nothing()
    {
        var form = Open(new JourneyStep.UpdateProfile("set", new StepValues([]), "next"));
        Assert.Equal(["Set at least one attribute (\"set\")."], form.Problems);

        form.Press("Add attribute");
        form.Type("Attribute", "plan");
        form.Type("Value", "trial {{entry.total}}");
        Assert.IsType<StepValue.Filled>(form.Step.Set.Items.Single().Value);

        form.Type("Value", "trial");
        Assert.Equal("trial", Assert.IsType<StepValue.Fixed>(form.Step.Set.Items.Single().Value).Value.GetString());

        form.Choose("Kind of value", "copy of");
        form.Type("Copied from", "entry.cart_id");
        Assert.Equal(new StepValue.Copied(new PathText("entry.cart_id")), form.Step.Set.Items.Single().Value);
        Assert.Equal(("plan", "next"), (form.Step.Set.Items.Single().Key, form.Step.Next));
    }

    [Fact]
    public void Two_values_of_one_name_would_be_no_journey_so_the_second_name_waits()
    {
        var form = Open(new JourneyStep.EmitEvent("emit", "Reminded", new StepValues([]), null));

        form.Press("Add property");
        form.Form.FindAll("[aria-label=Property]")[0].Input("total");
        form.Press("Add property");
        form.Form.FindAll("[aria-label=Property]")[1].Input("total");

        Assert.Equal(["total", ""], form.Step.Properties.Items.Select(item => item.Key));
        Assert.Equal("total", form.Form.FindAll("[aria-label=Property]")[1].GetAttribute("value"));
        Assert.Contains("\"total\" already exists.", form.Problems);

        form.Form.FindAll("[aria-label=Property]")[1].Input("totals");
        Assert.Equal(["total", "totals"], form.Step.Properties.Items.Select(item => item.Key));
    }

    [Fact]
    public void A_webhook_has_address_headers_body_and_limits()
    {
        var form = Open(new JourneyStep.Webhook("task", "POST", new TemplateText(""), [], null, 10, 3, "ok", "failed"), new JourneyStep.Exit("ok"), new JourneyStep.Exit("failed"));
        Assert.Equal(["The URL must start with https:// or http://."], form.Problems);

        form.Choose("Method", "PUT");
        form.Type("URL", "https://example.com/{{entry.cart_id}}");
        form.Press("Add header");
        form.Type("Header", "Authorization");
        form.Type("Value of the header", "Bearer x");
        form.Type("Body", "{\"total\": {{entry.total}}}");
        form.Type("Timeout (seconds)", "90");

        Assert.Equal(("PUT", "https://example.com/{{entry.cart_id}}", "Authorization", "{\"total\": {{entry.total}}}", 90, "ok"),
            (form.Step.Method, form.Step.Url.Text, form.Step.Headers.Single().Key, form.Step.Body!.Text, form.Step.TimeoutSeconds, form.Step.Ok));
        Assert.Equal(["Set a timeout of 1 to 60 seconds."], form.Problems);
        Assert.Contains("steps.task.status", form.Form.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_step_can_have_a_note()
    {
        var form = Open(new JourneyStep.Exit("done"));

        form.Type("Note", "why");
        Assert.Equal("why", form.Step.Note);

        form.Type("Note", "");
        Assert.Null(form.Step.Note);
    }
}
