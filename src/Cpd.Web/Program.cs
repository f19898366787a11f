using Cpd.Adapters;
using Cpd.Engine;
using Cpd.Web.Shell;

// Settings and pages are beside the program, wherever it is started from.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });

// Packages' styles and scripts also from build output, whatever the environment is called.
builder.WebHost.UseStaticWebAssets();

builder.Services
    .AddSingleton(TimeProvider.System)
    .AddEngine(builder.Configuration)
    .AddAdapters(builder.Configuration)
    .AddPages()
    .AddHealthChecks();

var app = builder.Build();

app.UseAntiforgery();
app.MapStaticAssets();
app.MapHealthChecks("/health/live");
app.MapRazorComponents<App>().AddInteractiveServerRenderMode();

await app.RunAsync();
