using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Cpd.EventLog.Storage;

/// <summary>A part of the product says which tables it keeps. It touches no other part's.</summary>
public interface ITableMap
{
    void Map(ModelBuilder model);
}

/// <summary>
/// The one database, put together from the tables of all parts. Ask for an <c>IDbContextFactory&lt;CpdDb&gt;</c> to read;
/// write through <see cref="IEventLog.Write"/>. This is SQLite's; the others derive from it, because each keeps its own
/// migrations and its own forms of ids.
/// </summary>
public class CpdDb(DbContextOptions options, IEnumerable<ITableMap> maps) : DbContext(options)
{
    /// <remarks>That the migrations make the tables of this model is asked once, by a test, and not by every process that starts: the answer takes longer than the migrating.</remarks>
    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder
        .ReplaceService<IModelCacheKeyFactory, ByTables>()
        .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var map in maps) map.Map(modelBuilder);
    }

    /// <summary>All migrations as one script for those who apply it by hand: on a database of any version, and twice. SQLite's language knows no conditions.</summary>
    public virtual string Script() => this.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);

    /// <summary>Models are kept by what is in them: a test may put a database together from fewer parts than the one beside it.</summary>
    private sealed class ByTables : IModelCacheKeyFactory
    {
        public object Create(DbContext context, bool designTime) =>
            (context.GetType(), string.Join(' ', ((CpdDb)context).MapNames), designTime);
    }

    private IEnumerable<string?> MapNames => maps.Select(map => map.GetType().FullName);
}

/// <summary>
/// PostgreSQL's: ids are its own type, whose order is that of the bytes. So is the order of texts, whatever the server's is:
/// a range of what begins alike is no range in the order of a dictionary, and the order of a dictionary changes with the system.
/// </summary>
public sealed class PostgreSqlDb(DbContextOptions options, IEnumerable<ITableMap> maps) : CpdDb(options, maps)
{
    public const string Collation = "C";

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
        {
            NumberedRows.Number(property);
            if (property.ClrType == typeof(string)) property.SetCollation(Collation);
            if (property.GetValueConverter() is not GuidBytes) continue;
            property.SetValueConverter((Microsoft.EntityFrameworkCore.Storage.ValueConversion.ValueConverter?)null);
            property.SetColumnType("uuid");
        }
    }
}

/// <summary>
/// SQL Server's: ids as 16 bytes, because its own type sorts by the last of them first; texts are told apart by each
/// letter's code, because its usual order takes <c>Ann</c> and <c>ann</c> for one key.
/// </summary>
public sealed class SqlServerDb(DbContextOptions options, IEnumerable<ITableMap> maps) : CpdDb(options, maps)
{
    public const string Collation = "Latin1_General_100_BIN2";

    /// <summary>
    /// What a session must have on to make an index of some rows only: sqlcmd comes with it off. And what fails must end its
    /// transaction: otherwise the rest goes on, notes that the migration was applied, and commits.
    /// </summary>
    private const string ScriptSettings = """
        -- With sqlcmd: sqlcmd -b -i FILE ... (-b ends at the first error).
        SET XACT_ABORT, QUOTED_IDENTIFIER, ANSI_NULLS, ANSI_PADDING, ANSI_WARNINGS, ARITHABORT, CONCAT_NULL_YIELDS_NULL ON;
        SET NUMERIC_ROUNDABORT OFF;
        GO


        """;

    public override string Script() => ScriptSettings + base.Script();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
        {
            NumberedRows.Number(property);
            if (property.GetValueConverter() is GuidBytes) property.SetColumnType("binary(16)");
            if (property.ClrType == typeof(string)) property.SetCollation(Collation);
        }
    }
}
