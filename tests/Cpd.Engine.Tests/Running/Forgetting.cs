using Cpd.Contracts;
using Cpd.Engine.Identities;
using Cpd.EventLog;
using Cpd.Tests;
using static Cpd.Engine.Tests.Journeys.Scene;

namespace Cpd.Engine.Tests.Running;

public sealed class Forgetting : IDisposable
{
    private const string Steps = """{"id":"rest","type":"wait","for":"1 hour","next":"say"},{"id":"say","type":"message","channel":"sms","text":"On","next":null}""";

    private readonly TestDatabase _data = EngineLog.NewDatabase();

    [Fact]
    public async Task Person_runs_addresses_and_ids_go()
    {
        await using var engine = await Inside();
        var ana = await engine.PersonOf("ana");
        await engine.Send(new ForgetPerson(new("ana", null), engine.NextCall()));

        Assert.Null(await engine.Person(ana));
        foreach (var table in (string[])["runs", "addresses", "identities", "people WHERE length(profile) > 0"]) Assert.Equal(0, await engine.Count(table));
        await engine.Pass(TimeSpan.FromHours(2));
        Assert.Empty(await engine.Texts());
    }

    [Fact]
    public async Task What_was_still_on_its_way_does_not_bring_them_back()
    {
        await using var engine = await Inside();
        var ana = await engine.PersonOf("ana");
        await engine.Post(new ForgetPerson(new("ana", null), engine.NextCall()));
        await engine.Append(engine.About(ana, new EventTracked("Go", engine.Clock.GetUtcNow(), RawJson.EmptyObject, null)));
        await engine.Send(new RecordDelivery(
            ana, Ids.Derive<MessageId>(engine.Clock.GetUtcNow(), "message", "m"), DeliveryOutcome.Delivered, "DELIVERED", null, false, engine.Clock.GetUtcNow()));

        Assert.Null(await engine.Person(ana));
        Assert.Equal(0, await engine.Count("runs"));
    }

    [Fact]
    public async Task Somebody_who_was_merged_into_them_just_before_goes_too()
    {
        await using var engine = await Inside();
        await engine.Send(new Identify(new(null, "browser"), engine.NextCall(), engine.Clock.GetUtcNow(), RawJson.From("""{"phone":"+385912222222"}""")));
        await engine.Post(
            new Alias(new("ana", null), engine.NextCall(), engine.Clock.GetUtcNow(), "browser"),
            new ForgetPerson(new("ana", null), engine.NextCall()));
        await engine.Settle();

        foreach (var table in (string[])["runs", "addresses", "identities", "people WHERE length(profile) > 0"]) Assert.Equal(0, await engine.Count(table));
    }

    [Fact]
    public async Task Addresses_that_came_with_a_merge_after_the_erasure_go_when_it_is_said_once_more()
    {
        await using var engine = await Inside();
        var ana = await engine.PersonOf("ana");
        await engine.Send(new ForgetPerson(new("ana", null), engine.NextCall()));
        // As another process does that has not seen the erasure yet.
        await engine.Log.Write(transaction =>
        {
            var book = new AddressBook(transaction.Sql);
            book.Upsert(EngineLog.Workspace, Channel.Sms, "+385912222222", ana);
            book.Save();
            return Task.CompletedTask;
        }, default);
        Assert.Equal(1, await engine.Count("addresses"));

        await engine.Append(engine.About(ana, new PersonForgotten()));
        Assert.Equal(0, await engine.Count("addresses"));
    }

    [Fact]
    public async Task Who_comes_again_is_somebody_new()
    {
        await using var engine = await Inside();
        var before = await engine.PersonOf("ana");
        await engine.Send(new ForgetPerson(new("ana", null), engine.NextCall()));
        engine.Clock.Move(TimeSpan.FromMinutes(1));
        await engine.Send(engine.Track("ana", "Go"));

        Assert.NotEqual(before, await engine.PersonOf("ana"));
        Assert.Equal("rest", (await engine.RunOf("ana")).Step);
    }

    public void Dispose() => _data.Dispose();

    private async Task<EngineLog> Inside()
    {
        var engine = await EngineLog.Start(_data);
        await engine.Send(engine.Publish(Journey(Steps)));
        await engine.Send(engine.Identify("ana", """{"phone":"+385911111111","email":"ana@example.com"}"""), engine.Track("ana", "Go"));
        Assert.Equal((1, 2), (await engine.Count("runs"), await engine.Count("addresses")));
        return engine;
    }
}
