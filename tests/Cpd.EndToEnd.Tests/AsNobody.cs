using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Cpd.Tests;

namespace Cpd.EndToEnd.Tests;

/// <summary>
/// As the image runs it: a user without rights, a file system that cannot be written to, and one folder that can. Its own
/// mounts are gone with the process; where they may not be made, owners and mode bits stand in for them.
/// </summary>
public sealed class AsNobody
{
    private const int Nobody = 65_534;

    /// <summary>$1 data folder, $2 folder for moments, the rest the command. Everything else is read-only, also for root.</summary>
    private const string ReadOnly = """
        data=$1 moments=$2; shift 2
        for folder in "$data" "$moments"; do mount --bind "$folder" "$folder" || exit 97; done
        mount -o remount,bind,ro / || exit 97
        touch /usr/cpd-was-here 2> /dev/null && exit 97
        for folder in "$data" "$moments"; do mount -o remount,bind,rw "$folder" || exit 97; done
        cd "$data"
        exec setpriv --reuid 65534 --regid 65534 --clear-groups --no-new-privs --bounding-set=-all "$@"
        """;

    private const string ByModeBits = """
        cd "$1"; shift 2
        exec setpriv --reuid 65534 --regid 65534 --clear-groups --no-new-privs "$@"
        """;

    [RootFact]
    public async Task It_runs_and_sends_and_writes_nothing_but_its_data()
    {
        using var folder = new TemporaryFolder();
        using var port = new FreePort();
        var (program, data, moments) = (folder.File("app"), folder.File("data"), folder.File("tmp"));
        await Sh($"cp -r '{Path.GetDirectoryName(RunningApp.Program)}' '{program}' && mkdir '{data}' '{moments}' && chown {Nobody}:{Nobody} '{data}' '{moments}'"
            // Names folders of whoever built it; what is published does without.
            + $" && rm -f '{program}'/*.staticwebassets.runtime.json && chmod -R a-w,a+rX '{program}' && chmod a+rx '{folder.Path}'");
        var hasMounts = await Exits("unshare", "--mount", "mount", "-o", "remount,bind,ro", "/") == 0;

        var url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port.Number}");
        string[] run = [data, moments, "dotnet", Path.Combine(program, "Cpd.Web.dll"), "--urls", url];
        using var process = Start(hasMounts ? ["unshare", "--mount", "sh", "-c", ReadOnly, "sh", .. run] : ["sh", "-c", ByModeBits, "sh", .. run], data, moments);
        var said = new StringBuilder();
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri(url) };
            client.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String("demo-write-key:"u8));
            await RunningApp.Until(() => IsReady(client), ready => ready || (process.HasExited ? throw new InvalidOperationException(said.ToString()) : false));
            await Post(client, "/v1/identify", """{"userId":"ana","traits":{"phone":"+385910000001"}}""");
            await Post(client, "/v1/track", """{"userId":"ana","event":"Signed Up"}""");
            Assert.Equal("+385910000001", Assert.Single(await RunningApp.Until(() => SandboxControl.Messages(client), messages => messages.Count > 0)).To);
            using (var page = await client.GetAsync(new Uri("/people", UriKind.Relative))) Assert.Equal(HttpStatusCode.OK, page.StatusCode);   // makes the key that signs it
            Assert.Equal($"Uid:\t{Nobody}\t{Nobody}\t{Nobody}\t{Nobody}", (await File.ReadAllLinesAsync($"/proc/{process.Id}/status")).Single(line => line.StartsWith("Uid:", StringComparison.Ordinal)));
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        Assert.Superset(new HashSet<string> { "cpd.db", "sandbox.db" }, Directory.GetFiles(data).Select(file => Path.GetFileName(file)).ToHashSet());
        Assert.Empty(Directory.GetFiles(moments));

        void Hear(string? line)
        {
            lock (said) said.AppendLine(line);
        }
    }

    private static async Task Post(HttpClient client, string path, string json)
    {
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), body);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<bool> IsReady(HttpClient client)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>The environment is the image's, with nothing of whoever runs the tests.</summary>
    private static Process Start(string[] command, string data, string moments)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        var path = Environment.GetEnvironmentVariable("PATH");
        var root = Environment.GetEnvironmentVariable("DOTNET_ROOT");
        start.Environment.Clear();
        (start.Environment["PATH"], start.Environment["HOME"], start.Environment["TMPDIR"]) = (path, "/nonexistent", moments);
        if (root is not null) start.Environment["DOTNET_ROOT"] = root;
        start.Environment["Cpd__DataDirectory"] = data;
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        return Process.Start(start)!;
    }

    private static async Task Sh(string script) => Assert.Equal(0, await Exits("sh", "-c", script));

    private static async Task<int> Exits(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    /// <summary>Only root may become somebody else.</summary>
    private sealed class RootFactAttribute : FactAttribute
    {
        public RootFactAttribute()
        {
            if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || !File.Exists("/usr/bin/setpriv"))
                Skip = "Only root can run the program as somebody else: run the tests as root, on Linux with setpriv (package util-linux).";
        }
    }
}
