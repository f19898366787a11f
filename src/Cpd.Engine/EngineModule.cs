using Cpd.Engine.Commands;
using Cpd.Engine.Journeys;
using Cpd.Engine.UserView;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Engine;

/// <summary>The engine's parts, in the order in which data passes through them.</summary>
public static class EngineModule
{
    /// <param name="runs">Whether this process takes windows; the others only look at what is there.</param>
    public static IServiceCollection AddEngine(this IServiceCollection services, IConfiguration configuration, bool runs = true)
    {
        services.AddCommands(configuration).AddJourneys().AddUserView();
        return runs ? services.RunCommands().RunJourneys().RunUserView() : services;
    }
}
