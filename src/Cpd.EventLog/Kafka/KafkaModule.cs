using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Cpd.EventLog.Kafka;

public static class KafkaModule
{
    /// <summary>
    /// Kafka's settings and the check of its connection. Nothing is connected, and no library loaded, before it is asked for.
    /// Whoever needs it adds it: the second time nothing happens.
    /// </summary>
    public static IServiceCollection AddKafka(this IServiceCollection services, IConfiguration configuration)
    {
        if (services.Any(service => service.ServiceType == typeof(KafkaClients))) return services;

        services.AddOptions<KafkaOptions>().Bind(configuration.GetSection(KafkaOptions.Section)).ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<KafkaOptions>, KafkaOptionsCheck>()
            .AddSingleton<KafkaClients>()
            .AddSingleton<KafkaTopics>()
            .AddSingleton<InstallationMark>()
            .AddSingleton<KafkaCheck>();
    }

    /// <summary>The log itself, on Kafka.</summary>
    internal static IServiceCollection AddKafkaLog(this IServiceCollection services, IConfiguration configuration) => services
        .AddKafka(configuration)
        .AddSingleton<KafkaEventLog>()
        .AddSingleton<IEventLog>(provider => provider.GetRequiredService<KafkaEventLog>())
        .AddSingleton<ILogPositions>(provider => provider.GetRequiredService<KafkaEventLog>())
        .AddSingleton<ILogStatus>(provider => provider.GetRequiredService<KafkaEventLog>());
}
