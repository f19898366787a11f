using Cpd.Contracts;

namespace Cpd.Web.Tests.Api;

public class CommandsComeIn(TestIntake intake) : IClassFixture<TestIntake>
{
    private readonly string _user = "u-" + Guid.NewGuid().ToString("N");

    [Fact]
    public async Task A_person_is_enrolled()
    {
        var reply = await intake.Post("/v1/commands/enrol", $$$"""{"userId":"{{{_user}}}","journey":"welcome","data":{"a":1},"messageId":"m"}""");

        Assert.Equal(202, reply.Status);
        Assert.Equal(new EnrolPerson(new(_user, null), "m", "welcome", RawJson.From("""{"a":1}""")), Assert.Single(intake.Log.Of(_user)));
        Assert.Contains(intake.Log.Records, it => it.Id.ToString() == reply.Json.GetProperty("id").GetString());
    }

    [Fact]
    public async Task White_space_around_an_id_is_nobodys_meaning()
    {
        await intake.Post("/v1/commands/enrol", $$"""{"userId":" {{_user}} ","journey":"welcome ","messageId":" m"}""");

        Assert.Equal(new EnrolPerson(new(_user, null), "m", "welcome", RawJson.EmptyObject), Assert.Single(intake.Log.Of(_user)));
    }

    [Fact]
    public async Task Who_came_in_with_white_space_before_it_was_taken_away_can_be_erased()
    {
        await intake.Post("/v1/commands/forget", $$"""{"userId":"{{_user}} "}""");

        Assert.Equal($"{_user} ", Assert.IsType<ForgetPerson>(Assert.Single(intake.Log.Of($"{_user} "))).Who.User);
    }

    [Fact]
    public async Task A_message_is_asked_for_and_a_person_forgotten()
    {
        await intake.Post("/v1/commands/send", $$"""{"userId":"{{_user}}","channel":"sms","text":"Hello","transactional":true,"messageId":"1"}""");
        await intake.Post("/v1/commands/forget", $$"""{"userId":"{{_user}}","messageId":"2"}""");

        Assert.Equal(
            [
                new SendMessage(new(_user, null), "1", Channel.Sms, "Hello", null, RawJson.EmptyObject, true),
                new ForgetPerson(new(_user, null), "2"),
            ],
            intake.Log.Of(_user));
    }

    [Fact]
    public async Task A_journey_is_published_and_changed_in_the_order_of_the_calls()
    {
        var journey = _user;
        await intake.Post("/v1/commands/publish", $$"""{"journey":"{{journey}}","definition":{{Definition(journey)}},"note":"First"}""");
        foreach (var change in (string[])["pause", "resume", "stop"]) await intake.Post("/v1/commands/" + change, $$"""{"journey":"{{journey}}","by":"Ana"}""");

        var records = intake.Log.Records.Where(it => it.Body is PublishJourney { Journey: var a } && a == journey || it.Body is ChangeJourney { Journey: var b } && b == journey).ToList();
        var publish = Assert.IsType<PublishJourney>(records[0].Body);
        Assert.Equal((Definition(journey), "First", "Demo"), (publish.Definition.ToString(), publish.Note, publish.By));
        Assert.Equal([JourneyChange.Pause, JourneyChange.Resume, JourneyChange.Stop], records.Skip(1).Select(it => ((ChangeJourney)it.Body).Change));
        Assert.Single(records.Select(it => it.Key).Distinct());

        // Whatever the caller says who did it, the key is what we know.
        Assert.Equal(
            ["publish-asked First", "change-asked Pause", "change-asked Resume", "change-asked Stop"],
            (await intake.Acts(journey)).Select(act => act.Replace("demo: the key Demo journey.", "", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_journey_with_mistakes_is_refused_at_the_door_with_all_of_them_and_their_places()
    {
        var journey = _user;

        var reply = await intake.Post("/v1/commands/publish", $$"""{"journey":"{{journey}}","definition":{{Definition(journey, text: "{{person.", next: "\"nobody\"")}}}""");

        Assert.Equal((400, "journey.invalid"), (reply.Status, reply.Code));
        Assert.Equal(
            [("steps[0].next", "m"), ("steps[0].text", "m")],
            reply.Json.GetProperty("problems").EnumerateArray().Select(problem => (problem.GetProperty("path").GetString(), problem.GetProperty("step").GetString())).Order());
        Assert.DoesNotContain(intake.Log.Records, it => it.Body is PublishJourney published && published.Journey == journey);
    }

    [Fact]
    public async Task A_definition_of_another_journey_is_refused_at_the_door()
    {
        var reply = await intake.Post("/v1/commands/publish", $$"""{"journey":"one","definition":{{Definition("two")}}}""");

        Assert.Equal((400, "journey.other-id"), (reply.Status, reply.Json.GetProperty("problems")[0].GetProperty("code").GetString()));
    }

    [Fact]
    public async Task A_journey_that_may_be_published_is_taken_with_what_its_author_should_know()
    {
        var reply = await intake.Post("/v1/commands/publish", $$"""{"journey":"warned","definition":{{Definition("warned", first: "b", more: """{"id":"b","type":"branch","cases":[{"when":"entry.a = 1","next":"h"}],"else":"m"},{"id":"h","type":"webhook","url":"https://shop.example","ok":"m","failed":"m"},""", text: "{{steps.h.status}}")}}}""");

        Assert.Equal(202, reply.Status);
        Assert.Equal(("warning", "variable.perhaps-missing"), reply.Json.GetProperty("problems")[0] is var problem ? (problem.GetProperty("level").GetString(), problem.GetProperty("code").GetString()) : default);
    }

    [Fact]
    public async Task Whoever_publishes_is_told_of_words_that_let_people_into_another_journey_too()
    {
        string Offer(string id) => Definition(id).Replace("\"first\"", "\"entries\":[{\"reply\":{\"words\":[\"OFFER\"]}}],\"first\"", StringComparison.Ordinal);
        intake.Journeys.Publish(Offer("other"));

        var reply = await intake.Post("/v1/commands/publish", $$"""{"journey":"{{_user}}","definition":{{Offer(_user)}}}""");

        Assert.Equal(202, reply.Status);
        var warning = Assert.Single(reply.Json.GetProperty("problems").EnumerateArray());
        Assert.Equal(("warning", "reply.word-of-another", "entries[0].reply.words"), (warning.GetProperty("level").GetString(), warning.GetProperty("code").GetString(), warning.GetProperty("path").GetString()));
    }

    [Fact]
    public async Task Whoever_publishes_is_told_of_a_past_that_was_not_kept()
    {
        var reply = await intake.Post("/v1/commands/publish",
            $$"""{"journey":"often","definition":{{Definition("often", first: "b", more: """{"id":"b","type":"branch","cases":[{"when":"did \"Seldom Seen\" at least 3 times in last 7 days","next":"m"}],"else":null},""")}}}""");

        Assert.Equal(202, reply.Status);
        var warning = Assert.Single(reply.Json.GetProperty("problems").EnumerateArray());
        Assert.Equal(
            ("warning", "condition.past-not-kept", "steps[0].cases[0].when"),
            (warning.GetProperty("level").GetString(), warning.GetProperty("code").GetString(), warning.GetProperty("path").GetString()));
    }

    private static string Definition(string id, string text = "Hi", string next = "null", string first = "m", string more = "") =>
        $$"""{"id":"{{id}}","name":"J","first":"{{first}}","steps":[{{more}}{"id":"m","type":"message","channel":"sms","text":"{{text}}","next":{{next}} }]}""";

    [Theory]
    [InlineData("enrol", """{"journey":"welcome"}""", "person.no-id")]
    [InlineData("enrol", """{"userId":"a"}""", "journey.missing")]
    [InlineData("enrol", """{"userId":"a","journey":"welcome","data":[]}""", "data.not-object")]
    [InlineData("send", """{"userId":"a","channel":"pigeon","text":"x"}""", "channel.unknown")]
    [InlineData("send", """{"userId":"a","channel":"1","text":"x"}""", "channel.unknown")]
    [InlineData("send", """{"userId":"a","channel":"sms","text":"x","transactional":"yes"}""", "transactional.not-flag")]
    [InlineData("publish", """{"journey":"a"}""", "definition.missing")]
    [InlineData("publish", """{"journey":"a","definition":"x"}""", "definition.not-object")]
    [InlineData("pause", """{}""", "journey.missing")]
    [InlineData("pause", """[]""", "command.not-object")]
    [InlineData("pause", """{"journey":"\ud800"}""", "event.broken-character")]
    [InlineData("pause", """{"journey":""", "json.malformed")]
    public async Task A_command_that_makes_no_sense_is_refused(string command, string body, string code)
    {
        var reply = await intake.Post("/v1/commands/" + command, body);

        Assert.Equal((400, code), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task Nobody_commands_without_a_key() =>
        Assert.Equal(401, (await intake.Post("/v1/commands/forget", $$"""{"userId":"{{_user}}"}""", key: null)).Status);
}
