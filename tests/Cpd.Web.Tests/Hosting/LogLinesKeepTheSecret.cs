using System.Collections.Concurrent;
using Cpd.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cpd.Web.Tests.Hosting;

/// <summary>The address that Infobip reports to holds what only Infobip may know; log files are read by more people.</summary>
public sealed class LogLinesKeepTheSecret : IAsyncLifetime
{
    private const string Secret = "s3cr3tPiece0fThePath";

    private readonly Everything _lines = new();
    private WebApplication? _app;
    private HttpClient? _http;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        // The most that an administrator can ask for.
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddFilter<Everything>(null, LogLevel.Trace).AddProvider(_lines);
        LogsWithoutSecrets.Apply(builder.Logging);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/hooks/infobip/{secret}/reports", () => Results.Ok());
        _app.MapGet("/fine/{name}", (string name) => name);
        await _app.StartAsync();
        var address = _app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();
        _http = new HttpClient { BaseAddress = new Uri(address) };
    }

    [Theory]
    [InlineData("/hooks/infobip/" + Secret + "/reports")]
    [InlineData("/Hooks/INFOBIP/" + Secret + "/reports")]
    [InlineData("/hooks/infobip/" + Secret + "/unknown?and=more")]
    [InlineData("/hooks/infobip/" + Secret)]
    public async Task It_stands_in_no_message_no_field_and_no_scope_at_any_level(string path)
    {
        (await _http!.PostAsync(new Uri(path, UriKind.Relative), null)).Dispose();

        Assert.Contains(_lines.All, line => line.Contains("/***", StringComparison.Ordinal));
        Assert.DoesNotContain(_lines.All, line => line.Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Other_addresses_stay_as_they_are()
    {
        await _http!.GetStringAsync(new Uri("/fine/ana", UriKind.Relative));

        Assert.Contains(_lines.All, line => line.Contains("/fine/ana", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("HTTP: POST /hooks/infobip/{secret}/reports", "HTTP: POST /hooks/infobip/{secret}/reports")]
    [InlineData("""POST "http://x/hooks/infobip/abc" done""", """POST "http://x/hooks/infobip/***" done""")]
    [InlineData("Request starting GET http://x/reset/ben.CfDJ8_-a - -", "Request starting GET http://x/reset/*** - -")]
    [InlineData("GET http://x/v1/people/ana@example.com/export - 200", "GET http://x/v1/people/***/export - 200")]
    [InlineData("GET http://x/v1/people/'o&brien{ - 404", "GET http://x/v1/people/*** - 404")]
    [InlineData("HTTP: GET /v1/people/{userId}", "HTTP: GET /v1/people/{userId}")]
    [InlineData("/hooks/infobip/a/reports and /hooks/infobip/b/inbound", "/hooks/infobip/***/reports and /hooks/infobip/***/inbound")]
    public void Only_the_secret_piece_is_taken_out(string text, string redacted) => Assert.Equal(redacted, LogsWithoutSecrets.Redact(text));

    public async Task DisposeAsync()
    {
        _http?.Dispose();
        if (_app is not null) await _app.DisposeAsync();
    }

    /// <summary>Keeps what it is given: messages, fields and scopes, one text each.</summary>
    private sealed class Everything : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _all = new();

        public IReadOnlyCollection<string> All => _all;

        public ILogger CreateLogger(string categoryName) => this;

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull
        {
            Keep(state);
            return null;
        }

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            _all.Enqueue(formatter(state, exception));
            Keep(state);
        }

        public void Dispose()
        {
        }

        private void Keep<TState>(TState state)
        {
            _all.Enqueue(state?.ToString() ?? "");
            foreach (var (name, value) in state as IEnumerable<KeyValuePair<string, object?>> ?? []) _all.Enqueue($"{name}={value}");
        }
    }
}
