using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Cpd.Tests;
using Cpd.Web.Hosting;
using Cpd.Web.Hosting.Keys;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
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
        var key = Assert.Single(Directory.GetFiles(folder.File(KeysModule.FolderName)));
        Assert.Contains(KeyOpener.Element, await File.ReadAllTextAsync(key), StringComparison.Ordinal);
        Assert.DoesNotContain("<masterKey", await File.ReadAllTextAsync(key), StringComparison.Ordinal);
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.File(KeyLock.FileName)));
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
    public async Task What_was_stored_before_there_was_a_secret_is_read_with_one()
    {
        using var folder = new TemporaryFolder();
        Dictionary<string, string?> settings = new() { ["Cpd:DataDirectory"] = folder.Path };
        string signed;
        await using (var before = Process(settings, more: services => services.Configure<KeyManagementOptions>(options => options.XmlEncryptor = null)))
            signed = Protector(before).Protect("ana");
        Assert.Contains("<masterKey", await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(folder.File(KeysModule.FolderName)))), StringComparison.Ordinal);

        await using var after = Process(settings);

        KeysModule.Check(after);
        Assert.Equal("ana", Protector(after).Unprotect(signed));
    }

    [Needs(Part.PostgreSql)]
    public async Task On_a_server_they_are_locked_with_the_secret_of_the_settings_and_a_process_with_another_one_does_not_start()
    {
        using var database = TestDatabase.Create([new KeyTables()], DatabaseKind.PostgreSql);
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("secret"), Secret + "\n");
        await using var first = Process([.. database.Settings, new("Cpd:Keys:Secret", Secret)], folder.Path);
        var signed = Protector(first).Protect("ana");

        await using var second = Process([.. database.Settings, new("Cpd:Keys:SecretFile", folder.File("secret"))], folder.Path);
        await using var stranger = Process([.. database.Settings, new("Cpd:Keys:Secret", new string('x', 32))], folder.Path);
        await using var forgetful = Process(database.Settings, folder.Path);

        KeysModule.Check(second);
        Assert.Equal("ana", Protector(second).Unprotect(signed));
        Assert.Contains("Cpd:Keys:Secret", Assert.Throws<StartupRefusedException>(() => KeysModule.Check(stranger)).Message, StringComparison.Ordinal);
        Assert.Throws<StartupRefusedException>(() => KeysModule.Check(forgetful));
        await using var db = database.OpenDb();
        Assert.DoesNotContain("<masterKey", Assert.Single(await db.Set<KeyRow>().ToListAsync()).Xml, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("short", "", "fewer than 32 characters")]
    [InlineData(Secret, "/nowhere", "both set")]
    [InlineData("", "/nowhere/at/all", "cannot be read")]
    public void A_secret_that_is_none_is_refused_with_a_sentence(string secret, string file, string says) => Assert.Contains(
        says, new KeysOptions.Check().Validate(null, new KeysOptions { Secret = secret, SecretFile = file }).FailureMessage, StringComparison.Ordinal);

    [Fact]
    public void What_is_stored_is_read_back_as_it_was()
    {
        using var database = TestDatabase.Create([new KeyTables()]);
        var keys = new StoredKeys(new Databases(database), TimeProvider.System);
        var key = System.Xml.Linq.XElement.Parse("""<key id="1"><descriptor a="ž"><secret>a  b</secret></descriptor></key>""");

        keys.StoreElement(key, "key-1");

        Assert.Equal([key.ToString()], keys.GetAllElements().Select(one => one.ToString()));
    }

    private const string Secret = "0123456789abcdef0123456789abcdef";

    private static IDataProtector Protector(ServiceProvider process) => process.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

    private static ServiceProvider Process(IEnumerable<KeyValuePair<string, string?>> settings, string? folder = null, Action<IServiceCollection>? more = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).AddInMemoryCollection([.. folder is null ? [] : new[] { new KeyValuePair<string, string?>("Cpd:DataDirectory", folder) }]).Build();
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton(TimeProvider.System)
            .AddSingleton(Roles.From(configuration))
            .AddKeyTable()
            .AddEventLog(configuration)
            .AddKeptKeys(configuration);
        more?.Invoke(services);
        return services.BuildServiceProvider();
    }

    private sealed class Databases(TestDatabase database) : IDbContextFactory<CpdDb>
    {
        public CpdDb CreateDbContext() => database.OpenDb();
    }
}
