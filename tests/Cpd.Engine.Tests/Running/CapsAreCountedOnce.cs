using Cpd.Contracts;
using Cpd.Engine.Journeys.Publishing;
using Cpd.Engine.Messages.Sending;
using Cpd.EventLog;
using Cpd.Tests;
using static Cpd.Engine.Tests.Journeys.Scene;

namespace Cpd.Engine.Tests.Running;

/// <summary>The rules of sending in the engine as it runs.</summary>
public sealed class CapsAreCountedOnce : IDisposable
{
    private const string Steps = """{"id":"m","type":"message","channel":"sms","text":"Hi","next":null}""";
    private const string Again = "\"reentry\":\"always\"";

    private readonly TestDatabase _data = EngineLog.NewDatabase();
    private readonly SendingRulesKeeper _keeper = new(EngineLog.News);

    [Fact]
    public async Task Under_load_and_cut_off_again_and_again_everybody_gets_as_many_as_the_cap_allows_and_the_rest_is_told()
    {
        const int People = 8, Events = 20, Cap = 3;
        await using var engine = await EngineLog.Start(_data, ("Cpd:Embedded:WindowSize", "7"), ("Cpd:Embedded:Partitions", "4"));
        await Save(engine, 0, new SendingRules { Caps = new(null, Cap, null) });
        await engine.Send(
            engine.Publish(Journey(Steps, Again, "one")), engine.Publish(Journey(Steps, Again, "two")));
        await engine.Send(Enumerable.Range(0, People).Select(number => engine.Identify($"user-{number}", $$"""{"phone":"+38591000000{{number}}"}""")));

        for (var round = 0; round < Events; round++)
        {
            await engine.Post(Enumerable.Range(0, People).Select(number => (ICommand)(round % 5 == 4
                ? new SendMessage(new($"user-{number}", null), engine.NextCall(), Channel.Sms, "Hello", null, RawJson.EmptyObject, false)
                : engine.Track($"user-{number}", "Go"))));
            if (round % 4 == 1) await engine.Restart();
        }
        await engine.Settle();

        var sent = await engine.Bodies<MessageRequested>();
        Assert.Equal(People * Cap, sent.Count);
        Assert.All(sent.GroupBy(message => message.To), messages => Assert.Equal(Cap, messages.Count()));
        var failed = await engine.Bodies<MessageFailed>();
        Assert.All(failed, message => Assert.Equal("message.cap", message.Code));
        Assert.Equal((People * ((Events * 4 / 5 * 2) + (Events / 5))) - sent.Count, failed.Count);
    }

    [Fact]
    public async Task Every_process_sees_rules_from_the_transaction_that_saved_them_on_and_none_of_one_that_was_undone()
    {
        await using var engine = await EngineLog.Start(_data);
        var (here, there) = (engine.Make<JourneyCatalogs>(), engine.Make<JourneyCatalogs>());
        Assert.Equal((null, null), (await DayCap(engine, here), await DayCap(engine, there)));

        await Save(engine, 0, new SendingRules { Caps = new(null, 2, null) });
        Assert.Equal((2, 2), (await DayCap(engine, here), await DayCap(engine, there)));

        await Assert.ThrowsAsync<TimeoutException>(() => engine.Log.Write(async transaction =>
        {
            await _keeper.Save(transaction, EngineLog.Workspace, 1, new SendingRules { Caps = new(null, 9, null) }, null);
            Assert.Equal(9, here.Current(transaction).Sending(EngineLog.Workspace).Caps.Day);
            throw new TimeoutException();
        }, default));
        Assert.Equal((2, 2), (await DayCap(engine, here), await DayCap(engine, there)));
        Assert.Null(await engine.Log.Write(transaction => Task.FromResult(here.Current(transaction).Sending("another").Caps.Day), default));
    }

    [Fact]
    public async Task Whoever_saves_upon_what_somebody_else_has_changed_is_told()
    {
        await using var engine = await EngineLog.Start(_data);
        Assert.Empty(await Save(engine, 0, new SendingRules { Caps = new(null, 2, null) }));
        Assert.Equal("sending.changed", Assert.Single(await Save(engine, 0, SendingRules.None)).Code);
        Assert.Equal("sending.cap", Assert.Single(await Save(engine, 1, new SendingRules { Caps = new(null, 0, null) })).Code);
        Assert.Equal(2, await DayCap(engine, engine.Make<JourneyCatalogs>()));
    }

    [Fact]
    public async Task A_workspace_whose_rules_cannot_be_read_sends_nothing_that_advertises()
    {
        await using var engine = await EngineLog.Start(_data);
        await engine.Change(db =>
        {
            db.Add(new SendingRulesRow { Workspace = EngineLog.Workspace, Content = "{\"caps\":7}"u8.ToArray() });
            return db.SaveChangesAsync();
        });
        await engine.Restart();
        await engine.Send(engine.Publish(Journey(Steps)), engine.Identify("ana", """{"phone":"+385910000001"}"""));
        await engine.Send(engine.Track("ana", "Go"));

        Assert.Equal("message.no-rules", Assert.Single(await engine.Bodies<MessageFailed>()).Code);
    }

    [Fact]
    public async Task A_message_outside_of_any_journey_does_not_wait_for_quiet_hours_but_says_when_they_are_over()
    {
        await using var engine = await EngineLog.Start(_data);
        await Save(engine, 0, new SendingRules { Quiet = new(new(11, 0), new(13, 0)) });
        await engine.Send(engine.Identify("ana", """{"phone":"+385910000001"}"""));
        await engine.Send(new SendMessage(new("ana", null), engine.NextCall(), Channel.Sms, "Hello", null, RawJson.EmptyObject, false));

        var failed = Assert.Single(await engine.Bodies<MessageFailed>());
        Assert.Equal(("message.quiet-hours", false), (failed.Code, failed.Permanent));
        Assert.EndsWith("they end at 2030-01-07 13:00 UTC. Send it then.", failed.Reason, StringComparison.Ordinal);
    }

    public void Dispose() => _data.Dispose();

    private Task<IReadOnlyList<SendingProblem>> Save(EngineLog engine, int basedOn, SendingRules rules) =>
        engine.Log.Write(transaction => _keeper.Save(transaction, EngineLog.Workspace, basedOn, rules, "Ana"), default);

    private static Task<int?> DayCap(EngineLog engine, JourneyCatalogs catalogs) =>
        engine.Log.Write(transaction => Task.FromResult(catalogs.Current(transaction).Sending(EngineLog.Workspace).Caps.Day), default);
}
