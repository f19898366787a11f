using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.UserView.Seen;

/// <summary>What an event looks like; where its name is empty, people's attributes.</summary>
internal sealed class SeenShapeRow
{
    public required string Workspace { get; init; }

    public required string Event { get; init; }

    /// <summary>How often it was written, so that two processes notice each other.</summary>
    public long Version { get; init; }

    /// <summary>In whole minutes, as <see cref="LastAt"/>.</summary>
    public long FirstAt { get; init; }

    public long LastAt { get; init; }

    /// <summary>See <see cref="ShapeJson"/>.</summary>
    public required byte[] Shape { get; init; }

    public static void Map(ModelBuilder model) => model.Entity<SeenShapeRow>(row =>
    {
        row.ToTable("seen_shapes");
        row.HasKey(r => new { r.Workspace, r.Event });
        row.Property(r => r.Workspace).HasColumnName("workspace").HasMaxLength(100);
        row.Property(r => r.Event).HasColumnName("event").HasMaxLength(ActivityRow.LongestName);
        row.Property(r => r.Version).HasColumnName("version");
        row.Property(r => r.FirstAt).HasColumnName("first_at");
        row.Property(r => r.LastAt).HasColumnName("last_at");
        row.Property(r => r.Shape).HasColumnName("shape");
    });
}
