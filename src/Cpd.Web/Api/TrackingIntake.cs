using System.Text.Json;
using Cpd.Contracts;
using Cpd.Engine.Workspaces;
using Cpd.EventLog;

namespace Cpd.Web.Api;

/// <summary>Reads calls, lets the good ones in and answers when the log has them.</summary>
internal sealed class TrackingIntake(IEventLog log, Callers callers, RateLimits rates, IntakeMetrics metrics, TimeProvider clock)
{
    private static readonly ApiProblem TooMany = new(
        429, "rate.exceeded", "The key is over its rate limit: wait as long as Retry-After says, then retry.");

    /// <param name="call">What the address says; null where it is a batch, whose messages say it themselves.</param>
    public async Task Take(HttpContext http, SegmentCall? call, bool packed)
    {
        var receivedAt = clock.GetUtcNow();
        var ct = http.RequestAborted;

        // A wrong key is refused before its body is read.
        var (key, noEntry) = Callers.KeyOfHeader(http.Request) is { } given ? await callers.Find(http, given, KeyScopes.Events, ct) : (null, null);
        if (noEntry is not null)
        {
            await ApiDoor.Refuse(http, noEntry);
            return;
        }

        var (body, unreadable) = call is null
            ? await RequestBody.Read(http.Request, packed, Limits.BatchBytes, Limits.BatchTooLarge, ct)
            : await RequestBody.Read(http.Request, packed, Limits.EventBytes, Limits.EventTooLarge, ct);
        if (body is null)
        {
            await ApiDoor.Refuse(http, unreadable!);
            return;
        }

        List<LogRecord> records = [];
        List<RefusedEvent> refused = [];
        using (body)
        {
            var (batch, problem) = Read(body.Bytes, call);
            if (batch is not null && key is null) (key, problem) = batch.WriteKey is { } inBody ? await callers.Find(http, inBody, KeyScopes.Events, ct) : (null, Callers.NoKey);
            problem ??= batch!.Problem;
            if (problem is not null)
            {
                await ApiDoor.Refuse(http, problem);
                return;
            }
            Sort(batch!, key!.Workspace, receivedAt, records, refused);
        }

        if (rates.Take(key, records.Count) is { } wait)
        {
            await ApiDoor.Refuse(http, TooMany, wait);
            return;
        }

        if (records.Count > 0)
        {
            await log.Append(records, ct);
            metrics.Taken(records.Count);
        }
        await Answer(http, records.Count, refused, isBatch: call is null);
    }

    private static (SegmentBatch? Batch, ApiProblem? Problem) Read(ReadOnlyMemory<byte> json, SegmentCall? call)
    {
        if (JsonChecks.CheckEncoding(ref json) is { } badEncoding) return (null, badEncoding);
        try
        {
            return (call is { } one ? SegmentBatch.ReadOne(json, one) : SegmentBatch.Read(json), null);
        }
        catch (JsonException fault)
        {
            return (null, JsonChecks.Malformed(fault));
        }
    }

    private static void Sort(SegmentBatch batch, string workspace, DateTimeOffset receivedAt, List<LogRecord> records, List<RefusedEvent> refused)
    {
        for (var i = 0; i < batch.Messages.Count; i++)
        {
            var message = batch.Messages[i];
            if (SegmentCommands.Check(message) is { } problem) refused.Add(new RefusedEvent(i, problem));
            else records.Add(SegmentCommands.Record(workspace, message, batch.SentAt, receivedAt));
        }
    }

    private static Task Answer(HttpContext http, int taken, List<RefusedEvent> refused, bool isBatch)
    {
        if (refused.Count == 0) return ApiAnswer.Taken(http);
        return isBatch ? ApiAnswer.PartlyTaken(http, refused, none: taken == 0) : ApiDoor.Refuse(http, refused[0].Problem);
    }
}
