using System.Diagnostics;

namespace Cpd.Contracts;

/// <summary>
/// The trace a record belongs to, as W3C's <c>traceparent</c> writes it. Records carry one only where the trace is recorded
/// somewhere: with tracing off nothing is written, and nothing is parsed.
/// </summary>
public static class TraceParent
{
    private const int Length = 55;

    /// <summary>Of what is being done now; null where nobody records it.</summary>
    public static string? Current => Activity.Current is { Recorded: true } activity ? activity.Id : null;

    /// <summary>The same trace, where its flags say that it is recorded.</summary>
    public static string? Recorded(string? trace) => trace is { Length: Length } && trace.EndsWith("01", StringComparison.Ordinal) ? trace : null;

    /// <summary>What <see cref="ForLines"/> begins is called that. Nobody exports it, so lines name the span that it hangs on.</summary>
    public const string OfLines = "log lines";

    /// <summary>
    /// For lines of the log about something in that trace, which were otherwise in none, since a window or a call handles many
    /// traces at once. Begun where there is something to say, and disposed of after it. Null where there is no trace.
    /// </summary>
    public static Activity? ForLines(string? trace)
    {
        if (trace is null || !ActivityContext.TryParse(trace, null, isRemote: true, out var parent)) return null;
        if (Activity.Current is { } now && now.TraceId == parent.TraceId) return null;   // and a span of its own
        return new Activity(OfLines).SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags).Start();
    }

    /// <summary>Whether a text from outside has this form.</summary>
    public static bool IsOne(string? text) => text is { Length: Length } && ActivityContext.TryParse(text, null, out _);
}
