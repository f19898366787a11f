using Cpd.EventLog.Storage;
using Cpd.Web.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

if (args is not ["scripts", var folder])
{
    Console.WriteLine("Nothing to run here by hand: use eng/add-migration.sh NAME.");
    return 1;
}

// SQLite's language knows no conditions, so there is no script that could be run on any version.
Directory.CreateDirectory(folder);
Write(new ForPostgreSql().CreateDbContext([]), nameof(DatabaseKind.PostgreSql));
Write(new ForSqlServer().CreateDbContext([]), nameof(DatabaseKind.SqlServer));
return 0;

void Write(CpdDb db, string database)
{
    using (db)
    {
        File.WriteAllText(Path.Combine(folder, database + ".sql"), db.Script().ReplaceLineEndings("\n"));
    }
}

/// <summary>The product's own composition of tables. No database is opened to write a migration; the places are never looked at.</summary>
internal abstract class ForDesign<TDb>(string database) : IDesignTimeDbContextFactory<TDb>
    where TDb : CpdDb
{
    public TDb CreateDbContext(string[] args)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Cpd:DataDirectory"] = Directory.CreateTempSubdirectory("cpd-migration-").FullName,
                ["Cpd:Database"] = database,
                ["ConnectionStrings:Cpd"] = database == nameof(DatabaseKind.SqlServer) ? "Server=nowhere" : "Host=nowhere",
            })
            .Build();
        return (TDb)new ServiceCollection()
            .AddLogging()
            .AddParts(configuration)
            .BuildServiceProvider()
            .GetRequiredService<IDbContextFactory<CpdDb>>()
            .CreateDbContext();
    }
}

internal sealed class ForSqlite() : ForDesign<CpdDb>(nameof(DatabaseKind.Sqlite));

internal sealed class ForPostgreSql() : ForDesign<PostgreSqlDb>(nameof(DatabaseKind.PostgreSql));

internal sealed class ForSqlServer() : ForDesign<SqlServerDb>(nameof(DatabaseKind.SqlServer));
