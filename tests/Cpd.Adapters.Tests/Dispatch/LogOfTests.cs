using System.Collections.Concurrent;
using Cpd.Adapters.Accounts;
using Cpd.Adapters.Dispatch;
using Cpd.Adapters.Webhooks;
using Cpd.EventLog.Storage;
using Cpd.Tests;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Adapters.Tests.Dispatch;

/// <summary>The tables of <see cref="FileLog"/>: records in the order in which they came, and how many dispatches were taken.</summary>
internal sealed class LogOfTests : ITableMap
{
    private static readonly HotTable Table = new(
        "records", [new("id", HotKind.Number)],
        new("topic", HotKind.Number), new("partition", HotKind.Number), new("position", HotKind.Number), new("payload", HotKind.Bytes));

    private static readonly ConcurrentDictionary<string, HotStatement> Counts = new(StringComparer.Ordinal);

    public static readonly HotStatement Add = Table.Insert("topic", "partition", "position", "payload");
    public static readonly HotStatement Records = Table.Find(["topic"], ["partition", "position", "payload"], order: "id");
    public static readonly HotStatement Take = new HotTable("taken", [new("next", HotKind.Number)]).Insert("next");
    public static readonly HotStatement Taken = HotStatement.Plain("SELECT coalesce(max(next), 0) FROM taken");

    /// <summary>Topic, partition: where the next record goes.</summary>
    public static readonly HotStatement Head = new(
        "SELECT coalesce(max(position), -1) + 1 FROM records WHERE topic = ?1 AND partition = ?2",
        "SELECT coalesce(max(position), -1) + 1 FROM {rows} JOIN records ON records.topic = r.l1 AND records.partition = r.l2",
        "SELECT coalesce(max(position), -1) + 1 FROM {rows} JOIN records ON records.topic = r.l1 AND records.partition = r.l2",
        HotKind.Number, HotKind.Number);

    public static TestDatabase Create(DatabaseKind? kind = null) => TestDatabase.Create([new CallTables(), new WebhookTables(), new AccountTables(), new LogOfTests()], kind);

    public static HotStatement Count(string table) => Counts.GetOrAdd(table, name => HotStatement.Plain($"SELECT count(*) FROM {name}"));

    public void Map(ModelBuilder model)
    {
        model.Entity<TestRecord>(row =>
        {
            row.ToTable("records");
            row.HasKey(r => r.Id);
            row.HasIndex(r => new { r.Topic, r.Partition, r.Position }).IsUnique();
            row.Property(r => r.Id).HasColumnName("id");
            row.Property(r => r.Topic).HasColumnName("topic");
            row.Property(r => r.Partition).HasColumnName("partition");
            row.Property(r => r.Position).HasColumnName("position");
            row.Property(r => r.Payload).HasColumnName("payload");
        });

        model.Entity<TestPosition>(row =>
        {
            row.ToTable("taken");
            row.HasKey(r => r.Next);
            row.Property(r => r.Next).HasColumnName("next").ValueGeneratedNever();
        });
    }

    private sealed class TestRecord
    {
        public long Id { get; init; }

        public long Topic { get; init; }

        public long Partition { get; init; }

        public long Position { get; init; }

        public required byte[] Payload { get; init; }
    }

    private sealed class TestPosition
    {
        public long Next { get; init; }
    }
}
