using Cpd.Contracts;
using Cpd.Tests;
using static Cpd.Engine.Tests.Journeys.Scene;

namespace Cpd.Engine.Tests.Running;

/// <summary>A visitor turns out to be somebody known. The two lie in different partitions, mostly.</summary>
public sealed class TwoBecomeOne : IDisposable
{
    private const string WaitForPayment =
        """{"id":"wait","type":"waitForEvent","events":[{"event":"Paid","key":"event.order = entry.order","next":"thanks"}],"timeout":"1 day","onTimeout":"late"}""" +
        """,{"id":"thanks","type":"message","channel":"sms","text":"Thanks {{person.firstName}}","next":null}""" +
        """,{"id":"late","type":"message","channel":"sms","text":"Late","next":null}""";

    private readonly TestDatabase _data = EngineLog.NewDatabase();

    [Fact]
    public async Task Runs_profile_and_memory_arrive_at_the_survivor()
    {
        await using var engine = await VisitorInside();
        var visitor = await engine.PersonOf("browser");
        await Join(engine);

        var ana = (await engine.Person("ana"))!;
        Assert.Equal("browser", Assert.Single(ana.Profile.AnonymousIds));
        Assert.Equal("ana", ana.Profile.UserId);
        Assert.Equal(1, ana.Memory.Count("Go", null, engine.Clock.GetUtcNow()));
        Assert.Equal("blue", ana.Profile.Attribute("colour")?.GetString());
        var run = Assert.Single(ana.Runs);
        Assert.Equal("wait", run.Step);

        Assert.Equal(await engine.PersonOf("ana"), await engine.PersonOf("browser"));
        Assert.Equal(ana.Profile.Id, (await engine.Person(visitor))!.Profile.Id);
        Assert.Equal(1, await engine.Count("runs"));
        Assert.Single(await engine.Bodies<PersonTakenOver>());
    }

    [Fact]
    public async Task The_run_that_came_along_goes_on()
    {
        await using var engine = await VisitorInside();
        await Join(engine);
        await engine.Send(engine.Track("ana", "Paid", """{"order":"7"}"""));
        Assert.Equal(["Thanks Ana"], await engine.Texts());
    }

    [Fact]
    public async Task The_run_that_came_along_is_woken()
    {
        await using var engine = await VisitorInside();
        await Join(engine);
        await engine.Restart();
        await engine.Pass(TimeSpan.FromDays(1));
        Assert.Equal(["Late"], await engine.Texts());
    }

    [Fact]
    public async Task What_still_arrives_for_the_absorbed_reaches_the_survivor_once()
    {
        await using var engine = await VisitorInside();
        var visitor = await engine.PersonOf("browser");
        await Join(engine);
        var late = engine.About(visitor, new EventTracked("Paid", engine.Clock.GetUtcNow(), RawJson.From("""{"order":"7"}"""), null));
        await engine.Append(late);

        Assert.Equal(["Thanks Ana"], await engine.Texts());
        Assert.Equal(1, (await engine.Person("ana"))!.Memory.Count("Paid", null, engine.Clock.GetUtcNow()));
        var forwarded = Assert.Single(await engine.Records(Topic.Events), record => record.OnlyFor is not null);
        Assert.Equal((late.Id, "platform"), (forwarded.Id, forwarded.OnlyFor));
    }

    [Fact]
    public async Task All_of_it_in_one_window_comes_to_the_same()
    {
        await using var engine = await EngineLog.Start(_data);
        await engine.Send(engine.Publish(Journey(WaitForPayment)));
        await engine.Send(engine.Identify("ana", """{"phone":"+385911111111","firstName":"Ana"}"""));
        await engine.Post(
            engine.Visit("browser", "Go", """{"order":"7"}"""),
            new Alias(new("ana", null), engine.NextCall(), engine.Clock.GetUtcNow(), "browser"));
        await engine.Settle();

        Assert.Equal("wait", (await engine.RunOf("ana")).Step);
        Assert.Equal(1, await engine.Count("runs"));
        await engine.Send(engine.Track("ana", "Paid", """{"order":"7"}"""));
        Assert.Equal(["Thanks Ana"], await engine.Texts());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(500)]
    public async Task A_payment_in_the_same_breath_as_the_sign_in_ends_the_wait(int windowSize)
    {
        await using var engine = await VisitorInside(windowSize: windowSize);
        await engine.Send(
            new Identify(new("ana", "browser"), engine.NextCall(), engine.Clock.GetUtcNow(), RawJson.EmptyObject),
            engine.Track("ana", "Paid", """{"order":"7"}"""));

        Assert.Equal(["Thanks Ana"], await engine.Texts());
        Assert.Equal(0, await engine.Count("runs"));
        await engine.Pass(TimeSpan.FromDays(1));
        Assert.Equal(["Thanks Ana"], await engine.Texts());
    }

    [Fact]
    public async Task What_came_while_somebody_was_on_the_way_outlives_a_restart()
    {
        await using var engine = await VisitorInside();
        var (ana, bea) = (await engine.PersonOf("ana"), await engine.PersonOf("browser"));
        await engine.Append(
            engine.About(ana, new TakeOverAnnounced(bea)),
            engine.About(ana, new EventTracked("Paid", engine.Clock.GetUtcNow(), RawJson.From("""{"order":"7"}"""), null)));
        await engine.Restart();
        Assert.Equal(0, (await engine.Person(ana))!.Memory.Count("Paid", null, engine.Clock.GetUtcNow()));

        await engine.Append(engine.About(bea, new PersonMerged(ana)));
        Assert.Equal(["Thanks Ana"], await engine.Texts());
        Assert.Equal(1, (await engine.Person(ana))!.Memory.Count("Paid", null, engine.Clock.GetUtcNow()));
        Assert.Equal(0, await engine.Count("runs"));
    }

    [Fact]
    public async Task Who_waits_for_somebody_who_does_not_come_goes_on_alone_after_five_minutes()
    {
        await using var engine = await VisitorInside();
        await Await(engine, "ana", somebodyWhoNeverComes: "gone");
        await engine.Send(engine.Track("ana", "Go", """{"order":"8"}"""));
        Assert.Empty((await engine.Person("ana"))!.Runs);

        await engine.Pass(TimeSpan.FromMinutes(4));
        Assert.Empty((await engine.Person("ana"))!.Runs);
        await engine.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal("wait", (await engine.RunOf("ana")).Step);
        await engine.Send(engine.Track("ana", "Paid", """{"order":"8"}"""));
        Assert.Equal(["Thanks Ana"], await engine.Texts());
    }

    [Fact]
    public async Task Time_in_which_the_engine_did_not_run_is_no_waiting()
    {
        await using var engine = await VisitorInside();
        await engine.Send(engine.Track("ana", "Go", """{"order":"8"}"""));
        await Await(engine, "ana", somebodyWhoNeverComes: "gone");
        await engine.Pass(TimeSpan.FromDays(2));
        Assert.Empty(await engine.Texts());

        await engine.Pass(TimeSpan.FromMinutes(5));
        Assert.Equal(["Late"], await engine.Texts());
    }

    [Fact]
    public async Task What_was_kept_and_cannot_be_handled_is_put_aside_alone()
    {
        await using var engine = await VisitorInside();
        var (ana, bea) = (await engine.PersonOf("ana"), await engine.PersonOf("browser"));
        await engine.Append(
            engine.About(ana, new TakeOverAnnounced(bea)),
            engine.About(ana, new PersonTakenOver(Ana, RawJson.EmptyObject)),   // no state in it
            engine.About(ana, new EventTracked("Paid", engine.Clock.GetUtcNow(), RawJson.From("""{"order":"7"}"""), null)));
        await engine.Append(engine.About(bea, new PersonMerged(ana)));

        Assert.Equal(["Thanks Ana"], await engine.Texts());
        var letter = Assert.Single(await engine.Get<EventLog.IDeadLetters>().List(10, default));
        Assert.Equal(("platform", nameof(PersonTakenOver)), (letter.Group, letter.Type));
    }

    [Fact]
    public async Task A_message_asked_for_meanwhile_goes_to_the_number_that_came_along()
    {
        await using var engine = await EngineLog.Start(_data);
        await engine.Send(new Identify(new(null, "browser"), engine.NextCall(), engine.Clock.GetUtcNow(), RawJson.From("""{"phone":"+385912222222"}""")));
        await engine.Send(engine.Track("ana", "Seen"));
        await engine.Send(
            new Identify(new("ana", "browser"), engine.NextCall(), engine.Clock.GetUtcNow(), RawJson.EmptyObject),
            new SendMessage(new("ana", null), engine.NextCall(), Channel.Sms, "Code 1234", null, RawJson.EmptyObject, Transactional: true));

        Assert.Equal("+385912222222", Assert.Single(await engine.Bodies<MessageRequested>()).To);
    }

    [Fact]
    public async Task A_reply_to_the_absorbed_ones_number_is_the_survivors()
    {
        await using var engine = await VisitorInside("""{"phone":"+385912222222"}""");
        await Join(engine);
        await engine.Send(new RecordReply(Channel.Sms, "385912222222", "Shop", "Hello", "in-1", engine.Clock.GetUtcNow()));

        var reply = Assert.Single(await engine.Records(Topic.Events), record => record.Body is ReplyReceived);
        Assert.Equal(await engine.PersonOf("ana"), reply.Person);
    }

    [Fact]
    public async Task A_merge_is_done_once_however_the_engine_is_cut_off()
    {
        await using var engine = await VisitorInside();
        for (var round = 0; round < 4; round++)
        {
            await engine.Post(engine.Visit($"browser-{round}", "Go", $$"""{"order":"{{round}}"}"""));
            await engine.Post(new Alias(new("ana", null), engine.NextCall(), engine.Clock.GetUtcNow(), $"browser-{round}"));
            await engine.Restart();
        }
        await engine.Settle();

        // She may be in the journey only once: the first run goes on.
        Assert.Single((await engine.Person("ana"))!.Runs);
        Assert.Equal(4, (await engine.Person("ana"))!.Profile.AnonymousIds.Count);
        Assert.Equal(4, (await engine.Bodies<PersonTakenOver>()).Count);
        Assert.Equal(4, (await engine.Person("ana"))!.Memory.Count("Go", null, engine.Clock.GetUtcNow()));
    }

    public void Dispose() => _data.Dispose();

    private async Task<EngineLog> VisitorInside(string traits = """{"colour":"blue"}""", int windowSize = 500)
    {
        var engine = await EngineLog.Start(_data, ("Cpd:Embedded:WindowSize", $"{windowSize}"));
        await engine.Send(engine.Publish(Journey(WaitForPayment)));
        await engine.Send(engine.Identify("ana", """{"phone":"+385911111111","firstName":"Ana"}"""));
        await engine.Send(new Identify(new(null, "browser"), engine.NextCall(), engine.Clock.GetUtcNow(), RawJson.From(traits)));
        await engine.Send(engine.Visit("browser", "Go", """{"order":"7"}"""));
        return engine;
    }

    private static async Task Await(EngineLog engine, string who, string somebodyWhoNeverComes) => await engine.Append(engine.About(
        await engine.PersonOf(who), new TakeOverAnnounced(Ids.Derive<PersonId>(engine.Clock.GetUtcNow(), "person", somebodyWhoNeverComes))));

    private static Task Join(EngineLog engine) =>
        engine.Send(new Identify(new("ana", "browser"), engine.NextCall(), engine.Clock.GetUtcNow(), RawJson.EmptyObject));
}
