using Cpd.Adapters;
using Cpd.Adapters.Infobip.Reports;
using Cpd.Adapters.Sandbox;
using Cpd.Engine.Journeys;
using Cpd.EventLog;
using Cpd.EventLog.Description;
using Cpd.EventLog.Storage;
using Cpd.Web.Access;
using Cpd.Web.Access.Oidc;
using Cpd.Web.Api;
using Cpd.Web.Api.Description;
using Cpd.Web.Cli;
using Cpd.Web.Demo;
using Cpd.Web.Doors;
using Cpd.Web.Features.People;
using Cpd.Web.Features.Phone;
using Cpd.Web.Features.Preferences;
using Cpd.Web.Features.Reports;
using Cpd.Web.Features.Templates;
using Cpd.Web.Features.UserView;
using Cpd.Web.Hosting;
using Cpd.Web.Hosting.Health;
using Cpd.Web.Hosting.Keys;
using Cpd.Web.Shell;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Options;

if (CommandLine.IsMeant(args)) return await CommandLine.Run(args, Console.Out, Console.Error);

try
{
    await Serve(args);
    return 0;
}
catch (Exception fault) when (StartRefusal.Of(fault) is { } sentence)
{
    await Console.Error.WriteLineAsync(sentence);
    return 1;
}

static async Task Serve(string[] args)
{
    args = DemoModule.TakeSwitch(args, out var demoWanted);

    // Settings and pages are beside the program, wherever it is started from; its data are where it is started.
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });

    // Packages' styles and scripts also from build output, whatever the environment is called.
    builder.WebHost.UseStaticWebAssets();

    ListenAddress.Apply(builder);
    var roles = Roles.From(builder.Configuration);
    LogFormat.Apply(builder.Logging, builder.Configuration);
    LogsWithoutSecrets.Apply(builder.Logging);
    using var onlyProcess = roles.Database is DatabaseKind.Sqlite ? DataDirectoryLock.Take(SqliteDatabase.From(builder.Configuration).Folder) : null;

    // Whoever stops programs gives them ten seconds at least, as Docker does; what is left over is for the process itself.
    builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(9));
    builder.Services
        .AddHostedService<Telemetry>()        // stands before there is anything to tell
        .AddSingleton<DatabaseUpdate>()
        .AddSingleton<IOwnAddress, OwnAddress>()
        .AddSingleton<Metrics>()
        .AddSingleton<HostMetrics>()
        .AddParts(builder.Configuration)
        .AddHealth();
    if (roles.IsWeb)
    {
        builder.Services
            .AddSingleton<WebMetrics>()
            .AddSingleton<CircuitHandler>(services => services.GetRequiredService<WebMetrics>())
            .AddSingleton<FirstStart>()
            .AddHostedService(services => services.GetRequiredService<FirstStart>())
            .AddTrackingApi(builder.Configuration)
            .AddSingleton<LogDescription>()
            .AddOperationsApi()
            .AddAccess(builder.Configuration)
            .AddDemo()
            .AddPages();
    }

    StopPause.From(builder.Configuration);   // what it cannot be is said at the start
    StopTimes.Apply(builder.Services);
    builder.Services.AddHostedService<StopPause>();
    var app = builder.Build();
    app.Services.GetService<IStartupValidator>()?.Validate();   // as `cpd check` does: settings before anything is connected to
    await app.Services.GetRequiredService<DatabaseUpdate>().Run(CancellationToken.None);   // before anything looks for its tables
    KeysModule.Check(app.Services);
    if (app.Services.GetService<DoorWorkspaces>() is { } doors && await doors.Problems(CancellationToken.None) is { Count: > 0 } strange)
        throw new StartupRefusedException(string.Join(Environment.NewLine, strange));
    app.Services.GetRequiredService<Metrics>();   // listens from the start
    app.Services.GetRequiredService<HostMetrics>();

    app.Use((http, next) => Telemetry.Name(http, next));

    app.MapHealth();
    app.MapGet("/metrics", (Metrics metrics) => Results.Text(metrics.ToText(), "text/plain; version=0.0.4")).AllowAnonymous().DisableHttpMetrics();

    if (roles.IsWeb) MapWeb(app, demoWanted);

    var log = app.Services.GetRequiredService<ILogStatus>();
    await app.RunAsync();
    // What the log was refused in the background ends the program as well, and is said in the same way.
    if (log.Running is { IsFaulted: true, Exception: var fault } && StartRefusal.Of(fault) is { } refused) throw new StartupRefusedException(refused);
}

static void MapWeb(WebApplication app, bool demoWanted)
{
    app.Services.GetRequiredService<WebMetrics>();   // listens from the start, too

    Proxies.Use(app);
    app.Use(SecurityHeaders.Add);

    // People who mistyped an address get a page; programs that asked an API get its bare answer.
    app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
    app.Use((http, next) =>
    {
        var isForPeople = HttpMethods.IsGet(http.Request.Method) && http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);
        if (!isForPeople) http.Features.Get<IStatusCodePagesFeature>()!.Enabled = false;
        return next(http);
    });
    app.UseRateLimiter();
    app.UseAuthentication();
    app.UseAuthorization();
    app.Use(CallerOfRequest.Find);
    app.UseAntiforgery();
    app.MapStaticAssets().AllowAnonymous();

    // What programs call brings a key or a secret of its own, or is there for everybody.
    var open = app.MapGroup("").AllowAnonymous();
    open.MapApi();
    open.MapInfobipWebhooks();
    open.MapPreferences();
    app.MapGroup("").RequireAuthorization(FromHere.OrEverywhere(Right.UsePhone)).MapInfobipSandbox();
    open.MapGet("/schemas/journey.json", () => Results.Text(JourneySchema.Json, "application/schema+json"));
    open.MapGet("/openapi.json", () => Results.Bytes(ApiDescription.Json, "application/vnd.oai.openapi+json;version=3.1"));
    open.MapGet("/asyncapi.json", (LogDescription log) => Results.Bytes(log.Json, "application/vnd.aai.asyncapi+json;version=3.0.0"));
    ReportExports.Map(app);
    PersonExports.Map(app);
    ChatMedia.Map(app);
    AttachmentEndpoints.Map(app);
    InboxFiles.Map(app);
    app.MapGet("/journeys/gallery/{id}.json", (string id) =>
        JourneyGallery.All.FirstOrDefault(ready => ready.Id == id) is { } ready ? Results.Text(ready.Json, "application/json") : Results.NotFound());

    app.MapWorkspaceAddress();
    app.MapOidc();
    app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);   // SecurityHeaders says it

    app.Lifetime.ApplicationStarted.Register(() => OpenDoors.Warn(app));
    app.Lifetime.ApplicationStarted.Register(() => _ = app.Services.GetRequiredService<SetupCode>().Announce(app.Lifetime.ApplicationStopping));
    if (demoWanted) app.Lifetime.ApplicationStarted.Register(app.Services.GetRequiredService<IDemoShoppers>().Start);
}
