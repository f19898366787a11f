using Cpd.Adapters.Infobip.Sms;
using Cpd.Adapters.Sandbox.Reports;
using Cpd.Contracts;
using Microsoft.AspNetCore.Http;

namespace Cpd.Adapters.Sandbox;

/// <summary>Logs and reports as they are asked for on every channel; null where the call has been answered with an error.</summary>
internal static class SandboxReader
{
    public static async Task<(IReadOnlyList<StoredMessage> Lines, InfobipCursor? Page)?> Logs(HttpContext context, SandboxService sandbox, Channel channel)
    {
        if (!await SandboxGate.Open(context, sandbox)) return null;
        if (!sandbox.Mood.MayAskLogs())
        {
            await SandboxGate.TooMany(context, sandbox.Mood.Now);
            return null;
        }

        var query = new QueryReader(context.Request.Query);
        var cursor = query.Flag("useCursor") ? query.Text("cursor") : null;
        var filter = new LogFilter(
            channel, query.Text("sender") ?? query.Text("from"), (query.Text("destination") ?? query.Text("to")) is { } to ? SandboxMessages.Place(channel, to) : null,
            query.List("bulkId"), query.List("messageId"), query.List("campaignReferenceId"), query.Text("entityId"), query.Text("applicationId"),
            query.Group("generalStatus", channel), query.Moment("sentSince"), query.Moment("sentUntil"), query.Place(cursor), query.Limit(),
            query.Text("mcc"), query.Text("mnc"));
        if (query.Wrong.Count > 0)
        {
            await SandboxGate.Refuse(context, 400, query.Wrong);
            return null;
        }

        var found = sandbox.Store.Read(db => SandboxLogs.Find(db, filter, sandbox.Now));
        var more = found.Count > filter.Limit;
        if (more) found.RemoveAt(filter.Limit);
        var page = query.Flag("useCursor") ? new InfobipCursor(filter.Limit, more ? QueryReader.Cursor(found[^1].Seq) : null) : null;
        await SandboxGate.Latency(sandbox);
        return (found, page);
    }

    public static async Task<IReadOnlyList<StoredMessage>?> Reports(HttpContext context, SandboxService sandbox, Channel channel)
    {
        if (!await SandboxGate.Open(context, sandbox)) return null;

        var query = new QueryReader(context.Request.Query);
        var (bulkId, messageId, limit) = (query.Text("bulkId"), query.Text("messageId"), query.Limit());
        if (query.Wrong.Count > 0)
        {
            await SandboxGate.Refuse(context, 400, query.Wrong);
            return null;
        }

        var found = await sandbox.Store.Write(db => SandboxReports.Fetch(
            db, channel, bulkId, messageId, limit, sandbox.Now, query.Text("entityId"), query.Text("applicationId"), query.Text("campaignReferenceId")), CancellationToken.None);
        await SandboxGate.Latency(sandbox);
        return found;
    }
}
