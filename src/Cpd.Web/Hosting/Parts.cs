using Cpd.Adapters;
using Cpd.Engine;
using Cpd.EventLog;
using Cpd.Web.Access;
using Cpd.Web.Access.Oidc;
using Cpd.Web.Doors;
using Cpd.Web.Hosting.Keys;
using Cpd.Web.WhatsApp;

namespace Cpd.Web.Hosting;

public static class Parts
{
    /// <summary>What keeps data and works on it, in the order in which an event passes through: also what a migration is written from.</summary>
    public static IServiceCollection AddParts(this IServiceCollection services, IConfiguration configuration)
    {
        var roles = Roles.From(configuration);
        if (roles.Log is LogKind.Kafka) services.AddKafkaConnection(configuration, readsDoors: roles.IsWeb);
        return services
            .AddSingleton(TimeProvider.System)
            .AddSingleton(roles)
            .AddKeyTable()
            .AddAccessTables()
            .AddOidcOptions(configuration)
            .AddKeptKeys(configuration)
            .AddEngine(configuration, runs: roles.IsEngine)
            .AddAdapters(configuration, runs: roles.IsAdapter)
            .AddTemplateFetch(refreshes: roles.IsAdapter)
            .AddEventLog(configuration);
    }
}
