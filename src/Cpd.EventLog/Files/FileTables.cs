using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.EventLog.Files;

/// <summary>The bytes of a file, by what they are: the same bytes lie here once for each workspace.</summary>
internal sealed class FileRow
{
    public required string Workspace { get; init; }

    public required string Hash { get; init; }

    /// <summary>Bytes.</summary>
    public int Size { get; init; }

    /// <summary>Unix milliseconds; null once something was saved that names it, and then it stays.</summary>
    public long? UnsavedSince { get; set; }

    public required byte[] Content { get; init; }
}

public sealed class FileTables : ITableMap
{
    private const int HashLetters = 64;

    public void Map(ModelBuilder model) => model.Entity<FileRow>(row =>
    {
        row.ToTable("files");
        row.HasKey(r => new { r.Workspace, r.Hash });
        row.Property(r => r.Workspace).HasColumnName("workspace").HasMaxLength(60);
        row.Property(r => r.Hash).HasColumnName("hash").HasMaxLength(HashLetters);
        row.Property(r => r.Size).HasColumnName("size");
        row.Property(r => r.UnsavedSince).HasColumnName("unsaved_since");
        row.Property(r => r.Content).HasColumnName("content");
    });
}
