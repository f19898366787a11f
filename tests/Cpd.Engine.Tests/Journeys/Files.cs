using System.Text;
using System.Text.Json;
using Cpd.Contracts;
using Cpd.Engine.Journeys;

namespace Cpd.Engine.Tests.Journeys;

public class JourneysAsFiles
{
    public static TheoryData<string> Ready => [.. JourneyGallery.All.Select(journey => journey.Id)];

    private static ReadyJourney Named(string id) => JourneyGallery.All.Single(journey => journey.Id == id);

    [Theory]
    [MemberData(nameof(Ready))]
    public void A_ready_journey_is_canonical(string id) =>
        Assert.Equal(Named(id).Json, JourneyJson.ToText(JourneyJson.Read(Named(id).Json).Journey!));

    [Theory]
    [MemberData(nameof(Ready))]
    public void A_ready_journey_has_no_problems_not_even_warnings(string id) =>
        Assert.Empty(CompiledJourney.Read(Encoding.UTF8.GetBytes(Named(id).Json)).Problems);

    [Theory]
    [MemberData(nameof(Ready))]
    public void A_ready_journey_has_the_shape_the_schema_says(string id) => Assert.Empty(Schema.Problems(Named(id).Json));

    [Fact]
    public void A_welcome_and_an_abandoned_cart_are_there_at_the_first_start() =>
        Assert.Equal(["abandoned-cart", "signup-welcome"], JourneyGallery.AtFirstStart.Select(journey => journey.Id));

    [Fact]
    public void The_schema_knows_every_kind_of_step()
    {
        using var schema = JsonDocument.Parse(JourneySchema.Json);

        Assert.All(JourneyStep.Kinds.Keys, kind => Assert.True(schema.RootElement.GetProperty("$defs").TryGetProperty(kind, out _), kind));
    }

    [Theory]
    [InlineData("""{"id":"x","name":"x","first":"a","steps":[{"id":"a","type":"wait","for":"1 hour"}]}""")]
    [InlineData("""{"id":"x","name":"x","first":"a","steps":[{"id":"a","type":"dance"}]}""")]
    [InlineData("""{"id":"X!","name":"x","first":"a","steps":[{"id":"a","type":"exit"}]}""")]
    [InlineData("""{"id":"x","name":"x","first":"a","steps":[{"id":"a","type":"exit","colour":"red"}]}""")]
    public void What_the_schema_refuses_reading_refuses(string json)
    {
        Assert.NotEmpty(Schema.Problems(json));
        Assert.Null(CompiledJourney.Read(Encoding.UTF8.GetBytes(json)).Journey);
    }

    [Fact]
    public void Welcome_sends_one_message_at_once()
    {
        var scene = new Scene().Publish(Named("signup-welcome").Json).WithPhone().Track("Signed Up").Track("Signed Up");

        Assert.Equal("Hi Ana, welcome aboard! Reply to this message if you need a hand.", Assert.Single(scene.Texts));
    }

    [Fact]
    public void The_cart_that_was_left_is_reminded_of_and_not_the_one_that_was_paid()
    {
        var scene = new Scene().Publish(Named("abandoned-cart").Json).WithPhone()
            .Track("Cart Updated", """{"cart_id":"a","total":10}""").Track("Cart Updated", """{"cart_id":"b","total":20}""")
            .Track("Order Paid", """{"cart_id":"a"}""").Wait(TimeSpan.FromHours(1));

        Assert.Equal(["Your cart is waiting for you: 20 in all. Come back whenever you like."], scene.Texts);
    }
}

public class WritingAndReading
{
    private const string Everything =
        """
        {
          "canvas": {"notes": [{"text": "Why?", "id": "n", "size": "200, 96", "at": "-40,300"}], "steps": {"w": "0, 160", "m": "-8, 0"}, "entry": "0, -120"},
          "id": "all", "name": "Everything", "note": "čžš & \"quotes\"", "first": "m",
          "exitWhen": [{"when": "person.gone = true", "event": "Left"}], "goal": {"when": "event.n > 1", "event": "Won"},
          "entries": [{"when": "entry.x = 1", "event": "Go"}, {"event": "Come"}], "reentry": {"after": "4 weeks"},
          "steps": [
            {"next": "w", "id": "m", "type": "message", "text": "Hi {{person.firstName}}", "channel": "whatsApp", "transactional": true, "note": "first"},
            {"id": "w", "type": "wait", "for": "90 minutes", "next": "ww"},
            {"id": "ww", "type": "waitUntilWindow", "days": ["friday", "monday"], "from": "08:30", "to": "17:00", "next": "wd"},
            {"id": "wd", "type": "waitUntilDate", "date": "entry.when", "offset": "-1 week", "at": "09:00", "next": "we", "past": null, "noDate": null},
            {"id": "we", "type": "waitForEvent", "events": [{"event": "A", "key": "event.k = entry.k", "next": "wm"}, {"event": "B", "when": "event.n = 2", "next": "wm"}], "timeout": "1 day", "onTimeout": "wm", "lookBack": "5 minutes"},
            {"id": "wm", "type": "waitForMessage", "message": "m", "on": {"delivered": "b", "reply": "b", "failed": null}, "timeout": "1 day", "onTimeout": "b"},
            {"id": "b", "type": "branch", "cases": [{"name": "yes", "when": "steps.m.reply = \"yes\"", "next": "s"}, {"when": "person.a = 1", "next": "s"}], "else": "s"},
            {"id": "s", "type": "split", "parts": [{"weight": 50, "next": "u"}, {"name": "control", "weight": 50, "next": null}]},
            {"id": "u", "type": "updateProfile", "set": {"a": 1, "b": "{{entry.x}}", "c": {"value": "entry.x"}, "d": null, "e": [1, {"f": "g"}]}, "next": "e"},
            {"id": "e", "type": "emitEvent", "event": "Done", "properties": {"x": {"value": "entry.x"}}, "next": "h"},
            {"id": "h", "type": "webhook", "url": "https://example.com/{{person.id}}", "headers": {"X-A": "b"}, "body": "{}", "ok": "x", "failed": "x"},
            {"id": "x", "type": "exit"}
          ]
        }
        """;

    [Fact]
    public void Every_kind_of_step_is_written_as_it_was_read()
    {
        var reading = JourneyJson.Read(Everything);
        Assert.Empty(reading.Problems);
        var text = JourneyJson.ToText(reading.Journey!);

        Assert.Equal(text, JourneyJson.ToText(JourneyJson.Read(text).Journey!));
        Assert.Empty(Schema.Problems(text));
        Assert.DoesNotContain(CompiledJourney.Compile(reading.Journey!).Problems, problem => problem.Level is ProblemLevel.Error);
        Assert.Contains("\"for\": \"1 hour 30 minutes\"", text, StringComparison.Ordinal);
        Assert.Contains("\"after\": \"28 days\"", text, StringComparison.Ordinal);
        Assert.Contains("čžš & ", text, StringComparison.Ordinal);
        Assert.Contains("\"m\": \"-8, 0\"", text, StringComparison.Ordinal);
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void All_problems_are_told_at_once()
    {
        var reading = JourneyJson.Read(
            """
            {"id":"x","name":7,"first":"a","reentry":"sometimes","colour":"red","steps":[
              {"id":"a","type":"wait","for":"soon"},
              {"id":"b","type":"dance"},
              {"id":"c","type":"waitForEvent","events":[{"event":"A","next":null}]},
              {"id":"d","type":"branch","cases":[{"when":"person.a = 1","next":null}]},
              17]}
            """);

        Assert.Equal(
            ["branch.no-else", "duration.unreadable", "exit.missing", "member.type", "member.type", "member.unknown", "reentry.unknown", "step.unknown-kind", "wait.no-timeout", "wait.no-timeout"],
            reading.Problems.Select(problem => problem.Code).Order());
        Assert.Equal("steps[0].for", reading.Problems.Single(problem => problem.Code == "duration.unreadable").Path);
        Assert.Equal("a", reading.Problems.Single(problem => problem.Code == "duration.unreadable").StepId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"id\":")]
    [InlineData("{\"id\":\"a\",\"id\":\"b\"}")]
    [InlineData("{\"id\":\"\\ud800\"}")]
    [InlineData("{}")]
    [InlineData("{\"steps\":[[],null,{}],\"entries\":{},\"goal\":[],\"exitWhen\":[{}],\"reentry\":{\"what\":1}}")]
    public void Garbage_is_a_problem_and_never_an_exception(string json) =>
        Assert.Contains(CompiledJourney.Read(Encoding.UTF8.GetBytes(json)).Problems, problem => problem.Level is ProblemLevel.Error);

    [Fact]
    public void Bytes_that_are_no_text_are_a_problem() =>
        Assert.Equal("json.unreadable", Assert.Single(JourneyJson.Read(new byte[] { 0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D }).Problems).Code);

    [Fact]
    public void Every_piece_that_goes_missing_is_noticed_or_harmless()
    {
        for (var i = 0; i < Everything.Length; i += 3)
        {
            var broken = Everything.Remove(i, Math.Min(7, Everything.Length - i));
            _ = CompiledJourney.Read(Encoding.UTF8.GetBytes(broken)).Problems;
        }
    }
}

public class DurationsAsText
{
    [Theory]
    [InlineData("1 hour", "1 hour")]
    [InlineData("90 minutes", "1 hour 30 minutes")]
    [InlineData("1.5 hours", "1 hour 30 minutes")]
    [InlineData("2 weeks", "14 days")]
    [InlineData("-7 days", "-7 days")]
    [InlineData("250 milliseconds", "250 milliseconds")]
    [InlineData("0 seconds", "0 seconds")]
    public void They_have_one_form(string written, string canonical)
    {
        Assert.True(Durations.TryParse(written, out var span));
        Assert.Equal(canonical, Durations.ToText(span));
        Assert.True(Durations.TryParse(canonical, out var again));
        Assert.Equal(span, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("hour")]
    [InlineData("1 fortnight")]
    [InlineData("99999999999 days")]
    [InlineData("--1 day")]
    [InlineData("1 day 2")]
    public void Or_none(string written) => Assert.False(Durations.TryParse(written, out _));
}

public class StoringRuns
{
    private static readonly JourneyRun Run = new(
        new RunId(Guid.Parse("0198aabbccddeeff0011223344556677")), "abandoned-cart", 3, "cart-1", "wait-paid", Scene.Start, Scene.Start.AddHours(1),
        RawJson.From("""{"cart_id":"cart-1","total":149.5,"currency":"EUR","items":[{"sku":"A-1","n":2},{"sku":"B-77","n":1}],"x":1}"""));

    [Fact]
    public void A_waiting_run_is_small()
    {
        Assert.Equal(108, Run.Entry.Utf8.Length);
        Assert.InRange(Run.ToBytes().Length, 1, 250);
    }

    [Fact]
    public void Everything_comes_back()
    {
        var full = Run with
        {
            Notes = [new("h", RawJson.From("""{"status":200}"""))],
            Messages = [new("m", new MessageTrack(new MessageId(Guid.NewGuid())) { Delivered = true, Clicked = true, Reply = "\"ja\"", Fields = RawJson.From("""{"size":"M"}"""), Reason = "no" })],
            Arrivals = [new("w", 4)],
            Used = [new("w", new RecordId(Guid.NewGuid()), Scene.Start)],
            Held = new HeldMove("Paid", RunEnd.ReachedGoal, "because", RawJson.From("""{"n":1}""")),
        };

        var read = RunJson.Read(full.ToBytes());

        Assert.Equal(full.ToBytes(), read.ToBytes());
        Assert.Equal((full.Notes[0], full.Messages[0], full.Arrivals[0], full.Used[0], full.Held), (read.Notes[0], read.Messages[0], read.Arrivals[0], read.Used[0], read.Held));
        Assert.Equal((full.Id, full.Key, full.Step, full.ArrivedAt, full.WakeAt, full.Entry), (read.Id, read.Key, read.Step, read.ArrivedAt, read.WakeAt, read.Entry));
    }

    [Fact]
    public void What_a_later_version_adds_is_passed_over()
    {
        var text = Encoding.UTF8.GetString(Run.ToBytes());

        Assert.Equal(Run.ToBytes(), RunJson.Read(Encoding.UTF8.GetBytes("{\"z\":[1,{\"a\":2}]," + text[1..])).ToBytes());
    }
}
