using Cpd.Contracts;
using MassTransit;

namespace Cpd.EventLog;

/// <summary>
/// Some hundred records of one group, over all partitions this process owns, and the transaction they are handled in.
/// A consumer only decides and writes; the position moves and the commit happens when it returns.
/// </summary>
/// <param name="Records">In the order of the log within each partition; empty when only timers are due.</param>
/// <param name="Partitions">The partitions this process owns.</param>
public sealed record Window(string Group, IReadOnlyList<LogRecord> Records, IReadOnlyList<int> Partitions, LogTransaction Transaction);

public static class WindowContext
{
    /// <summary>The window that a <see cref="RecordWindow"/> names.</summary>
    public static Window Window(this ConsumeContext<RecordWindow> context) => context.GetPayload<Window>();
}
