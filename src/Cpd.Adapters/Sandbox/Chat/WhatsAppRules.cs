using System.Text.RegularExpressions;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Chat;

namespace Cpd.Adapters.Sandbox.Chat;

/// <summary>What Infobip checks in a message by WhatsApp before anything else, in its words where they are published.</summary>
internal static partial class WhatsAppRules
{
    private const string Blank = "must not be blank", Null = "must not be null", NoUrl = "is not a valid url";

    public static List<ApiViolation> Check(WhatsAppRequest? request)
    {
        var wrong = new List<ApiViolation>();
        if (request?.Messages is not { Count: > 0 } messages) wrong.Add(new ApiViolation("messages", "must not be empty"));
        else for (var i = 0; i < messages.Count; i++) Check(messages[i], "template", $"messages[{i}].", wrong);
        SendRules.Size(request?.BulkId, 100, "bulkId", wrong);
        return wrong;
    }

    public static List<ApiViolation> Check(WhatsAppMessage? message, string kind)
    {
        var wrong = new List<ApiViolation>();
        Check(message, kind, "", wrong);
        return wrong;
    }

    private static void Check(WhatsAppMessage? message, string kind, string path, List<ApiViolation> wrong)
    {
        if (message is null)
        {
            wrong.Add(new ApiViolation(path.TrimEnd('.') is { Length: > 0 } at ? at : "body", Null));
            return;
        }
        Text(message.From, 24, path + "from", wrong);
        Text(message.To, 150, path + "to", wrong);
        SendRules.Size(message.MessageId, 200, path + "messageId", wrong);
        SendRules.Size(message.CallbackData, 4000, path + "callbackData", wrong);
        SendRules.Size(message.NotifyUrl, 2048, path + "notifyUrl", wrong);
        SendRules.Size(message.EntityId, 255, path + "entityId", wrong);
        SendRules.Size(message.ApplicationId, 255, path + "applicationId", wrong);
        if (message.Content is not { } content)
        {
            wrong.Add(new ApiViolation(path + "content", Null));
            return;
        }

        path += "content.";
        switch (kind)
        {
            case "template": Template(content, path, wrong); break;
            case "text": Text(content.Text, 4096, path + "text", wrong); break;
            case "interactive/buttons": Buttons(content, path, wrong); break;
            case "location" or "contact" or "interactive/list" or "interactive/url-button" or "interactive/location-request" or "interactive/flow":
                WhatsAppContentRules.Check(content, kind, path, wrong);
                break;
            default:
                Url(content.MediaUrl, path + "mediaUrl", wrong);
                SendRules.Size(content.Caption, 3000, path + "caption", wrong);
                SendRules.Size(content.Filename, 240, path + "filename", wrong);
                break;
        }
    }

    private static void Template(WhatsAppContent content, string path, List<ApiViolation> wrong)
    {
        Text(content.TemplateName, 512, path + "templateName", wrong);
        if (content.TemplateName is { Length: > 0 } name && !Name().IsMatch(name)) wrong.Add(new ApiViolation(path + "templateName", "must match \"^[a-z0-9_]+$\""));
        if (string.IsNullOrWhiteSpace(content.Language)) wrong.Add(new ApiViolation(path + "language", Blank));
        if (content.TemplateData?.Body?.Placeholders is not { } places)
        {
            wrong.Add(new ApiViolation(path + "templateData.body.placeholders", Null));
            return;
        }
        for (var i = 0; i < places.Count; i++) Place(places[i], $"{path}templateData.body.placeholders[{i}]", wrong);
        Header(content.TemplateData.Header, path + "templateData.header", wrong);
        if (content.TemplateData.Buttons is { Count: > 10 }) wrong.Add(new ApiViolation(path + "templateData.buttons", "size must be between 0 and 10"));
        TemplateButtons(content.TemplateData.Buttons, path + "templateData.buttons", wrong);
        if (content.TemplateData.Carousel is { } carousel) Carousel(carousel, path + "templateData.carousel.cards", wrong);
    }

    private static void Carousel(WhatsAppCarousel carousel, string path, List<ApiViolation> wrong)
    {
        if (carousel.Cards is not { Count: >= 1 and <= 10 } cards)
        {
            wrong.Add(new ApiViolation(path, "size must be between 1 and 10"));
            return;
        }
        for (var i = 0; i < cards.Count; i++)
        {
            var (card, at) = (cards[i], $"{path}[{i}]");
            if (card?.Header is null) wrong.Add(new ApiViolation(at + ".header", Null));
            Header(card?.Header, at + ".header", wrong);
            for (var j = 0; j < (card?.Body?.Placeholders?.Count ?? 0); j++) Place(card!.Body!.Placeholders![j], $"{at}.body.placeholders[{j}]", wrong);
            if (card?.Buttons is { Count: not (1 or 2) }) wrong.Add(new ApiViolation(at + ".buttons", "size must be between 1 and 2"));
            TemplateButtons(card?.Buttons, at + ".buttons", wrong);
        }
    }

    private static void Header(WhatsAppHeader? header, string path, List<ApiViolation> wrong)
    {
        switch (header)
        {
            case { Type: "TEXT" }: Place(header.Placeholder, path + ".placeholder", wrong); break;
            case { Type: "LOCATION" }: WhatsAppContentRules.Degrees(header.Latitude, header.Longitude, path + ".", wrong); break;
            case { Type: "IMAGE" or "VIDEO" or "GIF" or "DOCUMENT" }:
                Url(header.MediaUrl, path + ".mediaUrl", wrong);
                if (header.Type == "DOCUMENT") Text(header.Filename, 240, path + ".filename", wrong);
                break;
            case { }: wrong.Add(new ApiViolation(path + ".type", "must be one of TEXT, IMAGE, VIDEO, GIF, DOCUMENT, LOCATION")); break;
        }
    }

    private static void TemplateButtons(IReadOnlyList<WhatsAppTemplateButton>? buttons, string path, List<ApiViolation> wrong)
    {
        for (var i = 0; i < (buttons?.Count ?? 0); i++)
            if (buttons![i] is { Type: "FLOW" } form) SendRules.Size(form.FlowToken, 3000, $"{path}[{i}].flowToken", wrong);
            else Text(buttons[i]?.Parameter, buttons[i]?.Type == "COPY_CODE" ? 15 : buttons[i]?.Type == "QUICK_REPLY" ? 128 : 2048, $"{path}[{i}].parameter", wrong);
    }

    private static void Buttons(WhatsAppContent content, string path, List<ApiViolation> wrong)
    {
        Text(content.Body?.Text, 1024, path + "body.text", wrong);
        SendRules.Size(content.Footer?.Text, 60, path + "footer.text", wrong);
        if (content.Header is { Type: "IMAGE" or "VIDEO" or "DOCUMENT" } header) Url(header.MediaUrl, path + "header.mediaUrl", wrong);
        if (content.Action?.Buttons is not { Count: >= 1 and <= 3 } buttons)
        {
            wrong.Add(new ApiViolation(path + "action.buttons", "size must be between 1 and 3"));
            return;
        }
        if (buttons.DistinctBy(button => button?.Id).Count() < buttons.Count || buttons.DistinctBy(button => button?.Title).Count() < buttons.Count)
            wrong.Add(new ApiViolation(path + "action.buttons", "ids and titles must be unique"));
        for (var i = 0; i < buttons.Count; i++)
        {
            Text(buttons[i]?.Id, 256, $"{path}action.buttons[{i}].id", wrong);
            Text(buttons[i]?.Title, 20, $"{path}action.buttons[{i}].title", wrong);
        }
    }

    internal static void Text(string? text, int most, string path, List<ApiViolation> wrong)
    {
        if (text is null || text.Length is 0 || text.Length > most) wrong.Add(new ApiViolation(path, $"size must be between 1 and {most}"));
        if (string.IsNullOrWhiteSpace(text)) wrong.Add(new ApiViolation(path, Blank));
    }

    private static void Place(string? text, string path, List<ApiViolation> wrong)
    {
        if (string.IsNullOrEmpty(text)) wrong.Add(new ApiViolation(path, Blank));
        else if (Blanks().IsMatch(text)) wrong.Add(new ApiViolation(path, "cannot have new-line/tab characters or more than 4 consecutive spaces"));
    }

    internal static void Url(string? url, string path, List<ApiViolation> wrong)
    {
        Text(url, 2048, path, wrong);
        if (!string.IsNullOrEmpty(url) && !(Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")) wrong.Add(new ApiViolation(path, NoUrl));
    }

    [GeneratedRegex("^[a-z0-9_]+$")]
    private static partial Regex Name();

    [GeneratedRegex(@"[\r\n\t]| {5,}")]
    private static partial Regex Blanks();
}
