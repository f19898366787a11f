using Cpd.Contracts;
using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Running;
using Cpd.Engine.Tests.Journeys;
using Cpd.Engine.UserView;
using Cpd.EventLog.Storage;
using Cpd.Tests;
using Microsoft.EntityFrameworkCore;
using RunRow = Cpd.Engine.Journeys.Running.RunRow;

namespace Cpd.Engine.Tests.Running;

public sealed class WhoWaitsAtAStep : IDisposable
{
    private const string Steps = """{"id":"rest","type":"wait","for":"1 hour","next":"again"},{"id":"again","type":"wait","for":"1 hour","next":null}""";

    private readonly TestDatabase _data = EngineLog.NewDatabase();

    [Fact]
    public async Task Those_who_wait_there_are_found_and_nobody_else()
    {
        await using var engine = await Inside("ana", "bea", "cleo");
        await engine.Send(Push(engine, await engine.PersonOf("bea"), (await engine.RunOf("bea")).Id, "1"));

        var (ana, cleo) = (await engine.PersonOf("ana"), await engine.PersonOf("cleo"));
        Assert.Equal([ana, cleo], (await At(engine, "rest")).Select(waiting => waiting.Person));
        Assert.Equal([await engine.PersonOf("bea")], (await At(engine, "again")).Select(waiting => waiting.Person));
        Assert.Equal([ana], (await At(engine, "rest", count: 1)).Select(waiting => waiting.Person));
        Assert.Empty(await At(engine, "rest", version: 2));
        Assert.Empty(await At(engine, "rest", workspace: "other"));

        var first = (await At(engine, "rest"))[0];
        Assert.Equal((await engine.RunOf("ana")).WakeAt, first.WakesAt);
        Assert.Equal((await engine.RunOf("ana")).ArrivedAt, first.Since);
    }

    [Fact]
    public async Task A_command_that_is_given_twice_is_carried_out_once_and_one_that_comes_too_late_is_refused()
    {
        await using var engine = await Inside("ana");
        var (ana, run) = (await engine.PersonOf("ana"), (await engine.RunOf("ana")).Id);
        await engine.Send(Push(engine, ana, run, "1"), Push(engine, ana, run, "1"));
        Assert.Equal("again", (await engine.RunOf("ana")).Step);

        await engine.Send(new TakeOutRun(ana, run, "2", "Ben"), new TakeOutRun(ana, run, "3", "Ben"));
        Assert.Empty((await engine.Person(ana))!.Runs);
        Assert.Equal(["3"], (await engine.Bodies<CommandRefused>()).Select(refused => refused.MessageId));
    }

    [Fact]
    public void The_number_of_a_place_is_its_own()
    {
        string[] names = ["a", "b", "ab", "", "c", "bc"];
        var places = from one in names from other in names from third in names select RunRow.PlaceOf(one, other, third);
        Assert.Equal(names.Length * names.Length * names.Length, places.Distinct().Count());
    }

    public void Dispose() => _data.Dispose();

    private async Task<EngineLog> Inside(params string[] users)
    {
        var engine = await EngineLog.Start(_data);
        await engine.Send(engine.Publish(Scene.Journey(Steps)));
        foreach (var user in users) await engine.Send(engine.Identify(user, $$"""{"firstName":"{{user}}"}"""), engine.Track(user, "Go"));
        return engine;
    }

    private static PushOnRun Push(EngineLog engine, PersonId person, RunId run, string id) => new(person, run, "rest", id, "Ben");

    private static Task<IReadOnlyList<WaitingRun>> At(
        EngineLog engine, string step, int? version = null, int count = 10, string workspace = EngineLog.Workspace) =>
        engine.Get<IWaitingPeople>().At(workspace, "test", step, version, null, count, default);
}

/// <summary>Beside the user view, which knows the names.</summary>
public sealed class WhoOfThatNameWaitsAtAStep : IDisposable
{
    private readonly TestDatabase _data = TestDatabase.Create([new UserViewTables(), new EngineTables()]);
    private long _runs;

    [Fact]
    public async Task They_are_found_by_a_part_of_their_name_in_their_own_workspace()
    {
        var ana = await Add("shop", "Ana Smith");
        await Add("shop", "Bea");
        await Add("other", "Ana Miller");

        Assert.Equal([ana], await Found("shop", "ANA"));
        Assert.Empty(await Found("shop", "miller"));
        Assert.Equal(2, (await Found("shop", " ")).Count);
    }

    public void Dispose() => _data.Dispose();

    private async Task<PersonId> Add(string workspace, string name)
    {
        var person = Ids.Derive<PersonId>(Scene.Start, "person", name);
        var run = new JourneyRun(Ids.Derive<RunId>(Scene.Start, "run", name), "test", 1, null, "rest", Scene.Start, Scene.Start.AddHours(1), RawJson.EmptyObject);
        await using var db = _data.OpenDb();
        db.Add(new Cpd.Engine.Journeys.Running.PersonRow { Person = person.Value, Workspace = workspace, Profile = [1], Memory = [1] });
        db.Add(new Cpd.Engine.UserView.PersonRow { Person = person.Value, Workspace = workspace, Search = name.ToLowerInvariant() });
        db.Add(new RunRow { Id = ++_runs, Person = person.Value, Journey = "test", Version = 1, Step = "rest", Place = RunRow.PlaceOf(workspace, "test", "rest"), State = run.ToBytes() });
        await db.SaveChangesAsync();
        return person;
    }

    private async Task<IReadOnlyList<PersonId>> Found(string workspace, string name) =>
        [.. (await new WaitingPeople(new Databases(_data)).At(workspace, "test", "rest", null, name, 10, default)).Select(waiting => waiting.Person)];

    private sealed class Databases(TestDatabase data) : IDbContextFactory<CpdDb>
    {
        public CpdDb CreateDbContext() => data.OpenDb();
    }
}
