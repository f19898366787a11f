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

    /// <summary>The company's own topic it came from; null where it lay on ours.</summary>
    public string? Origin { get; init; }

    public string? Workspace { get; init; }

    /// <summary>Unix milliseconds; when it came onto its <see cref="Origin"/>.</summary>
    public long? WrittenAt { get; init; }
}

/// <summary>On Kafka: a record that is committed and, as far as is known here, not published yet.</summary>
internal sealed class OutboxRow
{
    public Guid Source { get; init; }

    public long Sequence { get; init; }

    public int Topic { get; init; }

    public int Partition { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public long At { get; init; }

    public required byte[] Payload { get; init; }
}

/// <summary>On Kafka: the highest number of a source that a group has had in a partition.</summary>
internal sealed class MarkRow
{
    public required string Group { get; init; }

    public int Topic { get; init; }

    public int Partition { get; init; }

    public Guid Source { get; init; }

    public long Sequence { get; init; }

    /// <summary>Unix milliseconds; marks that nobody moves any more go after a day.</summary>
    public long At { get; init; }
}

/// <summary>On Kafka: a run of a process, and a count that each of its transactions moves.</summary>
internal sealed class ProcessRow
{
    public Guid Id { get; init; }

    public long Beat { get; init; }

    /// <summary>Unix milliseconds, by that process's clock.</summary>
    public long At { get; init; }
}

/// <summary>On Kafka: which installation this database is of. There is one row.</summary>
internal sealed class InstallationRow
{
    public int Number { get; init; }

    public Guid Id { get; init; }

    /// <summary>Of each of the three topics.</summary>
    public int Partitions { get; init; }
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
            row.Property(r => r.Origin).HasColumnName("origin").HasMaxLength(249);
            row.Property(r => r.Workspace).HasColumnName("workspace").HasMaxLength(60);
            row.Property(r => r.WrittenAt).HasColumnName("written_at");
        });

        model.Entity<OutboxRow>(row =>
        {
            row.ToTable("log_outbox");
            row.HasKey(r => new { r.Source, r.Sequence });
            row.Property(r => r.Source).HasColumnName("source").HasConversion<GuidBytes>();
            row.Property(r => r.Sequence).HasColumnName("sequence");
            row.Property(r => r.Topic).HasColumnName("topic");
            row.Property(r => r.Partition).HasColumnName("partition");
            row.Property(r => r.At).HasColumnName("at");
            row.Property(r => r.Payload).HasColumnName("payload");
        });

        model.Entity<MarkRow>(row =>
        {
            row.ToTable("log_marks");
            row.HasKey(r => new { r.Group, r.Topic, r.Partition, r.Source });
            row.Property(r => r.Group).HasColumnName("consumer_group").HasMaxLength(100);
            row.Property(r => r.Topic).HasColumnName("topic");
            row.Property(r => r.Partition).HasColumnName("partition");
            row.Property(r => r.Source).HasColumnName("source").HasConversion<GuidBytes>();
            row.Property(r => r.Sequence).HasColumnName("sequence");
            row.Property(r => r.At).HasColumnName("at");
        });

        model.Entity<ProcessRow>(row =>
        {
            row.ToTable("log_processes");
            row.HasKey(r => r.Id);
            row.Property(r => r.Id).HasColumnName("id").HasConversion<GuidBytes>();
            row.Property(r => r.Beat).HasColumnName("beat");
            row.Property(r => r.At).HasColumnName("at");
        });

        model.Entity<InstallationRow>(row =>
        {
            row.ToTable("log_installation");
            row.HasKey(r => r.Number);
            row.Property(r => r.Number).HasColumnName("number").ValueGeneratedNever();
            row.Property(r => r.Id).HasColumnName("id").HasConversion<GuidBytes>();
            row.Property(r => r.Partitions).HasColumnName("partitions");
        });
    }
}
