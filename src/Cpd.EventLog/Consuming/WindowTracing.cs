using System.Diagnostics;
using Cpd.Contracts;

namespace Cpd.EventLog.Consuming;

/// <summary>
/// A span for each record that a group handles, in the trace of the request it all began with. A window holds the records
/// of many traces, so spans are written after it, with its times; a single record's is there meanwhile, so that lines of the
/// log are in it. Nothing here touches what is decided or stored.
/// </summary>
internal static class WindowTracing
{
    /// <summary>The source's name; part of what is promised to operators.</summary>
    public const string Name = "Cpd.EventLog";

    private static readonly ActivitySource Source = new(Name);

    /// <summary>False costs one look at a field a window.</summary>
    public static bool IsOn => Source.HasListeners();

    public static async Task Trace(Window window, Func<Task> handle)
    {
        var began = window.Transaction.Now;
        using var single = window.Records is [var one] ? Begin(window, one, began) : null;
        try
        {
            await handle();
            Write(window, began, single, fault: null);
        }
        catch (Exception fault)
        {
            Write(window, began, single, fault);
            throw;
        }
    }

    private static Activity? Begin(Window window, LogRecord record, DateTimeOffset began) =>
        record.Trace is not null && ActivityContext.TryParse(record.Trace, null, isRemote: true, out var parent)
            ? Source.StartActivity($"{window.Group} {record.Type}", ActivityKind.Consumer, parent, startTime: began)
            : null;

    private static void Write(Window window, DateTimeOffset began, Activity? single, Exception? fault)
    {
        foreach (var record in window.Records)
        {
            using var span = single ?? Begin(window, record, began);
            if (span is null) continue;
            span.SetTag("cpd.group", window.Group).SetTag("cpd.workspace", record.Workspace).SetTag("cpd.record.id", record.Id.ToString());
            span.SetTag("messaging.system", "cpd").SetTag("messaging.destination.name", record.Topic.Name());
            span.SetTag("messaging.destination.partition.id", record.Partition).SetTag("cpd.position", record.Position);
            span.SetTag("messaging.batch.message_count", window.Records.Count);
            // The kind of fault, not its words, which may be somebody's.
            if (fault is not null) span.SetTag("error.type", fault.GetType().FullName).SetStatus(ActivityStatusCode.Error);
        }
    }
}
