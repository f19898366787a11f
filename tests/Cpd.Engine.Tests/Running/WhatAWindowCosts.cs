using Cpd.Contracts;
using Cpd.Engine.Commands;
using Cpd.Engine.Journeys.Running;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Cpd.Tests;
using static Cpd.Engine.Tests.Journeys.Scene;

namespace Cpd.Engine.Tests.Running;

/// <summary>On a server every statement is a way there and back: a window takes a handful, whoever and however many are in it.</summary>
public sealed class WhatAWindowCosts : IDisposable
{
    private const int Bound = 25;

    private const string Steps =
        """{"id":"say","type":"message","channel":"sms","text":"Hi","next":"rest"},{"id":"rest","type":"wait","for":"1 hour","next":"on"},{"id":"on","type":"message","channel":"sms","text":"On","next":null}""";

    private TestDatabase? _data;

    [Needs(Part.PostgreSql)]
    public async Task Five_hundred_calls_of_four_hundred_people_are_a_handful_of_statements()
    {
        await using var engine = await Known();
        var calls = new List<ICommand>();
        for (var number = 0; number < 500; number++)
        {
            calls.Add((number % 10) switch
            {
                0 => new Identify(new($"user-{number}", $"browser-{number}"), engine.NextCall(), engine.Clock.GetUtcNow(), RawJson.EmptyObject),
                1 => new Alias(new($"user-{number}", null), engine.NextCall(), engine.Clock.GetUtcNow(), $"browser-{number}"),
                2 => new ForgetPerson(new($"user-{number}", null), engine.NextCall()),
                3 => new RecordReply(Channel.Sms, $"38591{1_000_000 + number}", "Shop", "Yes", engine.NextCall(), engine.Clock.GetUtcNow()),
                4 => new EnrolPerson(new($"user-{number}", null), engine.NextCall(), "test", RawJson.EmptyObject),
                5 => engine.Identify($"new-{number}", "{}"),
                _ => engine.Track($"user-{number % 400}", "Go"),
            });
        }
        foreach (var person in await engine.Query(db => db.Set<PersonRow>().Select(row => row.Person).Take(20)))
            calls.Add(new RecordDelivery(new(person), default, DeliveryOutcome.Delivered, "DELIVERED", null, false, engine.Clock.GetUtcNow()));
        var records = calls.Select(engine.Record).ToList();

        var processor = engine.Make<CommandProcessor>();
        Assert.InRange(await Statements(engine, window => processor.Take(window(CommandProcessor.Group, records))), 5, Bound);
    }

    [Needs(Part.PostgreSql)]
    public async Task Five_hundred_records_of_four_hundred_people_are_a_handful_of_statements()
    {
        await using var engine = await Known();
        var people = new List<PersonId>();
        for (var number = 0; number < 400; number++) people.Add(await engine.PersonOf($"user-{number}"));
        var others = await engine.PersonOf("browser-0");
        var records = Enumerable.Range(0, 500).Select(number => engine.About(people[number % 400], (number % 10) switch
        {
            0 => new PersonIdentified(new($"user-{number}", null), engine.Clock.GetUtcNow(), RawJson.From($$"""{"phone":"+38592{{1_000_000 + number}}"}""")),
            1 => new PersonForgotten(),
            2 => new PersonMerged(number % 20 == 2 ? others : people[(number + 1) % 400]),
            _ => new EventTracked("Go", engine.Clock.GetUtcNow(), RawJson.EmptyObject, null),
        })).ToList();

        var consumer = engine.Make<JourneyConsumer>();
        Assert.InRange(await Statements(engine, window =>
        {
            consumer.Take(window(JourneyConsumer.Group, records));
            return Task.CompletedTask;
        }), 5, Bound);
    }

    [Needs(Part.PostgreSql)]
    public async Task Four_hundred_who_are_due_are_a_handful_of_statements()
    {
        await using var engine = await Known();
        await engine.Send(Enumerable.Range(0, 400).Select(number => (ICommand)engine.Track($"user-{number}", "Go")));
        Assert.Equal(400, await engine.Count("runs"));

        var consumer = engine.Make<JourneyConsumer>();
        Assert.InRange(await Statements(engine, window =>
        {
            var now = window(JourneyConsumer.Group, []);
            consumer.Take(now with { Transaction = new Later(now.Transaction, TimeSpan.FromHours(1)) });
            return Task.CompletedTask;
        }), 5, Bound);
        Assert.InRange(await engine.Count("runs"), 0, 100);
    }

    public void Dispose() => _data?.Dispose();

    private static Task<long> Statements(EngineLog engine, Func<Func<string, IReadOnlyList<LogRecord>, Window>, Task> take) => engine.Log.Write(async transaction =>
    {
        var before = transaction.Sql.Statements;
        await take((group, records) => new Window(group, records, [.. Enumerable.Range(0, engine.Log.Partitions)], transaction));
        return transaction.Sql.Statements - before;
    }, default);

    private async Task<EngineLog> Known()
    {
        _data = EngineLog.NewDatabase(DatabaseKind.PostgreSql);
        var engine = await EngineLog.Start(_data);
        await engine.Send(engine.Publish(Journey(Steps)));
        await engine.Send(Enumerable.Range(0, 400).Select(number => (ICommand)engine.Identify($"user-{number}", $$"""{"phone":"+38591{{1_000_000 + number}}"}""")));
        await engine.Send(Enumerable.Range(0, 400).Select(number => (ICommand)engine.Visit($"browser-{number}", "Seen")));
        return engine;
    }

    /// <summary>The same transaction, when more time has passed.</summary>
    private sealed class Later(LogTransaction transaction, TimeSpan span) : LogTransaction
    {
        public override DateTimeOffset Now => transaction.Now + span;

        public override SqlSession Sql => transaction.Sql;

        public override void Append(LogRecord record) => transaction.Append(record);

        public override CpdDb OpenDb() => transaction.OpenDb();
    }
}
