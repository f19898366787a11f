using System.Diagnostics;
using Cpd.Contracts;
using Cpd.Tests;

namespace Cpd.Web.Tests.Api;

public class SegmentsOwnClient(TestIntake intake) : IClassFixture<TestIntake>
{
    private const string Package = "@segment/analytics-node@3.1.0";

    private const string Script = """
        const { Analytics } = require('@segment/analytics-node');
        const [, , host, userId] = process.argv;
        const patience = 60000;
        const analytics = new Analytics({ writeKey: 'demo-write-key', host, maxRetries: 0, flushInterval: patience, httpRequestTimeout: patience });
        analytics.on('error', error => { console.error(error); process.exitCode = 1; });
        analytics.identify({ userId, traits: { firstName: 'Ana', phone: '+447700900001' } });
        analytics.track({ userId, event: 'Order Paid', properties: { total: 12.5 }, timestamp: new Date('2026-01-02T03:04:05Z') });
        analytics.page({ userId, name: 'Home', properties: { path: '/' } });
        analytics.screen({ userId, name: 'Cart' });
        analytics.group({ userId, groupId: 'acme', traits: { size: 3 } });
        analytics.alias({ userId, previousId: 'visitor' });
        analytics.closeAndFlush({ timeout: patience }).then(() => console.log('flushed'));
        """;

    [Needs(Part.Node)]
    public async Task Works_unchanged()
    {
        var user = "node-" + Guid.NewGuid().ToString("N");
        var folder = Path.Combine(Repository.Root, "artifacts", "segment-client");
        Directory.CreateDirectory(folder);
        // An installation that was broken off leaves folders behind; only one that ended has its mark.
        var installed = Path.Combine(folder, "installed.txt");
        if (!File.Exists(installed) || await File.ReadAllTextAsync(installed) != Package)
        {
            await Run(folder, "npm", "install", "--prefix", folder, "--no-audit", "--no-fund", "--no-save", Package);
            await File.WriteAllTextAsync(installed, Package);
        }
        var script = Path.Combine(folder, "send.cjs");
        await File.WriteAllTextAsync(script, Script);

        Assert.Contains("flushed", await Run(folder, "node", script, intake.Url, user), StringComparison.Ordinal);

        var commands = intake.Log.Of(user);
        Assert.Equal(["Identify", "Track", "Track", "Track", "Group", "Alias"], commands.Select(it => it.GetType().Name));
        Assert.Equal("""{"firstName":"Ana","phone":"+447700900001"}""", ((Identify)commands[0]).Traits.ToString());
        var track = (Track)commands[1];
        Assert.Equal(("Order Paid", """{"total":12.5}"""), (track.Event, track.Properties.ToString()));
        Assert.InRange(track.OccurredAt, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), new DateTimeOffset(2026, 1, 2, 3, 5, 5, TimeSpan.Zero));
        Assert.Equal(["Page Viewed", "Screen Viewed"], commands.Skip(2).Take(2).Select(it => ((Track)it).Event));
        Assert.Equal("visitor", ((Alias)commands[5]).Previous);
    }

    private static async Task<string> Run(string folder, string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {await errors}{await output}");
        return await output;
    }
}
