using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Cpd.Contracts;
using Cpd.EventLog.Kafka;
using Cpd.Tests;

namespace Cpd.EventLog.Tests.Kafka;

public sealed class WhatTheProducerWrites
{
    private const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Needs(Part.Kafka)]
    public async Task A_record_is_json_under_its_key_with_cloudevents_names_beside_it()
    {
        using var kafka = await TestKafka.Start(partitions: 6);
        var record = With(TestLog.Event("ana", 1), trace: Trace, source: "outbox-3", sequence: 42);

        await kafka.Producer().Append([record], default);
        var read = ReadAll(kafka, Topic.Events, count: 1).Single();

        Assert.Equal(record.Key, read.Message.Key);
        Assert.Equal(Partitioning.Of(record.Key, 6), read.Partition.Value);
        Assert.Equal(RecordJson.ToBytes(record), read.Message.Value);
        Assert.Equal(
            [
                "ce_specversion=1.0", $"ce_id={record.Id}", "ce_type=cpd.EventTracked", "ce_source=/cpd/test",
                "ce_time=2030-01-01T12:00:00.0000000Z", "content-type=application/json", $"traceparent={Trace}",
            ],
            read.Message.Headers.Select(header => $"{header.Key}={Encoding.UTF8.GetString(header.GetValueBytes())}"));

        using var json = JsonDocument.Parse(read.Message.Value);   // what a relay's repeat is recognised by
        Assert.Equal("outbox-3", json.RootElement.GetProperty("source").GetString());
        Assert.Equal(42, json.RootElement.GetProperty("sequence").GetInt64());
    }

    [Needs(Part.Kafka)]
    public async Task A_record_lies_under_its_time_but_never_under_one_that_is_still_to_come()
    {
        using var kafka = await TestKafka.Start(partitions: 1);
        var (past, ahead) = (new DateTimeOffset(2020, 1, 1, 12, 0, 0, TimeSpan.Zero), TimeProvider.System.GetUtcNow().AddDays(2));

        await kafka.Producer().Append([With(TestLog.Event("ana", 1), at: past), With(TestLog.Event("ana", 2), at: ahead)], default);

        var read = ReadAll(kafka, Topic.Events, count: 2);
        Assert.Equal(past.UtcDateTime, read[0].Message.Timestamp.UtcDateTime);
        Assert.InRange(new DateTimeOffset(read[1].Message.Timestamp.UtcDateTime), ahead.AddDays(-3), TimeProvider.System.GetUtcNow());
        Assert.Equal(ahead, RecordJson.Read(read[1].Message.Value, Topic.Events).At);
    }

    [Needs(Part.Kafka)]
    public async Task What_keeps_records_away_is_said_with_the_topic_until_one_gets_through()
    {
        using var kafka = TestKafka.Mock(partitions: 1);
        var producer = kafka.Producer();
        await producer.Append([TestLog.Event("ana", 0)], default);
        Assert.Null(producer.Problem);

        kafka.Cluster.Answer(api: 0, 29);
        await Assert.ThrowsAsync<KafkaUnavailableException>(() => producer.Append([TestLog.Event("ana", 1)], default));
        Assert.Equal("The key may not use the topic cpd.events: give it the rights to read, write and describe it.", producer.Problem?.Message);

        await Until(() => producer.Append([TestLog.Event("ana", 1)], default));   // the client believes it for a moment
        Assert.Null(producer.Problem);
    }

    [Needs(Part.Kafka)]
    public async Task A_record_of_some_megabytes_is_taken_and_one_that_is_larger_still_names_both_settings()
    {
        using var kafka = TestKafka.Mock(partitions: 1);
        var producer = kafka.Producer();

        await producer.Append([TestLog.Event(new string('a', 3_000_000), 1)], default);
        var fault = await Assert.ThrowsAsync<KafkaUnavailableException>(() => producer.Append([TestLog.Event(new string('a', 9_000_000), 1)], default));

        Assert.Equal(3_000_002, TestLog.Name(RecordJson.Read(ReadAll(kafka, Topic.Events, count: 1).Single().Message.Value, Topic.Events)).Length);
        Assert.StartsWith("A record of 9000", fault.Message, StringComparison.Ordinal);
        Assert.Contains("raise max.message.bytes of cpd.events, and Cpd:Kafka:Client:message.max.bytes", fault.Message, StringComparison.Ordinal);
        Assert.Null(producer.Problem);
    }

    [Needs(Part.Kafka)]
    public async Task Neither_key_nor_headers_say_who_it_is()
    {
        using var kafka = await TestKafka.Start(partitions: 1);
        var record = With(TestLog.Event("ana@example.com", 1));

        await kafka.Producer().Append([record], default);
        var message = ReadAll(kafka, Topic.Events, count: 1).Single().Message;

        Assert.Contains("ana@example.com", Encoding.UTF8.GetString(message.Value), StringComparison.Ordinal);
        Assert.DoesNotContain("ana", message.Key, StringComparison.Ordinal);
        Assert.All(message.Headers, header => Assert.DoesNotContain("ana", Encoding.UTF8.GetString(header.GetValueBytes()), StringComparison.Ordinal));
    }

    [Needs(Part.Kafka)]
    public async Task The_answer_comes_when_all_are_written_each_with_its_place()
    {
        using var kafka = await TestKafka.Start(partitions: 3);
        var producer = kafka.Producer();
        LogRecord[] records = [.. Enumerable.Range(0, 600).Select(number => TestLog.Event($"p{number % 20}", number / 20))];

        await Task.WhenAll(records.Chunk(100).Select(chunk => producer.Append(chunk, default)));
        var read = ReadAll(kafka, Topic.Events, count: 600);

        Assert.Equal(
            records.Select(record => (record.Partition, record.Position)).Order(),
            read.Select(one => (one.Partition.Value, one.Offset.Value)).Order());
        Assert.All(records, record => Assert.Equal(
            record.Id,
            RecordJson.Read(read.Single(one => one.Partition == record.Partition && one.Offset == record.Position).Message.Value, Topic.Events).Id));
    }

    [Needs(Part.Kafka)]
    public async Task While_nobody_answers_the_caller_is_told_and_later_it_works_again()
    {
        using var kafka = TestKafka.Mock(partitions: 1);
        var producer = kafka.Producer(deliveryTimeout: TimeSpan.FromSeconds(2));
        await producer.Append([TestLog.Event("ana", 0)], default);

        kafka.Cluster.Down();
        var fault = await Assert.ThrowsAsync<KafkaUnavailableException>(() => producer.Append([TestLog.Event("ana", 1), TestLog.Event("ana", 2)], default));
        Assert.Equal("kafka.unreachable", fault.Problem.Code);

        kafka.Cluster.Up();
        await Until(() => producer.Append([TestLog.Event("ana", 1)], default));
        Assert.Equal(
            ["ana 0", "ana 1"],
            ReadAll(kafka, Topic.Events, count: 2).Select(one => TestLog.Name(RecordJson.Read(one.Message.Value, Topic.Events))));
    }

    [Needs(Part.Kafka)]
    public async Task Errors_that_pass_are_not_the_callers_business_and_do_not_change_the_order()
    {
        using var kafka = TestKafka.Mock(partitions: 1);
        kafka.Cluster.Answer(api: 0, 6, 7, 19, 6);   // not the leader, timed out, too few replicas

        await kafka.Producer().Append([.. Enumerable.Range(0, 200).Select(number => TestLog.Event("ana", number))], default);

        Assert.Equal(
            Enumerable.Range(0, 200).Select(number => string.Create(CultureInfo.InvariantCulture, $"ana {number}")),
            ReadAll(kafka, Topic.Events, count: 200).Select(one => TestLog.Name(RecordJson.Read(one.Message.Value, Topic.Events))));
    }

    [Needs(Part.Kafka)]
    public async Task A_producer_that_cannot_go_on_is_replaced()
    {
        using var kafka = TestKafka.Mock(partitions: 1);
        var producer = kafka.Producer();
        await producer.Append([TestLog.Event("ana", 0)], default);

        kafka.Cluster.Answer(api: 0, 45);   // out of order: the broker has lost count, which ends an idempotent producer
        await Assert.ThrowsAsync<KafkaUnavailableException>(() => producer.Append([TestLog.Event("ana", 1)], default));
        await producer.Append([TestLog.Event("ana", 2)], default);

        Assert.Equal("ana 2", TestLog.Name(RecordJson.Read(ReadAll(kafka, Topic.Events, count: 2)[^1].Message.Value, Topic.Events)));
    }

    [Needs(Part.Kafka)]
    public async Task Who_numbers_their_records_never_gets_one_through_past_one_that_was_refused()
    {
        using var kafka = TestKafka.Mock(partitions: 1);
        using var relay = new KafkaProducer(kafka.Clients, deliveryTimeout: null, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<KafkaProducer>.Instance);
        await relay.Append([Large(0)], default);

        kafka.Cluster.Answer(api: 0, 29);   // the first of several requests that are under way together
        await Assert.ThrowsAsync<KafkaUnavailableException>(() => relay.Append([.. Enumerable.Range(1, 1_500).Select(Large)], default));
        await Until(() => relay.Append([Large(-1)], default));

        var names = ReadAll(kafka, Topic.Events, count: 2).Select(one => TestLog.Name(RecordJson.Read(one.Message.Value, Topic.Events))[^6..]).ToList();
        Assert.Equal([" 00000", " -0001"], names);
    }

    [Needs(Part.Kafka)]
    public async Task Nobody_waits_for_ever_when_it_is_stopped()
    {
        using var kafka = TestKafka.Mock(partitions: 1);
        var producer = new KafkaProducer(kafka.Clients, deliveryTimeout: null, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<KafkaProducer>.Instance);
        await producer.Append([TestLog.Event("ana", 0)], default);
        kafka.Cluster.Down();

        var waiting = producer.Append([TestLog.Event("ana", 1)], default);
        producer.Dispose();

        await Assert.ThrowsAsync<KafkaUnavailableException>(() => waiting.WaitAsync(Eventually.Limit));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => producer.Append([TestLog.Event("ana", 2)], default));
    }

    /// <summary>Everything on a topic, in the order of each partition, as any other program would read it.</summary>
    private static List<ConsumeResult<string, byte[]>> ReadAll(TestKafka kafka, Topic topic, int count)
    {
        using var consumer = new ConsumerBuilder<string, byte[]>(new ConsumerConfig
        {
            BootstrapServers = kafka.Options.BootstrapServers,
            GroupId = kafka.Clients.Group("reads-all"),
            FetchWaitMaxMs = 10,
        }).Build();
        consumer.Assign(Enumerable.Range(0, kafka.Options.Partitions)
            .Select(partition => new TopicPartitionOffset(kafka.Clients.TopicName(topic), partition, Offset.Beginning)));

        var read = new List<ConsumeResult<string, byte[]>>();
        var began = Stopwatch.StartNew();
        while (read.Count < count && began.Elapsed < Eventually.Limit)
            if (consumer.Consume(TimeSpan.FromMilliseconds(200)) is { } one) read.Add(one);
        return read;
    }

    private static async Task Until(Func<Task> works)
    {
        using var patience = new CancellationTokenSource(Eventually.Limit);
        while (true)
        {
            try
            {
                await works();
                return;
            }
            catch (KafkaUnavailableException) when (!patience.IsCancellationRequested)
            {
                // Connections come back after a moment.
            }
        }
    }

    /// <summary>Two kilobytes that end with its number; a request takes some five hundred of them.</summary>
    private static LogRecord Large(int number)
    {
        var noise = new byte[1_000];
        new Random(number).NextBytes(noise);
        var record = TestLog.Event("ana", number);
        return new LogRecord
        {
            Id = record.Id,
            Workspace = record.Workspace,
            Key = record.Key,
            At = record.At,
            Body = new EventTracked(Convert.ToHexString(noise) + number.ToString(" 00000; -0000", CultureInfo.InvariantCulture), record.At, RawJson.EmptyObject, null),
        };
    }

    private static LogRecord With(LogRecord record, string? trace = null, string? source = null, long sequence = 0, DateTimeOffset? at = null) => new()
    {
        Id = record.Id,
        Workspace = record.Workspace,
        Key = record.Key,
        Person = record.Person,
        At = at ?? record.At,
        Body = record.Body,
        Trace = trace,
        Source = source,
        Sequence = sequence,
    };
}
