using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Adapters.Infobip.Chat;

/// <summary>What Infobip last said of one number for one sender; taken for as long as <see cref="InfobipOptions.RcsCheckAge"/> says.</summary>
internal sealed class RcsCapabilityRow
{
    /// <summary>Of account, sender and number, hashed: one short key, and no list of people's numbers.</summary>
    public required byte[] Key { get; init; }

    /// <summary>Infobip's own word, see <see cref="RcsCapability.Code"/>.</summary>
    public required string Code { get; set; }

    /// <summary>When it was asked, in Unix milliseconds.</summary>
    public long At { get; set; }
}

internal sealed class RcsCapabilityTables : ITableMap
{
    public const int LongestCode = 60;

    public void Map(ModelBuilder model) => model.Entity<RcsCapabilityRow>(row =>
    {
        row.ToTable("rcs_capabilities");
        row.HasKey(r => r.Key);
        row.Property(r => r.Key).HasColumnName("number_key").HasMaxLength(16);
        row.Property(r => r.Code).HasColumnName("code").HasMaxLength(LongestCode);
        row.Property(r => r.At).HasColumnName("at");
        row.HasIndex(r => r.At).HasDatabaseName("rcs_capabilities_at");
    });
}
