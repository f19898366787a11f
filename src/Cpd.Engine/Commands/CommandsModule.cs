using Cpd.Contracts;
using Cpd.Engine.Identities;
using Cpd.Engine.Workspaces;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Engine.Commands;

public static class CommandsModule
{
    /// <summary>
    /// The command processor with identities, workspaces and keys. Needs an <see cref="IJourneyDirectory"/> and an
    /// <see cref="IJourneyCommands"/> beside it.
    /// </summary>
    public static IServiceCollection AddCommands(this IServiceCollection services, IConfiguration configuration)
    {
        _ = configuration;
        return services
            .AddSingleton<ITableMap, CommandTables>()
            .AddSingleton<ITableMap, IdentityTables>()
            .AddSingleton<ITableMap, WorkspaceTables>()
            .AddSingleton<WriteKeys>()
            .AddSingleton<KnownIds>();
    }

    public static IServiceCollection RunCommands(this IServiceCollection services) => services
        .AddSingleton<SeenMessages>()
        .AddLogGroup<CommandProcessor>(CommandProcessor.Group, Topic.Commands, order: 10);
}
