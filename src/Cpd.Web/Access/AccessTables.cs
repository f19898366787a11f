using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Web.Access;

internal sealed class AccessTables : ITableMap
{
    public const int IdLength = 32;

    public void Map(ModelBuilder model)
    {
        model.Entity<Account>(row =>
        {
            row.ToTable("accounts");
            row.HasKey(it => it.Id);
            row.HasIndex(it => it.NormalizedEmail).IsUnique().HasDatabaseName("accounts_email");
            row.Property(it => it.Id).HasColumnName("id").HasMaxLength(IdLength);
            row.Property(it => it.Email).HasColumnName("email").HasMaxLength(AccountRules.EmailLength);
            row.Property(it => it.NormalizedEmail).HasColumnName("normalized_email").HasMaxLength(AccountRules.EmailLength);
            row.Property(it => it.Name).HasColumnName("name").HasMaxLength(AccountRules.NameLength);
            row.Property(it => it.PasswordHash).HasColumnName("password_hash");
            row.Property(it => it.SecurityStamp).HasColumnName("security_stamp");
            row.Property(it => it.FailedTries).HasColumnName("failed_tries");
            row.Property(it => it.LockedUntil).HasColumnName("locked_until");
            row.Property(it => it.CreatedAt).HasColumnName("created_at");
            row.Ignore(it => it.Along);
        });
        model.Entity<SignInRow>(row =>
        {
            row.ToTable("sign_ins");
            row.HasKey(it => it.Id);
            row.HasIndex(it => it.Account).HasDatabaseName("sign_ins_account");
            row.Property(it => it.Id).HasColumnName("id").HasMaxLength(IdLength);
            row.Property(it => it.Account).HasColumnName("account").HasMaxLength(IdLength);
            row.Property(it => it.BeganAt).HasColumnName("began_at");
            row.Property(it => it.EndedAt).HasColumnName("ended_at");
        });
        model.Entity<MemberRow>(row =>
        {
            row.ToTable("members");
            row.HasKey(it => new { it.Workspace, it.Account });
            row.HasIndex(it => it.Account).HasDatabaseName("members_account");
            row.Property(it => it.Workspace).HasColumnName("workspace").HasMaxLength(60);
            row.Property(it => it.Account).HasColumnName("account").HasMaxLength(IdLength);
            row.Property(it => it.Role).HasColumnName("role").HasConversion<string>().HasMaxLength(20);
            row.Property(it => it.Since).HasColumnName("since");
        });
        model.Entity<InvitationRow>(row =>
        {
            row.ToTable("invitations");
            row.HasKey(it => it.Id);
            row.HasIndex(it => it.Workspace).HasDatabaseName("invitations_workspace");
            row.Property(it => it.Id).HasColumnName("id").HasMaxLength(64);
            row.Property(it => it.Workspace).HasColumnName("workspace").HasMaxLength(60);
            row.Property(it => it.Email).HasColumnName("email").HasMaxLength(AccountRules.EmailLength);
            row.Property(it => it.Role).HasColumnName("role").HasConversion<string>().HasMaxLength(20);
            row.Property(it => it.InvitedBy).HasColumnName("invited_by").HasMaxLength(AccountRules.NameLength);
            row.Property(it => it.CreatedAt).HasColumnName("created_at");
            row.Property(it => it.ExpiresAt).HasColumnName("expires_at");
            row.Property(it => it.ClosedAt).HasColumnName("closed_at");
        });
        model.Entity<AuditRow>(row =>
        {
            row.ToTable("audit");
            row.HasKey(it => it.Id);
            row.HasIndex(it => new { it.Workspace, it.Id }).HasDatabaseName("audit_workspace");
            row.Property(it => it.Id).HasColumnName("id").HasMaxLength(IdLength);
            row.Property(it => it.Workspace).HasColumnName("workspace").HasMaxLength(60);
            row.Property(it => it.At).HasColumnName("at");
            row.Property(it => it.Account).HasColumnName("account").HasMaxLength(IdLength);
            row.Property(it => it.Who).HasColumnName("who").HasMaxLength(AccountRules.NameLength);
            row.Property(it => it.Act).HasColumnName("act").HasMaxLength(60);
            row.Property(it => it.Subject).HasColumnName("subject").HasMaxLength(Audit.Longest);
            row.Property(it => it.Before).HasColumnName("before_it").HasMaxLength(Audit.Longest);
            row.Property(it => it.After).HasColumnName("after_it").HasMaxLength(Audit.Longest);
        });
    }
}
