using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace Cpd.Web.Hosting.Keys;

/// <summary>
/// The keys that sign what a browser brings back: cookies, antiforgery tokens, the pieces a page is joined to its process
/// by. They are kept, so that a restart changes nothing for open pages, and shared by all processes on one database.
/// </summary>
internal static class KeysModule
{
    /// <summary>In the data directory, where the database is a file there.</summary>
    public const string FolderName = "data-protection-keys";

    /// <summary>The table, which every role's model has.</summary>
    public static IServiceCollection AddKeyTable(this IServiceCollection services) => services.AddSingleton<ITableMap, KeyTables>();

    /// <summary>For the role that has pages.</summary>
    public static IServiceCollection AddKeptKeys(this IServiceCollection services, IConfiguration configuration)
    {
        // Without a name of its own it is told apart by its folder, which another machine may have elsewhere.
        var keys = services.AddDataProtection().SetApplicationName("Cpd");
        if (Roles.From(configuration).Database is DatabaseKind.Sqlite)
        {
            keys.PersistKeysToFileSystem(Folder(SqliteDatabase.From(configuration).Folder));
            return services;
        }

        return services
            .AddSingleton<StoredKeys>()
            .AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider =>
                new ConfigureOptions<KeyManagementOptions>(options => options.XmlRepository = provider.GetRequiredService<StoredKeys>()));
    }

    /// <summary>Nobody else on this machine may read them.</summary>
    private static DirectoryInfo Folder(string data)
    {
        var path = Path.Combine(data, FolderName);
        if (OperatingSystem.IsWindows()) return Directory.CreateDirectory(path);

        return Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
