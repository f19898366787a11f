using Cpd.Adapters.Webhooks;
using Cpd.EventLog.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Adapters.Accounts;

public static class AccountsModule
{
    /// <summary>Accounts, senders and rates of workspaces. Needs an <see cref="Microsoft.AspNetCore.DataProtection.IDataProtectionProvider"/> whose keys all processes share.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services) => services
        .AddSingleton<ITableMap, AccountTables>()
        .AddSingleton<KeySeal>()
        .AddSingleton<AccountBook>()
        .AddSingleton<AccountKeeper>()
        .AddSingleton<WebhookSigning>()
        .AddSingleton<ChannelQueries>()
        .AddSingleton<WhatsAppSenders>()
        .AddHostedService<AccountWatch>();
}
