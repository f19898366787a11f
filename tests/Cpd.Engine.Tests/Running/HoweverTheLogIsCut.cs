using Cpd.Contracts;
using Cpd.Engine.Identities;
using Cpd.Engine.Journeys.Running;
using Cpd.Engine.Messages.Sending;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.Tests.Running;

/// <summary>
/// A crowd's life, lived several times: with windows of other sizes, with all the time in the world after each call, and cut
/// off in the middle of work.
/// </summary>
public class HoweverTheLogIsCut
{
    /// <summary>CPD_CROWDS=100 looks longer.</summary>
    public static TheoryData<int> Seeds =>
        [.. Enumerable.Range(1, int.TryParse(Environment.GetEnvironmentVariable("CPD_CROWDS"), out var crowds) ? crowds : 3)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task The_same_people_runs_and_records_come_of_it(int seed)
    {
        // Beside each other: on Kafka they mostly wait for it.
        var lives = await Task.WhenAll(
            Live(seed, windowSize: 500),
            Live(seed, windowSize: 7),
            Live(seed, windowSize: 1),
            Live(seed, windowSize: 500, oneByOne: true),
            Live(seed, windowSize: 20, restarts: new Random(seed)));
        Assert.True(lives[0].Count > 100, "Something has to happen.");
        Assert.All(lives, life => Assert.Equal(lives[0], life));
    }

    private static async Task<IReadOnlyList<string>> Live(int seed, int windowSize, bool oneByOne = false, Random? restarts = null)
    {
        using var data = EngineLog.NewDatabase();
        await using var engine = await EngineLog.Start(
            data, ("Cpd:Embedded:WindowSize", $"{windowSize}"), ("Cpd:Embedded:Partitions", "4"));
        await new Crowd(engine, new Random(seed), oneByOne, restarts).Live();
        return [.. await Rows(engine), .. await Records(engine)];
    }

    /// <summary>The state, without the numbers of rows, which follow the order of partitions.</summary>
    private static async Task<IReadOnlyList<string>> Rows(EngineLog engine) =>
    [
        .. (await engine.Query(db => db.Set<PersonRow>().OrderBy(row => row.Person)))
            .Select(row => $"{row.Person} {Text(row.Profile)} {Text(row.Memory)} {row.MergedInto}"),
        .. (await engine.Query(db => db.Set<RunRow>().OrderBy(row => row.Person).ThenBy(row => row.Id)))
            .Select(row => $"{row.Person} {row.Partition} {row.Journey} {row.Version} {row.Step} {row.WakeAt} {Text(row.State)}"),
        .. (await engine.Query(db => db.Set<AddressRow>())).Select(row => $"{row.Address} {row.Person}").Order(StringComparer.Ordinal),
        .. (await engine.Query(db => db.Set<IdentityRow>())).Select(row => $"{row.Kind} {row.Value} {row.Person}").Order(StringComparer.Ordinal),
    ];

    private static string Text(byte[] utf8) => System.Text.Encoding.UTF8.GetString(utf8);

    /// <summary>Without who published them and as which of its records: on Kafka each process numbers its own, and may publish one twice.</summary>
    private static async Task<IReadOnlyList<string>> Records(EngineLog engine)
    {
        var (records, published) = (new List<string>(), new HashSet<(string, long)>());
        foreach (var topic in Topics.All)
        {
            foreach (var record in await engine.Records(topic))
            {
                if (record.Source is { } source && !published.Add((source, record.Sequence))) continue;
                (record.Source, record.Sequence) = (null, 0);
                records.Add(Text(RecordJson.ToBytes(record)));
            }
        }
        records.Sort(StringComparer.Ordinal);
        return records;
    }
}

/// <summary>
/// What happens is the same for the same seed. Within one batch the log decides the order only between people, and between
/// calls under different ids of one person; where that order matters to the outcome the batch is waited for. So an id that
/// turns out to be somebody else's calls no more from then on; the other one calls before, after and in the same breath.
/// </summary>
internal sealed class Crowd(EngineLog engine, Random random, bool oneByOne, Random? restarts)
{
    private const int People = 24;
    private const int Batches = 16;

    private static readonly string[] Journeys =
    [
        """
        {"id":"cart","name":"Cart","entries":[{"event":"Go"}],"reentry":{"key":"event.k"},"goal":{"event":"Won","when":"event.k = entry.k"},"first":"wait","steps":[
          {"id":"wait","type":"waitForEvent","events":[{"event":"Paid","key":"event.k = entry.k","next":"thanks"},{"event":"B","when":"event.k = 2","next":"mark"}],"timeout":"1 hour","onTimeout":"remind","lookBack":"10 minutes"},
          {"id":"thanks","type":"message","channel":"sms","text":"Paid {{steps.wait.data.k}}","next":null},
          {"id":"remind","type":"message","channel":"sms","text":"Come back, {{person.firstName}}","failover":[{"channel":"voice","text":"Come back","after":"20 minutes"}],"next":"answer"},
          {"id":"answer","type":"waitForMessage","message":"remind","on":{"delivered":"rest","reply":"mark","failed":null},"timeout":"2 hours","onTimeout":"rest"},
          {"id":"rest","type":"wait","for":"30 minutes","next":"mark"},
          {"id":"mark","type":"updateProfile","set":{"last":{"value":"entry.k"}},"next":null}]}
        """,
        """
        {"id":"loop","name":"Loop","entries":[{"event":"A"}],"reentry":"always","exitWhen":[{"when":"did \"B\" at least 4 times in last 2 hours"}],"first":"split","steps":[
          {"id":"split","type":"split","parts":[{"weight":50,"next":"short"},{"name":"control","weight":50,"next":"long"}]},
          {"id":"short","type":"wait","for":"20 minutes","next":"often"},
          {"id":"long","type":"wait","for":"3 hours","next":null},
          {"id":"often","type":"branch","cases":[{"name":"often","when":"did \"A\" at least 3 times","next":null}],"else":"short"}]}
        """,
        """{"id":"echo","name":"Echo","entries":[{"event":"Emit"}],"reentry":"always","first":"emit","steps":[{"id":"emit","type":"emitEvent","event":"Echo","properties":{"k":{"value":"entry.k"}},"next":"rest"},{"id":"rest","type":"wait","for":"10 minutes","next":null}]}""",
        """{"id":"heard","name":"Heard","entries":[{"event":"Echo"}],"reentry":{"after":"1 hour"},"first":"say","steps":[{"id":"say","type":"message","channel":"sms","text":"Echo {{entry.k}}","next":"rest"},{"id":"rest","type":"wait","for":"40 minutes","next":null}]}""",
    ];

    private static readonly string[] Events = ["Go", "Go", "Paid", "A", "B", "Won"];

    /// <summary>They call no more: a person's calls under two ids come in no order.</summary>
    private readonly HashSet<string> _joined = [];

    public async Task Live()
    {
        var keeper = new SendingRulesKeeper(EngineLog.News);
        await engine.Log.Write(transaction => keeper.Save(
            transaction, EngineLog.Workspace, 0, new SendingRules { Quiet = new(new(15, 0), new(17, 0)), Caps = new(1, 3, null) }, null), default);
        await Batch([.. Journeys.Select(engine.Publish)]);
        await Batch([.. Enumerable.Range(0, People).Where(number => number % 5 > 0).Select(Introduce)]);
        for (var batch = 0; batch < Batches; batch++)
        {
            await Batch(await Happenings());
            await engine.Pass(TimeSpan.FromMinutes(random.Next(0, 50)));
        }
        Assert.Empty(await engine.Get<EventLog.IDeadLetters>().List(1, default));
    }

    private async Task<IReadOnlyList<ICommand>> Happenings() => random.Next(10) switch
    {
        0 => [Change()],
        1 => [Publish()],
        2 => Crowded(calls: 0, joins: 4),
        3 => [new ForgetPerson(new($"user-{random.Next(People)}", null), engine.NextCall())],
        4 => [.. Enumerable.Range(0, People).Where(number => !_joined.Contains($"user-{number}")).Select(number => engine.Track($"user-{number}", "Emit", Key()))],
        5 => await Reports(),
        _ => Crowded(calls: 80, joins: random.Next(4)),
    };

    private List<ICommand> Crowded(int calls, int joins)
    {
        var joining = Enumerable.Range(0, joins).Select(_ => random.Next(4) == 0 ? $"user-{random.Next(People)}" : $"browser-{random.Next(People)}")
            .Where(_joined.Add).ToList();
        var commands = Enumerable.Range(0, calls).Select(_ => Something()).ToList();
        foreach (var absorbed in joining)
        {
            // Who just signed in goes on with what they were about.
            var user = $"user-{Caller()}";
            commands.InsertRange(random.Next(commands.Count + 1), [
                Join(user, absorbed), .. Enumerable.Range(0, random.Next(8)).Select(_ => engine.Track(user, Events[random.Next(Events.Length)], Key()))]);
        }
        return commands;
    }

    private ICommand Something()
    {
        var number = Caller();
        return random.Next(8) switch
        {
            0 => Introduce(number),
            1 or 2 when !_joined.Contains($"browser-{number}") => engine.Visit($"browser-{number}", Events[random.Next(Events.Length)], Key()),
            _ => engine.Track($"user-{number}", Events[random.Next(Events.Length)], Key()),
        };
    }

    private int Caller()
    {
        while (true)
            if (random.Next(People) is var number && !_joined.Contains($"user-{number}")) return number;
    }

    /// <summary>An alias says it of any id; of a browser every call that names both says it, too.</summary>
    private ICommand Join(string user, string absorbed) => random.Next(3) switch
    {
        0 when absorbed.StartsWith("browser", StringComparison.Ordinal) => new Identify(new(user, absorbed), engine.NextCall(), Now, RawJson.EmptyObject),
        1 when absorbed.StartsWith("browser", StringComparison.Ordinal) => new Track(new(user, absorbed), engine.NextCall(), Now, "Paid", RawJson.From(Key())),
        _ => new Alias(new(user, null), engine.NextCall(), Now, absorbed),
    };

    private Identify Introduce(int number) =>
        engine.Identify($"user-{number}", $$"""{"phone":"+38591{{1_000_000 + number + (People * random.Next(2))}}","firstName":"P{{number}}"}""");

    private ChangeJourney Change() => engine.Change((JourneyChange)random.Next(3), random.Next(2) == 0 ? "cart" : "loop");

    private PublishJourney Publish() => engine.Publish(Journeys[random.Next(2)].Replace("30 minutes", $"{random.Next(10, 60)} minutes", StringComparison.Ordinal));

    /// <summary>What becomes of messages. One for each person: several come in by several doors, in no order.</summary>
    private async Task<IReadOnlyList<ICommand>> Reports()
    {
        var requests = new Dictionary<PersonId, LogRecord>();
        foreach (var record in (await engine.Records(Topic.Dispatches)).OrderBy(record => record.Id.Value))
            if (await engine.Person(record.Person!.Value) is { } person) requests.TryAdd(person.Profile.Id, record);
        var outcome = random.Next(2) == 0 ? DeliveryOutcome.Delivered : DeliveryOutcome.Undeliverable;
        return [.. requests.Values.Select(record => new RecordDelivery(
            record.Person!.Value, ((MessageRequested)record.Body).Message, outcome, outcome.ToString(), null, false, Now))];
    }

    private string Key() => $$"""{"k":{{random.Next(4)}}}""";

    private DateTimeOffset Now => engine.Clock.GetUtcNow();

    private async Task Batch(IReadOnlyList<ICommand> commands)
    {
        foreach (var some in commands.Chunk(oneByOne ? 1 : 30))
        {
            await engine.Post(some);
            if (oneByOne) await engine.Settle();
            if (restarts?.Next(3) == 0) await engine.Restart();
        }
        await engine.Settle();
    }
}
