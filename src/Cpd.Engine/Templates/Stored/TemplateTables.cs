using Cpd.Contracts;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.Templates.Stored;

/// <summary>A template by name, whatever its versions.</summary>
internal sealed class TemplateRow
{
    public required string Workspace { get; init; }

    /// <summary>What journeys and commands name it by; never changes.</summary>
    public required string Id { get; init; }

    public required string Name { get; set; }

    public required Channel Channel { get; init; }

    /// <summary>The newest, which is what is sent. Whoever saves says which one they had before them.</summary>
    public int Version { get; set; }

    /// <summary>Unix milliseconds; null while it is in use.</summary>
    public long? ArchivedAt { get; set; }
}

/// <summary>What a template said, from one saving to the next.</summary>
internal sealed class TemplateVersionRow
{
    public required string Workspace { get; init; }

    public required string Template { get; init; }

    public int Version { get; init; }

    /// <summary>See <see cref="TemplateContent"/>.</summary>
    public required byte[] Content { get; init; }

    public long SavedAt { get; init; }

    /// <summary>A name for people to read.</summary>
    public string? By { get; init; }
}

internal sealed class TemplateTables : ITableMap
{
    public const int LongestId = 64;
    public const int LongestBy = 200;

    public void Map(ModelBuilder model)
    {
        model.Entity<TemplateRow>(row =>
        {
            row.ToTable("templates");
            row.HasKey(r => new { r.Workspace, r.Id });
            row.Property(r => r.Workspace).HasColumnName("workspace").HasMaxLength(60);
            row.Property(r => r.Id).HasColumnName("id").HasMaxLength(LongestId);
            row.Property(r => r.Name).HasColumnName("name");
            row.Property(r => r.Channel).HasColumnName("channel").HasConversion<string>().HasMaxLength(20);
            row.Property(r => r.Version).HasColumnName("version");
            row.Property(r => r.ArchivedAt).HasColumnName("archived_at");
        });

        model.Entity<TemplateVersionRow>(row =>
        {
            row.ToTable("template_versions");
            row.HasKey(r => new { r.Workspace, r.Template, r.Version });
            row.Property(r => r.Workspace).HasColumnName("workspace").HasMaxLength(60);
            row.Property(r => r.Template).HasColumnName("template").HasMaxLength(LongestId);
            row.Property(r => r.Version).HasColumnName("version");
            row.Property(r => r.Content).HasColumnName("content");
            row.Property(r => r.SavedAt).HasColumnName("saved_at");
            row.Property(r => r.By).HasColumnName("saved_by").HasMaxLength(LongestBy);
        });
    }
}
