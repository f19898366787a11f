using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cpd.Adapters.Tests.Infobip;

/// <summary>A server on a free port that answers as the test says and keeps what it got.</summary>
internal sealed class LocalServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<Call> _calls = Channel.CreateUnbounded<Call>();

    private LocalServer(Func<Call, HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var call = new Call(context.Request.Path + context.Request.QueryString, await reader.ReadToEndAsync(),
                context.Request.Headers.ToDictionary(one => one.Key, one => one.Value.ToString(), StringComparer.OrdinalIgnoreCase));
            _calls.Writer.TryWrite(call);
            await answer(call, context);
        });
    }

    public string Url => _app.Urls.First();

    public static async Task<LocalServer> Start(Func<Call, HttpContext, Task> answer)
    {
        var server = new LocalServer(answer);
        await server._app.StartAsync();
        return server;
    }

    public static Task<LocalServer> Answering(int status, string body, params (string Name, string Value)[] headers) => Start((_, context) =>
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers) context.Response.Headers[name] = value;
        return context.Response.WriteAsync(body);
    });

    /// <summary>The next call, in the order in which they came.</summary>
    public Task<Call> Next() => _calls.Reader.ReadAsync().AsTask().WaitAsync(Cpd.Tests.Patience.Limit);

    public bool HadMore => _calls.Reader.TryPeek(out _);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    internal sealed record Call(string Path, string Body, IReadOnlyDictionary<string, string> Headers);
}
