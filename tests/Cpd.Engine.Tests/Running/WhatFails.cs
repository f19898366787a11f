using Cpd.Contracts;
using Cpd.Engine.Journeys.Publishing;
using Cpd.Engine.Journeys.Running;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Cpd.Tests;
using Microsoft.EntityFrameworkCore;
using static Cpd.Engine.Tests.Journeys.Scene;

namespace Cpd.Engine.Tests.Running;

public sealed class WhatFails : IDisposable
{
    private const string Steps =
        """{"id":"say","type":"message","channel":"sms","text":"Hi {{person.firstName}}","next":"rest"},{"id":"rest","type":"wait","for":"1 hour","next":"on"},{"id":"on","type":"message","channel":"sms","text":"On","next":null}""";

    private readonly TestDatabase _data = EngineLog.NewDatabase();

    [Fact]
    public async Task A_record_that_cannot_be_handled_is_put_aside_and_the_others_are_handled_once()
    {
        await using var engine = await Known(people: 20);
        var poison = engine.About(await engine.PersonOf("user-7"), new PersonTakenOver(Ana, RawJson.EmptyObject));
        await engine.Append(
        [
            .. await Task.WhenAll(Enumerable.Range(0, 10).Select(number => Go(engine, number))),
            poison,
            .. await Task.WhenAll(Enumerable.Range(10, 10).Select(number => Go(engine, number))),
        ]);

        var letter = Assert.Single(await engine.Get<IDeadLetters>().List(10, default));
        Assert.Equal(("platform", nameof(PersonTakenOver)), (letter.Group, letter.Type));
        Assert.Equal(20, (await engine.Texts()).Count);
        Assert.Equal(20, await engine.Count("runs"));
        Assert.Equal(20, await engine.Count("(SELECT DISTINCT person FROM runs) people"));
    }

    [Fact]
    public async Task What_is_remembered_in_memory_agrees_with_the_tables_afterwards()
    {
        await using var engine = await EngineLog.Start(_data, ("Cpd:Embedded:Partitions", "1"));
        var broken = new LogRecord
        {
            Id = Ids.Derive<RecordId>(engine.Clock.GetUtcNow(), "test", "broken"), Workspace = EngineLog.Workspace, Key = "broken",
            At = engine.Clock.GetUtcNow(), Body = new Track(null!, "broken", engine.Clock.GetUtcNow(), "Go", RawJson.EmptyObject),
        };
        var go = engine.Track("ana", "Go");
        await engine.Append(
            engine.Record(engine.Publish(Journey(Steps))), engine.Record(engine.Identify("ana", """{"phone":"+385911111111","firstName":"Ana"}""")),
            engine.Record(new EnrolPerson(new("ana", null), engine.NextCall(), "test", RawJson.EmptyObject)), broken, engine.Record(go));

        // On Kafka it is put aside before anybody reads what it is: it lacks what its type needs.
        var type = EngineBroker.IsWanted ? "?" : nameof(Track);
        Assert.Equal(("commands", type), Assert.Single(await engine.Get<IDeadLetters>().List(10, default)) is var letter ? (letter.Group, letter.Type) : default);
        Assert.Single(await engine.Bodies<JourneyPublished>());
        Assert.Equal(["Hi Ana"], await engine.Texts());

        var inMemory = await engine.Log.Write(transaction => Task.FromResult(engine.Get<JourneyCatalogs>().Current(transaction)), default);
        var stored = await engine.Log.Write(transaction => Task.FromResult(new JourneyCatalogs().Current(transaction)), default);
        Assert.Equal(stored.All.Select(Describe), inMemory.All.Select(Describe));

        await engine.Send(go);
        await engine.Restart();
        await engine.Send(go);
        Assert.Equal(1, (await engine.Person("ana"))!.Memory.Count("Go", null, engine.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task A_record_of_another_workspace_changes_nobody_and_is_put_aside()
    {
        await using var engine = await Known(people: 1);
        var person = await engine.PersonOf("user-0");
        var before = (await engine.Person(person))!.Profile.ToBytes();
        await engine.Append(new LogRecord
        {
            Id = Ids.Derive<RecordId>(engine.Clock.GetUtcNow(), "test", "elsewhere"), Workspace = "elsewhere", Key = person.ToString(), Person = person,
            At = engine.Clock.GetUtcNow(), Body = new PersonIdentified(new("user-0", null), engine.Clock.GetUtcNow(), RawJson.From("""{"firstName":"Mallory"}""")),
        });

        Assert.Equal(nameof(PersonIdentified), Assert.Single(await engine.Get<IDeadLetters>().List(10, default)).Type);
        Assert.Equal(before, (await engine.Person(person))!.Profile.ToBytes());
    }

    [Fact]
    public async Task A_version_that_was_undone_leaves_its_number_to_another()
    {
        await using var engine = await EngineLog.Start(_data);
        var (catalogs, commands) = (engine.Get<JourneyCatalogs>(), new JourneyCommands(engine.Make<JourneyCatalogs>()));
        var record = engine.Record(engine.Publish(Journey(Steps)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => engine.Log.Write(async transaction =>
        {
            await commands.Publish((PublishJourney)record.Body, record, transaction);
            Assert.Single(catalogs.Current(transaction).All);
            throw new InvalidOperationException("undone");
        }, default));
        Assert.Empty(await engine.Log.Write(transaction => Task.FromResult(catalogs.Current(transaction).All), default));

        // The same command, with which something else came about.
        var other = engine.Publish(Journey(Steps.Replace("Hi", "Hello")));
        var published = await engine.Log.Write(async transaction =>
        {
            await commands.Publish(other, record, transaction);
            return Assert.Single(catalogs.Current(transaction).All);
        }, default);
        Assert.Equal("Hello {{person.firstName}}", ((Engine.Journeys.JourneyStep.Message)published.Journey.Journey.Steps[0]).Text.Text);
    }

    [Fact]
    public async Task Somebody_who_cannot_be_woken_keeps_neither_the_others_nor_fresh_events()
    {
        await using var engine = await Known(people: 3);
        await engine.Append(await Task.WhenAll(Enumerable.Range(0, 2).Select(number => Go(engine, number))));
        var broken = await engine.PersonOf("user-0");
        await engine.Change(db => WriteMemory(db, broken, [0]));

        await engine.Pass(TimeSpan.FromHours(1));
        Assert.Equal(["Hi P0", "Hi P1", "On"], await engine.Texts());
        await engine.Append(await Go(engine, 2));
        Assert.Contains("Hi P2", await engine.Texts());
        Assert.Empty(await engine.Get<IDeadLetters>().List(10, default));

        // Tried again: once it can be done it is done.
        await engine.Change(db => WriteMemory(db, broken, "{}"u8.ToArray()));
        await engine.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(2, (await engine.Texts()).Count(text => text == "On"));
    }

    [Fact]
    public async Task Somebody_who_cannot_go_on_when_a_pause_ends_is_tried_again()
    {
        await using var engine = await Known(people: 1);
        await engine.Append(await Go(engine, 0));
        var broken = await engine.PersonOf("user-0");
        await engine.Send(engine.Change(JourneyChange.Pause));
        await engine.Pass(TimeSpan.FromHours(1));
        var memory = Assert.Single(await engine.Query(db => db.Set<PersonRow>().Select(row => row.Memory)));
        await engine.Change(db => WriteMemory(db, broken, [0]));
        await engine.Send(engine.Change(JourneyChange.Resume));
        Assert.Equal(["Hi P0"], await engine.Texts());

        await engine.Change(db => WriteMemory(db, broken, memory));
        await engine.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(["Hi P0", "On"], await engine.Texts());
    }

    [Fact]
    public async Task The_engine_does_not_start_on_a_version_it_cannot_use()
    {
        await using (var engine = await Known(people: 1))
            await engine.Change(db => db.Set<JourneyVersionRow>().ExecuteUpdateAsync(set => set.SetProperty(row => row.Definition, """{"id":"test"}"""u8.ToArray())));

        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => EngineLog.Start(_data));
        Assert.Contains("Version 1 of journey test", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_of_nobody_is_dropped_instead_of_being_woken_for_ever()
    {
        await using var engine = await Known(people: 2);
        await engine.Append(await Task.WhenAll(Enumerable.Range(0, 2).Select(number => Go(engine, number))));
        var gone = await engine.PersonOf("user-0");
        await engine.Change(db => db.Set<PersonRow>().Where(row => row.Person == gone.Value).ExecuteDeleteAsync());
        await engine.Pass(TimeSpan.FromHours(1));

        Assert.Equal(0, await engine.Count("runs"));
        Assert.Null(engine.Get<WakeClock>().Next);
    }

    public void Dispose() => _data.Dispose();

    private static Task<int> WriteMemory(CpdDb db, PersonId person, byte[] memory) =>
        db.Set<PersonRow>().Where(row => row.Person == person.Value).ExecuteUpdateAsync(set => set.SetProperty(row => row.Memory, memory));

    private async Task<EngineLog> Known(int people)
    {
        var engine = await EngineLog.Start(_data);
        await engine.Send(engine.Publish(Journey(Steps)));
        await engine.Send(Enumerable.Range(0, people).Select(number =>
            engine.Identify($"user-{number}", $$"""{"phone":"+38591{{1_000_000 + number}}","firstName":"P{{number}}"}""")));
        return engine;
    }

    private static async Task<LogRecord> Go(EngineLog engine, int number) =>
        engine.About(await engine.PersonOf($"user-{number}"), new EventTracked("Go", engine.Clock.GetUtcNow(), RawJson.EmptyObject, null));

    private static string Describe(Engine.Journeys.PublishedJourney journey) =>
        $"{journey.Id} {journey.Version} {journey.Status} {journey.Latest} {Engine.Journeys.JourneyJson.ToText(journey.Journey.Journey)}";
}
