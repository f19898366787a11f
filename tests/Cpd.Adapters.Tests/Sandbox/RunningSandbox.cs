using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Sandbox;
using Cpd.Adapters.Sandbox.Phone;
using Cpd.Adapters.Tests.Infobip;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Adapters.Tests.Sandbox;

/// <summary>The real server on a free port, with a file in a folder of its own.</summary>
internal sealed class RunningSandbox : IAsyncDisposable
{
    private readonly Cpd.Tests.TemporaryFolder _folder = new();
    private readonly Action<SandboxOptions>? _configure;
    private WebApplication? _app;

    private RunningSandbox(Action<SandboxOptions>? configure) => _configure = configure;

    public HttpClient Http { get; private set; } = new();

    public string BaseUrl => _app!.Urls.First() + InfobipEndpoint.SandboxPath;

    public SandboxUpkeep Upkeep => _app!.Services.GetRequiredService<SandboxUpkeep>();

    public SandboxPhone Phone => _app!.Services.GetRequiredService<SandboxPhone>();

    public static async Task<RunningSandbox> Start(SandboxBehaviour? behaviour = null, Action<SandboxOptions>? configure = null)
    {
        var sandbox = new RunningSandbox(options =>
        {
            options.Behaviour = behaviour ?? new SandboxBehaviour { ReportDelayMs = 0, WebhookWindowMs = 0, TimeScale = 0.0005 };
            options.PushTimeout = Cpd.Tests.Patience.Limit;   // what is pushed again because of a stall would be one too many
            configure?.Invoke(options);
        });
        await sandbox.Launch();
        return sandbox;
    }

    public async Task Restart()
    {
        await _app!.DisposeAsync();
        await Launch();
    }

    public Account Account(string publicUrl = "http://127.0.0.1:9", string key = "sandbox-key", TimeProvider? clock = null) =>
        new(BaseUrl, key, publicUrl: publicUrl, clock: clock);

    public async Task Behave(SandboxBehaviour behaviour) =>
        (await Http.PutAsJsonAsync(BaseUrl + "/_control/behaviour", behaviour, JsonSerializerOptions.Web)).EnsureSuccessStatusCode();

    public async Task<SandboxCounts> Counts() => (await Http.GetFromJsonAsync<SandboxCounts>(BaseUrl + "/_control/counts"))!;

    public async Task<IReadOnlyList<ReceivedMessage>> Received(string query = "") =>
        (await Http.GetFromJsonAsync<IReadOnlyList<ReceivedMessage>>(BaseUrl + "/_control/messages" + query))!;

    /// <summary>Status and body, as a command line would show them.</summary>
    public async Task<(int Status, string Body)> Call(HttpMethod method, string path, string? body = null, string? authorization = "App sandbox-key")
    {
        using var request = new HttpRequestMessage(method, BaseUrl + path);
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var response = await Http.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public Task<(int Status, string Body)> Get(string path) => Call(HttpMethod.Get, path);

    public Task<(int Status, string Body)> Post(string path, string body) => Call(HttpMethod.Post, path, body);

    public async ValueTask DisposeAsync()
    {
        await _app!.DisposeAsync();
        Http.Dispose();
        _folder.Dispose();
    }

    private async Task Launch()
    {
        _app = SandboxHost.Build("http://127.0.0.1:0", _folder.File("sandbox.db"), _configure);
        await _app.StartAsync();
        Http.Dispose();
        Http = new HttpClient();
    }
}
