using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Adapters.Dispatch;

/// <summary>
/// An attempt: one HTTP call that may be under way, written before it starts. A row is there while any of its messages is
/// unanswered; random keys and a row per message would cost several times as much.
/// </summary>
public sealed class CallRow
{
    /// <summary>Counts up with time.</summary>
    public long Id { get; init; }

    /// <summary>The process that sends and answers it; see <see cref="AdapterProcess"/>.</summary>
    public Guid Owner { get; init; }

    public required string Workspace { get; init; }

    /// <summary>Through which it went last: an <see cref="Accounts.AccountId"/>, or one of the workspace's own.</summary>
    public long Account { get; init; }

    /// <summary>Unix milliseconds; a request of this attempt starts no later than a moment after this.</summary>
    public long At { get; init; }

    /// <summary>See <see cref="CallItems"/>.</summary>
    public required byte[] Items { get; init; }
}

/// <summary>An adapter process that lives, where there may be several.</summary>
public sealed class AdapterProcessRow
{
    /// <summary>Drawn by the process; another one after it was taken for dead.</summary>
    public Guid Owner { get; init; }

    /// <summary>Counts up while it lives.</summary>
    public long Beat { get; init; }

    /// <summary>The last time, in Unix milliseconds, by the process's clock: for people.</summary>
    public long At { get; init; }
}

internal sealed class CallTables : ITableMap
{
    public void Map(ModelBuilder model)
    {
        model.Entity<CallRow>(row =>
        {
            row.ToTable("calls");
            row.HasKey(r => r.Id);
            row.Property(r => r.Id).HasColumnName("id").ValueGeneratedNever();
            row.Property(r => r.Owner).HasColumnName("owner").HasConversion(new GuidBytes());
            row.Property(r => r.Workspace).HasColumnName("workspace").HasMaxLength(100);
            row.Property(r => r.Account).HasColumnName("account");
            row.Property(r => r.At).HasColumnName("at");
            row.Property(r => r.Items).HasColumnName("items");
        });

        model.Entity<AdapterProcessRow>(row =>
        {
            row.ToTable("adapter_processes");
            row.HasKey(r => r.Owner);
            row.Property(r => r.Owner).HasColumnName("owner").HasConversion(new GuidBytes()).ValueGeneratedNever();
            row.Property(r => r.Beat).HasColumnName("beat");
            row.Property(r => r.At).HasColumnName("at");
        });
    }
}
