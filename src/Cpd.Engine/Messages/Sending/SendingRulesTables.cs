using System.Collections.Frozen;
using System.Text.Json;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.Messages.Sending;

/// <summary>A workspace's rules of sending. Without a row there are none.</summary>
internal sealed class SendingRulesRow
{
    public required string Workspace { get; init; }

    /// <summary>See <see cref="SendingRules.ToBytes"/>.</summary>
    public required byte[] Content { get; set; }

    /// <summary>Counts savings: whoever saves says which one they had before them.</summary>
    public int Version { get; set; }

    /// <summary>Unix milliseconds.</summary>
    public long SavedAt { get; set; }

    /// <summary>A name for people to read.</summary>
    public string? By { get; set; }
}

internal sealed class SendingRulesTables : ITableMap
{
    public const int LongestBy = 200;

    public void Map(ModelBuilder model) => model.Entity<SendingRulesRow>(row =>
    {
        row.ToTable("sending_rules");
        row.HasKey(r => r.Workspace);
        row.Property(r => r.Workspace).HasColumnName("workspace").HasMaxLength(60);
        row.Property(r => r.Content).HasColumnName("content");
        row.Property(r => r.Version).HasColumnName("version");
        row.Property(r => r.SavedAt).HasColumnName("saved_at");
        row.Property(r => r.By).HasColumnName("saved_by").HasMaxLength(LongestBy);
    });

    public static FrozenDictionary<string, SendingRules> Load(CpdDb db) =>
        db.Set<SendingRulesRow>().AsNoTracking().AsEnumerable().ToFrozenDictionary(row => row.Workspace, Read, StringComparer.Ordinal);

    /// <summary>Another version of the program may have saved what this one does not understand: then it does not send as if there were no limits, and everybody else goes on.</summary>
    public static SendingRules Read(SendingRulesRow row)
    {
        try
        {
            return SendingRules.Read(row.Content);
        }
        catch (JsonException)
        {
            return SendingRules.Unreadable;
        }
    }
}
