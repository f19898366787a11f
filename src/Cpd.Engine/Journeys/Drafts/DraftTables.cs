using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.Journeys.Drafts;

internal sealed class JourneyDraftRow
{
    public required string Workspace { get; init; }

    public required string Journey { get; init; }

    /// <summary>Also in the definition; here so that a list need not read that.</summary>
    public required string Name { get; set; }

    /// <summary>Canonical JSON, which may break any rule.</summary>
    public required byte[] Definition { get; set; }

    /// <summary>Counted with every saving. Who saves says which one they saw.</summary>
    public int Revision { get; set; }

    public int BasedOn { get; set; }

    public long SavedAt { get; set; }

    public string? By { get; set; }
}

internal sealed class DraftTables : ITableMap
{
    /// <summary>Longer names are cut in lists, not in the definition.</summary>
    public const int LongestName = 200;

    public void Map(ModelBuilder model) => model.Entity<JourneyDraftRow>(row =>
    {
        row.ToTable("journey_drafts");
        row.HasKey(r => new { r.Workspace, r.Journey });
        row.Property(r => r.Workspace).HasColumnName("workspace").HasMaxLength(60);
        row.Property(r => r.Journey).HasColumnName("journey").HasMaxLength(100);
        row.Property(r => r.Name).HasColumnName("name").HasMaxLength(LongestName);
        row.Property(r => r.Definition).HasColumnName("definition");
        row.Property(r => r.Revision).HasColumnName("revision").IsConcurrencyToken();
        row.Property(r => r.BasedOn).HasColumnName("based_on");
        row.Property(r => r.SavedAt).HasColumnName("saved_at");
        row.Property(r => r.By).HasColumnName("saved_by").HasMaxLength(Publishing.JourneyVersionRow.LongestBy);
    });
}
