using Cpd.EventLog.Kafka;
using Cpd.Web.Cli.Checks;
using Microsoft.Extensions.Options;

namespace Cpd.Web.Doors;

/// <summary>What the host adds where the log is Kafka: settings that are looked at before anything starts, and the check of the connection.</summary>
internal static class KafkaConnection
{
    public static IServiceCollection AddKafkaConnection(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddKafka(configuration);
        services.AddOptions<DoorList>().Bind(configuration.GetSection(KafkaOptions.Section)).ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<DoorList>, DoorListCheck>()
            .AddSingleton<IConnectionCheck, KafkaConnectionCheck>();
    }
}
