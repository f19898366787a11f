using Cpd.Contracts;
using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Publishing;
using Cpd.Engine.Templates.Chat;
using Cpd.Engine.Templates.Stored;
using Cpd.Engine.Tests.Running;
using Cpd.EventLog;
using Cpd.EventLog.Files;
using Cpd.Tests;
using static Cpd.Engine.Tests.Journeys.Scene;

namespace Cpd.Engine.Tests.Publishing;

/// <summary>What is saved is what is sent from then on.</summary>
public sealed class SendingTemplates : IDisposable
{
    private const string Phone = """{"phone":"+385911111111","firstName":"Ana"}""";
    private const string Steps = """{"id":"say","type":"message","channel":"sms","template":"greeting","next":null}""";
    private const string Again = "\"reentry\":\"always\"";

    private readonly TestDatabase _data = EngineLog.NewDatabase();
    private readonly TemplateKeeper _keeper = new(EngineLog.News);

    [Fact]
    public async Task The_next_message_says_what_was_saved_last()
    {
        await using var engine = await EngineLog.Start(_data);
        await Create(engine, "Greeting", "Hi {{person.firstName}}");
        await engine.Send(engine.Publish(Journey(Steps, Again)), engine.Identify("ana", Phone));
        await engine.Send(engine.Track("ana", "Go"));

        await Save(engine, "greeting", 1, "Dear {{person.firstName}}");
        await engine.Send(engine.Track("ana", "Go"));

        Assert.Equal(["Dear Ana", "Hi Ana"], await engine.Texts());
        Assert.Equal(["greeting", "greeting"], (await engine.Bodies<MessageRequested>()).Select(request => request.Template));
        Assert.Equal(["Hi Ana", "Dear Ana"], (await engine.Bodies<JourneyMoved>()).SelectMany(moved => moved.Trail).Select(step => step.Message!.Text));
    }

    [Fact]
    public async Task It_looks_at_all_that_the_run_has_whatever_the_journey_itself_looks_at()
    {
        await using var engine = await EngineLog.Start(_data);
        await Create(engine, "Greeting", "{{entry.code}} {{steps.hear.data.plan}}");
        await engine.Send(engine.Publish(Journey(
            """{"id":"hear","type":"waitForEvent","events":[{"event":"Chosen","next":"say"}],"timeout":"1 hour","onTimeout":null},""" + Steps)), engine.Identify("ana", Phone));
        await engine.Send(engine.Track("ana", "Go", """{"code":7}"""));
        await engine.Send(engine.Track("ana", "Chosen", """{"plan":"free"}"""));

        Assert.Equal(["7 free"], await engine.Texts());
    }

    [Fact]
    public async Task An_email_goes_out_with_all_its_parts_until_its_address_is_refused()
    {
        await using var engine = await EngineLog.Start(_data);
        await engine.Log.Write(transaction => _keeper.Create(transaction, EngineLog.Workspace, "Order", Channel.Email, new TemplateContent([new TemplateVariant("", new Dictionary<string, string>
        {
            ["subject"] = "Hi {{person.firstName}}", ["html"] = "<p>Order {{entry.id}}</p>",
        })]), null), default);
        await engine.Send(
            engine.Publish(Journey("""{"id":"say","type":"message","channel":"email","template":"order","next":null}""", Again)),
            engine.Identify("ana", """{"firstName":"Ana","email":"ana@example.com"}"""));
        await engine.Send(engine.Track("ana", "Go", """{"id":7}"""));

        var request = Assert.Single(await engine.Bodies<MessageRequested>());
        Assert.Equal((Channel.Email, "ana@example.com", "Order 7"), (request.Channel, request.To, request.Text));
        Assert.Equal([("html", "<p>Order 7</p>"), ("subject", "Hi Ana")], request.Parts!.OrderBy(part => part.Key, StringComparer.Ordinal).Select(part => (part.Key, part.Value)));

        await engine.Send(new SuppressAddress(await engine.PersonOf("ana"), Channel.Email, "ana@example.com", SuppressionReason.Bounced, engine.Clock.GetUtcNow()));
        await engine.Send(engine.Track("ana", "Go", """{"id":8}"""));
        Assert.Equal("message.suppressed", Assert.Single(await engine.Bodies<MessageFailed>()).Code);

        await engine.Send(engine.Identify("ana", """{"email":"ana@new.example"}"""));
        await engine.Send(engine.Track("ana", "Go", """{"id":9}"""));
        Assert.Equal(["ana@example.com", "ana@new.example"], (await engine.Bodies<MessageRequested>()).Select(sent => sent.To));
    }

    [Fact]
    public async Task Every_process_sees_it_from_the_transaction_that_saved_it_on()
    {
        await using var engine = await EngineLog.Start(_data);
        await Create(engine, "Greeting", "One");
        var (here, there) = (engine.Make<JourneyCatalogs>(), engine.Make<JourneyCatalogs>());
        Assert.Equal(("One", "One"), (await Say(engine, here), await Say(engine, there)));

        await engine.Log.Write(async transaction =>
        {
            await _keeper.Save(transaction, EngineLog.Workspace, "greeting", 1, "Greeting", TemplateContent.Of("Two"), null);
            Assert.Equal("Two", Say(here.Current(transaction)));
        }, default);
        Assert.Equal(("Two", "Two"), (await Say(engine, here), await Say(engine, there)));

        await Assert.ThrowsAsync<TimeoutException>(() => engine.Log.Write(async transaction =>
        {
            await _keeper.Save(transaction, EngineLog.Workspace, "greeting", 2, "Greeting", TemplateContent.Of("Three"), null);
            Assert.Equal("Three", Say(here.Current(transaction)));
            throw new TimeoutException();
        }, default));
        Assert.Equal(("Two", "Two"), (await Say(engine, here), await Say(engine, there)));
    }

    [Fact]
    public async Task Journeys_are_not_read_again_because_of_a_template()
    {
        await using var engine = await EngineLog.Start(_data);
        await Create(engine, "Greeting", "One");
        await engine.Send(engine.Publish(Journey(Steps)));
        var catalogs = engine.Make<JourneyCatalogs>();
        var before = await engine.Log.Write(transaction => Task.FromResult(catalogs.Current(transaction)), default);

        await Save(engine, "greeting", 1, "Two");

        var after = await engine.Log.Write(transaction => Task.FromResult(catalogs.Current(transaction)), default);
        Assert.Same(before.Latest(EngineLog.Workspace, "test"), after.Latest(EngineLog.Workspace, "test"));
        Assert.Equal(("One", "Two"), (Say(before), Say(after)));
    }

    [Theory]
    [InlineData("other", "sms", "Hi", "template.unknown")]
    [InlineData("greeting", "viber", "Hi", "template.other-channel")]
    [InlineData("greeting", "sms", "{{steps.nowhere.reply}}", "variable.unknown-step")]
    [InlineData("greeting", "sms", "{{steps.later.reply}}", "variable.too-early")]
    public async Task A_journey_that_cannot_send_it_is_not_published(string template, string channel, string text, string code)
    {
        await using var engine = await EngineLog.Start(_data);
        await Create(engine, "Greeting", text);
        var definition = Journey(
            $$"""{"id":"say","type":"message","channel":"{{channel}}","template":"{{template}}","next":"later"},{"id":"later","type":"message","channel":"sms","text":"Bye","next":null}""");

        await engine.Send(engine.Publish(definition));

        Assert.Equal("journey.invalid", Assert.Single(await engine.Bodies<CommandRefused>()).Code);
        var problem = Assert.Single(CompiledJourney.Read(System.Text.Encoding.UTF8.GetBytes(definition), id => Template(id, text)).Problems);
        Assert.Equal((code, "say", "steps[0].template"), (problem.Code, problem.StepId, problem.Path));
        Assert.Empty(CompiledJourney.Read(System.Text.Encoding.UTF8.GetBytes(definition)).Problems);
    }

    [Theory]
    [InlineData(false, "message.code-held")]
    [InlineData(true, "")]
    public void A_step_that_would_hold_a_code_back_is_warned_of(bool transactional, string codes)
    {
        var remote = new RemoteTemplate("login", "en", "APPROVED", "AUTHENTICATION", [], "{{1}} is your verification code.", Code: new("COPY_CODE"));
        var login = CompiledTemplate.Compile(EngineLog.Workspace, "login", Channel.WhatsApp, isArchived: false, new([new("", new Dictionary<string, string> { ["remote"] = remote.ToPart(), ["body1"] = "{{entry.code}}" })]));
        var definition = Journey($$"""{"id":"say","type":"message","channel":"whatsApp","template":"login","transactional":{{(transactional ? "true" : "false")}},"next":null}""");

        var problems = CompiledJourney.Read(System.Text.Encoding.UTF8.GetBytes(definition), _ => login).Problems;

        Assert.Equal(codes, string.Join(' ', problems.Select(problem => problem.Code)));
        Assert.All(problems, problem => Assert.Equal(("steps[0].transactional", ProblemLevel.Warning), (problem.Path, problem.Level)));
    }

    [Fact]
    public async Task A_missing_value_stops_the_message_and_says_which()
    {
        await using var engine = await EngineLog.Start(_data);
        await Create(engine, "Greeting", "Hi {{person.nick}}");
        await engine.Send(engine.Publish(Journey(Steps)), engine.Identify("ana", Phone));
        await engine.Send(engine.Track("ana", "Go"));

        var failed = Assert.Single(await engine.Bodies<MessageFailed>());
        Assert.Equal("message.missing-variable", failed.Code);
        Assert.Contains("person.nick", failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_sends_it_too_and_the_timeline_has_what_went_out()
    {
        await using var engine = await EngineLog.Start(_data);
        await Create(engine, "Code", "Your code is {{event.code}}");
        await engine.Send(engine.Identify("ana", Phone));
        await engine.Send(new SendMessage(new("ana", null), engine.NextCall(), Channel.Sms, null, "code", RawJson.From("""{"code":"1234"}"""), true));

        Assert.Equal(("Your code is 1234", "code"), (Assert.Single(await engine.Bodies<MessageRequested>()).Text, Assert.Single(await engine.Bodies<MessageComposed>()).Message.Template));
        Assert.Equal("Your code is 1234", Assert.Single(await engine.Bodies<MessageComposed>()).Message.Text);
    }

    [Theory]
    [InlineData("+385911111111", true)]
    [InlineData("+385922222222", false)]
    public async Task A_test_reaches_its_number_whatever_anybody_agreed_to(string to, bool known)
    {
        await using var engine = await EngineLog.Start(_data);
        await engine.Send(engine.Identify("ana", """{"phone":"+385911111111","consent":{"marketing":{"sms":false}}}"""));
        var test = new SendTest(engine.NextCall(), Channel.Sms, to, "Hi {{it stands as it is}}", "greeting", new Dictionary<string, string> { ["alphabet"] = "turkish" }, "Iva");
        await engine.Send(test, test);

        var request = Assert.Single(await engine.Bodies<MessageRequested>());
        Assert.Equal((to, test.Text, true, true), (request.To, request.Text, request.Test is true, request.Transactional));
        Assert.Equal("turkish", request.Parts!["alphabet"]);
        var asked = Assert.Single(await engine.Records(Topic.Events), record => record.Body is TestAsked);
        Assert.Equal(known, asked.Person == await engine.PersonOf("ana"));
    }

    [Fact]
    public async Task Who_saves_over_somebody_else_is_told()
    {
        await using var engine = await EngineLog.Start(_data);
        await Create(engine, "Greeting", "One");
        await Save(engine, "greeting", 1, "Two");

        Assert.Equal("template.changed", (await Save(engine, "greeting", 1, "Mine")).Refusal?.Code);
        Assert.Equal(3, (await Save(engine, "greeting", 2, "Mine")).Version);
        Assert.Equal(3, (await Save(engine, "greeting", 3, "Mine")).Version);
    }

    [Fact]
    public async Task What_cannot_be_sent_is_not_saved()
    {
        await using var engine = await EngineLog.Start(_data);

        var refused = await Create(engine, "Greeting", "Hi {{");

        Assert.Equal(("template.invalid", null), (refused.Refusal?.Code, refused.Id));
        Assert.Equal("template.unreadable", Assert.Single(refused.Mistakes).Code);
        Assert.Equal(0, await engine.Count("templates"));
    }

    [Fact]
    public async Task A_file_of_a_template_stays_and_without_one_nothing_is_saved()
    {
        await using var engine = await EngineLog.Start(_data);
        var hash = await engine.Log.Write(transaction => StoredFiles.Put(transaction, EngineLog.Workspace, "Terms"u8.ToArray()), default);
        Assert.Equal(hash, await engine.Log.Write(transaction => StoredFiles.Put(transaction, EngineLog.Workspace, "Terms"u8.ToArray()), default));

        Task<TemplateOutcome> Mail(string workspace, string name, string file) => engine.Log.Write(transaction => _keeper.Create(transaction, workspace, name, Channel.Email, new TemplateContent([new TemplateVariant("", new Dictionary<string, string>
        {
            ["subject"] = "S", ["html"] = "<p>Hi</p>", ["attachments"] = Attachment.Write([new Attachment(file, "terms.txt", "text/plain", 5)])!,
        })]), null), default);
        Assert.Equal("template.attachment-gone", (await Mail(EngineLog.Workspace, "Gone", new string('0', 64))).Refusal?.Code);
        Assert.Equal("template.attachment-gone", (await Mail("another", "Not theirs", hash!)).Refusal?.Code);
        Assert.Equal("order", (await Mail(EngineLog.Workspace, "Order", hash!)).Id);
        Assert.Equal("copy-of-order", (await engine.Log.Write(transaction => _keeper.Duplicate(transaction, EngineLog.Workspace, "order", null), default)).Id);
        Assert.Equal(1, await engine.Count("files"));
    }

    [Theory]
    [InlineData("Dobrodošlica, čao!", "dobrodoslica-cao")]
    [InlineData("New", "new-2")]
    [InlineData("!!!", "template")]
    [InlineData("Greeting", "greeting-2")]
    public async Task Its_id_comes_from_its_name(string name, string id)
    {
        await using var engine = await EngineLog.Start(_data);
        await Create(engine, "Greeting", "Hi");
        Assert.Equal(id, (await Create(engine, name, "Hi")).Id);
    }

    [Fact]
    public void A_step_has_a_text_or_a_template()
    {
        IEnumerable<string> Codes(string content) => CompiledJourney.Read(System.Text.Encoding.UTF8.GetBytes(
            Journey($$"""{"id":"say","type":"message","channel":"sms",{{content}},"next":null}"""))).Problems.Select(problem => problem.Code);

        Assert.Empty(Codes("\"template\":\"greeting\""));
        Assert.Equal(["message.text-and-template"], Codes("\"text\":\"Hi\",\"template\":\"greeting\""));
        Assert.Equal(["message.no-template"], Codes("\"template\":\" \""));
        Assert.Equal(["message.no-text"], Codes("\"text\":\"\""));
    }

    public void Dispose() => _data.Dispose();

    private Task<TemplateOutcome> Create(EngineLog engine, string name, string text) =>
        engine.Log.Write(transaction => _keeper.Create(transaction, EngineLog.Workspace, name, Channel.Sms, TemplateContent.Of(text), null), default);

    private Task<TemplateOutcome> Save(EngineLog engine, string id, int basedOn, string text) =>
        engine.Log.Write(transaction => _keeper.Save(transaction, EngineLog.Workspace, id, basedOn, "Greeting", TemplateContent.Of(text), null), default);

    private static CompiledTemplate? Template(string id, string text) => id == "greeting"
        ? CompiledTemplate.Compile(EngineLog.Workspace, id, Channel.Sms, isArchived: false, TemplateContent.Of(text)) : null;

    private static Task<string?> Say(EngineLog engine, JourneyCatalogs catalogs) =>
        engine.Log.Write(transaction => Task.FromResult(Say(catalogs.Current(transaction))), default);

    private static string? Say(JourneyCatalog catalog)
    {
        var person = Cpd.Engine.People.PersonState.New(Ana, EngineLog.Workspace, Start);
        return catalog.Templates.Compose("greeting", Channel.Sms, new() { Person = person.Profile, Memory = person.Memory, Now = Start }).Text;
    }
}
