using Microsoft.EntityFrameworkCore;

namespace Cpd.EventLog.Storage;

/// <summary>One record: <see cref="Id"/> is topic, partition and position in one number (<see cref="LogPlace"/>).</summary>
internal sealed class LogRow
{
    public long Id { get; init; }

    /// <summary>Unix milliseconds; for retention, which must not parse what it deletes.</summary>
    public long At { get; init; }

    public required byte[] Payload { get; init; }
}

/// <summary>The next record a group takes from a partition, and which owner may move that.</summary>
internal sealed class PositionRow
{
    public required string Group { get; init; }

    public int Topic { get; init; }

    public int Partition { get; init; }

    public long Next { get; init; }

    public long Epoch { get; init; }
}

internal sealed class DeadLetterRow
{
    public long Id { get; init; }

    public required string Group { get; init; }

    public int Topic { get; init; }

    public int Partition { get; init; }

    public long Position { get; init; }

    public required string Type { get; init; }

    public required string Reason { get; init; }

    public long At { get; init; }

    public required byte[] Payload { get; init; }

    public long? ReplayedAt { get; set; }

    /// <summary>Unix milliseconds; null while somebody is to look at it.</summary>
    public long? PutAwayAt { get; set; }

    public string? PutAwayBy { get; set; }
}

internal sealed class LogTables : ITableMap
{
    public void Map(ModelBuilder model)
    {
        model.Entity<LogRow>(row =>
        {
            row.ToTable("log_records");
            row.HasKey(r => r.Id);
            row.Property(r => r.Id).HasColumnName("id").ValueGeneratedNever();
            row.Property(r => r.At).HasColumnName("at");
            row.Property(r => r.Payload).HasColumnName("payload");
        });

        model.Entity<PositionRow>(row =>
        {
            row.ToTable("log_positions");
            row.HasKey(r => new { r.Group, r.Topic, r.Partition });
            row.Property(r => r.Group).HasColumnName("consumer_group").HasMaxLength(100);
            row.Property(r => r.Topic).HasColumnName("topic");
            row.Property(r => r.Partition).HasColumnName("partition");
            row.Property(r => r.Next).HasColumnName("next").HasDefaultValue(0L);
            row.Property(r => r.Epoch).HasColumnName("epoch");
        });

        model.Entity<DeadLetterRow>(row =>
        {
            row.ToTable("dead_letters");
            row.HasKey(r => r.Id);
            row.Property(r => r.Id).HasColumnName("id");
            row.Property(r => r.Group).HasColumnName("consumer_group").HasMaxLength(100);
            row.Property(r => r.Topic).HasColumnName("topic");
            row.Property(r => r.Partition).HasColumnName("partition");
            row.Property(r => r.Position).HasColumnName("position");
            row.Property(r => r.Type).HasColumnName("type").HasMaxLength(200);
            row.Property(r => r.Reason).HasColumnName("reason");
            row.Property(r => r.At).HasColumnName("at");
            row.Property(r => r.Payload).HasColumnName("payload");
            row.Property(r => r.ReplayedAt).HasColumnName("replayed_at");
            row.Property(r => r.PutAwayAt).HasColumnName("put_away_at");
            row.Property(r => r.PutAwayBy).HasColumnName("put_away_by").HasMaxLength(DeadLetter.LongestName);
        });
    }
}
