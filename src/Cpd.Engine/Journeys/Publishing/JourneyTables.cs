using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.Journeys.Publishing;

/// <summary>A journey by name, whatever its versions.</summary>
internal sealed class JourneyRow
{
    public required string Workspace { get; init; }

    public required string Id { get; init; }

    public JourneyStatus Status { get; set; }

    /// <summary>The newest version, which takes people.</summary>
    public int Latest { get; set; }

    /// <summary>Versions up to this one were stopped and stay so, also when a newer one takes people; 0 for none.</summary>
    public int StoppedUpTo { get; set; }

    /// <summary>What a version does with people.</summary>
    public JourneyStatus StatusOf(int version) => version <= StoppedUpTo ? JourneyStatus.Stopped : Status;
}

/// <summary>One version, never changed after it was published.</summary>
internal sealed class JourneyVersionRow
{
    public required string Workspace { get; init; }

    public required string Journey { get; init; }

    public int Version { get; init; }

    /// <summary>Canonical JSON.</summary>
    public required byte[] Definition { get; init; }

    public long PublishedAt { get; init; }

    public string? Note { get; init; }

    /// <summary>A name for people to read, cut at <see cref="LongestBy"/> letters.</summary>
    public string? By { get; init; }

    public const int LongestBy = 200;
}

/// <summary>One row that changes whenever anything here does; see <see cref="JourneyCatalogs"/>.</summary>
internal sealed class JourneyStampRow
{
    public int Id { get; init; }

    public Guid Stamp { get; init; }
}

/// <summary>The stamp after which all runs of a partition were last looked at; see <see cref="Running.RunSweep"/>.</summary>
internal sealed class JourneySweepRow
{
    public int Partition { get; init; }

    public Guid Stamp { get; init; }
}

internal sealed class JourneyTables : ITableMap
{
    public void Map(ModelBuilder model)
    {
        model.Entity<JourneyRow>(row =>
        {
            row.ToTable("journeys");
            row.HasKey(r => new { r.Workspace, r.Id });
            row.Property(r => r.Workspace).HasColumnName("workspace").HasMaxLength(60);
            row.Property(r => r.Id).HasColumnName("id").HasMaxLength(100);
            row.Property(r => r.Status).HasColumnName("status").HasConversion<string>().HasMaxLength(20);
            row.Property(r => r.Latest).HasColumnName("latest");
            row.Property(r => r.StoppedUpTo).HasColumnName("stopped_up_to");
        });

        model.Entity<JourneyVersionRow>(row =>
        {
            row.ToTable("journey_versions");
            row.HasKey(r => new { r.Workspace, r.Journey, r.Version });
            row.Property(r => r.Workspace).HasColumnName("workspace").HasMaxLength(60);
            row.Property(r => r.Journey).HasColumnName("journey").HasMaxLength(100);
            row.Property(r => r.Version).HasColumnName("version");
            row.Property(r => r.Definition).HasColumnName("definition");
            row.Property(r => r.PublishedAt).HasColumnName("published_at");
            row.Property(r => r.Note).HasColumnName("note");
            row.Property(r => r.By).HasColumnName("published_by").HasMaxLength(JourneyVersionRow.LongestBy);
        });

        model.Entity<JourneyStampRow>(row =>
        {
            row.ToTable("journey_stamp");
            row.HasKey(r => r.Id);
            row.Property(r => r.Id).HasColumnName("id").ValueGeneratedNever();
            row.Property(r => r.Stamp).HasColumnName("stamp").HasConversion<GuidBytes>();
        });

        model.Entity<JourneySweepRow>(row =>
        {
            row.ToTable("journey_sweeps");
            row.HasKey(r => r.Partition);
            row.Property(r => r.Partition).HasColumnName("partition").ValueGeneratedNever();
            row.Property(r => r.Stamp).HasColumnName("stamp").HasConversion<GuidBytes>();
        });
    }
}
