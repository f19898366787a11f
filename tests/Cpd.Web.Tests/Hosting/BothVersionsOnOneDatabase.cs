using Cpd.EventLog.Storage;
using Cpd.Web.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Web.Tests.Hosting;

/// <summary>
/// An update changes the tables first, while processes of the version before go on: whatever a migration does must leave
/// their statements as good as they were.
/// </summary>
public sealed class BothVersionsOnOneDatabase
{
    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    [InlineData(DatabaseKind.SqlServer)]
    public void A_migration_only_adds(DatabaseKind kind)
    {
        using var services = Parts(kind);
        using var db = services.GetRequiredService<IDbContextFactory<CpdDb>>().CreateDbContext();
        var assembly = db.GetService<IMigrationsAssembly>();

        foreach (var (name, type) in assembly.Migrations.Skip(1))
        {
            var operations = assembly.CreateMigration(type, db.Database.ProviderName!).UpOperations;
            var made = operations.OfType<CreateTableOperation>().Select(table => table.Name).ToHashSet(StringComparer.Ordinal);
            Assert.All(operations, operation => Assert.Null(Objection(operation, made) is { } objection ? $"{name}: {objection}" : null));
        }
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Whatever_the_version_before_would_stumble_over_is_refused(MigrationOperation operation) => Assert.NotNull(Objection(operation, []));

    public static TheoryData<MigrationOperation> Bad =>
    [
        new DropTableOperation { Name = "calls" },
        new DropColumnOperation { Name = "items", Table = "calls" },
        new RenameColumnOperation { Name = "items", NewName = "messages", Table = "calls" },
        new RenameTableOperation { Name = "calls", NewName = "attempts" },
        new AlterColumnOperation { Name = "items", Table = "calls" },
        new DropIndexOperation { Name = "write_keys_workspace", Table = "write_keys" },
        new AddColumnOperation { Name = "size", Table = "calls", IsNullable = false },
        new CreateIndexOperation { Name = "calls_at", Table = "calls", Columns = ["at"], IsUnique = true },
        new SqlOperation { Sql = "DELETE FROM calls" },
    ];

    /// <summary>Why it would not do; null for what only adds.</summary>
    private static string? Objection(MigrationOperation operation, HashSet<string> made) => operation switch
    {
        CreateTableOperation => null,
        // The version before gives it no value.
        AddColumnOperation { IsNullable: true } or AddColumnOperation { DefaultValue: not null } or AddColumnOperation { DefaultValueSql: not null } => null,
        AddColumnOperation column => $"{column.Table}.{column.Name} has neither NULL nor a default.",
        // It writes what it always wrote, which may be there twice.
        CreateIndexOperation { IsUnique: true } index when !made.Contains(index.Table) => $"{index.Name} is unique over rows that both versions write.",
        CreateIndexOperation => null,
        // How rows are locked is nothing that a statement sees.
        SqlOperation { Sql: var sql } when sql.EndsWith("SET (LOCK_ESCALATION = DISABLE);", StringComparison.Ordinal) => null,
        _ => $"{operation.GetType().Name} takes away or changes what the version before uses.",
    };

    private static ServiceProvider Parts(DatabaseKind kind)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Cpd:Database"] = kind.ToString(),
            ["Cpd:DataDirectory"] = Path.GetTempPath(),
            ["ConnectionStrings:Cpd"] = kind is DatabaseKind.SqlServer ? "Server=nowhere" : "Host=nowhere",
        }).Build();
        return new ServiceCollection().AddLogging().AddParts(configuration).BuildServiceProvider();
    }
}
