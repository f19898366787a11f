using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Cpd.Adapters.Dispatch;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Reports;
using Cpd.Adapters.Tests.Dispatch;
using Cpd.Adapters.Tests.Webhooks;
using Cpd.Contracts;
using Cpd.EventLog;
using Cpd.Tests;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Adapters.Tests.Reports;

/// <summary>The receivers behind a real server, in front of a real log file.</summary>
internal sealed class Receivers : IAsyncDisposable
{
    public const string Secret = "a-secret-of-16-chars";

    private static readonly HttpClient Http = new();

    private readonly TemporaryFolder _folder;
    private readonly TestDatabase _database;
    private readonly FileLog _log;
    private readonly Server _server;

    private Receivers(TemporaryFolder folder, TestDatabase database, FileLog log, Server server)
    {
        _folder = folder;
        _database = database;
        _log = log;
        _server = server;
    }

    public static DateTimeOffset Now { get; } = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public IReadOnlyList<LogRecord> Commands => _log.All(Topic.Commands);

    public static async Task<Receivers> Start(params (string Name, string Value)[] settings)
    {
        var folder = new TemporaryFolder();
        var clock = new FakeClock();
        var database = LogOfTests.Create();
        var log = new FileLog(database, clock);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Cpd:DataDirectory"] = folder.Path,
            ["Cpd:Infobip:Webhooks:Secret"] = Secret,
        }).AddInMemoryCollection(settings.ToDictionary(one => one.Name, one => (string?)one.Value)).Build();
        var server = await Server.Start(
            services => services
                .AddSingleton<TimeProvider>(clock)
                .AddSingleton<IEventLog>(log)
                .AddSingleton<IOwnAddress>(new Nowhere())
                .AddInfobip(configuration)
                .AddDispatch(configuration),
            app => app.MapInfobipWebhooks());
        return new Receivers(folder, database, log, server);
    }

    public async Task<HttpStatusCode> Post(string what, string body, string secret = Secret, AuthenticationHeaderValue? user = null, (string Name, string Value)? header = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{_server.Url}hooks/infobip/{secret}/{what}");
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.Authorization = user;
        if (header is { } extra) request.Headers.TryAddWithoutValidation(extra.Name, extra.Value);
        using var response = await Http.SendAsync(request);
        return response.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _log.Dispose();
        _database.Dispose();
        _folder.Dispose();
    }

    private sealed class Nowhere : IOwnAddress
    {
        public Uri Get() => new("http://127.0.0.1:1");
    }
}
