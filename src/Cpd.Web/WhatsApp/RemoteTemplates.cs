using System.Text.Json;
using Cpd.Adapters.Infobip.Chat;
using Cpd.Engine.Templates.Chat;

namespace Cpd.Web.WhatsApp;

/// <summary>A template as Infobip lists it, as the engine keeps it.</summary>
internal static class RemoteTemplates
{
    private const string Start = "{{";

    /// <summary>Null where it has no name, and could be named by nobody.</summary>
    public static RemoteTemplate? Of(WhatsAppTemplate template, string sender)
    {
        if (template is not { Name: { Length: > 0 } name, Language: { Length: > 0 } language }) return null;

        var structure = template.Structure;
        if (WhatsAppCodes.KindOf(template) is { } code) return OfCode(template, code, sender);

        return new RemoteTemplate(
            name, language, template.Status ?? "UNKNOWN", template.Category ?? "", [sender], structure?.Body?.Text ?? "",
            structure?.Header is { Format: { } format } header ? new RemoteHeader(format, header.Text) : null, structure?.Footer?.Text,
            structure?.Buttons is { Count: > 0 } buttons ? [.. buttons.Select(Of)] : null, Unsupported(structure),
            structure?.Carousel?.Cards is { Count: > 0 } cards ? [.. cards.Select(Of)] : null);
    }

    private static RemoteTemplate OfCode(WhatsAppTemplate template, string kind, string sender) => new(
        template.Name!, template.Language!, template.Status ?? "UNKNOWN", template.Category!, [sender], WhatsAppCodes.TextOf(template.Structure!), Footer: WhatsAppCodes.FooterOf(template.Structure!),
        // Whatever kind of button it has: what fills it travels as the end of an address.
        Buttons: [new RemoteButton("URL", WhatsAppCodes.ButtonOf(template.Structure!), IsOpen: true)],
        Unsupported: WhatsAppCodes.IsKnown(kind) ? null : $"a code of the kind {kind}", Code: new RemoteCode(kind));

    private static RemoteCard Of(WhatsAppStructureCard card) => new(
        card.Header is { Format: { } format } header ? new RemoteHeader(format, header.Text) : null, card.Body?.Text ?? "", card.Buttons is { Count: > 0 } buttons ? [.. buttons.Select(Of)] : null);

    private static RemoteButton Of(WhatsAppStructureButton button) => new(
        button.Type ?? "", button.Text ?? "", button.Type == "COPY_CODE" || (button.Type == "URL" && button.Url?.Contains(Start, StringComparison.Ordinal) is true),
        button.Type == "PHONE_NUMBER" ? $"tel:{button.PhoneNumber}" : button.Url);

    private static string? Unsupported(WhatsAppStructure? structure) =>
        structure is null ? "no content"
        : structure.Carousel is { } carousel && UnsupportedCard(carousel) is { } card ? card
        : Is(structure.LimitedTimeOffer) ? "an offer for a limited time"
        : Is(structure.CallPermissionRequest) ? "a question for leave to call"
        : structure.Header is { Format: not ("TEXT" or "IMAGE" or "VIDEO" or "GIF" or "DOCUMENT" or "LOCATION") } header ? $"a header of the kind {header.Format}"
        : structure.Buttons?.FirstOrDefault(button => button.Type is not ("QUICK_REPLY" or "URL" or "COPY_CODE" or "PHONE_NUMBER" or "FLOW")) is { } button ? $"a button of the kind {button.Type}"
        : string.IsNullOrEmpty(structure.Body?.Text) ? "no text" : null;

    private static string? UnsupportedCard(WhatsAppStructureCarousel carousel) =>
        carousel.Cards is not { Count: > 0 } cards ? "a carousel without cards"
        : cards.FirstOrDefault(card => card.Header is not { Format: "IMAGE" or "VIDEO" or "GIF" or "DOCUMENT" or "LOCATION" }) is { } odd ? $"a card with a header of the kind {odd.Header?.Format ?? "none"}"
        : cards.SelectMany(card => card.Buttons ?? []).FirstOrDefault(button => button.Type is not ("QUICK_REPLY" or "URL" or "PHONE_NUMBER")) is { } button ? $"a card with a button of the kind {button.Type}"
        : null;

    private static bool Is(JsonElement? member) => member is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) };
}
