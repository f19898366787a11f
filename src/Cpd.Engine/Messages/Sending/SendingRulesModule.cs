using Cpd.EventLog.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Engine.Messages.Sending;

public static class SendingRulesModule
{
    /// <summary>Where the rules of sending lie, who saves and who shows them; <see cref="Journeys.Publishing.JourneyCatalogs"/> keeps them for the engine.</summary>
    public static IServiceCollection AddSendingRules(this IServiceCollection services) => services
        .AddSingleton<ITableMap, SendingRulesTables>()
        .AddSingleton<SendingRulesKeeper>()
        .AddSingleton<StoredSendingRules>();
}
