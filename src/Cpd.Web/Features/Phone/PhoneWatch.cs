using Cpd.Adapters.Sandbox.Phone;

namespace Cpd.Web.Features.Phone;

/// <summary>
/// Tells one page that its phone has something new. The phone rings on the sandbox's writer, which must not wait, so the
/// ringing is only noted and the page looks a few times a second whether it rang. Statuses also change by time alone,
/// without ringing; hence a look every other second in any case.
/// </summary>
internal sealed class PhoneWatch : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private const int LooksWithoutRinging = 6;

    private readonly CancellationTokenSource _closed = new();
    private readonly SandboxPhone _phone;
    private volatile bool _rang;

    public PhoneWatch(SandboxPhone phone, TimeProvider clock, Func<Task> changed)
    {
        _phone = phone;
        phone.Changed += Note;
        _ = Look(clock, changed, _closed.Token);
    }

    private void Note() => _rang = true;

    private async Task Look(TimeProvider clock, Func<Task> changed, CancellationToken ct)
    {
        using var ticks = new PeriodicTimer(Pause, clock);
        var quiet = 0;
        try
        {
            while (await ticks.WaitForNextTickAsync(ct))
            {
                if (!_rang && ++quiet < LooksWithoutRinging) continue;
                _rang = false;
                quiet = 0;
                await changed();
            }
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            // The page was closed, perhaps while it was told.
        }
    }

    public void Dispose()
    {
        _phone.Changed -= Note;
        _closed.Cancel();
        _closed.Dispose();
    }
}
