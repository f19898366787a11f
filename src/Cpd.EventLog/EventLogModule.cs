using Cpd.EventLog.Consuming;
using Cpd.EventLog.Embedded;
using Cpd.EventLog.Files;
using Cpd.EventLog.Kafka;
using Cpd.EventLog.Storage;
using Cpd.EventLog.Keeping;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cpd.EventLog;

public static class EventLogModule
{
    /// <summary>The log and its database. Register all groups before: MassTransit gets their consumers here.</summary>
    public static IServiceCollection AddEventLog(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<EmbeddedLogOptions>()
            .Bind(configuration.GetSection("Cpd:Embedded"))
            .Validate(options => options.Partitions is >= 1 and <= 1024, "Cpd:Embedded:Partitions must be between 1 and 1024.")
            .Validate(options => options.WindowSize >= 1, "Cpd:Embedded:WindowSize must be at least 1.")
            .ValidateOnStart();

        var roles = Roles.From(configuration);
        services.TryAddSingleton(roles);
        services.AddSingleton(_ => Database.From(configuration));
        services.AddSingleton<IDbContextFactory<CpdDb>, DatabaseContexts>();
        services.AddSingleton<ITableMap, LogTables>();
        services.AddSingleton<ITableMap, FileTables>();
        services.AddSingleton<StoredFiles>();
        services.AddSingleton<IAges, UnsavedFiles>();
        services.AddSingleton<IDeadLetters, DeadLetters>();
        services.AddKeeping(configuration, runs: roles.IsEngine);
        if (roles.Log is LogKind.Kafka) services.AddKafkaLog(configuration);
        else services.AddEmbeddedLog();

        var consumers = services.Select(service => service.ImplementationInstance).OfType<LogGroup>().Select(group => group.Consumer).ToList();
        if (roles.Log is LogKind.Kafka) consumers.Add(typeof(DoorConsumer));
        services.AddMassTransit(bus =>
        {
            // A self-hosted product does not call home.
            bus.DisableUsageTelemetry();
            foreach (var consumer in consumers) bus.AddConsumer(consumer).ExcludeFromConfigureEndpoints();
            bus.AddConfigureEndpointsCallback((_, endpoint) => endpoint.UseRawJsonDeserializer());
            bus.UsingInMemory();
        });

        // After MassTransit: the pipelines stand when the first window comes.
        if (roles.Log is LogKind.Kafka) services.AddHostedService(provider => provider.GetRequiredService<KafkaEventLog>());
        else services.AddHostedService(provider => provider.GetRequiredService<EmbeddedEventLog>());
        return services;
    }

    private static void AddEmbeddedLog(this IServiceCollection services) => services
        .AddSingleton<EmbeddedEventLog>()
        .AddSingleton<IEventLog>(provider => provider.GetRequiredService<EmbeddedEventLog>())
        .AddSingleton<ILogPositions>(provider => provider.GetRequiredService<EmbeddedEventLog>())
        .AddSingleton<ILogStatus>(provider => provider.GetRequiredService<EmbeddedEventLog>());
}
