using System.Globalization;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Email;
using Cpd.Contracts;
using Cpd.EventLog.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cpd.Adapters.Sandbox.Email;

/// <summary>Addresses that a sending domain writes no more to. Only what is put here stands here: bounces of the sandbox add nothing by themselves.</summary>
internal sealed class Suppressions(SandboxService sandbox)
{
    private const string Bounce = "BOUNCE", Complaint = "COMPLAINT", OverQuota = "OVER_QUOTA";
    private const int SuppressedBounce = 6034, SuppressedComplaint = 6035;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/email/1/suppressions", List);
        routes.MapPost("/email/1/suppressions", context => Change(context, adds: true));
        routes.MapDelete("/email/1/suppressions", context => Change(context, adds: false));
    }

    /// <summary>E-mails to addresses that stand here do not arrive. Which error goes with which kind is ours.</summary>
    public static List<NewMessage> Kept(SandboxService sandbox, List<NewMessage> messages) => sandbox.Store.Read(db => messages.Select(message =>
        TypeOf(db, DomainOf(message.Sender), message.Number) is not { } type || message.OutcomeAt is null ? message
            : message with { OutcomeStatus = EmailStatuses.NotDelivered, OutcomeError = type == Complaint ? SuppressedComplaint : SuppressedBounce }).ToList());

    private async Task List(HttpContext context)
    {
        if (!await SandboxGate.Open(context, sandbox)) return;

        var query = new QueryReader(context.Request.Query);
        var (domain, type, address) = (query.Text("domainName"), query.Text("type"), query.Text("emailAddress"));
        var (page, size) = (query.Number("page", 0, 0, int.MaxValue), query.Number("size", 100, 1, 1000));
        if (domain is null) query.Wrong.Add(new ApiViolation("domainName", "must not be blank"));
        if (type is not (Bounce or Complaint or OverQuota)) query.Wrong.Add(new ApiViolation("type", type is null ? "must not be null" : "must be one of BOUNCE, COMPLAINT, OVER_QUOTA"));
        var (from, to) = (query.Moment("createdDateFrom") ?? 0, query.Moment("createdDateTo") ?? long.MaxValue);
        if (query.Wrong.Count > 0)
        {
            await SandboxGate.Refuse(context, 400, query.Wrong);
            return;
        }

        var found = sandbox.Store.Read(db =>
        {
            var list = new List<Suppression>();
            var rows = db.Prepare("""
                SELECT domain, address, type, at FROM suppressions
                WHERE domain = ?1 AND type = ?2 AND (?3 IS NULL OR address = ?3) AND (?4 IS NULL OR address LIKE '%@' || ?4) AND at BETWEEN ?5 AND ?6
                ORDER BY at, address LIMIT ?7 OFFSET ?8
                """)
                .Bind(1, domain!.ToLowerInvariant()).Bind(2, type).Bind(3, address?.ToLowerInvariant()).Bind(4, query.Text("recipientDomain")?.ToLowerInvariant()).Bind(5, from).Bind(6, to)
                .Bind(7, size).Bind(8, (long)page * size);
            while (rows.Step())
                list.Add(new Suppression(rows.GetText(0), rows.GetText(1), rows.GetText(2), DateTimeOffset.FromUnixTimeMilliseconds(rows.GetLong(3)), "Added by hand"));
            return list;
        });
        await SandboxGate.Answer(context, new SuppressionsPage(found, new PageOfSuppressions(page, size)), SandboxWire.Wire.SuppressionsPage);
    }

    private async Task Change(HttpContext context, bool adds)
    {
        var (request, wrong) = await SandboxGate.Body(context, SandboxWire.Wire.SuppressionsRequest);
        if (!await SandboxGate.Open(context, sandbox)) return;

        List<ApiViolation> violations = wrong is null ? Check(request, adds) : [wrong];
        if (violations.Count > 0)
        {
            await SandboxGate.Refuse(context, 400, violations);
            return;
        }
        await sandbox.Store.Write(db =>
        {
            foreach (var one in request!.Suppressions!)
            foreach (var address in one.EmailAddress!)
            {
                var row = adds ? db.Prepare("INSERT OR IGNORE INTO suppressions VALUES (?1, ?2, ?3, ?4)").Bind(4, sandbox.Now)
                    : db.Prepare("DELETE FROM suppressions WHERE domain = ?1 AND address = ?2 AND type = ?3");
                row.Bind(1, one.DomainName!.ToLowerInvariant()).Bind(2, address.ToLowerInvariant()).Bind(3, one.Type).Run();
            }
        }, CancellationToken.None);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static List<ApiViolation> Check(SuppressionsRequest? request, bool adds)
    {
        var wrong = new List<ApiViolation>();
        if (request?.Suppressions is not { Count: >= 1 and <= 10 } list)
        {
            wrong.Add(new ApiViolation("suppressions", "size must be between 1 and 10"));
            return wrong;
        }
        for (var i = 0; i < list.Count; i++)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"suppressions[{i}]");
            if (string.IsNullOrWhiteSpace(list[i]?.DomainName)) wrong.Add(new ApiViolation(path + ".domainName", "must not be blank"));
            if (list[i]?.Type is null) wrong.Add(new ApiViolation(path + ".type", "must not be null"));
            else if (list[i].Type is not (Bounce or Complaint) && (adds || list[i].Type != OverQuota)) wrong.Add(new ApiViolation(path + ".type", "must be one of BOUNCE, COMPLAINT"));
            if (list[i]?.EmailAddress is not { Count: >= 1 and <= 1000 } addresses) wrong.Add(new ApiViolation(path + ".emailAddress", "size must be between 1 and 1000"));
            else if (addresses.Any(address => !EmailAddress.IsAddress(address ?? ""))) wrong.Add(new ApiViolation(path + ".emailAddress", "must be a well-formed email address"));
        }
        return wrong;
    }

    private static string? TypeOf(SqliteSession db, string domain, string address)
    {
        var row = db.Prepare("SELECT max(type) FROM suppressions WHERE domain = ?1 AND address = ?2").Bind(1, domain).Bind(2, address);
        row.Step();
        var type = SandboxMessages.Text(row, 0);
        row.Reset();
        return type;
    }

    private static string DomainOf(string? sender) => sender is null ? "" : sender[(sender.LastIndexOf('@') + 1)..].TrimEnd('>', ' ').ToLowerInvariant();
}

internal sealed record SuppressionsRequest(IReadOnlyList<SuppressionChange>? Suppressions);

internal sealed record SuppressionChange(string? DomainName, IReadOnlyList<string>? EmailAddress, string? Type);

internal sealed record SuppressionsPage(IReadOnlyList<Suppression> Results, PageOfSuppressions Paging);

internal sealed record Suppression(string DomainName, string EmailAddress, string Type, DateTimeOffset CreatedDate, string Reason);

internal sealed record PageOfSuppressions(int Page, int Size);
