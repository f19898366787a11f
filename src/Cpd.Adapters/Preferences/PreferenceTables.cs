using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Adapters.Preferences;

/// <summary>The hosted preference page of a workspace: how it looks, and what its links are signed with. No row: as it is by itself.</summary>
internal sealed class PreferencePageRow
{
    public required string Workspace { get; init; }

    /// <summary>Sealed, see <see cref="Accounts.KeySeal"/>; null before the first link was made.</summary>
    public string? Key { get; set; }

    /// <summary><c>#rrggbb</c>; null for the product's own.</summary>
    public string? Accent { get; set; }

    /// <summary>A picture as a data address; null for none.</summary>
    public string? Logo { get; set; }
}

public sealed class PreferenceTables : ITableMap
{
    public void Map(ModelBuilder model) => model.Entity<PreferencePageRow>(row =>
    {
        row.ToTable("preference_pages");
        row.HasKey(r => r.Workspace);
        row.Property(r => r.Workspace).HasColumnName("workspace").HasMaxLength(60);
        row.Property(r => r.Key).HasColumnName("sealed_key");
        row.Property(r => r.Accent).HasColumnName("accent").HasMaxLength(7);
        row.Property(r => r.Logo).HasColumnName("logo");
    });
}
