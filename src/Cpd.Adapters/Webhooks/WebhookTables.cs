using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Adapters.Webhooks;

/// <summary>A webhook step's call that has no outcome yet; the row goes with it. What to call stands on the log.</summary>
public sealed class WebhookCallRow
{
    /// <summary>Counts up with time.</summary>
    public long Id { get; init; }

    /// <summary>The process that makes it; see <see cref="Dispatch.AdapterProcess"/>.</summary>
    public Guid Owner { get; init; }

    public required string Workspace { get; init; }

    /// <summary>Where the dispatch record lies.</summary>
    public int Partition { get; init; }

    public long Position { get; init; }

    /// <summary>How often it failed so far.</summary>
    public int Failures { get; init; }

    /// <summary>When it is due, in Unix milliseconds.</summary>
    /// <remarks>Of a change of the provider's list: <see cref="WebhookCall.UnderWay"/> while the provider is being told.</remarks>
    public long At { get; init; }

    /// <summary>What only one call at a time may be about, and the newest decides; null of webhook steps. See <see cref="BlockSubject"/>.</summary>
    public Guid? Subject { get; init; }
}

internal sealed class WebhookTables : ITableMap
{
    public void Map(ModelBuilder model) => model.Entity<WebhookCallRow>(row =>
    {
        row.ToTable("webhook_calls");
        row.HasKey(r => r.Id);
        row.Property(r => r.Id).HasColumnName("id").ValueGeneratedNever();
        row.Property(r => r.Owner).HasColumnName("owner").HasConversion(new GuidBytes());
        row.Property(r => r.Workspace).HasColumnName("workspace").HasMaxLength(100);
        row.Property(r => r.Partition).HasColumnName("partition");
        row.Property(r => r.Position).HasColumnName("position");
        row.Property(r => r.Failures).HasColumnName("failures");
        row.Property(r => r.At).HasColumnName("at");
        row.Property(r => r.Subject).HasColumnName("subject").HasConversion(new GuidBytes());
        row.HasIndex(r => r.Subject).HasDatabaseName("webhook_calls_subject");
    });
}
