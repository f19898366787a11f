using Cpd.EventLog.Storage;
using Cpd.Tests;
using Cpd.Web.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Web.Tests.Hosting;

/// <summary>How a process finds its tables when it starts, and when it refuses to.</summary>
public sealed class UpdatingTheDatabase
{
    [Fact]
    public Task A_file_gets_its_tables_once_however_often_it_is_started() => TablesAreMadeOnce(DatabaseKind.Sqlite);

    [Needs(Part.PostgreSql)]
    public Task A_PostgreSQL_server_gets_its_tables_once_however_often_it_is_started() => TablesAreMadeOnce(DatabaseKind.PostgreSql);

    [Fact]
    public Task A_file_of_a_newer_version_is_left_alone() => ANewerVersionIsLeftAlone(DatabaseKind.Sqlite);

    [Needs(Part.PostgreSql)]
    public Task A_PostgreSQL_database_of_a_newer_version_is_left_alone() => ANewerVersionIsLeftAlone(DatabaseKind.PostgreSql);

    [Needs(Part.PostgreSql)]
    public async Task Processes_that_start_at_once_make_the_tables_and_the_database_once()
    {
        using var database = TestDatabase.Empty(DatabaseKind.PostgreSql);
        database.Drop();   // not even the database is there

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            await using var process = Process(database);
            await process.GetRequiredService<DatabaseUpdate>().Run(default);
        })));

        await using var after = Process(database);
        Assert.NotEmpty(await Applied(after));
    }

    [Needs(Part.PostgreSql)]
    public async Task Who_may_not_change_the_tables_says_what_to_do_and_changes_nothing()
    {
        using var database = TestDatabase.Empty(DatabaseKind.PostgreSql);
        await using var process = Process(database, ("Cpd:MigrateAtStart", "false"));

        var refused = await Assert.ThrowsAsync<StartupRefusedException>(() => process.GetRequiredService<DatabaseUpdate>().Run(default));

        Assert.Contains("run \"cpd database update\"", refused.Message, StringComparison.Ordinal);
        Assert.Empty(await Applied(process));

        await process.GetRequiredService<DatabaseUpdate>().Apply(default);
        await process.GetRequiredService<DatabaseUpdate>().Run(default);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_a_sentence()
    {
        var nowhere = new Dictionary<string, string?>
        {
            ["Cpd:Database"] = "PostgreSql",
            ["ConnectionStrings:Cpd"] = "Host=127.0.0.1;Port=1;Username=cpd;Password=swordfish;Timeout=5",
        };
        await using var process = Process(nowhere);

        var refused = await Assert.ThrowsAsync<StartupRefusedException>(() => process.GetRequiredService<DatabaseUpdate>().Run(default));

        Assert.Contains("ConnectionStrings:Cpd", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("swordfish", refused.Message, StringComparison.Ordinal);
    }

    [Needs(Part.PostgreSql)]
    public async Task While_a_newer_version_comes_in_processes_of_this_one_may_still_be_started()
    {
        using var database = TestDatabase.Empty(DatabaseKind.PostgreSql);
        (string, string?)[] shared = [("Cpd:Log", "Kafka"), ("Cpd:Kafka:BootstrapServers", "kafka:9092")];
        await using (var first = Process(database, [.. shared, ("Cpd:MigrateAtStart", "true")])) await first.GetRequiredService<DatabaseUpdate>().Run(default);
        await using (var db = database.OpenDb())
            await db.Database.ExecuteSqlRawAsync("INSERT INTO \"__EFMigrationsHistory\" (\"MigrationId\", \"ProductVersion\") VALUES ('99990101000000_Tomorrow', '99.0')");

        foreach (var may in (string[])["true", "false"])
        {
            await using var process = Process(database, [.. shared, ("Cpd:MigrateAtStart", may)]);
            await process.GetRequiredService<DatabaseUpdate>().Run(default);
            await Assert.ThrowsAsync<StartupRefusedException>(() => process.GetRequiredService<DatabaseUpdate>().Apply(default));
        }
    }

    private static async Task TablesAreMadeOnce(DatabaseKind kind)
    {
        using var database = TestDatabase.Empty(kind);
        await using var process = Process(database);

        await process.GetRequiredService<DatabaseUpdate>().Run(default);
        var once = await Applied(process);
        await process.GetRequiredService<DatabaseUpdate>().Run(default);

        Assert.NotEmpty(once);
        Assert.Equal(once, await Applied(process));
        await using var db = await process.GetRequiredService<IDbContextFactory<CpdDb>>().CreateDbContextAsync();
        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
    }

    private static async Task ANewerVersionIsLeftAlone(DatabaseKind kind)
    {
        using var database = TestDatabase.Empty(kind);
        await using var process = Process(database);
        await process.GetRequiredService<DatabaseUpdate>().Run(default);
        await using (var db = await process.GetRequiredService<IDbContextFactory<CpdDb>>().CreateDbContextAsync())
            await db.Database.ExecuteSqlRawAsync("INSERT INTO \"__EFMigrationsHistory\" (\"MigrationId\", \"ProductVersion\") VALUES ('99990101000000_Tomorrow', '99.0')");

        var refused = await Assert.ThrowsAsync<StartupRefusedException>(() => process.GetRequiredService<DatabaseUpdate>().Run(default));

        Assert.Contains("newer version (99990101000000_Tomorrow)", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<string>> Applied(ServiceProvider process)
    {
        await using var db = await process.GetRequiredService<IDbContextFactory<CpdDb>>().CreateDbContextAsync();
        return [.. await db.Database.GetAppliedMigrationsAsync()];
    }

    private static ServiceProvider Process(TestDatabase database, params (string Name, string? Value)[] settings)
    {
        var all = new Dictionary<string, string?>(database.Settings);
        foreach (var (name, value) in settings) all[name] = value;
        return Process(all);
    }

    private static ServiceProvider Process(IReadOnlyDictionary<string, string?> settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        return new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(configuration)
            .AddParts(configuration)
            .AddSingleton<DatabaseUpdate>()
            .BuildServiceProvider();
    }
}
