using Cpd.Adapters.Dispatch;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Sandbox;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Adapters;

/// <summary>What talks to the world outside, in the order in which a message leaves and its reports come back.</summary>
public static class AdaptersModule
{
    /// <param name="runs">Whether this process sends; the others receive reports and show what became of messages.</param>
    public static IServiceCollection AddAdapters(this IServiceCollection services, IConfiguration configuration, bool runs = true)
    {
        services.AddDispatch(configuration).AddInfobip(configuration).AddInfobipSandbox(configuration);
        return runs ? services.RunDispatch() : services;
    }
}
