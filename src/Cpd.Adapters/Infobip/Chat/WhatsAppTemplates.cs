using System.Text.Json;

namespace Cpd.Adapters.Infobip.Chat;

/// <summary>What <c>GET /whatsapp/2/senders/{sender}/templates</c> answers.</summary>
public sealed record WhatsAppTemplates(IReadOnlyList<WhatsAppTemplate>? Templates);

/// <summary>One template in one language.</summary>
/// <param name="Status">APPROVED, PENDING, REJECTED and others.</param>
/// <param name="Category">MARKETING, UTILITY or AUTHENTICATION.</param>
public sealed record WhatsAppTemplate(
    string? Id, long? BusinessAccountId, string? Name, string? Language, string? Status, string? Category, WhatsAppStructure? Structure, string? Quality = null);

/// <param name="Type">TEXT, MEDIA or UNSUPPORTED.</param>
public sealed record WhatsAppStructure(
    WhatsAppStructureHeader? Header = null, WhatsAppStructureBody? Body = null, WhatsAppStructureFooter? Footer = null, IReadOnlyList<WhatsAppStructureButton>? Buttons = null,
    WhatsAppStructureCarousel? Carousel = null, JsonElement? LimitedTimeOffer = null, JsonElement? CallPermissionRequest = null, string? Type = null);

/// <param name="Cards">1 to 10.</param>
public sealed record WhatsAppStructureCarousel(IReadOnlyList<WhatsAppStructureCard>? Cards);

/// <param name="Buttons">1 or 2.</param>
public sealed record WhatsAppStructureCard(WhatsAppStructureHeader? Header, WhatsAppStructureBody? Body, IReadOnlyList<WhatsAppStructureButton>? Buttons);

/// <param name="Format">TEXT, IMAGE, VIDEO, GIF, DOCUMENT or LOCATION.</param>
public sealed record WhatsAppStructureHeader(string? Format, string? Text = null);

/// <param name="Text">With places such as {{1}}; missing in templates for codes.</param>
/// <param name="AddSecurityRecommendation">Of templates for codes.</param>
public sealed record WhatsAppStructureBody(string? Text = null, IReadOnlyList<string>? Examples = null, bool? AddSecurityRecommendation = null);

/// <param name="Text">At most 60 letters; missing in templates for codes.</param>
/// <param name="CodeExpirationMinutes">Of templates for codes, 1 to 90.</param>
public sealed record WhatsAppStructureFooter(string? Text = null, int? CodeExpirationMinutes = null);

/// <param name="Type">QUICK_REPLY, URL, PHONE_NUMBER, COPY_CODE and others; missing in templates for codes.</param>
/// <param name="OtpType">Of templates for codes: COPY_CODE or ONE_TAP.</param>
public sealed record WhatsAppStructureButton(string? Type, string? Text = null, string? Url = null, string? PhoneNumber = null, string? Example = null, string? OtpType = null);
