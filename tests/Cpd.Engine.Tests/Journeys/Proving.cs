using Cpd.Engine.Journeys;

namespace Cpd.Engine.Tests.Journeys;

public class ProofBeforePublishing
{
    private static IReadOnlyList<JourneyProblem> Check(string steps, string rest = "") =>
        CompiledJourney.Read(System.Text.Encoding.UTF8.GetBytes(Scene.Journey(steps, rest))).Problems;

    private static void Has(string code, string path, string steps, string rest = "", ProblemLevel level = ProblemLevel.Error) =>
        Assert.Contains(Check(steps, rest), problem => (problem.Code, problem.Path, problem.Level) == (code, path, level));

    private static void HasNot(string code, string steps) => Assert.DoesNotContain(Check(steps), problem => problem.Code == code);

    private const string End = """{"id":"end","type":"exit"}""";

    [Fact]
    public void Exits_lead_to_steps_that_exist() =>
        Has("exit.unknown-step", "steps[0].next", """{"id":"a","type":"wait","for":"1 hour","next":"b"}""");

    [Fact]
    public void Step_ids_are_unique() =>
        Has("step.duplicate-id", "steps[1].id", """{"id":"a","type":"exit"},{"id":"a","type":"exit"}""");

    [Fact]
    public void Steps_that_nobody_reaches_are_pointed_out() =>
        Has("step.unreachable", "steps[1]", """{"id":"a","type":"exit"},{"id":"b","type":"exit"}""", level: ProblemLevel.Warning);

    [Fact]
    public void Loops_need_a_delay() => Has("loop.no-delay", "steps[0]",
        """{"id":"a","type":"branch","cases":[{"when":"person.x = 1","next":"b"}],"else":null},{"id":"b","type":"emitEvent","event":"E","next":"a"}""");

    [Fact]
    public void A_window_is_no_delay_because_it_may_be_open() => Has("loop.no-delay", "steps[0]",
        """{"id":"a","type":"waitUntilWindow","from":"09:00","to":"18:00","next":"b"},{"id":"b","type":"emitEvent","event":"E","next":"a"}""");

    [Fact]
    public void A_wait_is_a_delay() => HasNot("loop.no-delay",
        """{"id":"a","type":"wait","for":"1 hour","next":"b"},{"id":"b","type":"emitEvent","event":"E","next":"a"}""");

    [Fact]
    public void Weights_make_a_hundred() =>
        Has("split.weights", "steps[0].parts", """{"id":"a","type":"split","parts":[{"weight":50,"next":null},{"weight":49,"next":null}]}""");

    [Fact]
    public void Messages_say_something() =>
        Has("message.no-text", "steps[0].text", """{"id":"a","type":"message","channel":"sms","text":" ","next":null}""");

    [Fact]
    public void A_condition_that_cannot_be_read_names_the_column()
    {
        var problem = Assert.Single(Check("""{"id":"a","type":"branch","cases":[{"when":"person.x >","next":null}],"else":null}"""));

        Assert.Equal(("condition.unreadable", "steps[0].cases[0].when", "a"), (problem.Code, problem.Path, problem.StepId));
        Assert.StartsWith("Column ", problem.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Segments_do_not_exist_so_nothing_can_be_published_that_asks_for_one()
    {
        const string branch = """{"id":"a","type":"branch","cases":[{"when":"person.x = 1 and not (in segment \"vip\" or always)","next":null}],"else":null}""";

        Has("condition.segment", "steps[0].cases[0].when", branch);
        Has("condition.segment", "exitWhen[0].when", End, """ "exitWhen":[{"when":"in segment \"vip\""}] """);
        Assert.Null(CompiledJourney.Read(System.Text.Encoding.UTF8.GetBytes(Scene.Journey(branch))).Journey);
        Assert.StartsWith("There are no segments: in segment \"vip\" holds for nobody. Ask for attributes or behaviour here instead", Assert.Single(Check(branch)).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Templates_and_keys_are_read_too()
    {
        Has("template.unreadable", "steps[0].text", """{"id":"a","type":"message","channel":"sms","text":"{{person.","next":null}""");
        Has("key.unreadable", "steps[0].events[0].key",
            """{"id":"a","type":"waitForEvent","events":[{"event":"E","key":"entry.a = event.a","next":null}],"timeout":"1 hour","onTimeout":null}""");
        Has("path.unreadable", "reentry.key", End, """ "reentry":{"key":"cart"} """);
    }

    [Fact]
    public void Results_are_not_used_before_they_exist()
    {
        const string hook = """{"id":"h","type":"webhook","url":"https://x.example","ok":"m","failed":null}""";
        const string uses = """{"id":"m","type":"message","channel":"sms","text":"{{steps.h.status}}","next":null}""";
        HasNot("variable.too-early", $"{hook},{uses}");
        Has("variable.too-early", "steps[0].text", $"{uses.Replace("\"next\":null", "\"next\":\"h\"", StringComparison.Ordinal)},{hook.Replace("\"m\"", "null", StringComparison.Ordinal)}");
        Has("variable.unknown-step", "steps[0].text", """{"id":"m","type":"message","channel":"sms","text":"{{steps.nobody.status}}","next":null}""");
        Has("variable.no-result", "steps[1].text", """{"id":"w","type":"wait","for":"1 hour","next":"m"},{"id":"m","type":"message","channel":"sms","text":"{{steps.w.status}}","next":null}""");
        Has("variable.perhaps-missing", "steps[2].text",
            $$"""{"id":"b","type":"branch","cases":[{"when":"person.x = 1","next":"h"}],"else":"m"},{{hook}},{{uses}}""", level: ProblemLevel.Warning);
    }

    [Fact]
    public void The_event_is_gone_after_a_wait()
    {
        Has("variable.event-gone", "steps[1].text",
            """{"id":"w","type":"wait","for":"1 hour","next":"m"},{"id":"m","type":"message","channel":"sms","text":"{{event.x}}","next":null}""", level: ProblemLevel.Warning);
        HasNot("variable.event-gone",
            """{"id":"w","type":"waitForEvent","events":[{"event":"E","when":"event.x = 1","next":"m"}],"timeout":"1 hour","onTimeout":null},{"id":"m","type":"message","channel":"sms","text":"{{event.x}}","next":null}""");
    }

    [Fact]
    public void A_wait_for_a_message_names_a_message_before_it()
    {
        const string waits = """{"id":"w","type":"waitForMessage","message":"m","on":{"reply":null},"timeout":"1 hour","onTimeout":null}""";
        Has("wait.unknown-message", "steps[0].message", waits);
        HasNot("wait.unknown-message", $$"""{"id":"m","type":"message","channel":"sms","text":"x","next":"w"},{{waits}}""");
    }

    [Fact]
    public void Two_exits_of_one_name_are_refused() => Has("exit.duplicate-name", "steps[0].cases[1].next",
        """{"id":"a","type":"branch","cases":[{"name":"x","when":"person.x = 1","next":null},{"name":"x","when":"person.x = 2","next":null}],"else":null}""");

    [Fact]
    public void An_exit_rule_says_when() => Has("exit-rule.empty", "exitWhen[0]", End, """ "exitWhen":[{}] """);

    [Fact]
    public void Behaviour_that_is_asked_for_is_remembered()
    {
        var needs = Scene.Of("""{"id":"b","type":"branch","cases":[{"when":"did \"Viewed\" at least 3 times in last 7 days","next":null}],"else":null}""").Catalog.Needs("shop");

        Assert.Equal(TimeSpan.FromDays(7), needs.Events["Viewed"].TimesWithin);
        Assert.True(needs.Events["Viewed"].Times);
    }

    [Fact]
    public void A_stopped_journey_needs_nothing_remembered() =>
        Assert.Empty(Scene.Of("""{"id":"b","type":"branch","cases":[{"when":"did \"Viewed\" in last 7 days","next":null}],"else":null}""")
            .Set(JourneyStatus.Stopped).Catalog.Needs("shop").Events);
}
