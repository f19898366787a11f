using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Sms;
using Cpd.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cpd.Adapters.Sandbox;

/// <summary>
/// Scheduled requests of text messages, e-mails and calls. What may become of what is published in its answers, not in its
/// rules: here a bulk that is held goes on by PENDING or PROCESSING, one that ended changes no more, and only a time to come is taken.
/// </summary>
internal sealed class BulkEndpoints(SandboxService sandbox)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var (path, channel) in new[] { ("/sms/1/bulks", Channel.Sms), ("/email/1/bulks", Channel.Email), ("/tts/3/bulks", Channel.Voice) })
        {
            routes.MapGet(path, context => Answer(context, channel, asksStatus: false));
            routes.MapGet(path + "/status", context => Answer(context, channel, asksStatus: true));
            routes.MapPut(path, context => Reschedule(context, channel));
            routes.MapPut(path + "/status", context => Change(context, channel));
        }
    }

    private async Task Answer(HttpContext context, Channel channel, bool asksStatus)
    {
        if (!await SandboxGate.Open(context, sandbox) || await Asked(context, channel) is not var (id, sendAt, status)) return;

        var at = At(sendAt);
        await ((channel, asksStatus) switch
        {
            (Channel.Email, true) => SandboxGate.Answer(context, new EmailBulkStates(id, [new BulkState(id, status)]), SandboxWire.Wire.EmailBulkStates),
            (Channel.Email, false) => SandboxGate.Answer(context, new EmailBulkTimes(id, [new BulkTime(id, at)]), SandboxWire.Wire.EmailBulkTimes),
            (_, true) => SandboxGate.Answer(context, new BulkState(id, status), SandboxWire.Wire.BulkState),
            _ => SandboxGate.Answer(context, new BulkTime(id, at), SandboxWire.Wire.BulkTime),
        });
    }

    private async Task Reschedule(HttpContext context, Channel channel)
    {
        var (request, wrong) = await SandboxGate.Body(context, SandboxWire.Wire.BulkTime);
        if (!await SandboxGate.Open(context, sandbox)) return;
        if (wrong is not null || request?.SendAt is not { } sendAt)
        {
            await SandboxGate.Refuse(context, 400, wrong ?? new ApiViolation("sendAt", "must not be null"));
            return;
        }
        if (sendAt <= sandbox.Clock.GetUtcNow())
        {
            await SandboxGate.Refuse(context, 400, new ApiViolation("sendAt", "must be in the future"));
            return;
        }
        if (await Asked(context, channel) is not var (id, from, status)) return;
        if (status is not (SandboxBulks.Pending or SandboxBulks.Paused))
        {
            await NotAllowed(context, channel);
            return;
        }

        var to = sendAt.ToUnixTimeMilliseconds();
        await sandbox.Store.Write(db => SandboxBulks.Reschedule(db, channel, id, from, to, sandbox.Now), CancellationToken.None);
        sandbox.Wake(sandbox.Now);
        await SandboxGate.Answer(context, new BulkTime(id, At(to)), SandboxWire.Wire.BulkTime);
    }

    private async Task Change(HttpContext context, Channel channel)
    {
        var (request, wrong) = await SandboxGate.Body(context, SandboxWire.Wire.BulkState);
        if (!await SandboxGate.Open(context, sandbox)) return;
        if (wrong is not null || !SandboxBulks.All.Contains(request?.Status))
        {
            await SandboxGate.Refuse(context, 400, wrong ?? new ApiViolation("status", "must be one of " + string.Join(", ", SandboxBulks.All)));
            return;
        }
        if (await Asked(context, channel) is not var (id, sendAt, status)) return;

        Action<EventLog.Storage.SqliteSession>? change = (status, request!.Status) switch
        {
            (SandboxBulks.Pending, SandboxBulks.Paused) => db => SandboxBulks.Hold(db, channel, id, sendAt, sandbox.Now),
            (SandboxBulks.Paused, SandboxBulks.Pending or SandboxBulks.Processing) => db => SandboxBulks.GoOn(db, channel, id, sendAt, sandbox.Now),
            (SandboxBulks.Pending or SandboxBulks.Paused or SandboxBulks.Processing, SandboxBulks.Canceled) => db => SandboxBulks.Cancel(db, channel, id, sendAt, sandbox.Now),
            var (is_, asked) when is_ == asked => _ => { },
            _ => null,
        };
        if (change is null)
        {
            await NotAllowed(context, channel);
            return;
        }
        await sandbox.Store.Write(change, CancellationToken.None);
        sandbox.Wake(sandbox.Now);
        var now = sandbox.Store.Read(db => SandboxBulks.Find(db, channel, id, sandbox.Now))!.Value.Status;
        await SandboxGate.Answer(context, new BulkState(id, now), SandboxWire.Wire.BulkState);
    }

    /// <summary>Null where the call has been answered.</summary>
    private async Task<(string Id, long SendAt, string Status)?> Asked(HttpContext context, Channel channel)
    {
        var id = context.Request.Query["bulkId"].ToString();
        if (id.Length == 0)
        {
            await SandboxGate.Refuse(context, 400, new ApiViolation("bulkId", "must not be blank"));
            return null;
        }
        if (sandbox.Store.Read(db => SandboxBulks.Find(db, channel, id, sandbox.Now)) is var (sendAt, status)) return (id, sendAt, status);

        // Of calls no 404 is among the published answers.
        await SandboxGate.RefuseWith(context, channel is Channel.Voice ? 400 : 404, "Bulk not found");
        return null;
    }

    /// <summary>For e-mails 409 is published; for the others nothing but 400 is among the answers that fits.</summary>
    private static Task NotAllowed(HttpContext context, Channel channel) => SandboxGate.RefuseWith(context, channel is Channel.Email ? 409 : 400, "Update not allowed for bulk");

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}

/// <summary>Of e-mails: one request may be cut into several, which the sandbox never does.</summary>
internal sealed record EmailBulkTimes(string ExternalBulkId, IReadOnlyList<BulkTime> Bulks);

internal sealed record EmailBulkStates(string ExternalBulkId, IReadOnlyList<BulkState> Bulks);
