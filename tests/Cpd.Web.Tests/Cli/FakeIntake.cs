using System.IO.Compression;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cpd.Web.Tests.Cli;

/// <summary>An intake that answers as it is told, and notes whom each batch it took was about.</summary>
internal sealed class FakeIntake : IAsyncDisposable
{
    private readonly WebApplication _server;

    private FakeIntake(WebApplication server) => _server = server;

    public string Url => _server.Urls.Single();

    /// <summary>User ids and message ids of the batches that were answered 200, in order.</summary>
    public List<(string User, string Message)> Taken { get; } = [];

    public int Asked { get; private set; }

    /// <summary>What to answer to the n-th batch, from 1: a status, a body, a Retry-After in seconds; null: take it.</summary>
    public Func<int, JsonElement[], (int Status, string Body, string? RetryAfter)?> Answer { get; set; } = (_, _) => null;

    public static async Task<FakeIntake> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        var intake = new FakeIntake(server);
        server.MapPost("/v1/batch", intake.Take);
        await server.StartAsync();
        return intake;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task Take(HttpContext http)
    {
        Assert.Equal("gzip", http.Request.Headers.ContentEncoding);
        await using var unpacked = new GZipStream(http.Request.Body, CompressionMode.Decompress);
        using var body = await JsonDocument.ParseAsync(unpacked);
        var batch = body.RootElement.GetProperty("batch").EnumerateArray().ToArray();

        var (status, text, retryAfter) = Answer(++Asked, batch) ?? (200, """{"success":true}""", null);
        if (status == 200) Taken.AddRange(batch.Select(one => (one.GetProperty("userId").GetString()!, one.GetProperty("messageId").GetString()!)));
        if (retryAfter is not null) http.Response.Headers.RetryAfter = retryAfter;
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(text);
    }
}
