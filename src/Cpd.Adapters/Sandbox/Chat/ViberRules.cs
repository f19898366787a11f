using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Chat;
using Cpd.Adapters.Infobip.Sms;
using Cpd.Adapters.Sandbox.Sms;

namespace Cpd.Adapters.Sandbox.Chat;

/// <summary>What Infobip checks in a message by Viber before anything else. The words are ours, in its manner: those of this request are not published.</summary>
internal static class ViberRules
{
    private const string Empty = "must not be empty", Null = "must not be null", Blank = "must not be blank", NoUrl = "is not a valid url";

    /// <summary>All that is wrong, by path; the whole call is refused for it.</summary>
    public static List<ApiViolation> Check(ViberRequest? request, DateTimeOffset now)
    {
        var wrong = new List<ApiViolation>();
        if (request?.Messages is not { Count: > 0 } messages)
        {
            wrong.Add(new ApiViolation("messages", Empty));
            return wrong;
        }

        for (var i = 0; i < messages.Count; i++) Check(messages[i], $"messages[{i}]", wrong);
        SendRules.Size(request.Options?.Schedule?.BulkId, 100, "options.schedule.bulkId", wrong);
        if (request.Options?.Schedule?.SendAt > now.AddDays(180)) wrong.Add(new ApiViolation("options.schedule.sendAt", "must be at most 180 days in the future"));
        return wrong;
    }

    private static void Check(ViberMessage? message, string path, List<ApiViolation> wrong)
    {
        if (message is null)
        {
            wrong.Add(new ApiViolation(path, Null));
            return;
        }
        if (string.IsNullOrWhiteSpace(message.Sender)) wrong.Add(new ApiViolation(path + ".sender", Blank));
        if (message.Destinations is not { Count: > 0 } destinations) wrong.Add(new ApiViolation(path + ".destinations", Empty));
        else
        {
            for (var i = 0; i < destinations.Count; i++)
            {
                if (destinations[i] is not { } one) wrong.Add(new ApiViolation($"{path}.destinations[{i}]", Null));
                else SendRules.Size(one.MessageId, 200, $"{path}.destinations[{i}].messageId", wrong);
            }
        }
        Check(message.Content, path + ".content", wrong);
        if (message.Options?.TrackingData is { } tracking && tracking.Length is 0 or > 100) wrong.Add(new ApiViolation(path + ".options.trackingData", "size must be between 1 and 100"));
        if (message.Options?.Label is not (null or "PROMOTIONAL" or "TRANSACTIONAL")) wrong.Add(new ApiViolation(path + ".options.label", "must be one of PROMOTIONAL, TRANSACTIONAL"));
        SendRules.Check(
            new SmsWebhooks(message.Webhooks?.Delivery, message.Webhooks?.ContentType, message.Webhooks?.CallbackData), message.Options?.CampaignReferenceId, message.Options?.Platform, path, wrong);
        if (message.Webhooks?.Seen?.Url is { } seen && !IsWeb(seen)) wrong.Add(new ApiViolation(path + ".webhooks.seen.url", NoUrl));
    }

    private static void Check(ViberContent? content, string path, List<ApiViolation> wrong)
    {
        switch (content)
        {
            case null: wrong.Add(new ApiViolation(path, Null)); return;
            case { Type: not ("TEXT" or "IMAGE") }: wrong.Add(new ApiViolation(path + ".type", "must be one of TEXT, IMAGE")); return;
            case { Type: "IMAGE" } when !IsWeb(content.MediaUrl): wrong.Add(new ApiViolation(path + ".mediaUrl", NoUrl)); break;
        }
        if (content.Text is not { Length: >= 1 and <= 1000 }) wrong.Add(new ApiViolation(path + ".text", "size must be between 1 and 1000"));
        SendRules.Size(content.MediaUrl, 1000, path + ".mediaUrl", wrong);
        if (content.Button is not { } button) return;
        if (button.Title is not { Length: >= 1 and <= 30 }) wrong.Add(new ApiViolation(path + ".button.title", "size must be between 1 and 30"));
        if (string.IsNullOrEmpty(button.Action)) wrong.Add(new ApiViolation(path + ".button.action", Blank));
        SendRules.Size(button.Action, 1000, path + ".button.action", wrong);
    }

    private static bool IsWeb(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";
}
