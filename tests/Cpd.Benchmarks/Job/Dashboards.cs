using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Cpd.Benchmarks.Job;

/// <summary>What many open dashboards cost, while events come in: memory and processor time with none and with all of them.</summary>
internal static class Dashboards
{
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(30);

    private const int EventsPerSecond = 20;

    public static async Task Run(int pages)
    {
        await using var stub = await CountingStub.Start();
        await using var product = await ProductProcess.Start(stub.Url);
        using var visitor = await Visitor.SignIn(product.Client.BaseAddress!);
        using var stop = new CancellationTokenSource();
        var events = Send(product, stop.Token);
        await Task.Delay(TimeSpan.FromSeconds(10));

        var (without, before) = (await Cpu(product), product.ResidentMegabytes);
        var opening = Stopwatch.StartNew();
        var open = new List<OpenPage>();
        foreach (var some in Enumerable.Range(0, pages).Chunk(10))
            open.AddRange(await Task.WhenAll(some.Select(_ => OpenPage.At(visitor, "/?range=24h"))));
        Say($"{pages} dashboards opened in", opening.Elapsed.TotalSeconds, "s");

        var (batches, bytes) = (open.Sum(page => page.Batches), open.Sum(page => page.Bytes));
        var with = await Cpu(product);
        Say("memory, resident, before", before, "MB");
        Say("memory, resident, with them", product.ResidentMegabytes, "MB");
        Say("a dashboard", (product.ResidentMegabytes - before) * 1000 / pages, "KB");
        Say("processor, without", without * 100, "% of one core");
        Say("processor, with them", with * 100, "% of one core");
        Say("renderings a dashboard", (open.Sum(page => page.Batches) - batches) / Watched.TotalSeconds / pages, "a second");
        Say("sent to a dashboard", (open.Sum(page => page.Bytes) - bytes) / 1000.0 / Watched.TotalSeconds / pages, "KB a second");

        await stop.CancelAsync();
        await events;
        foreach (var page in open) await page.DisposeAsync();
    }

    private static async Task<double> Cpu(ProductProcess product)
    {
        var (began, used) = (Stopwatch.StartNew(), product.CpuSeconds);
        await Task.Delay(Watched);
        return (product.CpuSeconds - used) / began.Elapsed.TotalSeconds;
    }

    private static async Task Send(ProductProcess product, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / EventsPerSecond));
        try
        {
            for (var number = 0; await timer.WaitForNextTickAsync(ct); number++)
            {
                var body = string.Create(CultureInfo.InvariantCulture, $$"""{"userId":"user-{{number % 500}}","event":"Signed Up","context":{"traits":{"phone":"+38591{{1_000_000 + number % 500}}"} } }""");
                using var content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
                using var answer = await product.Client.PostAsync(new Uri("/v1/track", UriKind.Relative), content, ct);
                answer.EnsureSuccessStatusCode();
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // It was enough.
        }
    }

    private static void Say(string what, double value, string unit) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {value:0.##} {unit}"));
}
