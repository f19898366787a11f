using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Confluent.Kafka;
using Cpd.Contracts;
using Cpd.EventLog.Description;
using Cpd.EventLog.Tests.Description;
using Cpd.Tests;

namespace Cpd.EventLog.Tests.Kafka;

/// <summary>A program that knows nothing of ours but the published description reads all three topics.</summary>
public sealed class WhatOthersRead
{
    [Needs(Part.Kafka)]
    public async Task Every_record_type_can_be_read_and_checked_with_the_published_description_alone()
    {
        using var kafka = await TestKafka.Start(partitions: 3);
        await kafka.Producer().Append(Samples.All, default);
        var document = JsonElement.Parse(LogDescription.Document(kafka.Options.TopicPrefix).ToJsonString());
        var check = new SchemaCheck(document);
        var messages = document.GetProperty("components").GetProperty("messages");

        var topics = document.GetProperty("channels").EnumerateObject().Select(channel => channel.Value.GetProperty("address").GetString()!);
        var read = topics.SelectMany(topic => ReadAll(kafka.Options.BootstrapServers, topic, 3, Samples.All.Count(sample => kafka.Clients.TopicName(sample.Topic) == topic))).ToList();

        Assert.Equal(RecordJson.TypeNames.Order(StringComparer.Ordinal), read.Select(one => Value(one).GetProperty("type").GetString()).Order(StringComparer.Ordinal));
        foreach (var one in read)
        {
            var value = Value(one);
            var message = messages.GetProperty(value.GetProperty("type").GetString()!);
            var headers = Headers(one);

            Assert.Empty(check.Problems(value, message.GetProperty("payload")));
            Assert.Empty(check.Problems(headers, message.GetProperty("headers")));
            var told = document.GetProperty("components").GetProperty("schemas").GetProperty("Headers").GetProperty("properties").EnumerateObject().Select(header => header.Name);
            Assert.Empty(headers.EnumerateObject().Select(header => header.Name).Except(told));
            Assert.Equal(value.GetProperty("key").GetString(), one.Message.Key);
        }
    }

    [Needs(Part.Kafka, Part.Kcat)]
    public async Task Kcat_reads_them_as_the_manual_says()
    {
        using var kafka = TestKafka.Mock(partitions: 3);
        await kafka.Write(each: 2, "ana", "ben");

        var lines = await Kcat.Read(kafka.Options.BootstrapServers, "cpd.events", "%k %h\n%s\n");

        Assert.Equal(8, lines.Length);
        foreach (var pair in lines.Chunk(2))
        {
            var value = JsonElement.Parse(pair[1]);
            Assert.StartsWith($"{value.GetProperty("key").GetString()} ce_specversion=1.0,ce_id={value.GetProperty("id").GetString()},ce_type=cpd.EventTracked,", pair[0], StringComparison.Ordinal);
        }
        Assert.Equal(
            ["ana 0", "ana 1", "ben 0", "ben 1"],
            lines.Chunk(2).Select(pair => JsonElement.Parse(pair[1]).GetProperty("data").GetProperty("name").GetString()).Order(StringComparer.Ordinal));
    }

    private static JsonElement Value(ConsumeResult<string, byte[]> read) => JsonElement.Parse(read.Message.Value);

    private static JsonElement Headers(ConsumeResult<string, byte[]> read)
    {
        var headers = new JsonObject();
        foreach (var header in read.Message.Headers) headers.Add(header.Key, Encoding.UTF8.GetString(header.GetValueBytes()));
        return JsonElement.Parse(headers.ToJsonString());
    }

    private static List<ConsumeResult<string, byte[]>> ReadAll(string servers, string topic, int partitions, int count)
    {
        using var consumer = new ConsumerBuilder<string, byte[]>(new ConsumerConfig { BootstrapServers = servers, GroupId = "somebody-else", FetchWaitMaxMs = 10 }).Build();
        consumer.Assign(Enumerable.Range(0, partitions).Select(partition => new TopicPartitionOffset(topic, partition, Offset.Beginning)));
        var read = new List<ConsumeResult<string, byte[]>>();
        var began = Stopwatch.StartNew();
        while (read.Count < count && began.Elapsed < Eventually.Limit)
            if (consumer.Consume(TimeSpan.FromMilliseconds(200)) is { } one) read.Add(one);
        return read;
    }
}
