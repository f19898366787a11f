using Cpd.Adapters.Accounts;
using Cpd.Adapters.Infobip.Chat;
using Cpd.Adapters.Infobip.Email;
using Cpd.Adapters.Preferences;
using Cpd.Adapters.Tests.Dispatch;
using Cpd.EventLog;
using Cpd.EventLog.Files;
using Cpd.EventLog.Storage;
using Cpd.Tests;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cpd.Adapters.Tests.Accounts;

/// <summary>Accounts in a database of the test's own, sealed with keys that last as long as the tests.</summary>
internal static class AccountsOfTests
{
    public static IDataProtectionProvider Keys { get; } = new EphemeralDataProtectionProvider();

    public static AccountBook Book(TestDatabase database) => new(database, new KeySeal(Keys), NullLogger<AccountBook>.Instance);

    public static AccountKeeper Keeper(AccountBook book) => new(book, new KeySeal(Keys));

    /// <summary>For parts that only want to know that nobody has an account of their own.</summary>
    public static IServiceCollection AddAccountsOfTests(this IServiceCollection services, DatabaseKind? database = null) => services
        .AddSingleton<IDbContextFactory<CpdDb>>(_ => TestDatabase.Create([new AccountTables(), new PreferenceTables(), new FileTables(), new RcsCapabilityTables(), new AddressCheckTables(), new LogOfTests()], database))
        .AddSingleton<IEventLog>(all => new FileLog((TestDatabase)all.GetRequiredService<IDbContextFactory<CpdDb>>(), all.GetService<TimeProvider>() ?? TimeProvider.System))
        .AddSingleton(Keys)
        .AddSingleton<StoredFiles>()
        .AddSingleton<KeySeal>()
        .AddSingleton<AccountBook>();
}
