using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.Identities;

/// <summary>The kinds of ids people come in with. The numbers are stored.</summary>
public enum IdentityKind
{
    User = 1,
    Anonymous = 2,
}

/// <summary>An id that came in leads to one person, and after a merge to the one who stayed.</summary>
public sealed class IdentityRow
{
    public required string Workspace { get; init; }

    public required IdentityKind Kind { get; init; }

    public required string Value { get; init; }

    public required Guid Person { get; init; }
}

/// <summary>Somebody who was merged into another; what still arrives for them goes there. A later merge of the other moves it on.</summary>
public sealed class MergedPersonRow
{
    public required string Workspace { get; init; }

    public required Guid Person { get; init; }

    public required Guid Into { get; init; }
}

/// <summary>Whose phone number or mail address it is, for what arrives from there.</summary>
public sealed class AddressRow
{
    public required string Workspace { get; init; }

    /// <summary><c>phone</c>, <c>email</c> or <c>push</c>: channels that share addresses.</summary>
    public required string Group { get; init; }

    public required string Address { get; init; }

    public required Guid Person { get; init; }
}

internal sealed class IdentityTables : ITableMap
{
    public void Map(ModelBuilder model)
    {
        model.Entity<IdentityRow>(row =>
        {
            row.ToTable("identities");
            row.HasKey(it => new { it.Workspace, it.Kind, it.Value });
            row.HasIndex(it => new { it.Workspace, it.Person, it.Kind }).HasDatabaseName("identities_person");
            row.Property(it => it.Workspace).HasColumnName("workspace").HasMaxLength(60);
            row.Property(it => it.Kind).HasColumnName("kind");
            row.Property(it => it.Value).HasColumnName("value").HasMaxLength(StoredText.Longest);
            row.Property(it => it.Person).HasColumnName("person").HasConversion<GuidBytes>();
        });
        model.Entity<MergedPersonRow>(row =>
        {
            row.ToTable("merged_people");
            row.HasKey(it => new { it.Workspace, it.Person });
            row.HasIndex(it => new { it.Workspace, it.Into }).HasDatabaseName("merged_people_into");
            row.Property(it => it.Workspace).HasColumnName("workspace").HasMaxLength(60);
            row.Property(it => it.Person).HasColumnName("person").HasConversion<GuidBytes>();
            row.Property(it => it.Into).HasColumnName("into_person").HasConversion<GuidBytes>();
        });
        model.Entity<AddressRow>(row =>
        {
            row.ToTable("addresses");
            row.HasKey(it => new { it.Workspace, it.Group, it.Address });
            row.HasIndex(it => new { it.Workspace, it.Person }).HasDatabaseName("addresses_person");
            row.Property(it => it.Workspace).HasColumnName("workspace").HasMaxLength(60);
            row.Property(it => it.Group).HasColumnName("channel_group").HasMaxLength(20);
            row.Property(it => it.Address).HasColumnName("address").HasMaxLength(StoredText.Longest);
            row.Property(it => it.Person).HasColumnName("person").HasConversion<GuidBytes>();
        });
    }
}
