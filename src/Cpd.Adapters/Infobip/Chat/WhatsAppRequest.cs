using System.Text.Json;
using Cpd.Adapters.Infobip.Sms;

namespace Cpd.Adapters.Infobip.Chat;

/// <summary>Body of <c>POST /whatsapp/1/message/template</c>: many messages in one call. The sandbox reads the same records, hence the nullable members.</summary>
public sealed record WhatsAppRequest(IReadOnlyList<WhatsAppMessage>? Messages, string? BulkId = null);

/// <summary>One message; of any kind but a template it is the whole body of a call to <c>/whatsapp/1/message/{kind}</c>.</summary>
/// <param name="From">A number of ours, at most 24 letters.</param>
/// <param name="To">At most 150 letters.</param>
/// <param name="MessageId">At most 200 letters.</param>
/// <param name="CallbackData">Comes back with delivery reports, and with nothing else.</param>
/// <param name="NotifyUrl">Where delivery reports go.</param>
/// <param name="UrlOptions">What becomes of links in its text.</param>
public sealed record WhatsAppMessage(
    string? From, string? To, string? MessageId, WhatsAppContent? Content, string? CallbackData = null, string? NotifyUrl = null, string? EntityId = null, string? ApplicationId = null,
    SmsTracking? UrlOptions = null);

/// <summary>What a message says; which members it has is a matter of its kind.</summary>
/// <param name="Text">Of the kind text, at most 4,096 letters.</param>
/// <param name="MediaUrl">Of the kinds image, video and document, at most 2,048 letters.</param>
/// <param name="Caption">Below those, at most 3,000 letters.</param>
public sealed record WhatsAppContent(
    string? TemplateName = null, string? Language = null, WhatsAppTemplateData? TemplateData = null, string? Text = null, bool? PreviewUrl = null,
    string? MediaUrl = null, string? Caption = null, string? Filename = null,
    WhatsAppText? Body = null, WhatsAppAction? Action = null, WhatsAppHeader? Header = null, WhatsAppText? Footer = null,
    double? Latitude = null, double? Longitude = null, string? Name = null, string? Address = null, IReadOnlyList<WhatsAppCard>? Contacts = null);

public sealed record WhatsAppText(string? Text);

/// <param name="Buttons">1 to 3.</param>
/// <param name="Sections">Of a list, 1 to 10, which <paramref name="Title"/> opens.</param>
/// <param name="DisplayText">Of a button that leads to <paramref name="Url"/>.</param>
/// <param name="CallToActionButton">Of a flow, that is a form: the words on the button that opens it.</param>
/// <param name="FlowToken">Comes back with what is filled in.</param>
/// <param name="Mode">DRAFT or PUBLISHED.</param>
/// <param name="FlowAction">NAVIGATE to the screen of the payload, or DATA_EXCHANGE.</param>
public sealed record WhatsAppAction(
    IReadOnlyList<WhatsAppReplyButton>? Buttons = null, string? Title = null, IReadOnlyList<WhatsAppSection>? Sections = null, string? DisplayText = null, string? Url = null,
    string? FlowToken = null, string? FlowId = null, string? CallToActionButton = null, string? Mode = null, int? FlowMessageVersion = null, string? FlowAction = null,
    WhatsAppFlowPayload? FlowActionPayload = null);

/// <param name="Data">An object.</param>
public sealed record WhatsAppFlowPayload(string? Screen, JsonElement? Data = null);

/// <param name="Title">At most 24 letters; must be there where there are several.</param>
public sealed record WhatsAppSection(string? Title, IReadOnlyList<WhatsAppRow>? Rows);

public sealed record WhatsAppRow(string? Id, string? Title, string? Description = null);

/// <summary>A contact that is passed on.</summary>
public sealed record WhatsAppCard(WhatsAppCardName? Name, string? Birthday = null, IReadOnlyList<WhatsAppCardEmail>? Emails = null, IReadOnlyList<WhatsAppCardPhone>? Phones = null);

public sealed record WhatsAppCardName(string? FirstName, string? FormattedName);

public sealed record WhatsAppCardEmail(string? Email);

public sealed record WhatsAppCardPhone(string? Phone);

/// <param name="Type">REPLY.</param>
/// <param name="Id">Comes back when it is pressed, at most 256 letters.</param>
/// <param name="Title">At most 20 letters.</param>
public sealed record WhatsAppReplyButton(string? Type, string? Id, string? Title);

/// <param name="Type">TEXT, IMAGE, VIDEO or DOCUMENT; of a template's header also GIF and LOCATION.</param>
/// <param name="Placeholder">Of a template's header that is a text.</param>
/// <param name="Latitude">Of a template's header that is a place, and <paramref name="Longitude"/>, in degrees.</param>
public sealed record WhatsAppHeader(
    string? Type, string? Text = null, string? Placeholder = null, string? MediaUrl = null, string? Filename = null, double? Latitude = null, double? Longitude = null);

/// <param name="Buttons">Those with something to fill in, in the order in which they were registered.</param>
public sealed record WhatsAppTemplateData(WhatsAppPlaceholders? Body, WhatsAppHeader? Header = null, IReadOnlyList<WhatsAppTemplateButton>? Buttons = null, WhatsAppCarousel? Carousel = null);

/// <param name="Cards">1 to 10, as many as the template has.</param>
public sealed record WhatsAppCarousel(IReadOnlyList<WhatsAppCarouselCard>? Cards);

/// <param name="Body">Missing where there is nothing to fill in.</param>
/// <param name="Buttons">1 or 2, of the types QUICK_REPLY and URL; missing where there is nothing to fill in.</param>
public sealed record WhatsAppCarouselCard(WhatsAppHeader? Header, WhatsAppPlaceholders? Body = null, IReadOnlyList<WhatsAppTemplateButton>? Buttons = null);

/// <param name="Placeholders">Neither null nor empty; none at all for a body without places.</param>
public sealed record WhatsAppPlaceholders(IReadOnlyList<string>? Placeholders);

/// <param name="Type">QUICK_REPLY (at most 128 letters), URL, COPY_CODE (at most 15) or FLOW.</param>
/// <param name="Parameter">Of all but FLOW.</param>
/// <param name="FlowToken">Of FLOW, at most 3,000 letters: comes back with what is filled in.</param>
public sealed record WhatsAppTemplateButton(string? Type, string? Parameter = null, string? FlowToken = null);

/// <summary>Answer to a call with templates.</summary>
public sealed record WhatsAppResponse(IReadOnlyList<WhatsAppResponseItem>? Messages, string? BulkId);

/// <summary>Where one message stands; the whole answer to a call of any other kind.</summary>
public sealed record WhatsAppResponseItem(string? To, int? MessageCount, string? MessageId, MessageStatus? Status);
