using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Cpd.Adapters.Accounts;
using Cpd.Adapters.Dispatch;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Reports;
using Cpd.Adapters.Tests.Accounts;
using Cpd.Adapters.Tests.Dispatch;
using Cpd.Adapters.Tests.Webhooks;
using Cpd.Contracts;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Cpd.Tests;
using Microsoft.EntityFrameworkCore;
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
                .AddSingleton(new Roles(Role.All, LogKind.Embedded, DatabaseKind.Sqlite))
                .AddSingleton<IDbContextFactory<CpdDb>>(database)
                .AddSingleton(AccountsOfTests.Keys)
                .AddInfobip(configuration)
                .AddDispatch(configuration),
            app => app.MapInfobipWebhooks());
        return new Receivers(folder, database, log, server);
    }

    /// <summary>Changes accounts as another process would.</summary>
    public async Task<AccountBook> Change(Func<AccountKeeper, LogTransaction, Task> change)
    {
        var book = AccountsOfTests.Book(_database);
        await new TestWrites(_database, new FakeClock()).Write(async transaction =>
        {
            await change(AccountsOfTests.Keeper(book), transaction);
            return true;
        });
        await _server.Services.GetRequiredService<AccountBook>().Refresh(default);
        return book;
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
