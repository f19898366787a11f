using Cpd.Contracts;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Adapters.Accounts;

/// <summary>Through what a workspace sends.</summary>
public enum AccountMode
{
    /// <summary>As the installation's settings say: an account of everybody's, or the sandbox.</summary>
    Installation,

    /// <summary>The sandbox in the product, whatever the installation has.</summary>
    Sandbox,

    /// <summary>An account of its own.</summary>
    Own,
}

/// <summary>What a workspace has chosen; no row is the installation's settings.</summary>
internal sealed class ChannelSettingsRow
{
    public required string Workspace { get; init; }

    public AccountMode Mode { get; set; }

    /// <summary>The workspace's own account, also while another mode is chosen; null for none.</summary>
    public long? Account { get; set; }

    /// <summary>The secret piece of its webhook addresses, sealed; null before there was an account.</summary>
    public string? Secret { get; set; }

    /// <summary>The one before, sealed, and until when it is good, in Unix milliseconds.</summary>
    public string? FormerSecret { get; set; }

    public long? FormerUntil { get; set; }

    /// <summary>What calls of webhook steps are signed with, sealed; null where they are not signed.</summary>
    public string? SigningSecret { get; set; }

    /// <summary>The one before, sealed, and until when calls are signed with it, too, in Unix milliseconds.</summary>
    public string? FormerSigningSecret { get; set; }

    public long? FormerSigningUntil { get; set; }

    /// <summary>Whether an e-mail address is looked at before the first e-mail, at the account's cost.</summary>
    public bool ChecksEmail { get; set; }
}

/// <summary>An account at a provider. One that was replaced is kept for as long as its attempts may have to be looked up.</summary>
internal sealed class AccountRow
{
    /// <summary>Above all that <see cref="AccountId"/> names; counts up.</summary>
    public long Id { get; init; }

    public required string Workspace { get; init; }

    public required string BaseUrl { get; init; }

    /// <summary>Sealed, see <see cref="KeySeal"/>; empty once nobody needs it any more.</summary>
    public required string Key { get; set; }

    public long SetAt { get; set; }

    /// <summary>A name for people to read.</summary>
    public string? By { get; set; }

    /// <summary>Null while it is in use.</summary>
    public long? EndedAt { get; set; }
}

/// <summary>A name or number that messages of a channel may come from.</summary>
internal sealed class SenderRow
{
    public required string Workspace { get; init; }

    public required Channel Channel { get; init; }

    public required string Sender { get; init; }

    /// <summary>Stands where a message names none; one of a channel.</summary>
    public bool IsDefault { get; set; }
}

/// <summary>How many messages of a channel a workspace sends in a second at most.</summary>
internal sealed class RateRow
{
    public required string Workspace { get; init; }

    public required Channel Channel { get; init; }

    public double PerSecond { get; set; }
}

/// <summary>One row that changes whenever anything here does; see <see cref="AccountBook"/>.</summary>
internal sealed class AccountStampRow
{
    public int Id { get; init; }

    public Guid Stamp { get; set; }
}

public sealed class AccountTables : ITableMap
{
    public const int LongestUrl = 400;
    public const int LongestSender = 60;
    public const int LongestBy = 200;

    public void Map(ModelBuilder model)
    {
        model.Entity<ChannelSettingsRow>(row =>
        {
            row.ToTable("channel_settings");
            row.HasKey(r => r.Workspace);
            row.Property(r => r.Workspace).HasColumnName("workspace").HasMaxLength(60);
            row.Property(r => r.Mode).HasColumnName("mode").HasConversion<string>().HasMaxLength(20);
            row.Property(r => r.Account).HasColumnName("account");
            row.Property(r => r.Secret).HasColumnName("secret");
            row.Property(r => r.FormerSecret).HasColumnName("former_secret");
            row.Property(r => r.FormerUntil).HasColumnName("former_until");
            row.Property(r => r.SigningSecret).HasColumnName("signing_secret");
            row.Property(r => r.FormerSigningSecret).HasColumnName("former_signing_secret");
            row.Property(r => r.FormerSigningUntil).HasColumnName("former_signing_until");
            row.Property(r => r.ChecksEmail).HasColumnName("checks_email");
        });
        model.Entity<AccountRow>(row =>
        {
            row.ToTable("channel_accounts");
            row.HasKey(r => r.Id);
            row.Property(r => r.Id).HasColumnName("id").ValueGeneratedNever();
            row.Property(r => r.Workspace).HasColumnName("workspace").HasMaxLength(60);
            row.Property(r => r.BaseUrl).HasColumnName("base_url").HasMaxLength(LongestUrl);
            row.Property(r => r.Key).HasColumnName("sealed_key");
            row.Property(r => r.SetAt).HasColumnName("set_at");
            row.Property(r => r.By).HasColumnName("set_by").HasMaxLength(LongestBy);
            row.Property(r => r.EndedAt).HasColumnName("ended_at");
        });
        model.Entity<SenderRow>(row =>
        {
            row.ToTable("channel_senders");
            row.HasKey(r => new { r.Workspace, r.Channel, r.Sender });
            row.Property(r => r.Workspace).HasColumnName("workspace").HasMaxLength(60);
            row.Property(r => r.Channel).HasColumnName("channel").HasConversion<string>().HasMaxLength(20);
            row.Property(r => r.Sender).HasColumnName("sender").HasMaxLength(LongestSender);
            row.Property(r => r.IsDefault).HasColumnName("is_default");
        });
        model.Entity<RateRow>(row =>
        {
            row.ToTable("channel_rates");
            row.HasKey(r => new { r.Workspace, r.Channel });
            row.Property(r => r.Workspace).HasColumnName("workspace").HasMaxLength(60);
            row.Property(r => r.Channel).HasColumnName("channel").HasConversion<string>().HasMaxLength(20);
            row.Property(r => r.PerSecond).HasColumnName("per_second");
        });
        model.Entity<AccountStampRow>(row =>
        {
            row.ToTable("channel_stamp");
            row.HasKey(r => r.Id);
            row.Property(r => r.Id).HasColumnName("id").ValueGeneratedNever();
            row.Property(r => r.Stamp).HasColumnName("stamp").HasConversion(new GuidBytes());
        });
    }
}
