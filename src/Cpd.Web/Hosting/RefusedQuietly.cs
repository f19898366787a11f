using System.Collections.Frozen;

namespace Cpd.Web.Hosting;

/// <summary>
/// What the host says when it does not start, stacks of calls and those of services that end with it, hides the sentence
/// that says why: it is left out where there is such a sentence, which the program writes when it ends. Who has the host
/// log at debug level gets both.
/// </summary>
/// <param name="refused">What is known of it, shared by the loggers of one program.</param>
internal sealed class RefusedQuietly(ILogger inner, RefusedQuietly.Refused refused) : ILogger
{
    /// <summary>The host's.</summary>
    public static readonly FrozenSet<string> Categories = ["Microsoft.Extensions.Hosting.Internal.Host", "Microsoft.Hosting.Lifetime"];

    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => inner.BeginScope(state);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (exception is not null && StartRefusal.Of(exception) is not null && !inner.IsEnabled(LogLevel.Debug)) refused.Is = true;
        if (!refused.Is) inner.Log(logLevel, eventId, state, exception, formatter);
    }

    internal sealed class Refused
    {
        private volatile bool _is;

        public bool Is { get => _is; set => _is = value; }
    }
}
