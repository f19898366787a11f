using Cpd.Contracts;
using Cpd.Engine.Journeys.Publishing;
using Cpd.Engine.Journeys.Running;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Cpd.Tests;
using Microsoft.EntityFrameworkCore;
using static Cpd.Engine.Tests.Journeys.Scene;

namespace Cpd.Engine.Tests.Running;

public sealed class PausedAndStopped : IDisposable
{
    private const string Rest = """{"id":"rest","type":"wait","for":"1 hour","next":"say"}""";
    private const string Say = """{"id":"say","type":"message","channel":"sms","text":"On","next":null}""";

    private readonly TestDatabase _data = EngineLog.NewDatabase();

    [Fact]
    public async Task A_pause_keeps_a_due_person_in_place_and_the_log_rests()
    {
        await using var engine = await Inside();
        await engine.Send(engine.Change(JourneyChange.Pause));
        await engine.Pass(TimeSpan.FromHours(2));

        Assert.Empty(await engine.Texts());
        Assert.Equal("rest", (await engine.RunOf("ana")).Step);
        Assert.Null(engine.Get<WakeClock>().Next);
    }

    [Fact]
    public async Task After_a_pause_they_go_on_whether_or_not_their_time_came_meanwhile()
    {
        await using var engine = await Inside();
        await engine.Pass(TimeSpan.FromMinutes(30));
        await engine.Send(engine.Identify("bea", """{"phone":"+385912222222"}"""), engine.Track("bea", "Go"));
        await engine.Send(engine.Change(JourneyChange.Pause));
        await engine.Send(engine.Track("bea", "Touched"));   // saved while paused
        await engine.Pass(TimeSpan.FromMinutes(30));          // Ana is due now
        await engine.Send(engine.Change(JourneyChange.Resume));

        Assert.Single(await engine.Texts());
        Assert.Empty((await engine.Person("ana"))!.Runs);
        Assert.Equal("rest", (await engine.RunOf("bea")).Step);

        await engine.Pass(TimeSpan.FromMinutes(30));
        Assert.Equal(["On", "On"], await engine.Texts());
    }

    [Fact]
    public async Task A_new_version_of_a_paused_journey_lets_those_inside_go_on()
    {
        await using var engine = await Inside();
        await engine.Send(engine.Change(JourneyChange.Pause));
        await engine.Pass(TimeSpan.FromHours(2));
        await engine.Send(engine.Publish(Journey($"{Rest},{Say.Replace("On", "New")}")));

        Assert.Equal(["On"], await engine.Texts());
    }

    [Fact]
    public async Task The_same_definition_does_not_end_a_pause()
    {
        await using var engine = await Inside();
        await engine.Send(engine.Change(JourneyChange.Pause));
        await engine.Send(engine.Publish(Journey($"{Rest},{Say}")));
        await engine.Pass(TimeSpan.FromHours(2));

        Assert.Empty(await engine.Texts());
    }

    [Fact]
    public async Task A_stop_takes_everybody_out()
    {
        await using var engine = await Inside(people: 300);
        await engine.Send(engine.Change(JourneyChange.Stop));

        Assert.Equal(0, await engine.Count("runs"));
        Assert.Equal(300, (await engine.Bodies<JourneyMoved>()).Count(moved => moved.End is RunEnd.TakenOut));
        await engine.Pass(TimeSpan.FromHours(2));
        Assert.Empty(await engine.Texts());
    }

    [Fact]
    public async Task Whoever_was_inside_leaves_although_the_journey_is_published_again_at_once()
    {
        await using var engine = await Inside(people: 20);
        await engine.Post(engine.Change(JourneyChange.Stop), engine.Publish(Journey($"{Rest},{Say}")));
        await engine.Settle();
        Assert.Equal(20, (await engine.Bodies<JourneyMoved>()).Count(moved => moved.End is RunEnd.TakenOut));

        await engine.Send(engine.Track("zoe", "Go"));
        Assert.Equal(2, (await engine.RunOf("zoe")).Version);
    }

    [Fact]
    public async Task Taking_many_out_goes_on_after_a_restart_and_lets_others_in_between()
    {
        await using var engine = await Inside(people: 3_000);
        await engine.Post(engine.Change(JourneyChange.Stop));
        await engine.Restart();
        await engine.Settle();

        Assert.Equal(0, await engine.Count("runs"));
        Assert.Equal(3_000, (await engine.Bodies<JourneyMoved>()).Count(moved => moved.End is RunEnd.TakenOut));
    }

    [Fact]
    public async Task Each_owner_of_partitions_looks_at_its_own_and_what_was_done_need_not_be_done_again()
    {
        await using var engine = await Inside(people: 200);
        await engine.Log.Write(async transaction =>
        {
            await using (var db = transaction.OpenDb())
                await db.Set<JourneyRow>().ExecuteUpdateAsync(set => set.SetProperty(row => row.StoppedUpTo, 1));
            JourneyStamps.Renew(transaction);
            var published = new JourneyCatalogs().Look(transaction);

            var (even, odd) = (Partitions(engine, 0), Partitions(engine, 1));
            var looked = Look(even);
            Assert.NotEmpty(looked);
            Assert.All(looked, person => Assert.Contains(Partitioning.Of(person.ToString(), engine.Log.Partitions), even));
            Assert.Empty(Look(even));   // by somebody who was only just started
            Assert.Equal(200, looked.Union(Look([.. even, .. odd])).Count());
            Assert.Empty(Look([.. even, .. odd]));

            HashSet<PersonId> Look(IReadOnlyList<int> partitions)
            {
                var window = new Window(JourneyConsumer.Group, [], partitions, transaction);
                var people = new PeopleOfWindow(window, published.Catalog, engine.Log.Partitions, engine.Get<Database>());
                var touched = new HashSet<PersonId>();
                Assert.False(new RunSweep(new StandingClock()).GoOn(published, people, window, person => touched.Add(person)));
                return touched;
            }
        }, default);
    }

    [Fact]
    public async Task People_stay_on_the_version_they_entered()
    {
        await using var engine = await Inside();
        await engine.Send(engine.Publish(Journey($"{Rest},{Say.Replace("On", "New")}")));
        await engine.Send(engine.Identify("bea", """{"phone":"+385912222222"}"""), engine.Track("bea", "Go"));
        Assert.Equal((1, 2), ((await engine.RunOf("ana")).Version, (await engine.RunOf("bea")).Version));

        await engine.Pass(TimeSpan.FromHours(1));
        Assert.Equal(["New", "On"], await engine.Texts());
    }

    public void Dispose() => _data.Dispose();

    private static List<int> Partitions(EngineLog engine, int rest) => [.. Enumerable.Range(0, engine.Log.Partitions).Where(partition => partition % 2 == rest)];

    private async Task<EngineLog> Inside(int people = 1)
    {
        var engine = await EngineLog.Start(_data);
        await engine.Send(engine.Publish(Journey($"{Rest},{Say}")));
        await engine.Send(engine.Identify("ana", """{"phone":"+385911111111"}"""), engine.Track("ana", "Go"));
        await engine.Send(Enumerable.Range(1, people - 1).Select(number => engine.Track($"user-{number}", "Go")));
        return engine;
    }
}
