using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Cpd.Contracts;
using Cpd.EventLog.Kafka;

namespace Cpd.EventLog.Tests.Kafka;

/// <summary>The topic of a shop: each of its records is <c>who number</c>, and becomes that event of that person.</summary>
internal sealed class TestDoor : ITopicDoor
{
    public const string Name = "shop.orders";

    /// <summary>It has learnt to read what is bad.</summary>
    public bool IsWiser { get; set; }

    public string Group => "door." + Name;

    public string Topic => Name;

    public string Workspace => "test";

    public static async Task Write(TestKafka kafka, params string?[] values)
    {
        using var shop = new ProducerBuilder<string, byte[]?>(new ProducerConfig { BootstrapServers = kafka.Options.BootstrapServers }).Build();
        await Task.WhenAll(values.Select(value =>
            shop.ProduceAsync(Name, new Message<string, byte[]?> { Key = value ?? "k", Value = value is null ? null : Encoding.UTF8.GetBytes(value) })));
    }

    public LogRecord? Read(RawRecord record) => Encoding.UTF8.GetString(record.Value).Split(' ') switch
    {
        [""] => null,
        [var who, var number] => TestLog.Event(who, int.Parse(number, CultureInfo.InvariantCulture)),
        _ when IsWiser => TestLog.Event("wiser", (int)record.Offset),
        _ => throw new UnreadableRecordException("test.bad", "It is bad."),
    };
}
