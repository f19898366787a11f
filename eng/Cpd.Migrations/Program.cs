using Cpd.EventLog.Storage;
using Cpd.Web.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

Console.WriteLine("Nothing to run here: use eng/add-migration.sh NAME.");

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
