using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.Commands;

/// <summary>Commands that were taken within the last day, as hashes: one row for each window and partition, numbered as they came.</summary>
internal sealed class SeenRow
{
    public long Id { get; init; }

    public int Partition { get; init; }

    /// <summary>Hours since 1970 when the window ran; never falls from row to row, so that old rows are the first ones.</summary>
    public long Hour { get; init; }

    /// <summary>16 bytes for each command.</summary>
    public byte[] Hashes { get; init; } = [];
}

internal sealed class CommandTables : ITableMap
{
    public void Map(ModelBuilder model) => model.Entity<SeenRow>(row =>
    {
        row.ToTable("seen_messages");
        row.HasKey(it => it.Id);
        row.Property(it => it.Id).HasColumnName("id").ValueGeneratedNever();
        row.Property(it => it.Partition).HasColumnName("partition");
        row.Property(it => it.Hour).HasColumnName("hour");
        row.Property(it => it.Hashes).HasColumnName("hashes");
    });
}
