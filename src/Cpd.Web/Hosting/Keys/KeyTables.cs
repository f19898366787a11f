using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Web.Hosting.Keys;

/// <summary>One key, as ASP.NET's data protection writes it: locked by <see cref="KeyLock"/>, but for those that were made before there was a secret.</summary>
internal sealed class KeyRow
{
    /// <summary>Unique; made by data protection out of the key's id.</summary>
    public required string Name { get; init; }

    public required string Xml { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public long CreatedAt { get; init; }
}

internal sealed class KeyTables : ITableMap
{
    public void Map(ModelBuilder model) => model.Entity<KeyRow>(row =>
    {
        row.ToTable("data_protection_keys");
        row.HasKey(r => r.Name);
        row.Property(r => r.Name).HasColumnName("name").HasMaxLength(100);
        row.Property(r => r.Xml).HasColumnName("xml");
        row.Property(r => r.CreatedAt).HasColumnName("created_at");
    });
}
