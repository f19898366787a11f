using System.Security.Cryptography;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;

namespace Cpd.Web.Hosting.Keys;

/// <summary>
/// The keys that sign what a browser brings back: cookies, antiforgery tokens, the pieces a page is joined to its process
/// by; and that seal the keys of accounts. They are kept, so that a restart changes nothing for open pages, and shared by all processes on one database.
/// </summary>
internal static partial class KeysModule
{
    /// <summary>In the data directory, where the database is a file there.</summary>
    public const string FolderName = "data-protection-keys";

    /// <summary>The table, which every role's model has.</summary>
    public static IServiceCollection AddKeyTable(this IServiceCollection services) => services.AddSingleton<ITableMap, KeyTables>();

    /// <summary>For every role: pages sign with them, and what an account's key is sealed with is opened by whoever sends.</summary>
    public static IServiceCollection AddKeptKeys(this IServiceCollection services, IConfiguration configuration)
    {
        // Without a name of its own it is told apart by its folder, which another machine may have elsewhere.
        services.AddDataProtection().SetApplicationName("Cpd");
        services.AddOptions<KeysOptions>().Bind(configuration.GetSection(KeysOptions.Section)).ValidateOnStart();
        services
            .AddSingleton<IValidateOptions<KeysOptions>, KeysOptions.Check>()
            .AddSingleton<KeyLock>()
            .AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(options =>
                options.XmlEncryptor = provider.GetRequiredService<KeyLock>() is { IsThere: true } key ? new KeyLocker(key) : null));
        if (Roles.From(configuration).Database is DatabaseKind.Sqlite)
        {
            // The folder only where something is to be sealed or opened: a tool that looks leaves nothing behind.
            return services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(options =>
                options.XmlRepository = new FileSystemXmlRepository(Folder(SqliteDatabase.From(configuration).Folder), provider.GetRequiredService<ILoggerFactory>())));
        }

        return services
            .AddSingleton<StoredKeys>()
            .AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider =>
                new ConfigureOptions<KeyManagementOptions>(options => options.XmlRepository = provider.GetRequiredService<StoredKeys>()));
    }

    /// <summary>Before anything is signed: with another secret than the others a process would make keys that nobody else can read.</summary>
    /// <exception cref="StartupRefusedException">Some of the keys that are stored do not open.</exception>
    public static void Check(IServiceProvider services)
    {
        if (!services.GetRequiredService<KeyLock>().IsThere) Log.NoSecret(services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(KeysModule)));
        var (stored, opener) = (services.GetRequiredService<IOptions<KeyManagementOptions>>().Value.XmlRepository!, new KeyOpener(services));
        try
        {
            foreach (var locked in stored.GetAllElements().SelectMany(key => key.Descendants(KeyOpener.Element))) opener.Decrypt(locked);
        }
        catch (CryptographicException)
        {
            throw new StartupRefusedException(
                $"The keys that sign cookies and encrypt accounts were stored with another secret: set {KeysOptions.Section}:Secret (with SQLite the file {KeyLock.FileName}) back to its previous value.");
        }
    }

    /// <summary>Nobody else on this machine may read them.</summary>
    private static DirectoryInfo Folder(string data)
    {
        var path = Path.Combine(data, FolderName);
        if (OperatingSystem.IsWindows()) return Directory.CreateDirectory(path);

        return Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Cpd:Keys:Secret is not set: the keys that sign cookies and encrypt accounts are stored in plain text in the database. Create one for all processes: openssl rand -hex 32")]
        public static partial void NoSecret(ILogger logger);
    }
}
