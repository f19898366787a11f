using System.Data.Common;
using Cpd.Contracts;
using Cpd.Engine.Identities;
using Cpd.Engine.Tests.Commands;
using Cpd.EventLog.Storage;
using Cpd.Tests;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.Tests.Identities;

/// <summary>Two processes change who people are, each in a transaction of its own, at the same time.</summary>
public sealed class SeveralAtOnce : IDisposable
{
    private static readonly DateTimeOffset At = TestEngineDb.Start;

    private TestEngineDb? _first;
    private TestEngineDb? _second;

    [Needs(Part.PostgreSql)]
    public async Task Two_who_merge_each_other_by_different_ids_become_one()
    {
        var (first, second) = Processes();
        var a = PersonIn(await first.Take(new Identify(new("a", "a-browser"), "1", At, RawJson.EmptyObject)));
        var b = PersonIn(await first.Take(new Identify(new("b", "b-browser"), "2", At, RawJson.EmptyObject)));

        var (said, late) = await AtOnce(
            first, new Alias(new("a", null), "3", At, "b"),
            second, new Alias(new(null, "b-browser"), "4", At, "a"));

        Assert.Equal(b, Assert.Single(said, it => it.Body is PersonMerged).Person);
        Assert.DoesNotContain(late, it => it.Body is PersonMerged);
        Assert.All(await People(first), person => Assert.Equal(a.Value, person));
    }

    [Needs(Part.PostgreSql)]
    public async Task Of_a_row_of_merges_everybody_ends_at_the_last()
    {
        var (first, second) = Processes();
        var a = PersonIn(await first.Take(new Identify(new("a", "a-browser"), "1", At, RawJson.EmptyObject)));
        await first.Take(new Identify(new("b", "b-browser"), "2", At, RawJson.EmptyObject));
        var c = PersonIn(await first.Take(new Identify(new("c", null), "3", At, RawJson.EmptyObject)));

        var (_, late) = await AtOnce(
            first, new Alias(new("b", null), "4", At, "a"),
            second, new Alias(new("c", null), "5", At, "b-browser"), new Alias(new("c", null), "6", At, "b"));

        Assert.Contains(late, it => it.Body is PersonMerged { Into: var into } && into == c);
        Assert.All(await People(first), person => Assert.Equal(c.Value, person));
        var report = Assert.Single(await second.Take(new RecordDelivery(a, default, DeliveryOutcome.Delivered, "DELIVERED", null, false, At)));
        Assert.Equal(c, report.Person);
    }

    [Needs(Part.PostgreSql)]
    public async Task Who_signs_up_on_a_visitors_browser_while_the_visitor_is_merged_is_somebody_of_their_own()
    {
        var (first, second) = Processes();
        var visitor = PersonIn(await first.Take(new Track(new(null, "browser"), "1", At, "Seen", default)));
        var ana = PersonIn(await first.Take(new Identify(new("ana", null), "2", At, RawJson.EmptyObject)));

        var (_, late) = await AtOnce(
            first, new Identify(new("ana", "browser"), "3", At, RawJson.EmptyObject),
            second, new Identify(new("bea", "browser"), "4", At, RawJson.EmptyObject));

        var bea = PersonIn(late);
        Assert.NotEqual(visitor, bea);
        Assert.NotEqual(ana, bea);
        Assert.DoesNotContain(visitor.Value, await People(first));
    }

    [Needs(Part.PostgreSql)]
    public async Task Nobody_is_merged_into_who_is_erased_in_the_same_moment()
    {
        var (first, second) = Processes();
        var ana = PersonIn(await first.Take(new Identify(new("ana", null), "1", At, RawJson.EmptyObject)));
        var visitor = PersonIn(await first.Take(new Track(new(null, "browser"), "2", At, "Seen", default)));

        var (_, late) = await AtOnce(
            first, new ForgetPerson(new("ana", null), "3"),
            second, new Identify(new("ana", "browser"), "4", At, RawJson.EmptyObject));

        // The browser's visitor signs up; who was erased is gone.
        Assert.Equal(visitor, PersonIn(late));
        Assert.DoesNotContain(ana.Value, await People(first));
    }

    [Needs(Part.PostgreSql)]
    public async Task One_id_that_two_add_at_once_leads_to_one_person()
    {
        var (first, second) = Processes();
        var (said, late) = await AtOnce(
            first, new Track(new("ana", "browser"), "1", At, "Seen", default),
            second, new Track(new(null, "browser"), "2", At, "Seen", default));

        Assert.Equal(PersonIn(said), PersonIn(late));
    }

    [Needs(Part.PostgreSql)]
    public async Task However_their_windows_meet_every_id_leads_to_a_living_person_and_merges_end()
    {
        var (first, second) = Processes();
        var said = await Task.WhenAll(Task.Run(() => Live(first, 0)), Task.Run(() => Live(second, 1)));

        var into = said.SelectMany(it => it).Where(it => it.Body is PersonMerged).ToDictionary(it => it.Person!.Value, it => ((PersonMerged)it.Body).Into);
        var forgotten = said.SelectMany(it => it).Where(it => it.Body is PersonForgotten).Select(it => it.Person!.Value).ToHashSet();
        Assert.True(into.Count > 20, $"Only {into.Count} merges.");
        foreach (var start in into.Keys)
        {
            var person = start;
            for (var steps = 0; into.TryGetValue(person, out var next); steps++)
            {
                Assert.True(steps <= into.Count, "Merges go round in a circle.");
                person = next;
            }
        }
        foreach (var person in await People(first)) Assert.False(into.ContainsKey(new(person)) || forgotten.Contains(new(person)), "An id leads to somebody who is gone.");
        // Who was erased was erased as everybody they once were.
        foreach (var (absorbed, survivor) in into)
            if (forgotten.Contains(Last(survivor, into))) Assert.Contains(absorbed, forgotten);
    }

    public void Dispose()
    {
        _second?.Dispose();
        _first?.Dispose();
    }

    private static PersonId Last(PersonId person, Dictionary<PersonId, PersonId> into)
    {
        while (into.TryGetValue(person, out var next)) person = next;
        return person;
    }

    private static async Task<List<LogRecord>> Live(TestEngineDb process, int number)
    {
        var (random, said) = (new Random(number), new List<LogRecord>());
        for (var window = 0; window < 150; window++)
        {
            // Calls by one id are one process's: theirs is the parity of the number in it.
            var records = Enumerable.Range(0, random.Next(1, 5)).Select(call => process.Record(Call(random, number, $"{number}-{window}-{call}"), partition: number)).ToList();
            said.AddRange(await Persist(() => process.Take(records, partitions: [number])));
        }
        return said;
    }

    private static ICommand Call(Random random, int number, string id)
    {
        var user = $"user-{(random.Next(4) * 2) + number}";
        var browser = $"browser-{random.Next(10)}";
        return random.Next(8) switch
        {
            0 => new Alias(new(user, null), id, At, $"user-{random.Next(8)}"),
            1 => new Alias(new(user, null), id, At, browser),
            2 => new ForgetPerson(new(user, null), id),
            3 or 4 => new Track(new(null, $"browser-{(random.Next(5) * 2) + number}"), id, At, "Seen", RawJson.EmptyObject),
            _ => new Identify(new(user, browser), id, At, RawJson.EmptyObject),
        };
    }

    /// <summary>The second begins while the first is not over, and waits for it: not before that the first ends.</summary>
    private static async Task<(IReadOnlyList<LogRecord> First, IReadOnlyList<LogRecord> Second)> AtOnce(
        TestEngineDb first, ICommand one, TestEngineDb second, params ICommand[] others)
    {
        var commit = await first.Begin([first.Record(one)], partitions: [0]);
        var late = Task.Run(() => Persist(() => second.Take([.. others.Select(command => second.Record(command, partition: 1))], partitions: [1])));
        using var patience = new CancellationTokenSource(Patience.Limit);
        while (!await IsWaiting(first)) await Task.Delay(5, patience.Token);
        var said = commit();
        return (said, await late);
    }

    private static async Task<bool> IsWaiting(TestEngineDb process)
    {
        await using var db = process.OpenDb();
        return await db.Database.SqlQuery<int>(
            $"""SELECT count(*)::int AS "Value" FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'""").SingleAsync() > 0;
    }

    /// <summary>As the log does: a window that failed is tried again.</summary>
    private static async Task<IReadOnlyList<LogRecord>> Persist(Func<Task<IReadOnlyList<LogRecord>>> window)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await window();
            }
            catch (DbException) when (tries < 20)
            {
                // A deadlock, or a key that both added.
            }
        }
    }

    private static async Task<List<Guid>> People(TestEngineDb process)
    {
        await using var db = process.OpenDb();
        return await db.Set<IdentityRow>().Select(row => row.Person).ToListAsync();
    }

    private static PersonId PersonIn(IReadOnlyList<LogRecord> said) => said[^1].Person!.Value;

    private (TestEngineDb First, TestEngineDb Second) Processes()
    {
        _first = new TestEngineDb(DatabaseKind.PostgreSql);
        _second = _first.Beside();
        return (_first, _second);
    }
}
