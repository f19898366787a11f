namespace Cpd.Web.Cli;

/// <summary>One line that is written over on a terminal, and a line now and then where the output goes elsewhere.</summary>
internal sealed class ProgressLine(TextWriter errors, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan OnTerminal = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Elsewhere = TimeSpan.FromSeconds(10);

    private readonly bool _isTerminal = ReferenceEquals(errors, Console.Error) && !Console.IsErrorRedirected;
    private long _shown = clock.GetTimestamp();
    private int _width;

    /// <summary>Shows it, unless something was shown a moment ago.</summary>
    public void Show(string text)
    {
        if (clock.GetElapsedTime(_shown) < (_isTerminal ? OnTerminal : Elsewhere)) return;

        _shown = clock.GetTimestamp();
        if (!_isTerminal)
        {
            errors.WriteLine(text);
            return;
        }
        errors.Write('\r' + text.PadRight(_width));
        _width = text.Length;
    }

    /// <summary>Leaves an empty line for what is said next.</summary>
    public void End()
    {
        if (_width > 0) errors.Write('\r' + new string(' ', _width) + '\r');
        _width = 0;
    }

    public void Dispose() => End();
}
