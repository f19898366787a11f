using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Adapters.Infobip.Email;

/// <summary>What Infobip last said of one e-mail address; taken for as long as <see cref="InfobipOptions.EmailCheckAge"/> says.</summary>
internal sealed class AddressCheckRow
{
    /// <summary>Of workspace, account and address, hashed: one short key, and no list of people's addresses.</summary>
    public required byte[] Key { get; init; }

    public MailboxState Mailbox { get; init; }

    public AddressMarks Marks { get; init; }

    public string? Reason { get; init; }

    public string? Risk { get; init; }

    public string? MeantDomain { get; init; }

    /// <summary>When it was asked, in Unix milliseconds.</summary>
    public long At { get; init; }
}

internal sealed class AddressCheckTables : ITableMap
{
    public const int LongestWord = 60;

    public const int LongestDomain = 255;

    public void Map(ModelBuilder model) => model.Entity<AddressCheckRow>(row =>
    {
        row.ToTable("email_checks");
        row.HasKey(r => r.Key);
        row.Property(r => r.Key).HasColumnName("address_key").HasMaxLength(16);
        row.Property(r => r.Mailbox).HasColumnName("mailbox").HasConversion<int>();
        row.Property(r => r.Marks).HasColumnName("marks").HasConversion<int>();
        row.Property(r => r.Reason).HasColumnName("reason").HasMaxLength(LongestWord);
        row.Property(r => r.Risk).HasColumnName("risk").HasMaxLength(LongestWord);
        row.Property(r => r.MeantDomain).HasColumnName("meant_domain").HasMaxLength(LongestDomain);
        row.Property(r => r.At).HasColumnName("at");
        row.HasIndex(r => r.At).HasDatabaseName("email_checks_at");
    });
}
