using Cpd.EventLog.Storage;
using Cpd.Web.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

Console.WriteLine("Nothing to run here: use eng/add-migration.sh NAME.");

/// <summary>The product's own composition of tables. No database is opened to write a migration.</summary>
internal sealed class ForDesign : IDesignTimeDbContextFactory<CpdDb>
{
    public CpdDb CreateDbContext(string[] args)
    {
        var folder = Directory.CreateTempSubdirectory("cpd-migration-").FullName;
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Cpd:DataDirectory"] = folder })
            .Build();
        return new ServiceCollection()
            .AddLogging()
            .AddParts(configuration)
            .BuildServiceProvider()
            .GetRequiredService<IDbContextFactory<CpdDb>>()
            .CreateDbContext();
    }
}
