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

    /// <summary>Whether a text from outside has this form.</summary>
    public static bool IsOne(string? text) => text is { Length: Length } && ActivityContext.TryParse(text, null, out _);
}
