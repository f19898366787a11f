using Cpd.Contracts;
using Cpd.Tests;

namespace Cpd.Engine.Tests.Running;

public sealed class SingleMessages : IDisposable
{
    private readonly TestDatabase _data = EngineLog.NewDatabase();

    [Fact]
    public async Task A_message_that_was_asked_for_is_requested()
    {
        await using var engine = await EngineLog.Start(_data);
        await engine.Send(engine.Identify("ana", """{"phone":"+385911111111","firstName":"Ana"}"""));
        await engine.Send(Ask(engine, "ana", "Hi {{person.firstName}}, {{event.code}}", """{"code":"1234"}"""));

        var request = Assert.Single(await engine.Bodies<MessageRequested>());
        Assert.Equal(("Hi Ana, 1234", "+385911111111"), (request.Text, request.To));
        Assert.Empty(await engine.Bodies<MessageFailed>());
    }

    [Theory]
    [InlineData("{}", "Hi", null, "message.no-address")]
    [InlineData("""{"phone":"+385911111111","consent":{"marketing":{"sms":false}}}""", "Hi", null, "message.no-consent")]
    [InlineData("""{"phone":"+385911111111"}""", "Hi {{person.firstName}}", null, "message.missing-variable")]
    [InlineData("""{"phone":"+385911111111"}""", "Hi {{", null, "template.invalid")]
    [InlineData("""{"phone":"+385911111111"}""", null, "welcome", "template.unknown")]
    public async Task Why_one_is_not_sent_is_said_with_a_code(string traits, string? text, string? template, string code)
    {
        await using var engine = await EngineLog.Start(_data);
        await engine.Send(engine.Identify("ana", traits));
        await engine.Send(Ask(engine, "ana", text, template: template));

        var failed = Assert.Single(await engine.Bodies<MessageFailed>());
        Assert.Equal(code, failed.Code);
        Assert.EndsWith(".", failed.Reason);
        Assert.Empty(await engine.Bodies<MessageRequested>());
    }

    [Fact]
    public async Task What_somebody_asked_for_needs_no_consent()
    {
        await using var engine = await EngineLog.Start(_data);
        await engine.Send(engine.Identify("ana", """{"phone":"+385911111111","consent":{"marketing":{"sms":false}}}"""));
        await engine.Send(Ask(engine, "ana", "Your code", transactional: true));
        Assert.Equal(["Your code"], await engine.Texts());
    }

    [Fact]
    public async Task Who_is_not_known_is_refused()
    {
        await using var engine = await EngineLog.Start(_data);
        await engine.Send(Ask(engine, "nobody", "Hi"));
        Assert.Equal("person.unknown", Assert.Single(await engine.Bodies<CommandRefused>()).Code);
        Assert.Equal(0, await engine.Count("people"));
    }

    [Theory]
    [InlineData("+385 91 111 1111")]
    [InlineData("00385911111111")]
    [InlineData("385911111111")]
    public async Task A_reply_from_a_number_finds_its_person(string from)
    {
        await using var engine = await EngineLog.Start(_data);
        await engine.Send(engine.Identify("ana", """{"phone":"+385911111111"}"""));
        await engine.Send(new RecordReply(Channel.Sms, from, "Shop", "Hello", "in-1", engine.Clock.GetUtcNow()));

        var reply = Assert.Single(await engine.Records(Topic.Events), record => record.Body is ReplyReceived);
        Assert.Equal(await engine.PersonOf("ana"), reply.Person);
    }

    [Fact]
    public async Task A_reply_to_a_former_number_still_finds_its_person()
    {
        await using var engine = await EngineLog.Start(_data);
        // Both in one window: the first is learnt although it is never stored with the person.
        await engine.Send(engine.Identify("ana", """{"phone":"+385911111111"}"""), engine.Identify("ana", """{"phone":"+385912222222"}"""));
        await engine.Send(new RecordReply(Channel.Sms, "385911111111", "Shop", "Hello", "in-1", engine.Clock.GetUtcNow()));

        var reply = Assert.Single(await engine.Records(Topic.Events), record => record.Body is ReplyReceived);
        Assert.Equal(await engine.PersonOf("ana"), reply.Person);
    }

    public void Dispose() => _data.Dispose();

    private static SendMessage Ask(EngineLog engine, string user, string? text, string data = "{}", string? template = null, bool transactional = false) =>
        new(new(user, null), engine.NextCall(), Channel.Sms, text, template, RawJson.From(data), transactional);
}
