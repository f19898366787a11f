using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Cpd.Contracts;
using Cpd.EventLog.Kafka;

namespace Cpd.EventLog.Tests.Kafka;

/// <summary>The topic of a shop: each of its records is <c>who number</c>, and becomes that event of that person.</summary>
internal sealed class TestDoor(TestKafka kafka) : ITopicDoor
{
    public static string NameOn(TestKafka kafka) => kafka.Options.TopicPrefix + "shop.orders";

    /// <summary>It has learnt to read what is bad.</summary>
    public bool IsWiser { get; set; }

    public string Group => "door." + Topic;

    public string Topic { get; } = NameOn(kafka);

    public string Workspace => "test";

    public static Task Write(TestKafka kafka, params string?[] values) => Write(kafka, [.. values.Select(value => (value, (long?)null))]);

    /// <param name="records">Each with the milliseconds that it says it was written at; null: now.</param>
    public static async Task Write(TestKafka kafka, params (string? Value, long? At)[] records)
    {
        using var shop = new ProducerBuilder<string, byte[]?>(new ProducerConfig { BootstrapServers = kafka.Options.BootstrapServers }).Build();
        await Task.WhenAll(records.Select(record => shop.ProduceAsync(NameOn(kafka), new Message<string, byte[]?>
        {
            Key = record.Value ?? "k",
            Value = record.Value is null ? null : Encoding.UTF8.GetBytes(record.Value),
            Timestamp = record.At is { } at ? new Timestamp(at, TimestampType.CreateTime) : Timestamp.Default,
        })));
    }

    public LogRecord? Read(RawRecord record) => Encoding.UTF8.GetString(record.Value).Split(' ') switch
    {
        [""] => null,
        [var who, var number] => TestLog.Event(who, int.Parse(number, CultureInfo.InvariantCulture)),
        ["broken"] => TestLog.Event("broken", Array.Empty<int>()[0]),   // a mistake in whoever reads it
        _ when IsWiser => TestLog.Event("wiser", (int)record.Offset),
        _ => throw new UnreadableRecordException("test.bad", "It is bad."),
    };
}
