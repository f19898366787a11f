using Cpd.Contracts;
using Cpd.EventLog.Kafka.Writing;
using Cpd.EventLog.Storage;
using Cpd.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cpd.EventLog.Tests.Kafka;

/// <summary>Of what is committed, nothing may be lost or change its place, whatever the broker thinks of a record.</summary>
[SuiteNeeds(Part.Kafka)]
public sealed class WhatKafkaRefuses : IDisposable
{
    private const short Produce = 0;
    private const int TooLarge = 10;

    private readonly TestKafka _kafka = TestKafka.Mock(partitions: 1);
    private readonly TestDatabase _database = TestLog.NewDatabase();

    [SuiteFact]
    public async Task A_record_that_the_broker_finds_too_large_is_put_aside_and_those_around_it_go_out()
    {
        await using var log = await TestLog.Start(_database, _kafka);
        await Say(log, 0);
        await log.First.Got(1);

        _kafka.Cluster.Answer(Produce, TooLarge, TooLarge);   // all together, and the first of them alone
        await Say(log, 1, 2, 3);

        Assert.Equal(["ana 0", "ana 2", "ana 3"], await log.First.Got(3));
        await Eventually.Is(async () => (await log.DeadLetters.List(10, default)).Count == 1);
        var letter = Assert.Single(await log.DeadLetters.List(10, default));
        Assert.Equal("ana 1", TestLog.Name(letter.Read()!));
        Assert.Contains("is larger than Kafka takes: raise max.message.bytes of cpd.events", letter.Reason, StringComparison.Ordinal);
        Assert.Empty(log.Status.Problems);
    }

    [Theory]
    [InlineData(29, "The key may not use the topic cpd.events")]
    [InlineData(32, "Kafka does not take the time of a record for cpd.events: set this machine's clock right")]
    public async Task What_somebody_has_to_mend_is_said_for_as_long_as_it_takes_and_then_all_goes_out_in_order(int error, string says)
    {
        await using var log = await TestLog.Start(_database, _kafka);
        await Say(log, 0);
        await log.First.Got(1);

        _kafka.Cluster.Answer(Produce, [.. Enumerable.Repeat(error, 1_000)]);
        await Say(log, 1, 2, 3);
        await Say(log, 4);
        await Eventually.Is(() => log.Status.Problems.Any(problem => problem.StartsWith(says, StringComparison.Ordinal)));
        Assert.Equal(["ana 0"], log.First.Names);

        _kafka.Cluster.AnswerRightly(Produce);
        Assert.Equal(["ana 0", "ana 1", "ana 2", "ana 3", "ana 4"], await log.First.Got(5));
        await Eventually.Is(() => log.Status.Problems.Count == 0);
        Assert.Empty(await log.DeadLetters.List(10, default));
    }

    /// <summary>Another process helps where nothing moves, and comes to the same record.</summary>
    [Fact]
    public void Of_a_record_that_two_processes_find_refused_there_is_one_letter()
    {
        var (source, record) = (Guid.CreateVersion7(), TestLog.Event("ana", 1));
        record.Sequence = 7;
        var outgoing = new Outgoing(record, RecordJson.ToBytes(record));
        var refusal = new OutboxRelay.Refusal(source, outgoing, new InvalidOperationException("larger than Kafka takes"));
        using var sql = _database.OpenSession();
        sql.Run(OutboxStatements.Insert, source, 7L, (long)record.Topic, 0L, 0L, outgoing.Value);

        for (var times = 0; times < 2; times++) OutboxRelay.PutAside(sql, refusal, record.At);

        using var letters = sql.Read(HotStatement.Plain("SELECT count(*) FROM dead_letters"));
        Assert.True(letters.Step());
        Assert.Equal(1, letters.GetLong(0));
    }

    [Fact]
    public void What_waits_for_long_is_a_problem()
    {
        var clock = new StandingClock();
        var relay = new OutboxRelay(() => throw new InvalidOperationException(), () => throw new InvalidOperationException(), () => { }, clock, NullLogger.Instance);
        var record = TestLog.Event("ana", 1);

        clock.Move(TimeSpan.FromMinutes(5));
        relay.Publish(Guid.CreateVersion7(), [new Outgoing(record, RecordJson.ToBytes(record))]);
        Assert.Null(relay.Problem);
        clock.Move(TimeSpan.FromSeconds(31));

        Assert.Equal("1 committed records wait for Kafka, and it has not taken one for 31 s.", relay.Problem?.Message);
    }

    public void Dispose()
    {
        _database.Dispose();
        _kafka.Dispose();
    }

    private static Task<bool> Say(TestLog log, params int[] numbers) => log.Log.Write(
        transaction =>
        {
            foreach (var number in numbers) transaction.Append(TestLog.Event("ana", number));
            return Task.FromResult(true);
        },
        default);
}
