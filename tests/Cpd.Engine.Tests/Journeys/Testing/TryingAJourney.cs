using Cpd.Contracts;
using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Testing;
using Cpd.Engine.People;
using Cpd.Engine.Templates.Chat;
using Cpd.Engine.Templates.Stored;

namespace Cpd.Engine.Tests.Journeys.Testing;

public class TryingAJourney
{
    private static readonly DateTimeOffset Start = Scene.Start;

    private static readonly PersonState Ana = TestPeople.Invent("shop", TestPeople.Attributes, Start);

    [Fact]
    public void The_abandoned_cart_is_reminded_of_when_the_wait_is_skipped()
    {
        var run = Gallery("abandoned-cart").Enter().Do(new TestAction.SkipWait());

        Assert.Equal("wait-paid wait-paid:timeout remind:next done", Way(run));
        Assert.Equal(Start.AddHours(1), run.Now);
        Assert.StartsWith("Your cart is waiting for you: 1 in all.", Messages(run).Single().Text, StringComparison.Ordinal);
        Assert.Equal(RunEnd.Finished, run.Last.Moves.Single().End);
    }

    [Fact]
    public void The_payment_of_that_cart_ends_the_wait_and_says_by_which_values()
    {
        var run = Gallery("abandoned-cart").Enter();
        var paid = TestChoices.Of(run).Single(choice => choice.Port == "Order Paid");

        var left = run.Do(paid.Action).Last.Moves.Single().Trail[0];

        Assert.Equal("Order Paid", left.Exit);
        Assert.Equal("event.cart_id is \"A-1\", entry.cart_id is \"A-1\"", left.Why);
    }

    [Fact]
    public void The_payment_of_another_cart_is_said_not_to_end_it()
    {
        var run = Gallery("abandoned-cart").Enter().Do(Happens("Order Paid", """{"cart_id":"B-2"}"""));

        Assert.Empty(run.Last.Moves);
        Assert.Equal("Still waiting at wait-paid: event.cart_id is \"B-2\", entry.cart_id is \"A-1\".", run.Last.Note);
    }

    [Fact]
    public void Whoever_signs_up_is_welcomed_by_name()
    {
        var run = Gallery("signup-welcome").Enter();

        Assert.StartsWith("Hi Ana, welcome aboard!", Messages(run).Single().Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"total":0,"cart_id":"A-1"}""", "Did not enter: event.total > 0 (event.total is 0): no.")]
    [InlineData("""{"total":5}""", "Did not enter: event.cart_id has no value, and this journey is keyed by it.")]
    public void Whoever_is_not_let_in_is_told_why(string properties, string why)
    {
        var run = Gallery("abandoned-cart").Do(Happens("Cart Updated", properties));

        Assert.Equal(why, run.Last.Note);
        Assert.Empty(run.Person.Runs);
    }

    [Fact]
    public void A_second_entry_is_told_apart_from_the_first()
    {
        Assert.StartsWith("Did not enter again: event.cart_id is A-1", Gallery("abandoned-cart").Enter().Enter().Last.Note, StringComparison.Ordinal);
        Assert.Equal("Did not enter: they have been in this journey before, and it allows one entry per person.", Gallery("signup-welcome").Enter().Enter().Last.Note);
    }

    [Fact]
    public void An_event_that_nothing_waits_for_says_so() =>
        Assert.Equal("“Page Viewed” does not start this journey. People enter it by Signed Up, or through the API.",
            Gallery("signup-welcome").Do(Happens("Page Viewed", "{}")).Last.Note);

    [Fact]
    public void A_command_sends_somebody_in_whatever_the_entries_say() =>
        Assert.Equal("welcome:next", Way(Gallery("signup-welcome").Do(new TestAction.Enrol(RawJson.EmptyObject))));

    [Fact]
    public void What_becomes_of_a_message_ends_the_wait_for_it()
    {
        const string Ask = """
            {"id":"ask","type":"message","channel":"sms","text":"How was it?","next":"hear"},
            {"id":"hear","type":"waitForMessage","message":"ask","on":{"reply":"thank","failed":null},"timeout":"1 day","onTimeout":null},
            {"id":"thank","type":"message","channel":"sms","text":"You said {{steps.ask.reply}}","next":null}
            """;
        var asked = Of(Ask).Enter();

        Assert.Equal(["You said Fine"], Messages(asked.Do(new TestAction.Outcome("ask", MessageOutcome.Reply, "Fine"))).Skip(1).Select(message => message.Text));
        Assert.Equal("No such number", asked.Do(new TestAction.Outcome("ask", MessageOutcome.Failed, "No such number")).Last.Moves.Single().Trail[0].Why);
        Assert.Equal("The step thank has not sent a message yet.", asked.Do(new TestAction.Outcome("thank", MessageOutcome.Seen)).Last.Note);
    }

    [Fact]
    public void What_is_filled_into_a_form_decides_by_its_names()
    {
        const string Ask = """
            {"id":"ask","type":"message","channel":"whatsApp","template":"size","next":"hear"},
            {"id":"hear","type":"waitForMessage","message":"ask","on":{"reply":"which"},"timeout":"1 day","onTimeout":null},
            {"id":"which","type":"branch","cases":[{"name":"large","when":"steps.ask.fields.size = \"L\"","next":"thank"}],"else":null},
            {"id":"thank","type":"message","channel":"sms","text":"{{steps.ask.fields.name}}, yours is here","next":null}
            """;
        var form = new RemoteTemplate("size", "en", "APPROVED", "MARKETING", [], "Which size?", Buttons: [new("FLOW", "Say it")]);
        var size = CompiledTemplate.Compile("shop", "size", Channel.WhatsApp, isArchived: false, new([new("", new Dictionary<string, string> { [ChatParts.Remote] = form.ToPart() })]));
        var asked = Of(Ask, template: size).Enter();

        Assert.Equal(["Ana, yours is here"], Messages(asked.Do(new TestAction.Outcome("ask", MessageOutcome.Reply, """{"size":"L","name":"Ana"}"""))).Skip(1).Select(message => message.Text));
        Assert.Empty(Messages(asked.Do(new TestAction.Outcome("ask", MessageOutcome.Reply, "L"))).Skip(1));
    }

    [Fact]
    public void A_webhook_is_answered_by_whoever_tries_it()
    {
        const string Call = """
            {"id":"call","type":"webhook","url":"https://x.example/","ok":"tell","failed":null},
            {"id":"tell","type":"message","channel":"sms","text":"Score {{steps.call.body.score}}","next":null}
            """;
        var called = Of(Call).Enter();

        Assert.Equal("Score 7", Messages(called.Do(new TestAction.Answer("call", 200, RawJson.From("""{"score":7}""")))).Single().Text);
        Assert.Equal("failed", called.Do(new TestAction.Answer("call", 0, default, "No response.")).Last.Moves.Single().Trail[0].Exit);
    }

    [Fact]
    public void An_attribute_that_changes_on_the_way_counts_from_then_on()
    {
        const string Ask = """
            {"id":"hold","type":"wait","for":"1 hour","next":"ask"},
            {"id":"ask","type":"branch","cases":[{"name":"gold","when":"person.tier = \"gold\"","next":null}],"else":null}
            """;
        var inside = Of(Ask).Enter();

        Assert.Contains("person.tier is missing", inside.Do(new TestAction.SkipWait()).Last.Moves.Single().Trail[1].Why, StringComparison.Ordinal);
        var gold = inside.Do(new TestAction.Identify(RawJson.From("""{"tier":"gold"}"""))).Do(new TestAction.SkipWait());
        Assert.Equal("gold", gold.Last.Moves.Single().Trail[1].Exit);
    }

    [Fact]
    public void The_clock_goes_on_and_waits_end_at_their_own_times()
    {
        var run = Of("""{"id":"a","type":"wait","for":"1 hour","next":"b"},{"id":"b","type":"wait","for":"30 minutes","next":null}""").Enter()
            .Do(new TestAction.Pass(TimeSpan.FromHours(5)));

        Assert.Equal([Start.AddHours(1), Start.AddHours(1.5)], run.Last.Records.Select(record => record.At));
        Assert.Equal(Start.AddHours(5), run.Now);
        Assert.Null(run.NextWake);
        Assert.Equal("There is no wait to skip: start with an event.", run.Do(new TestAction.SkipWait()).Last.Note);
        Assert.Equal(run.Now, run.Do(new TestAction.Pass(TimeSpan.FromDays(-1))).Now);
    }

    [Fact]
    public void A_loop_of_short_waits_does_not_hold_the_page_for_ever()
    {
        var run = Of("""{"id":"a","type":"wait","for":"1 second","next":"a"}""").Enter().Do(new TestAction.Pass(TimeSpan.FromDays(300)));

        Assert.StartsWith("The clock stopped after 1000 waits", run.Last.Note, StringComparison.Ordinal);
        Assert.Equal(Start.AddSeconds(1000), run.Now);
    }

    [Fact]
    public void One_can_go_back_and_do_something_else_instead()
    {
        var inside = Gallery("abandoned-cart").Enter();
        var reminded = inside.Do(new TestAction.SkipWait());

        var paid = reminded.BackTo(1).Do(TestChoices.Of(inside)[0].Action);

        Assert.Equal("wait-paid wait-paid:Order Paid done", Way(paid));
        Assert.Equal("wait-paid wait-paid:timeout remind:next done", Way(reminded));
    }

    [Fact]
    public void Somebody_who_draws_another_part_takes_another_way()
    {
        const string Halves = """{"id":"half","type":"split","parts":[{"name":"a","weight":95,"next":null},{"name":"b","weight":5,"next":null}]}""";
        var run = Of(Halves).Enter();

        foreach (var part in new[] { "a", "b" })
        {
            var other = TestPeople.WhoDraws(Ana, run.Journey, new Dictionary<string, string> { ["half"] = part });
            Assert.Equal($"half:{part}", Way(run.Again(CompiledJourney.Compile(run.Journey).Journey!, other!, Start)));
        }
        Assert.Null(TestPeople.WhoDraws(Ana, run.Journey, new Dictionary<string, string> { ["half"] = "c" }));
    }

    [Fact]
    public void Somebody_real_is_tried_as_they_are_but_for_what_is_changed_here()
    {
        var real = Scene.Of("""{"id":"a","type":"wait","for":"1 hour","next":null}""").Identify("""{"tier":"gold","city":"Split"}""").Track("Go").Person!;

        var changed = TestPeople.Changed(real, RawJson.From("""{"tier":"silver"}"""), Start);
        var run = Of("""{"id":"hold","type":"wait","for":"1 hour","next":null}""", changed);

        Assert.Equal(("\"silver\"", null), (run.Person.Profile.Attribute("tier")?.GetRawText(), run.Person.Profile.Attribute("city")));
        Assert.Empty(run.Person.Runs);
        Assert.NotNull(run.Person.Memory.Enrolment("test"));
        Assert.Single(real.Runs);
    }

    [Fact]
    public void The_path_is_the_way_of_the_last_run_up_to_the_moment_looked_at()
    {
        var run = Gallery("abandoned-cart").Enter().Do(new TestAction.SkipWait());

        var inside = TestPath.Of(run.BackTo(1));
        Assert.Equal("wait-paid", Assert.Single(inside.Steps));
        Assert.Equal(("wait-paid", null), (inside.Current, inside.End));

        var over = TestPath.Of(run);
        Assert.Equal(["wait-paid", "remind", "done"], over.Steps);
        Assert.Equal(new HashSet<(string, string)> { ("wait-paid", "timeout"), ("remind", "next") }, over.Exits);
        Assert.Equal((null, RunEnd.Finished), (over.Current, over.End));
    }

    private static TestRun Gallery(string id) =>
        TestRun.Begin(CompiledJourney.Read(System.Text.Encoding.UTF8.GetBytes(JourneyGallery.All.Single(ready => ready.Id == id).Json)).Journey!, Ana, Start);

    private static TestRun Of(string steps, PersonState? person = null, CompiledTemplate? template = null)
    {
        var compiled = CompiledJourney.Read(System.Text.Encoding.UTF8.GetBytes(Scene.Journey(steps)));
        Assert.True(compiled.Journey is not null, string.Join('\n', compiled.Problems));
        return TestRun.Begin(compiled.Journey, person ?? Ana, Start, templates: template is null ? null : TemplateCatalog.Of([template]));
    }

    private static TestAction.Happens Happens(string name, string properties) => new(name, RawJson.From(properties));

    private static IEnumerable<MessageRequested> Messages(TestRun run) =>
        run.Moments.SelectMany(moment => moment.Records).Select(record => record.Body).OfType<MessageRequested>();

    private static string Way(TestRun run) => string.Join(' ', run.Moments.SelectMany(moment => moment.Moves).SelectMany(move => move.Trail)
        .Select(step => step.Exit is null ? step.Step : $"{step.Step}:{step.Exit}"));
}

internal static class Entered
{
    /// <summary>By what is offered first to somebody outside.</summary>
    public static TestRun Enter(this TestRun run) => run.Do(TestChoices.Of(run.BackTo(0))[0].Action);
}
