using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.Workspaces;

/// <summary>A tenant; everything else belongs to one.</summary>
public sealed class WorkspaceRow
{
    /// <summary>Small letters, digits and hyphens; part of addresses and of every record.</summary>
    public required string Id { get; init; }

    public required string Name { get; set; }

    /// <summary>Unix milliseconds, like every moment in the database.</summary>
    public required long CreatedAt { get; init; }
}

/// <summary>A key that lets events in. The key itself is shown once and kept nowhere.</summary>
public sealed class WriteKeyRow
{
    /// <summary>SHA-256 of the key. Keys are long and random, so that a plain hash keeps them.</summary>
    public required byte[] Hash { get; init; }

    public required string Workspace { get; init; }

    public required string Name { get; set; }

    public required long CreatedAt { get; init; }

    /// <summary>Null while it is good.</summary>
    public long? RevokedAt { get; set; }

    /// <summary>Events a second; null: no limit.</summary>
    public int? RatePerSecond { get; init; }

    /// <summary>As <see cref="KeyScopeWords"/> writes them.</summary>
    public string Scopes { get; set; } = "";

    /// <summary>Who made it, as they were called; null where the installation did.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>To the hour; null while it was not.</summary>
    public long? LastUsedAt { get; set; }

    /// <summary>Accepted only from this machine, because everybody knows it.</summary>
    public bool LoopbackOnly { get; init; }
}

internal sealed class WorkspaceTables : ITableMap
{
    public void Map(ModelBuilder model)
    {
        model.Entity<WorkspaceRow>(row =>
        {
            row.ToTable("workspaces");
            row.HasKey(it => it.Id);
            row.Property(it => it.Id).HasColumnName("id").HasMaxLength(60);
            row.Property(it => it.Name).HasColumnName("name");
            row.Property(it => it.CreatedAt).HasColumnName("created_at");
        });
        model.Entity<WriteKeyRow>(row =>
        {
            row.ToTable("write_keys");
            row.HasKey(it => it.Hash);
            row.HasIndex(it => it.Workspace).HasDatabaseName("write_keys_workspace");
            row.Property(it => it.Hash).HasColumnName("hash").HasMaxLength(32);
            row.Property(it => it.Workspace).HasColumnName("workspace").HasMaxLength(60);
            row.Property(it => it.Name).HasColumnName("name");
            row.Property(it => it.CreatedAt).HasColumnName("created_at");
            row.Property(it => it.RevokedAt).HasColumnName("revoked_at");
            row.Property(it => it.RatePerSecond).HasColumnName("rate_per_second");
            row.Property(it => it.LoopbackOnly).HasColumnName("loopback_only");
            // What keys could do before they had scopes, but for what became an operator's.
            row.Property(it => it.Scopes).HasColumnName("scopes").HasMaxLength(100).HasDefaultValue((KeyScopes.Events | KeyScopes.Journeys).Words());
            row.Property(it => it.CreatedBy).HasColumnName("created_by").HasMaxLength(100);
            row.Property(it => it.LastUsedAt).HasColumnName("last_used_at");
        });
    }
}
