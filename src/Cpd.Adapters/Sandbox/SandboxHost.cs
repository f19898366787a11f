using Cpd.Adapters.Infobip;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cpd.Adapters.Sandbox;

/// <summary>The sandbox as a server of its own: for tests and measurements, where it must not share a process with what it serves.</summary>
public static class SandboxHost
{
    /// <param name="url">Where it listens; port 0 takes a free one, to be read from <c>Urls</c> once it runs.</param>
    /// <param name="file">What it received is kept here; a file that is there is continued.</param>
    /// <param name="configure">Keys, security of webhooks, where inbound messages go.</param>
    /// <returns>Start it with <c>StartAsync</c> or <c>RunAsync</c>; dispose it to end it.</returns>
    public static WebApplication Build(string url, string file, Action<SandboxOptions>? configure = null, string basePath = InfobipEndpoint.SandboxPath)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddInfobipSandbox(builder.Configuration);
        builder.Services.PostConfigure<SandboxOptions>(options =>
        {
            options.Enabled = true;
            options.File = file;
            configure?.Invoke(options);
        });

        var app = builder.Build();
        // Opened before anybody is answered: a file that cannot be written is refused here, and not call by call.
        _ = app.Services.GetRequiredService<SandboxService>().Store;
        app.MapInfobipSandbox(basePath);
        // Some clients know a host only, and no path below it.
        if (basePath.Length > 0) app.MapInfobipSandbox("");
        return app;
    }
}
