namespace Cpd.Web.Features.Operations;

/// <summary>Tells a page now and then to look again, for what rings no bell.</summary>
internal sealed class Every : IDisposable
{
    private readonly CancellationTokenSource _closed = new();

    public Every(TimeSpan pause, TimeProvider clock, Func<Task> look) => _ = Tick(pause, clock, look, _closed.Token);

    private static async Task Tick(TimeSpan pause, TimeProvider clock, Func<Task> look, CancellationToken ct)
    {
        using var ticks = new PeriodicTimer(pause, clock);
        try
        {
            while (await ticks.WaitForNextTickAsync(ct)) await look();
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            // The page was closed, perhaps while it looked.
        }
    }

    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }
}
