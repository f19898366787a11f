using Cpd.EventLog.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Adapters.Preferences;

internal static class PreferencesModule
{
    /// <summary>People's own addresses in messages, and how the page looks that they lead to.</summary>
    public static IServiceCollection AddPreferences(this IServiceCollection services) => services
        .AddSingleton<ITableMap, PreferenceTables>()
        .AddSingleton<PreferenceLinks>()
        .AddSingleton<PersonalLinks>()
        .AddSingleton<PageLooks>()
        .AddSingleton<MailLogos>();
}
