using System.Globalization;
using System.Text.RegularExpressions;
using Cpd.Adapters.Infobip.Chat;
using Cpd.Adapters.Infobip.Sms;
using Cpd.Adapters.Sandbox.Sms;
using Cpd.Contracts;

namespace Cpd.Adapters.Sandbox.Chat;

/// <summary>
/// What becomes of messages by WhatsApp. Every one that has the right shape is accepted, as at Infobip; that there is no
/// session, or no such template, is told by the report.
/// </summary>
internal sealed partial class WhatsAppFates(Fates fates, IReadOnlyList<WhatsAppTemplate> templates, Func<string, string, bool> isOpen)
{
    public NewMessage Of(WhatsAppMessage message, string kind)
    {
        var (content, to) = (message.Content!, message.To!);
        var template = kind == "template" ? templates.FirstOrDefault(one => one.Name == content.TemplateName && one.Language == content.Language) : null;
        var (text, chat) = kind == "template" ? Shown(content, template) : Shown(content, kind);
        var error = kind == "template" ? ErrorOf(content.TemplateData!, template) : isOpen(to, message.From!) ? 0 : ChatStatuses.NoSession;
        return fates.Make(
            Channel.WhatsApp, to, message.MessageId, message.From, text, 1, own => StatusOf(to, own),
            (_, fails) => error != 0 ? error : fails ? ChatStatuses.UnknownUser : 0,
            new SmsWebhooks(message.NotifyUrl is { Length: > 0 } url ? new SmsDeliveryWebhook(url) : null, CallbackData: message.CallbackData),
            campaign: null, new InfobipPlatform(message.EntityId, message.ApplicationId)) with { Mail = StoredChat.Write(chat with { ClicksTo = StoredChat.ClicksOf(message.UrlOptions) }) };
    }

    private static int StatusOf(string to, NumberBehaviour? own) =>
        to.Length == 0 ? ChatStatuses.MissingTo
        : !SmsNumber.IsPossible(SmsNumber.Digits(to)) ? ChatStatuses.InvalidDestination
        : own?.RejectStatusId ?? ChatStatuses.Enroute;

    /// <summary>Whether the values fit the template; the pairing of code and mistake is the registry's.</summary>
    private static int ErrorOf(WhatsAppTemplateData data, WhatsAppTemplate? template)
    {
        if (template is not { Status: "APPROVED" or "REINSTATED", Structure: { } structure }) return ChatStatuses.WrongTemplate;

        if (WhatsAppCodes.KindOf(template) is not null) return IsCode(data) ? 0 : ChatStatuses.WrongArguments;
        var (cards, given) = (structure.Carousel?.Cards ?? [], data.Carousel?.Cards ?? []);
        return Fits(structure.Header, structure.Body, structure.Buttons, data.Header, data.Body, data.Buttons) && cards.Count == given.Count
            && cards.Zip(given).All(one => Fits(one.First.Header, one.First.Body, one.First.Buttons, one.Second.Header, one.Second.Body, one.Second.Buttons))
                ? 0 : ChatStatuses.WrongArguments;
    }

    /// <summary>The same code in the text and behind the button.</summary>
    private static bool IsCode(WhatsAppTemplateData data) =>
        data is { Body.Placeholders: [{ Length: <= 15 } code], Buttons: [{ Type: "URL", Parameter: { } copied }], Header: null, Carousel: null } && code == copied;

    private static bool Fits(
        WhatsAppStructureHeader? header, WhatsAppStructureBody? body, IReadOnlyList<WhatsAppStructureButton>? buttons,
        WhatsAppHeader? givenHeader, WhatsAppPlaceholders? givenBody, IReadOnlyList<WhatsAppTemplateButton>? givenButtons)
    {
        var places = Place().Matches(body?.Text ?? "").Select(place => place.Value).Distinct().Count();
        var needsHeader = header is { Format: "IMAGE" or "VIDEO" or "GIF" or "DOCUMENT" or "LOCATION" } || Place().IsMatch(header?.Text ?? "");
        var open = (buttons ?? []).Count(button => button.Type == "COPY_CODE" || (button.Type == "URL" && Place().IsMatch(button.Url ?? "")));
        var given = (givenButtons ?? []).Count(button => button.Type is "URL" or "COPY_CODE");
        return (givenBody?.Placeholders?.Count ?? 0) == places && needsHeader == givenHeader is not null && open == given;
    }

    private static (string Text, StoredChat Chat) Shown(WhatsAppContent content, WhatsAppTemplate? template)
    {
        var (data, structure) = (content.TemplateData!, template?.Structure);
        if (structure is not null && WhatsAppCodes.KindOf(template!) is not null)
            return (Filled(WhatsAppCodes.TextOf(structure), data.Body!.Placeholders!)!, new StoredChat(Footer: WhatsAppCodes.FooterOf(structure),
                Buttons: [new StoredButton(WhatsAppCodes.ButtonOf(structure), Copies: data.Buttons is [{ Parameter: { } code }, ..] ? code : null)]));

        var buttons = Buttons(structure?.Buttons, data.Buttons);
        var cards = (structure?.Carousel?.Cards ?? []).Zip(data.Carousel?.Cards ?? [], (card, given) => new StoredCard(
            Filled(card.Body?.Text, given.Body?.Placeholders ?? []) ?? "", MediaOf(given.Header), given.Header?.Type, Buttons(card.Buttons, given.Buttons))).ToList();
        return (
            Filled(structure?.Body?.Text, data.Body!.Placeholders!) ?? $"({content.TemplateName}, {content.Language})",
            new StoredChat(
                data.Header?.Type == "TEXT" || structure?.Header?.Format == "TEXT" ? Filled(structure?.Header?.Text, [data.Header?.Placeholder ?? ""]) : null,
                MediaOf(data.Header), MediaOf(data.Header) is null ? null : data.Header!.Type, data.Header?.Filename, structure?.Footer?.Text, buttons.Count == 0 ? null : buttons,
                Cards: cards.Count == 0 ? null : cards));
    }

    private static string? MediaOf(WhatsAppHeader? header) =>
        header is { Type: "LOCATION" } ? string.Create(CultureInfo.InvariantCulture, $"{header.Latitude}, {header.Longitude}") : header?.MediaUrl;

    private static List<StoredButton> Buttons(IReadOnlyList<WhatsAppStructureButton>? buttons, IReadOnlyList<WhatsAppTemplateButton>? values)
    {
        var given = new Queue<WhatsAppTemplateButton>(values ?? []);
        return [.. (buttons ?? []).Select(button =>
        {
            var takes = button.Type is "QUICK_REPLY" or "COPY_CODE" or "FLOW" || (button.Type == "URL" && Place().IsMatch(button.Url ?? ""));
            var filled = takes && given.Count > 0 && given.Peek().Type == button.Type ? given.Dequeue() : null;
            var value = filled?.Parameter;
            return new StoredButton(
                button.Text ?? "", button.Type == "QUICK_REPLY" ? value ?? button.Text : null,
                button.Type == "URL" ? Filled(button.Url, [value ?? ""]) : button.Type == "PHONE_NUMBER" ? $"tel:{button.PhoneNumber}" : null, OfTemplate: true,
                Flow: button.Type == "FLOW" ? filled?.FlowToken ?? "" : null);
        })];
    }

    private static string? Filled(string? text, IReadOnlyList<string> values) => text is null ? null : Place().Replace(text, place =>
        int.Parse(place.Groups[1].ValueSpan, CultureInfo.InvariantCulture) is var number && number <= values.Count ? values[number - 1] : place.Value);

    private static (string Text, StoredChat Chat) Shown(WhatsAppContent content, string kind) => kind switch
    {
        "text" => (content.Text!, new StoredChat()),
        "interactive/buttons" => (content.Body!.Text!, new StoredChat(
            content.Header?.Text, content.Header?.MediaUrl, content.Header?.MediaUrl is null ? null : content.Header.Type, content.Header?.Filename, content.Footer?.Text,
            [.. content.Action!.Buttons!.Select(button => new StoredButton(button.Title!, button.Id))])),
        "location" => ($"{content.Name ?? "A place"}\n{content.Address ?? string.Create(CultureInfo.InvariantCulture, $"{content.Latitude}, {content.Longitude}")}", new StoredChat()),
        "contact" => (string.Join('\n', content.Contacts!.Select(card => $"{card.Name!.FormattedName} {(card.Phones is [var first, ..] ? first.Phone : null)}".Trim())), new StoredChat()),
        "interactive/list" => (
            content.Body!.Text!,
            new StoredChat(content.Header?.Text, Footer: content.Footer?.Text, List: new StoredList(content.Action!.Title!,
                [.. content.Action.Sections!.SelectMany(section => section.Rows!.Select((row, place) => new StoredRow(row.Title!, row.Id!, row.Description, place == 0 ? section.Title : null)))]))),
        "interactive/url-button" or "interactive/location-request" or "interactive/flow" => (content.Body!.Text!, new StoredChat(
            content.Header?.Text, content.Header?.MediaUrl, content.Header?.MediaUrl is null ? null : content.Header.Type, content.Header?.Filename, content.Footer?.Text,
            (content.Action?.DisplayText ?? content.Action?.CallToActionButton) is { } title ? [new StoredButton(title, Url: content.Action!.Url, Flow: content.Action.FlowToken)] : null)),
        _ => (content.Caption ?? "", new StoredChat(Media: content.MediaUrl, MediaType: kind.ToUpperInvariant(), FileName: content.Filename)),
    };

    [GeneratedRegex(@"\{\{\s*([1-9][0-9]?)\s*\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}
