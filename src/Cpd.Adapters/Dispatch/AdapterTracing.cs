using System.Diagnostics;
using Cpd.Contracts;

namespace Cpd.Adapters.Dispatch;

/// <summary>
/// Spans of what leaves the house and what is reported of it, each in the trace of the request it began with. One HTTP call
/// carries the messages of many traces: the call itself lies in the first one's, each other has a span of the same time.
/// </summary>
internal static class AdapterTracing
{
    /// <summary>The source's name; part of what is promised to operators.</summary>
    public const string Name = "Cpd.Adapters";

    private static readonly ActivitySource Source = new(Name);

    public static bool IsOn => Source.HasListeners();

    public static async Task<SendAnswer> Trace(Call call, DateTimeOffset started, Func<Task<SendAnswer>> send)
    {
        var traced = call.Open.Where(item => item.Record?.Trace is not null).ToList();
        if (traced.Count == 0) return await send();

        SendAnswer answer;
        using (var first = Begin(traced[0], default))
        {
            answer = await send();
            End(first, call, traced[0], answer);
        }
        foreach (var item in traced.Skip(1))
        {
            using var span = Begin(item, started);
            End(span, call, item, answer);
        }
        return answer;
    }

    /// <summary>For lines of the log about a call: in the trace its own span is in.</summary>
    public static Activity? ForLines(Call call) => TraceParent.ForLines(call.Open.Find(item => item.Record?.Trace is not null)?.Record!.Trace);

    /// <summary>A report goes on in its message's trace, and points to the call that brought it.</summary>
    public static void Reported(IReadOnlyList<LogRecord> records)
    {
        if (!IsOn) return;

        var request = Activity.Current;
        foreach (var record in records)
        {
            if (!ActivityContext.TryParse(record.Trace, null, isRemote: true, out var parent)) continue;

            ActivityLink[] links = request is null ? [] : [new ActivityLink(request.Context)];
            using var span = Source.StartActivity($"report {record.Type}", ActivityKind.Server, parent, links: links);
            span?.SetTag("cpd.workspace", record.Workspace).SetTag("cpd.record.id", record.Id.ToString());
        }
    }

    private static Activity? Begin(CallItem item, DateTimeOffset started) =>
        ActivityContext.TryParse(item.Record!.Trace, null, isRemote: true, out var parent)
            ? Source.StartActivity($"send {ChannelNames.Of(item.Channel)}", ActivityKind.Client, parent, startTime: started)
            : null;

    private static void End(Activity? span, Call call, CallItem item, SendAnswer answer)
    {
        span?.SetTag("cpd.workspace", call.Workspace).SetTag("cpd.message.id", item.Message.ToString()).SetTag("cpd.call.id", call.Id)
            .SetTag("cpd.call.messages", call.Open.Count).SetTag("cpd.answer", answer.GetType().Name);
        if (answer is not SendAnswer.Answered) span?.SetStatus(ActivityStatusCode.Error);
    }
}
