using Cpd.Adapters.Infobip;
using Cpd.Contracts;
using Cpd.EventLog.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cpd.Adapters.Sandbox;

/// <summary>
/// Infobip's do-not-contact list: what is on it is refused with status 14. That a channel has to be named, and that a
/// sender is not looked at, is the sandbox's policy.
/// </summary>
internal sealed class BlocklistEndpoints(SandboxService sandbox)
{
    private const string Path = "/platform/1/blocklists", Custom = "CUSTOM";

    /// <summary>Those that can be put on.</summary>
    private static readonly Channel[] Listed = [Channel.Sms, Channel.Email, Channel.Viber, Channel.Rcs, Channel.Mms, Channel.WhatsApp];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Path, context => Change(context, block: true));
        routes.MapDelete(Path, context => Change(context, block: false));
    }

    public static bool Has(SqliteSession db, Channel channel, string place)
    {
        var row = db.Prepare("SELECT 1 FROM blocked WHERE channel = ?1 AND number = ?2").Bind(1, (int)channel).Bind(2, place);
        var has = row.Step();
        row.Reset();
        return has;
    }

    private async Task Change(HttpContext context, bool block)
    {
        var (request, wrong) = await SandboxGate.Body(context, InfobipJson.Wire.BlocklistRequest);
        if (!await SandboxGate.Open(context, sandbox)) return;

        IReadOnlyList<ApiViolation> violations = wrong is null ? [.. Violations(request)] : [wrong];
        if (violations.Count > 0)
        {
            await SandboxGate.Refuse(context, 400, violations);
            return;
        }

        await sandbox.Store.Write(db =>
        {
            foreach (var entry in request!.Blocklist!)
                foreach (var destination in entry.Destinations!)
                {
                    // Taken off is only what every property of the record is named of; what is put on here is CUSTOM.
                    if (!block && entry.SourceType is not (null or Custom)) continue;
                    var (channel, now) = (ChannelOf(entry.Channel)!.Value, sandbox.Now);
                    var place = SandboxMessages.Place(channel, destination.To!);
                    if (block) db.Prepare("INSERT OR IGNORE INTO blocked (channel, number, at) VALUES (?1, ?2, ?3)").Bind(1, (int)channel).Bind(2, place).Bind(3, now).Run();
                    else db.Prepare("DELETE FROM blocked WHERE channel = ?1 AND number = ?2").Bind(1, (int)channel).Bind(2, place).Run();
                }
        }, CancellationToken.None);
        await SandboxGate.Latency(sandbox);
        context.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    private static IEnumerable<ApiViolation> Violations(BlocklistRequest? request)
    {
        if (request?.Blocklist is not { Count: > 0 } entries)
        {
            yield return new ApiViolation("blocklist", "must not be empty");
            yield break;
        }
        for (var i = 0; i < entries.Count; i++)
        {
            if (ChannelOf(entries[i].Channel) is null) yield return new ApiViolation($"blocklist[{i}].channel", "unsupported channel");
            if (entries[i].Destinations is not { Count: > 0 } destinations) yield return new ApiViolation($"blocklist[{i}].destinations", "must not be empty");
            else
                for (var j = 0; j < destinations.Count; j++)
                    if (destinations[j].To is not { Length: > 0 and <= 255 }) yield return new ApiViolation($"blocklist[{i}].destinations[{j}].to", "size must be between 1 and 255");
        }
    }

    private static Channel? ChannelOf(string? name)
    {
        foreach (var channel in Listed)
            if (InfobipBlocklist.NameOf(channel) == name) return channel;
        return null;
    }
}
