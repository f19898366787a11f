using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Chat;
using Cpd.Adapters.Infobip.Sms;
using static Cpd.Adapters.Sandbox.SendRules;

namespace Cpd.Adapters.Sandbox.Chat;

/// <summary>What Infobip checks in a message by RCS before anything else. The words are ours, in its manner: those of this request are not published.</summary>
internal static class RcsRules
{
    /// <summary>All that is wrong, by path; the whole call is refused for it.</summary>
    public static List<ApiViolation> Check(RcsRequest? request, DateTimeOffset now) => SendRules.Check(request, now, Check);

    /// <summary>All that is wrong with a question for who gets RCS.</summary>
    public static List<ApiViolation> Check(RcsCapabilityRequest? request)
    {
        var wrong = new List<ApiViolation>();
        if (string.IsNullOrWhiteSpace(request?.Sender)) wrong.Add(new ApiViolation("sender", Empty));
        if (request?.PhoneNumbers is not { Count: >= 1 and <= 500 } numbers) wrong.Add(new ApiViolation("phoneNumbers", "size must be between 1 and 500"));
        else
            for (var i = 0; i < numbers.Count; i++)
                if (string.IsNullOrWhiteSpace(numbers[i])) wrong.Add(new ApiViolation($"phoneNumbers[{i}]", Empty));
        return wrong;
    }

    private static void Check(RcsMessage message, string path, List<ApiViolation> wrong)
    {
        SendRules.Destinations(message.Destinations, path, wrong);
        Check(message.Content, path + ".content", wrong);
        SendRules.Rest(
            new SmsWebhooks(message.Webhooks?.Delivery, message.Webhooks?.ContentType, message.Webhooks?.CallbackData), message.Options?.CampaignReferenceId, message.Options?.Platform, path, wrong);
        if (message.Webhooks?.Seen?.Url is { } seen && !IsWeb(seen)) wrong.Add(new ApiViolation(path + ".webhooks.seen.url", NoUrl));
    }

    private static void Check(RcsContent? content, string path, List<ApiViolation> wrong)
    {
        switch (content)
        {
            case null:
                wrong.Add(new ApiViolation(path, Null));
                break;
            case { Type: "TEXT" }:
                if (content.Text is not { Length: >= 1 and <= 3072 }) wrong.Add(new ApiViolation(path + ".text", "size must be between 1 and 3072"));
                Check(content.Suggestions, 11, path + ".suggestions", wrong);
                break;
            case { Type: "CARD" }:
                if (content.Orientation is not ("HORIZONTAL" or "VERTICAL")) wrong.Add(new ApiViolation(path + ".orientation", "must be one of HORIZONTAL, VERTICAL"));
                if (content.Alignment is not ("LEFT" or "RIGHT")) wrong.Add(new ApiViolation(path + ".alignment", "must be one of LEFT, RIGHT"));
                if (content.Content is not { } card) wrong.Add(new ApiViolation(path + ".content", Null));
                else Check(card, path + ".content", wrong);
                break;
            default:
                wrong.Add(new ApiViolation(path + ".type", "must be one of TEXT, CARD"));
                break;
        }
    }

    private static void Check(RcsCard card, string path, List<ApiViolation> wrong)
    {
        if (card.Description is { Length: 0 or > 2000 }) wrong.Add(new ApiViolation(path + ".description", "size must be between 1 and 2000"));
        if (card.Title is { Length: 0 or > 200 }) wrong.Add(new ApiViolation(path + ".title", "size must be between 1 and 200"));
        if (card.Media is { } media)
        {
            if (!IsWeb(media.File?.Url)) wrong.Add(new ApiViolation(path + ".media.file.url", NoUrl));
            if (media.Height is not ("SHORT" or "MEDIUM" or "TALL")) wrong.Add(new ApiViolation(path + ".media.height", "must be one of SHORT, MEDIUM, TALL"));
        }
        Check(card.Suggestions, 4, path + ".suggestions", wrong);
    }

    private static void Check(IReadOnlyList<RcsSuggestion>? suggestions, int most, string path, List<ApiViolation> wrong)
    {
        if (suggestions?.Count > most) wrong.Add(new ApiViolation(path, $"size must be between 0 and {most}"));
        for (var i = 0; i < (suggestions?.Count ?? 0); i++)
        {
            if (suggestions![i]?.Text is not { Length: >= 1 and <= 25 }) wrong.Add(new ApiViolation($"{path}[{i}].text", "size must be between 1 and 25"));
            if (suggestions[i]?.PostbackData is not { Length: >= 1 and <= 2024 }) wrong.Add(new ApiViolation($"{path}[{i}].postbackData", "size must be between 1 and 2024"));
        }
    }
}
