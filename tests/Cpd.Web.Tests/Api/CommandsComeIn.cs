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
        await intake.Post("/v1/commands/publish", $$$"""{"journey":"{{{journey}}}","definition":{"steps":[]},"note":"First"}""");
        foreach (var change in (string[])["pause", "resume", "stop"]) await intake.Post("/v1/commands/" + change, $$"""{"journey":"{{journey}}","by":"Ana"}""");

        var records = intake.Log.Records.Where(it => it.Body is PublishJourney { Journey: var a } && a == journey || it.Body is ChangeJourney { Journey: var b } && b == journey).ToList();
        var publish = Assert.IsType<PublishJourney>(records[0].Body);
        Assert.Equal(("""{"steps":[]}""", "First", "Demo"), (publish.Definition.ToString(), publish.Note, publish.By));
        Assert.Equal([JourneyChange.Pause, JourneyChange.Resume, JourneyChange.Stop], records.Skip(1).Select(it => ((ChangeJourney)it.Body).Change));
        Assert.Single(records.Select(it => it.Key).Distinct());
    }

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
