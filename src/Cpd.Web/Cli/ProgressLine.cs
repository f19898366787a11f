namespace Cpd.Web.Cli;

/// <summary>A bar that is drawn over itself on a terminal, and a line now and then where the output goes elsewhere.</summary>
internal sealed class ProgressLine : IDisposable
{
    private static readonly TimeSpan OnTerminal = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Elsewhere = TimeSpan.FromSeconds(10);

    private readonly TextWriter _errors;
    private readonly TimeProvider _clock;
    private readonly Func<int>? _columns;
    private long _shown;
    private int _drawn;
    private (long At, double Share)? _first;

    public ProgressLine(TextWriter errors, TimeProvider clock)
        : this(errors, clock, ReferenceEquals(errors, Console.Error) && !Console.IsErrorRedirected ? () => Console.WindowWidth : null)
    {
    }

    /// <param name="columns">How wide the terminal is at the moment; null where there is none.</param>
    internal ProgressLine(TextWriter errors, TimeProvider clock, Func<int>? columns)
    {
        (_errors, _clock, _columns) = (errors, clock, columns);
        _shown = clock.GetTimestamp();
    }

    /// <summary>Shows it, unless something was shown a moment ago.</summary>
    /// <param name="share">How much is done, from 0 to 1.</param>
    /// <param name="text">What else is to be said.</param>
    public void Show(double share, string text)
    {
        _first ??= (_clock.GetTimestamp(), share);   // what was there before it went on says nothing about how fast it is
        if (_clock.GetElapsedTime(_shown) < (_columns is null ? Elsewhere : OnTerminal)) return;

        _shown = _clock.GetTimestamp();
        if (_columns is null)
        {
            _errors.WriteLine(ProgressBar.Line(share, text, Left(share)));
            return;
        }
        // The last column stays free: a full line would begin another one.
        var line = ProgressBar.Bar(share, text, Left(share), Math.Max(20, Columns()) - 1);
        _errors.Write('\r' + line.PadRight(_drawn));
        _drawn = line.Length;
    }

    /// <summary>Leaves an empty line for what is said next.</summary>
    public void End()
    {
        if (_drawn > 0) _errors.Write('\r' + new string(' ', _drawn) + '\r');
        _drawn = 0;
    }

    public void Dispose() => End();

    /// <summary>If it goes on as fast as so far; null while nobody can say.</summary>
    private TimeSpan? Left(double share)
    {
        if (_first is not { } first || share <= first.Share) return null;
        var left = _clock.GetElapsedTime(first.At) * ((1 - share) / (share - first.Share));
        return left < TimeSpan.FromDays(30) ? left : null;
    }

    private int Columns()
    {
        try
        {
            return _columns!() is > 0 and var columns ? columns : 80;
        }
        catch (IOException)
        {
            return 80;
        }
    }
}
