using Cpd.Contracts;
using Cpd.Engine.Journeys;

namespace Cpd.Engine.Tests.Journeys;

public class SendingMessages
{
    private static string Message(string rest = "", string text = "Hi {{default person.firstName \\\"there\\\"}}") =>
        $$"""{"id":"m","type":"message","channel":"sms","text":"{{text}}",{{rest}}"next":"end"},{"id":"end","type":"exit"}""";

    [Fact]
    public void A_message_is_asked_for_with_everything_decided()
    {
        var scene = Scene.Of(Message("\"sender\":\"Shop\",")).WithPhone().Track("Go");

        var asked = Assert.Single(scene.Bodies<MessageRequested>());
        Assert.Equal(("385911234567", "Shop", "Hi Ana", false), (asked.To, asked.Sender, asked.Text, asked.Transactional));
        Assert.Equal(new StepPlace(scene.Moves.Single().Run, "test", 1, "m", 0), asked.Place);
        Assert.Equal(asked.Message, scene.Moves.Single().Trail[0].Message!.Id);
    }

    [Theory]
    [InlineData("{}", "", "message.no-address")]
    [InlineData("{\"phone\":\"385911234567\",\"consent\":{\"marketing\":{\"sms\":false}}}", "", "message.no-consent")]
    [InlineData("{\"phone\":\"385911234567\",\"consent\":{\"news\":{\"sms\":false}}}", "\"purpose\":\"news\",", "message.no-consent")]
    public void A_message_that_must_not_be_sent_is_an_event_and_the_person_goes_on(string traits, string rest, string code)
    {
        var scene = Scene.Of(Message(rest)).Identify(traits).Track("Go");

        var failed = Assert.Single(scene.Bodies<MessageFailed>());
        Assert.Equal((code, "m"), (failed.Code, failed.Place!.Step));
        Assert.Empty(scene.Bodies<MessageRequested>());
        Assert.Equal(("m:next end", RunEnd.Finished), (scene.Way, scene.End!.Value));
        Assert.StartsWith("not sent: ", scene.Moves.Single().Trail[0].Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_with_a_gap_is_not_sent()
    {
        var scene = Scene.Of(Message(text: "Your code: {{entry.code}}")).WithPhone().Track("Go");

        var failed = Assert.Single(scene.Bodies<MessageFailed>());
        Assert.Equal("message.missing-variable", failed.Code);
        Assert.Contains("entry.code", failed.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"transactional\":true,", "{\"phone\":\"1\",\"consent\":{\"marketing\":{\"sms\":false}}}")]
    [InlineData("\"purpose\":\"news\",", "{\"phone\":\"1\",\"consent\":{\"marketing\":{\"sms\":false}}}")]
    [InlineData("", "{\"phone\":\"1\"}")]
    public void Only_a_refusal_of_its_own_purpose_blocks_a_message(string rest, string traits) =>
        Assert.Single(Scene.Of(Message(rest)).Identify(traits).Track("Go").Texts);

    [Fact]
    public void An_email_without_a_template_is_no_email()
    {
        const string Step = """{"id":"m","type":"message","channel":"email","text":"Hi","next":null}""";
        var journey = JourneyJson.Read(System.Text.Encoding.UTF8.GetBytes(Scene.Journey(Step))).Journey!;

        Assert.Contains("message.no-template", JourneyRules.Check(journey).Select(problem => problem.Code));
    }

    [Fact]
    public void Each_visit_of_a_loop_sends_its_own_message()
    {
        var scene = Scene.Of(
            """
            {"id":"m","type":"message","channel":"sms","text":"Again","next":"w"},
            {"id":"w","type":"wait","for":"1 minute","next":"m"}
            """).WithPhone().Track("Go").Wait(TimeSpan.FromMinutes(2));

        var asked = scene.Bodies<MessageRequested>().ToList();
        Assert.Equal([0, 1, 2], asked.Select(message => message.Place!.Visit));
        Assert.Equal(3, asked.Select(message => message.Message).Distinct().Count());
    }
}

public class Branching
{
    private const string Steps =
        """
        {"id":"b","type":"branch","cases":[{"name":"big","when":"entry.total >= 100","next":null},{"when":"entry.total >= 10","next":null}],"else":null}
        """;

    [Theory]
    [InlineData("{\"total\":100}", "b:big")]
    [InlineData("{\"total\":10}", "b:2")]
    [InlineData("{\"total\":9}", "b:else")]
    [InlineData("{}", "b:else")]
    public void The_first_case_that_holds_wins(string properties, string way) =>
        Assert.Equal(way, Scene.Of(Steps).Track("Go", properties).Way);

    [Fact]
    public void The_trail_says_why_with_the_values()
    {
        var why = Scene.Of(Steps).Track("Go", """{"total":42}""").Moves.Single().Trail[0].Why;

        Assert.Contains("42", why, StringComparison.Ordinal);
    }

    [Fact]
    public void Past_behaviour_can_be_asked_for()
    {
        const string steps = """{"id":"b","type":"branch","cases":[{"name":"often","when":"did \"Viewed\" at least 2 times in last 1 day","next":null}],"else":null}""";

        Assert.Equal("b:often", Scene.Of(steps).Track("Viewed").Track("Viewed").Track("Go").Way);
        Assert.Equal("b:else", Scene.Of(steps).Track("Viewed").Pass(TimeSpan.FromDays(2)).Track("Viewed").Track("Go").Way);
    }
}

public class Splitting
{
    private static JourneyStep.Split Half => new("s", [new("a", 50, null), new("b", 30, null), new("control", 20, null)]);

    [Fact]
    public void The_same_person_always_goes_the_same_way()
    {
        var scene = Scene.Of("""{"id":"s","type":"split","parts":[{"name":"a","weight":50,"next":null},{"name":"b","weight":50,"next":null}]}""", """ "reentry":"always" """);
        for (var i = 0; i < 20; i++) scene.Track("Go");

        Assert.Single(scene.Moves.Select(move => move.Trail[0].Exit).Distinct());
    }

    [Fact]
    public void Weights_come_out_in_the_crowd()
    {
        var draws = Enumerable.Range(0, 20_000).Select(i => JourneyStep.Split.Draw(Ids.Derive<PersonId>(Scene.Start, "p", $"{i}").Value, "j", "s")).ToList();

        Assert.InRange(draws.Count(draw => draw < 50), 9_700, 10_300);
        Assert.InRange(draws.Count(draw => draw >= 80), 3_800, 4_200);
        Assert.All(draws, draw => Assert.InRange(draw, 0, 99));
    }

    [Fact]
    public void Two_splits_do_not_divide_people_alike()
    {
        var same = Enumerable.Range(0, 10_000).Select(i => Ids.Derive<PersonId>(Scene.Start, "p", $"{i}").Value)
            .Count(person => JourneyStep.Split.Draw(person, "j", "s") < 50 == JourneyStep.Split.Draw(person, "j", "t") < 50);

        Assert.InRange(same, 4_700, 5_300);
    }

    [Fact]
    public void Its_exits_are_its_parts() => Assert.Equal(["a", "b", "control"], Half.Exits().Select(exit => exit.Port));
}

public class ChangingPeople
{
    private const string Steps =
        """
        {"id":"u","type":"updateProfile","set":{"tier":"gold","greeting":"Hi {{person.firstName}}","cart":{"value":"entry.cart"},"old":null},"next":"b"},
        {"id":"b","type":"branch","cases":[{"name":"gold","when":"person.tier = \"gold\" and person.cart.total = 5","next":null}],"else":null}
        """;

    [Fact]
    public void The_next_step_sees_what_this_one_set()
    {
        var scene = Scene.Of(Steps).Identify("""{"firstName":"Ana","old":1}""").Track("Go", """{"cart":{"total":5}}""");

        Assert.Equal("u:next b:gold", scene.Way);
        Assert.Equal("""{"tier":"gold","greeting":"Hi Ana","cart":{"total":5},"old":null}""", scene.Bodies<ProfileChanged>().Single().Attributes.ToString());
        Assert.Null(scene.Person!.Profile.Attribute("old"));
    }

    [Fact]
    public void What_came_in_meanwhile_is_not_overwritten_when_the_change_comes_back_from_the_log()
    {
        var scene = Scene.Of(Steps);
        var person = PersonMachine.Apply(scene.Catalog, scene.Person!, scene.Record(new EventTracked("Go", Scene.Start, RawJson.EmptyObject, null)));
        var newer = PersonMachine.Apply(scene.Catalog, person.Person!, scene.Record(new PersonIdentified(new("ana", null), Scene.Start, RawJson.From("""{"tier":"none"}"""))));
        var back = PersonMachine.Apply(scene.Catalog, newer.Person!, person.Records.Single(record => record.Body is ProfileChanged));

        Assert.Equal("none", back.Person!.Profile.Attribute("tier")!.Value.GetString());
    }

    [Fact]
    public void What_has_no_value_is_left_as_it_was()
    {
        var scene = Scene.Of(Steps).Identify("""{"greeting":"Hello"}""").Track("Go");

        Assert.Equal("Hello", scene.Person!.Profile.Attribute("greeting")!.Value.GetString());
    }
}

public class EmittingEvents
{
    [Fact]
    public void An_emitted_event_reaches_other_journeys()
    {
        var scene = Scene.Of("""{"id":"e","type":"emitEvent","event":"Ready","properties":{"n":{"value":"entry.n"},"by":"us"},"next":null}""")
            .Publish(Scene.Journey("""{"id":"m","type":"message","channel":"sms","text":"{{entry.n}} by {{entry.by}}","next":null}""", """ "entries":[{"event":"Ready"}] """, "other"))
            .WithPhone().Track("Go", """{"n":3}""");

        Assert.Equal(["3 by us"], scene.Texts);
        Assert.Equal("e", scene.Bodies<EventTracked>().Single().Origin!.Step);
    }

    [Fact]
    public void An_event_that_a_late_timer_emitted_does_not_take_anybody_back_in_time()
    {
        var scene = Scene.Of(
            """
            {"id":"w","type":"waitForEvent","events":[{"event":"Tick","next":"w"}],"timeout":"10 minutes","onTimeout":"e"},
            {"id":"e","type":"emitEvent","event":"Tick","next":"w"}
            """).Track("Go").Pass(TimeSpan.FromHours(1)).Track("Anything");

        Assert.Equal(Scene.Start.AddMinutes(60), scene.Run.ArrivedAt);
        Assert.Equal(scene.Out.Count, scene.Out.Select(record => record.Id).Distinct().Count());
    }

    [Fact]
    public void Journeys_that_answer_each_other_at_once_are_stopped()
    {
        var scene = Scene.Of("""{"id":"e","type":"emitEvent","event":"Pong","next":null}""", """ "reentry":"always" """)
            .Publish(Scene.Journey("""{"id":"e","type":"emitEvent","event":"Go","next":null}""", """ "reentry":"always","entries":[{"event":"Pong"}] """, "other"))
            .Track("Go");

        Assert.Equal(5, scene.Bodies<EventTracked>().Count());
        Assert.StartsWith("run.event-loop", scene.Moves.Single(move => move.End is RunEnd.Failed).Reason, StringComparison.Ordinal);
    }
}

public class CallingWebhooks
{
    private const string Steps =
        """
        {"id":"h","type":"webhook","method":"POST","url":"https://shop.example/score/{{person.firstName}}","headers":{"X-Cart":"{{entry.cart}}"},"body":"{}","timeoutSeconds":5,"attempts":2,"ok":"m","failed":null},
        {"id":"m","type":"message","channel":"sms","text":"{{steps.h.status}}: {{steps.h.body.score}}","next":null}
        """;

    private static Scene Called() => Scene.Of(Steps).WithPhone().Track("Go", """{"cart":"c1"}""");

    private static WebhookAnswered Answer(Scene scene, int status, string? problem = null)
    {
        var call = scene.Bodies<WebhookRequested>().Single();
        return new WebhookAnswered(call.Call, status, RawJson.From("""{"score":9}"""), problem, call.Place);
    }

    [Fact]
    public void A_call_is_asked_for_with_everything_filled_in()
    {
        var call = Called().Bodies<WebhookRequested>().Single();

        Assert.Equal(("POST", "https://shop.example/score/Ana", "{}", 5, 2), (call.Method, call.Url, call.Body, call.TimeoutSeconds, call.Attempts));
        Assert.Equal("c1", call.Headers["X-Cart"]);
    }

    [Fact]
    public void The_answer_can_be_used_later()
    {
        var scene = Called();

        Assert.Equal(["200: 9"], scene.Apply(Answer(scene, 200)).Texts);
    }

    [Fact]
    public void What_somebody_calls_themselves_stays_a_value_wherever_it_is_put()
    {
        const string steps = """{"id":"h","type":"webhook","url":"https://shop.example/u/{{person.firstName}}","headers":{HEADERS},"body":"BODY","ok":null,"failed":null}""";
        string? Body(string headers, string body) => Scene.Of(steps.Replace("HEADERS", headers, StringComparison.Ordinal).Replace("BODY", body, StringComparison.Ordinal))
            .Identify("""{"firstName":"A\"}&b=/.."}""").Track("Go").Bodies<WebhookRequested>().Single() is var call && call.Url == "https://shop.example/u/A%22%7D%26b%3D%2F.." ? call.Body : call.Url;

        Assert.Equal("""{"name":"A\"}&b=/.."}""", Body("", """{\"name\":\"{{person.firstName}}\"}"""));
        Assert.Equal("name=A%22%7D%26b%3D%2F..", Body("\"content-type\":\"application/x-www-form-urlencoded\"", "name={{person.firstName}}"));
        Assert.Equal("A\"}&b=/..", Body("\"Content-Type\":\"text/plain\"", "{{person.firstName}}"));
    }

    [Fact]
    public void An_answer_too_long_to_be_kept_says_so()
    {
        var scene = Called();
        var tooLong = Answer(scene, 200) with { Answer = RawJson.From($"\"{new string('x', 9_000)}\"") };

        Assert.Equal("h h:failed", scene.Apply(tooLong).Way);
        Assert.Contains("8192 bytes", scene.Moves.Last().Trail[0].Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500, null)]
    [InlineData(302, null)]
    [InlineData(0, "No answer within 5 seconds.")]
    public void Everything_else_leaves_by_failed(int status, string? problem)
    {
        var scene = Called();

        Assert.Equal("h h:failed", scene.Apply(Answer(scene, status, problem)).Way);
    }

    [Fact]
    public void The_answer_to_another_visit_is_passed_over()
    {
        var scene = Called();
        var answer = Answer(scene, 200);

        Assert.Equal("h", scene.Apply(answer with { Place = answer.Place with { Visit = 1 } }).Way);
    }

    [Fact]
    public void An_answer_that_got_lost_does_not_hold_anybody_for_good() =>
        Assert.Equal("h h:failed", Called().Wait(TimeSpan.FromDays(2)).Way);

    [Fact]
    public void A_call_that_cannot_be_filled_in_is_not_made()
    {
        var scene = Scene.Of(Steps).Track("Go");

        Assert.Equal("h:failed", scene.Way);
        Assert.Empty(scene.Bodies<WebhookRequested>());
    }
}
