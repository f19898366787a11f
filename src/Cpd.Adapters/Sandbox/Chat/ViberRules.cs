using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Chat;
using Cpd.Adapters.Infobip.Sms;
using static Cpd.Adapters.Sandbox.SendRules;

namespace Cpd.Adapters.Sandbox.Chat;

/// <summary>What Infobip checks in a message by Viber before anything else. The words are ours, in its manner: those of this request are not published.</summary>
internal static class ViberRules
{
    /// <summary>All that is wrong, by path; the whole call is refused for it.</summary>
    public static List<ApiViolation> Check(ViberRequest? request, DateTimeOffset now) => SendRules.Check(request, now, Check);

    private static void Check(ViberMessage message, string path, List<ApiViolation> wrong)
    {
        if (string.IsNullOrWhiteSpace(message.Sender)) wrong.Add(new ApiViolation(path + ".sender", Blank));
        SendRules.Destinations(message.Destinations, path, wrong);
        Check(message.Content, path + ".content", wrong);
        if (message.Options?.TrackingData is { } tracking && tracking.Length is 0 or > 100) wrong.Add(new ApiViolation(path + ".options.trackingData", "size must be between 1 and 100"));
        if (message.Options?.Label is not (null or "PROMOTIONAL" or "TRANSACTIONAL")) wrong.Add(new ApiViolation(path + ".options.label", "must be one of PROMOTIONAL, TRANSACTIONAL"));
        SendRules.Rest(
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
}
