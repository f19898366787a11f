using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.UserView;

/// <summary>How often something happened in an hour or a day; minutes, and what happened ever, are <see cref="ActivityRow"/>s.</summary>
internal sealed class ActivitySpanRow
{
    public required string Workspace { get; init; }

    /// <summary>A <see cref="UserView.Per"/>.</summary>
    public int Per { get; init; }

    /// <summary>See <see cref="Buckets"/>.</summary>
    public long Bucket { get; init; }

    public required string Subject { get; init; }

    public required string Name { get; init; }

    public long Count { get; init; }
}

/// <summary>A figure of the runs of a journey that <em>began</em> in a minute, an hour or a day, whenever it came about.</summary>
internal sealed class JourneySpanRow
{
    public required string Workspace { get; init; }

    /// <inheritdoc cref="ActivitySpanRow.Per"/>
    public int Per { get; init; }

    public long Bucket { get; init; }

    public required string Journey { get; init; }

    public int Version { get; init; }

    public required string Step { get; init; }

    public required string Measure { get; init; }

    public long Count { get; init; }
}

/// <summary>The ways a run took at splits, and whether it reached its goal. Holds nothing personal.</summary>
internal sealed class RunRow
{
    public Guid Run { get; init; }

    /// <summary>A line for each split: the step, a tab and the exit.</summary>
    public required string Arms { get; init; }

    /// <summary>1 when it did.</summary>
    public int Goal { get; init; }

    /// <summary>How often it was written, so that two processes notice each other.</summary>
    public long Version { get; init; }
}

/// <summary>The tables of dashboards and reports; part of <see cref="UserViewTables"/>.</summary>
internal static class FigureTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<ActivitySpanRow>(row =>
        {
            row.ToTable("activity_spans");
            row.HasKey(r => new { r.Workspace, r.Per, r.Bucket, r.Subject, r.Name });
            row.Property(r => r.Workspace).HasColumnName("workspace").HasMaxLength(100);
            row.Property(r => r.Per).HasColumnName("per");
            row.Property(r => r.Bucket).HasColumnName("bucket");
            row.Property(r => r.Subject).HasColumnName("subject").HasMaxLength(50);
            row.Property(r => r.Name).HasColumnName("name").HasMaxLength(ActivityRow.LongestName);
            row.Property(r => r.Count).HasColumnName("count");
        });

        model.Entity<JourneySpanRow>(row =>
        {
            row.ToTable("journey_spans");
            row.HasKey(r => new { r.Workspace, r.Per, r.Bucket, r.Journey, r.Version, r.Step, r.Measure });
            row.Property(r => r.Workspace).HasColumnName("workspace").HasMaxLength(100);
            row.Property(r => r.Per).HasColumnName("per");
            row.Property(r => r.Bucket).HasColumnName("bucket");
            row.Property(r => r.Journey).HasColumnName("journey").HasMaxLength(JourneyCountRow.LongestKey);
            row.Property(r => r.Version).HasColumnName("version");
            row.Property(r => r.Step).HasColumnName("step").HasMaxLength(JourneyCountRow.LongestKey);
            row.Property(r => r.Measure).HasColumnName("measure").HasMaxLength(JourneyCountRow.LongestKey);
            row.Property(r => r.Count).HasColumnName("count");
        });

        model.Entity<RunRow>(row =>
        {
            row.ToTable("run_view");
            row.HasKey(r => r.Run);
            row.Property(r => r.Run).HasColumnName("run").HasConversion(new GuidBytes());
            row.Property(r => r.Arms).HasColumnName("arms");
            row.Property(r => r.Goal).HasColumnName("goal");
            row.Property(r => r.Version).HasColumnName("version");
        });
    }
}
