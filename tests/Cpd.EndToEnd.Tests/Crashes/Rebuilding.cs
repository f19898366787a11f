using Cpd.Adapters;
using Cpd.Engine.UserView;
using Cpd.EventLog.Embedded;
using Cpd.Web.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cpd.EndToEnd.Tests.Crashes;

/// <summary>Throws the user view away and makes it anew from the log, with the product's own parts, in this process.</summary>
internal static class Rebuilding
{
    /// <param name="dataDirectory">Of a product that does not run.</param>
    public static async Task UserView(string dataDirectory)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Cpd:DataDirectory"] = dataDirectory,
            ["Cpd:Infobip:BaseUrl"] = "http://127.0.0.1:9",   // nothing is to be sent, and nobody is there
            ["Cpd:Infobip:ApiKey"] = "none",
        });
        builder.Services.AddLogging().AddSingleton<IOwnAddress, Nowhere>().AddParts(builder.Configuration);
        using var host = builder.Build();
        await host.StartAsync();

        var log = host.Services.GetRequiredService<EmbeddedEventLog>();
        await log.Running;
        await host.Services.GetRequiredService<UserViewRebuild>().Start(CancellationToken.None);
        await RunningApp.Until(() => Task.FromResult(log.Lags.Values.Max()), lag => lag == 0, TimeSpan.FromMinutes(4));
        await host.StopAsync();
    }

    private sealed class Nowhere : IOwnAddress
    {
        public Uri Get() => new("http://127.0.0.1:9");
    }
}
