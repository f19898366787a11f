using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Cpd.Contracts;
using Cpd.Engine.Commands;
using Cpd.Engine.Identities;
using Cpd.Engine.Journeys.Publishing;
using Cpd.Engine.Templates.Stored;
using Cpd.Engine.UserView;
using Cpd.Engine.Workspaces;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Cpd.Tests;
using Cpd.Web.Access;
using Cpd.Web.Api;
using Cpd.Web.Features.People;
using Cpd.Web.Tests.Features;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cpd.Web.Tests.Api;

/// <summary>The HTTP intake on a free port, before a log that only notes what it is given.</summary>
public sealed class TestIntake : IAsyncLifetime
{
    private readonly TimeProvider _clock;
    private WebApplication? _app;

    public TestIntake() : this(TimeProvider.System)
    {
    }

    internal TestIntake(TimeProvider clock) => _clock = clock;

    internal NotingLog Log { get; private set; } = null!;

    /// <summary>What the workspace has published.</summary>
    internal FakeJourneys Journeys { get; } = new();

    /// <summary>Under /v1, with their methods; those of the intake say none, as they answer other methods themselves.</summary>
    internal IReadOnlyList<(IReadOnlyList<string> Methods, string Path)> Mapped =>
    [
        .. ((IEndpointRouteBuilder)_app!).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Select(endpoint => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [HttpMethods.Post], endpoint.RoutePattern.RawText!)),
    ];

    internal WriteKeys Keys => _app!.Services.GetRequiredService<WriteKeys>();

    /// <summary>A new key of the demo workspace.</summary>
    internal Task<string> Key(KeyScopes scopes, int? ratePerSecond = null) =>
        Log.Write(transaction => Keys.Create(transaction, "demo", "Test", scopes, ratePerSecond, "Ana"), CancellationToken.None);

    public HttpClient Http { get; } = new();

    public string Url { get; private set; } = "";

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services
            .AddSingleton(_clock)
            .AddSingleton<IDbContextFactory<CpdDb>>(services => TestDatabase.Create(services.GetServices<ITableMap>()))
            .AddSingleton<NotingLog>()
            .AddSingleton<IEventLog>(provider => provider.GetRequiredService<NotingLog>())
            .AddCommands(builder.Configuration)
            .AddAccessTables()
            .AddStoredTemplates()
            .AddSingleton<IJourneyLibrary>(Journeys)
            .AddSingleton<LiveFeed>()
            .AddSingleton<IDeadLetters>(new FakeLetters())
            .AddSingleton<ILogPositions>(provider => provider.GetRequiredService<NotingLog>())
            .AddSingleton<UserViewRebuild>()
            .AddSingleton(services => new PersonFile(null!, services.GetRequiredService<KnownIds>(), null!, null!, _clock))   // no test reads people here
            .AddOperationsApi()
            .AddTrackingApi(builder.Configuration);
        _app = builder.Build();
        _app.MapApi();

        Log = _app.Services.GetRequiredService<NotingLog>();
        await DemoWorkspace.Seed(Log, Keys, withDemoKey: true, ownKey: null, CancellationToken.None);
        await _app.StartAsync();

        Url = _app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();
        Http.BaseAddress = new Uri(Url);
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await _app!.DisposeAsync();
    }

    internal Task<Reply> Post(string path, string json, string? key = DemoWorkspace.WriteKey) => Post(path, Encoding.UTF8.GetBytes(json), key);

    internal async Task<Reply> Post(string path, byte[] body, string? key = DemoWorkspace.WriteKey, string? encoding = null, Action<HttpRequestMessage>? more = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (encoding is not null) request.Content.Headers.ContentEncoding.Add(encoding);
        if (key is not null) request.Headers.Authorization = Basic(key);
        more?.Invoke(request);
        return await Send(request);
    }

    internal async Task<Reply> Send(HttpRequestMessage request)
    {
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new Reply((int)response.StatusCode, text, response.Headers);
    }

    /// <summary>What the audit log has of something: who, what, and what came of it.</summary>
    internal async Task<IReadOnlyList<string>> Acts(string subject)
    {
        await using var db = await _app!.Services.GetRequiredService<IDbContextFactory<CpdDb>>().CreateDbContextAsync();
        return [.. (await db.Set<AuditRow>().Where(row => row.Subject == subject).OrderBy(row => row.Id).ToListAsync()).Select(row => $"{row.Workspace}: {row.Who} {row.Act} {row.After}")];
    }

    internal static AuthenticationHeaderValue Basic(string key) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":")));
}

internal sealed record Reply(int Status, string Text, HttpResponseHeaders Headers)
{
    public JsonElement Json => JsonElement.Parse(Text);

    public string? Code => Json.TryGetProperty("code", out var code) ? code.GetString() : null;

    public string? Message => Json.TryGetProperty("message", out var message) ? message.GetString() : null;
}

/// <summary>Takes everything and keeps it; a test asks by ids of its own.</summary>
internal sealed class NotingLog(IDbContextFactory<CpdDb> databases) : IEventLog, ILogPositions
{
    private readonly Lock _lock = new();
    private readonly List<LogRecord> _records = [];

    public IReadOnlyList<LogRecord> Records => From(0);

    public int Count
    {
        get
        {
            lock (_lock) return _records.Count;
        }
    }

    public int Partitions => 1;

    /// <summary>It takes nothing, as Kafka does not while it is away.</summary>
    public bool IsAway { get; set; }

    public IReadOnlyList<LogRecord> From(int first)
    {
        lock (_lock) return _records[first..];
    }

    public Task Append(IReadOnlyList<LogRecord> records, CancellationToken ct)
    {
        if (IsAway) return Task.FromException(new LogUnavailableException("Kafka at 10.0.0.7:9092 did not confirm the records in time.", null));
        Keep(records);
        return Task.CompletedTask;
    }

    /// <summary>What came in under a user id.</summary>
    public IReadOnlyList<ICommand> Of(string user) =>
        [.. Records.Select(record => (ICommand)record.Body).Where(command => Who(command)?.User == user)];

    public static GivenIds? Who(ICommand command) => command switch
    {
        Identify it => it.Who,
        Track it => it.Who,
        Group it => it.Who,
        Alias it => it.Who,
        EnrolPerson it => it.Who,
        SendMessage it => it.Who,
        ForgetPerson it => it.Who,
        _ => null,
    };

    public async Task<T> Write<T>(Func<LogTransaction, Task<T>> work, CancellationToken ct)
    {
        var transaction = new Transaction(databases, Keep);
        var result = await work(transaction);
        transaction.Committed();
        return result;
    }

    public Task<IReadOnlyList<LogRecord>> Read(Topic topic, int partition, long from, int most, CancellationToken ct) => throw new NotSupportedException();

    public void Rewind(LogTransaction transaction, string group) => throw new NotSupportedException();

    public Task<long> Left(string group, CancellationToken ct) => Task.FromResult(0L);

    private void Keep(IReadOnlyList<LogRecord> records)
    {
        lock (_lock) _records.AddRange(records);
    }

    private sealed class Transaction(IDbContextFactory<CpdDb> databases, Action<IReadOnlyList<LogRecord>> keep) : LogTransaction
    {
        public override DateTimeOffset Now => TimeProvider.System.GetUtcNow();

        public override SqlSession Sql => throw new NotSupportedException();

        public override void Append(LogRecord record) => OnCommitted(() => keep([record]));

        public override CpdDb OpenDb() => databases.CreateDbContext();

        public void Committed()
        {
            foreach (var action in TakeCommitted()) action();
        }
    }
}
