using Cpd.Engine.Commands;
using Cpd.Engine.Journeys;
using Cpd.Engine.UserView;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Engine;

/// <summary>The engine's parts, in the order in which data passes through them.</summary>
public static class EngineModule
{
    public static IServiceCollection AddEngine(this IServiceCollection services, IConfiguration configuration) => services
        .AddCommands(configuration)
        .AddJourneys()
        .AddUserView();
}
