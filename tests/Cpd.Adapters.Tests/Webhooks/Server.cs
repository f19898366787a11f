using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cpd.Adapters.Tests.Webhooks;

/// <summary>A server on a free port of this machine.</summary>
internal sealed class Server : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Server(WebApplication app) => _app = app;

    /// <summary>Ends with a slash.</summary>
    public string Url => _app.Urls.First() + "/";

    public IServiceProvider Services => _app.Services;

    public ConcurrentQueue<(string Method, string Path, string? Key, string Body)> Requests { get; } = new();

    /// <summary>A company's server: answers everything in one way.</summary>
    public static async Task<Server> Start(RequestDelegate answer)
    {
        Server? server = null;
        return server = await Start(_ => { }, app => app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            server!.Requests.Enqueue((
                context.Request.Method, context.Request.Path, context.Request.Headers["Idempotency-Key"], await reader.ReadToEndAsync()));
            await answer(context);
        }));
    }

    public static async Task<Server> Start(Action<IServiceCollection> services, Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        services(builder.Services);
        var app = builder.Build();
        map(app);
        await app.StartAsync();
        return new Server(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
