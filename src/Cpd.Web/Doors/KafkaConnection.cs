using Cpd.EventLog.Kafka;
using Cpd.Web.Cli.Checks;
using Cpd.Web.Hosting.Health;
using Microsoft.Extensions.Options;

namespace Cpd.Web.Doors;

/// <summary>What the host adds where the log is Kafka: settings that are looked at before anything starts, the check of the connection, and the doors.</summary>
internal static class KafkaConnection
{
    /// <param name="readsDoors">Whether this process reads the company's own topics: who takes events in over HTTP does.</param>
    public static IServiceCollection AddKafkaConnection(this IServiceCollection services, IConfiguration configuration, bool readsDoors = true)
    {
        services.AddKafka(configuration);
        services.AddOptions<DoorList>().Bind(configuration.GetSection(KafkaOptions.Section)).ValidateOnStart();
        services
            .AddSingleton<IValidateOptions<DoorList>, DoorListCheck>()
            .AddSingleton<IConnectionCheck, KafkaConnectionCheck>();
        return readsDoors ? services.AddDoors(configuration.GetSection(DoorOptions.Section).GetChildren().Count()) : services;
    }

    private static IServiceCollection AddDoors(this IServiceCollection services, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var number = i;
            services.AddSingleton<ITopicDoor>(provider =>
                new TopicDoor(provider.GetRequiredService<IOptions<DoorList>>().Value.Doors[number], provider.GetRequiredService<TimeProvider>()));
        }
        if (count == 0) return services;

        services.AddSingleton<DoorWorkspaces>().AddHealthChecks().AddCheck<DoorsHealth>("doors");
        return services;
    }
}
