using System.Globalization;
using System.Text.RegularExpressions;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Chat;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cpd.Adapters.Sandbox.Chat;

/// <summary>
/// Templates of WhatsApp as one keeps them: a new or changed one waits for its approval, which nobody gives here. The
/// sandbox's own address for templates sets any state.
/// </summary>
internal sealed partial class WhatsAppTemplateEndpoints(SandboxService sandbox)
{
    private static readonly string[] MayChange = ["APPROVED", "REJECTED", "FIRST_PAUSED", "SECOND_PAUSED", "REINSTATED"];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/whatsapp/2/senders/{sender}/templates", Add);
        routes.MapGet("/whatsapp/2/senders/{sender}/templates/{id}", One);
        routes.MapPatch("/whatsapp/2/senders/{sender}/templates/{id}", Change);
        routes.MapDelete("/whatsapp/2/senders/{sender}/templates/{id}", Remove);
    }

    private async Task Add(HttpContext context)
    {
        var (request, wrong) = await SandboxGate.Body(context, SandboxWire.Wire.WhatsAppTemplate);
        if (!await SandboxGate.Open(context, sandbox)) return;

        List<ApiViolation> violations = wrong is null ? [] : [wrong];
        if (wrong is null)
        {
            if (request?.Name is not { Length: >= 1 and <= 512 } name || !Name().IsMatch(name)) violations.Add(new ApiViolation("name", "must match \"^[a-z0-9_]{1,512}$\""));
            if (string.IsNullOrWhiteSpace(request?.Language)) violations.Add(new ApiViolation("language", "must not be null"));
            Category(request?.Category, violations);
            if (request?.Structure is null) violations.Add(new ApiViolation("structure", "must not be null"));
            else Structure(request.Structure, request.Category, violations);
        }
        if (violations.Count == 0 && sandbox.Store.Read(SandboxTemplates.All).Any(one => one.Name == request!.Name && one.Language == request.Language))
            violations.Add(new ApiViolation("name", "is there already in this language"));
        if (violations.Count > 0)
        {
            await SandboxGate.Refuse(context, 400, violations);
            return;
        }

        var added = await sandbox.Store.Write(db =>
        {
            var all = SandboxTemplates.All(db);
            var id = all.Select(one => long.TryParse(one.Id, CultureInfo.InvariantCulture, out var number) ? number : 0).DefaultIfEmpty().Max() + 1;
            var template = new WhatsAppTemplate(
                id.ToString(CultureInfo.InvariantCulture), 1001, request!.Name, request.Language, "PENDING", request.Category, Typed(request.Structure!), "UNKNOWN");
            SandboxTemplates.Keep(db, [.. all, template]);
            return template;
        }, CancellationToken.None);
        await SandboxGate.Answer(context, added, SandboxWire.Wire.WhatsAppTemplate, 201);
    }

    private async Task One(HttpContext context)
    {
        if (!await SandboxGate.Open(context, sandbox)) return;
        if (Asked(context) is { } template) await SandboxGate.Answer(context, template, SandboxWire.Wire.WhatsAppTemplate);
        else await SandboxGate.Refuse(context, 404);
    }

    private async Task Change(HttpContext context)
    {
        var (request, wrong) = await SandboxGate.Body(context, SandboxWire.Wire.WhatsAppTemplate);
        if (!await SandboxGate.Open(context, sandbox)) return;
        if (Asked(context) is not { } template)
        {
            await SandboxGate.Refuse(context, 404);
            return;
        }

        List<ApiViolation> violations = wrong is null ? [] : [wrong];
        if (request?.Category is { } category) Category(category, violations);
        if (request?.Structure is { } structure) Structure(structure, request.Category ?? template.Category, violations);
        if (!MayChange.Contains(template.Status)) violations.Add(new ApiViolation("status", "only approved, rejected and paused templates can be edited"));
        if (violations.Count > 0)
        {
            await SandboxGate.Refuse(context, 400, violations);
            return;
        }
        var changed = template with
        {
            Status = "PENDING", Category = request?.Category ?? template.Category, Structure = request?.Structure is { } given ? Typed(given) : template.Structure,
        };
        await sandbox.Store.Write(db => SandboxTemplates.Keep(db, [.. SandboxTemplates.All(db).Select(one => one.Id == template.Id ? changed : one)]), CancellationToken.None);
        await SandboxGate.Answer(context, changed, SandboxWire.Wire.WhatsAppTemplate);
    }

    /// <summary>By name, in all languages. For how long the name cannot be used again is not kept.</summary>
    private async Task Remove(HttpContext context)
    {
        if (!await SandboxGate.Open(context, sandbox)) return;

        var name = (string)context.GetRouteValue("id")!;
        var removed = await sandbox.Store.Write(db =>
        {
            var all = SandboxTemplates.All(db);
            if (!all.Any(one => one.Name == name)) return false;
            SandboxTemplates.Keep(db, [.. all.Where(one => one.Name != name)]);
            return true;
        }, CancellationToken.None);
        if (removed) context.Response.StatusCode = StatusCodes.Status204NoContent;
        else await SandboxGate.Refuse(context, 404);
    }

    private WhatsAppTemplate? Asked(HttpContext context) =>
        sandbox.Store.Read(SandboxTemplates.All).FirstOrDefault(one => one.Id == (string)context.GetRouteValue("id")!);

    private static WhatsAppStructure Typed(WhatsAppStructure structure) =>
        structure with { Type = structure.Header?.Format is null or "TEXT" ? "TEXT" : "MEDIA" };

    private static void Category(string? category, List<ApiViolation> wrong)
    {
        if (category is not ("MARKETING" or "UTILITY" or "AUTHENTICATION")) wrong.Add(new ApiViolation("category", "must be one of MARKETING, UTILITY, AUTHENTICATION"));
    }

    private static void Structure(WhatsAppStructure structure, string? category, List<ApiViolation> wrong)
    {
        if (structure.Body is null) wrong.Add(new ApiViolation("structure.body", "must not be null"));
        if (category == "AUTHENTICATION")
        {
            if (structure.Footer is null) wrong.Add(new ApiViolation("structure.footer", "must not be null"));
            if (structure.Footer?.CodeExpirationMinutes is < 1 or > 90) wrong.Add(new ApiViolation("structure.footer.codeExpirationMinutes", "must be between 1 and 90"));
            if (structure.Buttons is not { Count: 1 }) wrong.Add(new ApiViolation("structure.buttons", "size must be between 1 and 1"));
            else if (structure.Buttons[0]?.OtpType is not ("COPY_CODE" or "ONE_TAP")) wrong.Add(new ApiViolation("structure.buttons[0].otpType", "must be one of COPY_CODE, ONE_TAP"));
            return;
        }
        var places = Place().Matches(structure.Body?.Text ?? "").Select(place => place.Value).Distinct().Count();
        if (places != (structure.Body?.Examples?.Count ?? 0)) wrong.Add(new ApiViolation("structure.body.examples", "must have one example for each placeholder"));
        SendRules.Size(structure.Footer?.Text, 60, "structure.footer.text", wrong);
        if (structure.Carousel is { } carousel) Cards(carousel.Cards ?? [], "structure.carousel.cards", wrong);
        if (structure.Buttons is { Count: not (>= 1 and <= 10) }) wrong.Add(new ApiViolation("structure.buttons", "size must be between 1 and 10"));
    }

    private static void Cards(IReadOnlyList<WhatsAppStructureCard?> cards, string path, List<ApiViolation> wrong)
    {
        if (cards.Count is < 1 or > 10) wrong.Add(new ApiViolation(path, "size must be between 1 and 10"));
        for (var i = 0; i < cards.Count; i++)
        {
            if (cards[i]?.Header is null) wrong.Add(new ApiViolation($"{path}[{i}].header", "must not be null"));
            if (cards[i]?.Body is null) wrong.Add(new ApiViolation($"{path}[{i}].body", "must not be null"));
            if (cards[i]?.Buttons is not { Count: 1 or 2 }) wrong.Add(new ApiViolation($"{path}[{i}].buttons", "size must be between 1 and 2"));
        }
    }

    [GeneratedRegex("^[a-z0-9_]+$")]
    private static partial Regex Name();

    [GeneratedRegex(@"\{\{[1-9][0-9]?\}\}")]
    private static partial Regex Place();
}
