using Cpd.EventLog.Storage;
using Cpd.Tests;
using Cpd.Web.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Web.Tests.Hosting;

/// <summary>A process that ended while it made its tables must not keep the next one from its own.</summary>
public sealed class AfterAKilledUpdate : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task The_next_process_makes_the_tables()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Cpd:DataDirectory"] = _folder.Path }).Build();
        await using var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration).AddParts(configuration).AddSingleton<DatabaseUpdate>().BuildServiceProvider();
        var databases = services.GetRequiredService<IDbContextFactory<CpdDb>>();
        await using (var db = await databases.CreateDbContextAsync())
        {
            // The row by which a migration keeps others out; SQLite does not take it away with the process that wrote it.
            await db.Database.ExecuteSqlRawAsync("""
                CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL PRIMARY KEY, "Timestamp" TEXT NOT NULL);
                INSERT INTO "__EFMigrationsLock" VALUES (1, '2030-01-01 00:00:00');
                """);
        }

        await services.GetRequiredService<DatabaseUpdate>().Run(default).WaitAsync(Patience.Limit);

        await using var made = await databases.CreateDbContextAsync();
        Assert.Empty(await made.Database.GetPendingMigrationsAsync());
    }

    public void Dispose() => _folder.Dispose();
}
