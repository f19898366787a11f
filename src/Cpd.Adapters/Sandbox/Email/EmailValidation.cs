using Cpd.Adapters.Infobip;
using Cpd.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cpd.Adapters.Sandbox.Email;

/// <summary>Whether addresses are good. What is said of which address is the sandbox's own: nobody is asked.</summary>
internal sealed class EmailValidation(SandboxService sandbox)
{
    private static readonly string[] Roles = ["admin", "billing", "contact", "help", "hello", "info", "office", "postmaster", "sales", "support", "webmaster"];

    private static readonly string[] Disposable = ["10minutemail.com", "guerrillamail.com", "mailinator.com", "yopmail.com"];

    private static readonly Dictionary<string, string> Mistyped = new(StringComparer.Ordinal)
    {
        ["gmial.com"] = "gmail.com", ["gmai.com"] = "gmail.com", ["gnail.com"] = "gmail.com", ["hotmial.com"] = "hotmail.com", ["outlok.com"] = "outlook.com", ["yaho.com"] = "yahoo.com",
    };

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/email/2/validation", One);
        routes.MapPost("/email/2/validations", Many);
    }

    private async Task One(HttpContext context)
    {
        var (request, wrong) = context.Request.HasFormContentType
            ? (new ValidationRequest((await context.Request.ReadFormAsync())["to"]), null)
            : await SandboxGate.Body(context, SandboxWire.Wire.ValidationRequest);
        if (!await SandboxGate.Open(context, sandbox)) return;
        if (wrong is not null || string.IsNullOrWhiteSpace(request?.To)) await SandboxGate.Refuse(context, 400, wrong ?? new ApiViolation("to", "must not be blank"));
        else await SandboxGate.Answer(context, Of(request.To), SandboxWire.Wire.ValidationAnswer);
    }

    /// <summary>Only taken: how its results are fetched is not published.</summary>
    private async Task Many(HttpContext context)
    {
        var (request, wrong) = await SandboxGate.Body(context, SandboxWire.Wire.BulkValidationRequest);
        if (!await SandboxGate.Open(context, sandbox)) return;

        List<ApiViolation> violations = wrong is null ? [] : [wrong];
        SendRules.Size(request?.ValidationRequestId, 200, "validationRequestId", violations);
        if (wrong is null && request?.Destinations is not { Count: >= 1 and <= 100_000 }) violations.Add(new ApiViolation("destinations", "size must be between 1 and 100000"));
        for (var i = 0; i < (request?.Destinations?.Count ?? 0) && violations.Count < 10; i++)
            if (request!.Destinations![i]?.Destination is not { Length: >= 1 and <= 320 }) violations.Add(new ApiViolation($"destinations[{i}].destination", "size must be between 1 and 320"));
        if (violations.Count > 0) await SandboxGate.Refuse(context, 400, violations);
        else await SandboxGate.Answer(context, new BulkValidationAnswer(request?.ValidationRequestId ?? Guid.NewGuid().ToString()), SandboxWire.Wire.BulkValidationAnswer, 202);
    }

    private static ValidationAnswer Of(string given)
    {
        var address = given.Trim().ToLowerInvariant();
        if (!EmailAddress.IsAddress(address)) return new ValidationAnswer(given, "false", false, false, null, false, false, null, "HIGH");

        var parts = address.Split('@');
        var (name, domain) = (parts[0].Split('+')[0], parts[1]);
        var (mailbox, reason) = name switch
        {
            "bounce" => ("false", (string?)null),
            "softbounce" => ("unknown", "INBOX_FULL"),
            _ when Mistyped.ContainsKey(domain) => ("unknown", "UNABLE_TO_CONNECT"),
            _ => ("true", null),
        };
        var (disposable, role) = (Disposable.Contains(domain), Roles.Contains(name));
        var risk = mailbox == "false" || disposable ? "HIGH" : mailbox == "unknown" ? "UNKNOWN" : role ? "MEDIUM" : "LOW";
        return new ValidationAnswer(given, mailbox, true, false, Mistyped.TryGetValue(domain, out var meant) ? $"{parts[0]}@{meant}" : null, disposable, role, reason, risk);
    }
}

internal sealed record ValidationRequest(string? To);

/// <param name="ValidMailbox">true, false or unknown, as a text.</param>
internal sealed record ValidationAnswer(
    string To, string ValidMailbox, bool ValidSyntax, bool CatchAll, string? DidYouMean, bool Disposable, bool RoleBased, string? Reason, string Risk);

internal sealed record BulkValidationRequest(string? ValidationRequestId, IReadOnlyList<ValidationPlace>? Destinations);

internal sealed record ValidationPlace(string? Destination);

internal sealed record BulkValidationAnswer(string ValidationRequestId);
