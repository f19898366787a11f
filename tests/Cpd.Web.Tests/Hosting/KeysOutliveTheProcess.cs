using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Cpd.Tests;
using Cpd.Web.Hosting.Keys;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Web.Tests.Hosting;

/// <summary>What one process signed, another one believes: after a restart, and beside it on the same database.</summary>
public sealed class KeysOutliveTheProcess
{
    [Fact]
    public async Task On_a_file_keys_lie_in_the_data_directory_for_its_owner_alone()
    {
        using var folder = new TemporaryFolder();
        Dictionary<string, string?> settings = new() { ["Cpd:DataDirectory"] = folder.Path };
        string signed;
        await using (var before = Process(settings)) signed = Protector(before).Protect("ana");

        await using var after = Process(settings);

        Assert.Equal("ana", Protector(after).Unprotect(signed));
        var keys = Directory.GetFiles(folder.File(KeysModule.FolderName));
        Assert.Single(keys);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.File(KeysModule.FolderName)));
    }

    [Needs(Part.PostgreSql)]
    public async Task On_a_server_processes_share_them_and_neither_keeps_a_file()
    {
        using var database = TestDatabase.Create([new KeyTables()], DatabaseKind.PostgreSql);
        using var here = new TemporaryFolder();
        using var there = new TemporaryFolder();
        await using var first = Process(database.Settings, here.Path);
        var signed = Protector(first).Protect("ana");

        await using var second = Process(database.Settings, there.Path);

        Assert.Equal("ana", Protector(second).Unprotect(signed));
        Assert.Equal("ben", Protector(first).Unprotect(Protector(second).Protect("ben")));
        Assert.Empty(Directory.GetFileSystemEntries(here.Path));
        await using var db = database.OpenDb();
        Assert.Single(await db.Set<KeyRow>().ToListAsync());
    }

    [Fact]
    public void What_is_stored_is_read_back_as_it_was()
    {
        using var database = TestDatabase.Create([new KeyTables()]);
        var keys = new StoredKeys(new Databases(database), TimeProvider.System);
        var key = System.Xml.Linq.XElement.Parse("""<key id="1"><descriptor a="ž"><secret>a  b</secret></descriptor></key>""");

        keys.StoreElement(key, "key-1");

        Assert.Equal([key.ToString()], keys.GetAllElements().Select(one => one.ToString()));
    }

    private static IDataProtector Protector(ServiceProvider process) => process.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

    private static ServiceProvider Process(IEnumerable<KeyValuePair<string, string?>> settings, string? folder = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).AddInMemoryCollection([.. folder is null ? [] : new[] { new KeyValuePair<string, string?>("Cpd:DataDirectory", folder) }]).Build();
        return new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton(TimeProvider.System)
            .AddKeyTable()
            .AddEventLog(configuration)
            .AddKeptKeys(configuration)
            .BuildServiceProvider();
    }

    private sealed class Databases(TestDatabase database) : IDbContextFactory<CpdDb>
    {
        public CpdDb CreateDbContext() => database.OpenDb();
    }
}
