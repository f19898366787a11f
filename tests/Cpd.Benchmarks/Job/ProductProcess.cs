using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Cpd.Benchmarks.Job;

/// <summary>The product as users run it, in a process of its own, and what the system says it costs.</summary>
internal sealed class ProductProcess : IAsyncDisposable
{
    private readonly Process _process;
    private bool _disposed;

    private ProductProcess(Process process, Uri url, string folder)
    {
        _process = process;
        Folder = folder;
        Client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = url, Timeout = TimeSpan.FromMinutes(2) };
        Client.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String("demo-write-key:"u8));
    }

    public string Folder { get; }

    public HttpClient Client { get; }

    /// <summary>User and system time since the start.</summary>
    public double CpuSeconds => CpuTime.Of(_process.Id).Own;

    /// <summary>Stops it in the middle of whatever it does, or lets it go on, as the system does with a process.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public double WrittenMegabytes => Field($"/proc/{_process.Id}/io", "write_bytes:") / 1e6;

    public double ResidentMegabytes => Field($"/proc/{_process.Id}/status", "VmRSS:") / 1e3;

    public double DatabaseMegabytes => new DirectoryInfo(Folder).GetFiles("cpd.db").Sum(file => file.Length) / 1e6;

    /// <param name="folder">Null: a new one.</param>
    /// <param name="settings">What it is told beside the provider, as a configuration names it: <c>Cpd:Roles</c>.</param>
    public static async Task<ProductProcess> Start(Uri provider, string? folder = null, IReadOnlyDictionary<string, string?>? settings = null)
    {
        folder ??= Directory.CreateTempSubdirectory("cpd-job-").FullName;
        var url = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("dotnet", [Program, "--urls", url.ToString()])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["Logging__LogLevel__Default"] = "Warning",
                ["Cpd__DataDirectory"] = folder,
                ["Cpd__Infobip__BaseUrl"] = provider.ToString(),
                ["Cpd__Infobip__ApiKey"] = "benchmark",
            },
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string?>()) start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        var process = Process.Start(start)!;
        // Unread output would stop the process once its pipe is full.
        process.OutputDataReceived += (_, line) => { if (line.Data is { } text) Console.Error.WriteLine(text); };
        process.ErrorDataReceived += (_, line) => { if (line.Data is { } text) Console.Error.WriteLine(text); };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        var product = new ProductProcess(process, url, folder);
        var began = Stopwatch.StartNew();
        while (!await product.IsReady())
        {
            if (process.HasExited || began.Elapsed > TimeSpan.FromMinutes(2)) throw new InvalidOperationException("The product did not start.");
            await Task.Delay(100);
        }
        return product;
    }

    /// <summary>All values of the product's metrics page, by name with labels.</summary>
    public async Task<IReadOnlyDictionary<string, double>> Metrics()
    {
        var text = await Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith('#'))
            .Select(line => (Name: line[..line.LastIndexOf(' ')], Value: line[(line.LastIndexOf(' ') + 1)..]))
            .ToDictionary(pair => pair.Name, pair => double.Parse(pair.Value, CultureInfo.InvariantCulture));
    }

    public async Task Publish(string journey, string definition)
    {
        using var definitionJson = JsonDocument.Parse(definition);
        using var answer = await Client.PostAsync(
            new Uri("/v1/commands/publish", UriKind.Relative),
            new StringContent(JsonSerializer.Serialize(new { messageId = Guid.NewGuid().ToString(), journey, definition = definitionJson.RootElement }), null, "application/json"));
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Client.Dispose();
    }

    private static string Program =>
        Path.Combine(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))!, "..", "Cpd.Web", "release", "Cpd.Web.dll");

    public async Task<bool> IsReady()
    {
        try
        {
            using var answer = await Client.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return answer.StatusCode is HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static double Field(string file, string name)
    {
        var line = File.ReadLines(file).First(line => line.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
