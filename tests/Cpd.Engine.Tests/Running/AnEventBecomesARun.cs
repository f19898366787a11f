using Cpd.Contracts;
using Cpd.Tests;
using static Cpd.Engine.Tests.Journeys.Scene;

namespace Cpd.Engine.Tests.Running;

public sealed class AnEventBecomesARun : IDisposable
{
    private const string Greet = """{"id":"greet","type":"message","channel":"sms","text":"Hi {{person.firstName}}","next":"rest"}""";
    private const string Rest = """{"id":"rest","type":"wait","for":"1 hour","next":"again"},{"id":"again","type":"message","channel":"sms","text":"Again, {{person.firstName}}","next":null}""";

    private readonly TestDatabase _data = EngineLog.NewDatabase();

    [Fact]
    public async Task An_event_becomes_a_run_a_request_and_the_persons_row()
    {
        await using var engine = await EngineLog.Start(_data);
        await engine.Send(engine.Publish(Journey($"{Greet},{Rest}")));
        await engine.Send(engine.Identify("ana", """{"phone":"+385911234567","firstName":"Ana"}"""), engine.Track("ana", "Go"));

        var ana = (await engine.Person("ana"))!;
        Assert.Equal("rest", Assert.Single(ana.Runs).Step);
        Assert.Equal("ana", ana.Profile.UserId);
        var request = Assert.Single(await engine.Bodies<MessageRequested>());
        Assert.Equal(("Hi Ana", "+385911234567"), (request.Text, request.To));
    }

    [Fact]
    public async Task The_same_call_twice_is_one_event()
    {
        await using var engine = await EngineLog.Start(_data);
        await engine.Send(engine.Publish(Journey(Greet + "," + Rest, "\"reentry\":\"always\"")));
        await engine.Send(engine.Identify("ana", """{"phone":"+385911234567","firstName":"Ana"}"""));
        var go = engine.Track("ana", "Go");
        await engine.Send(go, go);
        await engine.Send(go);
        await engine.Restart();
        await engine.Send(go);

        Assert.Single(await engine.Bodies<MessageRequested>());
    }

    [Fact]
    public async Task A_window_of_many_people_moves_them_all()
    {
        await using var engine = await EngineLog.Start(_data);
        await engine.Send(engine.Publish(Journey($"{Greet},{Rest}")));
        var everybody = Enumerable.Range(0, 700).ToList();
        await engine.Send(everybody.SelectMany(number => (ICommand[])
        [
            engine.Identify($"user-{number}", $$"""{"phone":"+38591{{1_000_000 + number}}","firstName":"P{{number}}"}"""),
            engine.Track($"user-{number}", "Other"),
            engine.Track($"user-{number}", "Go"),
        ]));

        Assert.Equal(700, await engine.Count("people"));
        Assert.Equal(700, await engine.Count("runs WHERE wake_at IS NOT NULL"));
        Assert.Equal(everybody.Select(number => $"Hi P{number}").Order(StringComparer.Ordinal), await engine.Texts());
    }

    [Fact]
    public async Task A_waiting_run_goes_on_without_an_event_when_its_time_comes()
    {
        await using var engine = await EngineLog.Start(_data);
        await engine.Send(engine.Publish(Journey($"{Greet},{Rest}")));
        await engine.Send(engine.Identify("ana", """{"phone":"+385911234567","firstName":"Ana"}"""), engine.Track("ana", "Go"));

        await engine.Pass(TimeSpan.FromMinutes(59));
        Assert.Equal(["Hi Ana"], await engine.Texts());

        await engine.Restart();
        await engine.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(["Again, Ana", "Hi Ana"], await engine.Texts());
        Assert.Empty((await engine.Person("ana"))!.Runs);
        Assert.Equal(0, await engine.Count("runs"));
    }

    [Fact]
    public async Task A_thousand_who_are_due_at_once_are_woken_while_fresh_events_go_on()
    {
        await using var engine = await EngineLog.Start(_data);
        await engine.Send(engine.Publish(Journey($"{Greet},{Rest}")), engine.Publish(Journey(Greet.Replace("\"rest\"", "null"), "\"entries\":[{\"event\":\"Fresh\"}]", "fresh")));
        await engine.Send(Enumerable.Range(0, 1000).SelectMany(number => (ICommand[])
        [
            engine.Identify($"user-{number}", $$"""{"phone":"+38591{{1_000_000 + number}}","firstName":"P{{number}}"}"""),
            engine.Track($"user-{number}", "Go"),
        ]));
        await engine.Send(engine.Identify("new", """{"phone":"+385917654321","firstName":"New"}"""));

        engine.Clock.Move(TimeSpan.FromHours(1));
        await engine.Post(engine.Track("new", "Fresh"));
        await engine.Settle();

        var requests = (await engine.Records(Topic.Dispatches)).Where(record => record.Body is MessageRequested { Text: var text } && !text.StartsWith("Hi P", StringComparison.Ordinal)).ToList();
        Assert.Equal(1001, requests.Count);
        Assert.Equal(1000, requests.Count(request => ((MessageRequested)request.Body).Text.StartsWith("Again, P", StringComparison.Ordinal)));
        Assert.Equal(0, await engine.Count("runs"));
    }

    [Fact]
    public async Task A_report_about_nobody_makes_nobody()
    {
        await using var engine = await EngineLog.Start(_data);
        var stranger = Ids.Derive<PersonId>(engine.Clock.GetUtcNow(), "person", "stranger");
        await engine.Send(new RecordDelivery(
            stranger, Ids.Derive<MessageId>(engine.Clock.GetUtcNow(), "message", "m"), DeliveryOutcome.Delivered, "DELIVERED", null, false, engine.Clock.GetUtcNow()));

        Assert.Equal(0, await engine.Count("people"));
    }

    public void Dispose() => _data.Dispose();
}
