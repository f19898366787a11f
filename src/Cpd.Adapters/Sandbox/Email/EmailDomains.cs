using System.Text.Json;
using Cpd.Adapters.Infobip;
using Cpd.EventLog.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cpd.Adapters.Sandbox.Email;

/// <summary>
/// Domains that e-mails are sent from. The sandbox sends from any: they are here for whoever keeps them. Verifying believes
/// what it is told; the bodies of requests, which are not in the reference, are read for what answers say of them.
/// </summary>
internal sealed class EmailDomains(SandboxService sandbox)
{
    private const string Setting = "email-domains";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/email/1/domains", List);
        routes.MapPost("/email/1/domains", Add);
        routes.MapGet("/email/1/domains/{name}", context => Of(context, (_, domain) => (domain, domain)));
        routes.MapDelete("/email/1/domains/{name}", context => Of(context, (_, _) => (null, null)));
        routes.MapPut("/email/1/domains/{name}/tracking", Track);
        routes.MapPost("/email/1/domains/{name}/verify", context => Of(context, (_, domain) => (
            domain with { Active = true, DnsRecords = [.. domain.DnsRecords.Select(record => record with { Verified = true })] }, null), StatusCodes.Status202Accepted));
    }

    private async Task List(HttpContext context)
    {
        if (!await SandboxGate.Open(context, sandbox)) return;

        var query = new QueryReader(context.Request.Query);
        var (page, size) = (query.Number("page", 0, 0, int.MaxValue), query.Number("size", 10, 1, 20));
        if (query.Wrong.Count > 0)
        {
            await SandboxGate.Refuse(context, 400, query.Wrong);
            return;
        }
        var all = sandbox.Store.Read(All);
        await SandboxGate.Answer(
            context, new EmailDomainPage(new Paging(page, size, (all.Count + size - 1) / size, all.Count), [.. all.Skip((int)Math.Min(int.MaxValue, (long)page * size)).Take(size)]),
            SandboxWire.Wire.EmailDomainPage);
    }

    private async Task Add(HttpContext context)
    {
        var (request, wrong) = await SandboxGate.Body(context, SandboxWire.Wire.DomainRequest);
        if (!await SandboxGate.Open(context, sandbox)) return;
        if (wrong is not null || Uri.CheckHostName(request?.DomainName) is not UriHostNameType.Dns)
        {
            await SandboxGate.Refuse(context, 400, wrong ?? new ApiViolation("domainName", "must be a domain"));
            return;
        }

        var name = request!.DomainName!.ToLowerInvariant();
        var added = await sandbox.Store.Write(db =>
        {
            var all = All(db);
            if (all.Any(one => one.DomainName == name)) return null;
            var domain = new EmailDomain(
                all.Select(one => one.DomainId).DefaultIfEmpty().Max() + 1, name, false, new DomainTracking(true, true, true),
                [new DnsRecord("TXT", $"sandbox._domainkey.{name}", "k=rsa; p=sandbox", false), new DnsRecord("TXT", name, "v=spf1 include:spf.sandbox.example ~all", false)],
                false, sandbox.Clock.GetUtcNow(), "FROM_SENDER");
            Keep(db, [.. all, domain]);
            return domain;
        }, CancellationToken.None);
        if (added is null) await SandboxGate.Refuse(context, 400, new ApiViolation("domainName", "is there already"));
        else await SandboxGate.Answer(context, added, SandboxWire.Wire.EmailDomain);
    }

    private async Task Track(HttpContext context)
    {
        var (request, wrong) = await SandboxGate.Body(context, SandboxWire.Wire.DomainTracking);
        if (wrong is not null)
        {
            if (await SandboxGate.Open(context, sandbox)) await SandboxGate.Refuse(context, 400, wrong);
            return;
        }
        await Of(context, (_, domain) =>
        {
            var kept = domain with
            {
                Tracking = new DomainTracking(request?.Clicks ?? domain.Tracking.Clicks, request?.Opens ?? request?.Open ?? domain.Tracking.Opens, request?.Unsubscribe ?? domain.Tracking.Unsubscribe),
            };
            return (kept, kept);
        });
    }

    /// <param name="change">What is kept, null for nothing, and what is answered, null for no body.</param>
    private async Task Of(HttpContext context, Func<SqliteSession, EmailDomain, (EmailDomain? Kept, EmailDomain? Answer)> change, int emptyStatus = StatusCodes.Status204NoContent)
    {
        if (!await SandboxGate.Open(context, sandbox)) return;

        var name = ((string)context.GetRouteValue("name")!).ToLowerInvariant();
        var (found, answer) = await sandbox.Store.Write(db =>
        {
            var all = All(db);
            if (all.Find(one => one.DomainName == name) is not { } domain) return (false, null);
            var (kept, said) = change(db, domain);
            Keep(db, [.. all.SelectMany(one => one != domain ? [one] : kept is null ? Array.Empty<EmailDomain>() : [kept])]);
            return (true, said);
        }, CancellationToken.None);

        if (!found) await SandboxGate.Refuse(context, 404);
        else if (answer is not null) await SandboxGate.Answer(context, answer, SandboxWire.Wire.EmailDomain);
        else context.Response.StatusCode = emptyStatus;
    }

    private static List<EmailDomain> All(SqliteSession db)
    {
        var row = db.Prepare("SELECT value FROM settings WHERE name = ?1").Bind(1, Setting);
        var all = row.Step() ? JsonSerializer.Deserialize(row.GetText(0), SandboxWire.Wire.ListEmailDomain) : null;
        row.Reset();
        return all ?? [];
    }

    private static void Keep(SqliteSession db, List<EmailDomain> all) => db.Prepare("INSERT OR REPLACE INTO settings VALUES (?1, ?2)")
        .Bind(1, Setting).Bind(2, JsonSerializer.Serialize(all, SandboxWire.Wire.ListEmailDomain)).Run();
}

internal sealed record DomainRequest(string? DomainName);

internal sealed record EmailDomainPage(Paging Paging, IReadOnlyList<EmailDomain> Results);

internal sealed record Paging(int Page, int Size, int TotalPages, int TotalResults);

internal sealed record EmailDomain(
    long DomainId, string DomainName, bool Active, DomainTracking Tracking, IReadOnlyList<DnsRecord> DnsRecords, bool Blocked, DateTimeOffset CreatedAt, string BlocklistConfigurationLevel);

/// <param name="Open">As clients write <paramref name="Opens"/> in requests.</param>
internal sealed record DomainTracking(bool? Clicks, bool? Opens, bool? Unsubscribe, bool? Open = null);

internal sealed record DnsRecord(string RecordType, string Name, string ExpectedValue, bool Verified);
