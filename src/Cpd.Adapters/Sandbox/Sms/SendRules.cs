using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Sms;

namespace Cpd.Adapters.Sandbox.Sms;

/// <summary>What Infobip checks in a send before anything else: the shape of the body. A bad number is no matter of shape.</summary>
internal static class SendRules
{
    private const string Empty = "must not be empty", Null = "must not be null";

    /// <summary>All that is wrong, by path; the whole call is refused for it.</summary>
    public static List<ApiViolation> Check(SmsRequest? request, DateTimeOffset now)
    {
        var wrong = new List<ApiViolation>();
        if (request?.Messages is not { Count: > 0 } messages)
        {
            wrong.Add(new ApiViolation("messages", Empty));
            return wrong;
        }

        for (var i = 0; i < messages.Count; i++) Check(messages[i], $"messages[{i}]", wrong);
        Size(request.Options?.Schedule?.BulkId, 100, "options.schedule.bulkId", wrong);
        if (request.Options?.Schedule?.SendAt > now.AddDays(180)) wrong.Add(new ApiViolation("options.schedule.sendAt", "must be at most 180 days in the future"));
        return wrong;
    }

    private static void Check(SmsMessage? message, string path, List<ApiViolation> wrong)
    {
        if (message is null)
        {
            wrong.Add(new ApiViolation(path, Null));
            return;
        }

        if (message.Destinations is not { Count: > 0 } destinations) wrong.Add(new ApiViolation(path + ".destinations", Empty));
        else for (var i = 0; i < destinations.Count; i++) Check(destinations[i], $"{path}.destinations[{i}]", wrong);

        if (message.Content is null) wrong.Add(new ApiViolation(path + ".content", Null));
        else SmsOptionRules.Check(message.Content, path + ".content", wrong);
        SmsOptionRules.Check(message.Options, path + ".options", wrong);

        Check(message.Webhooks, message.Options?.CampaignReferenceId, message.Options?.Platform, path, wrong);
    }

    /// <summary>What the messages of all channels have.</summary>
    internal static void Check(SmsWebhooks? webhooks, string? campaign, InfobipPlatform? platform, string path, List<ApiViolation> wrong)
    {
        Size(webhooks?.CallbackData, 4000, path + ".webhooks.callbackData", wrong);
        Size(campaign, 255, path + ".options.campaignReferenceId", wrong);
        Size(platform?.EntityId, 255, path + ".options.platform.entityId", wrong);
        Size(platform?.ApplicationId, 255, path + ".options.platform.applicationId", wrong);
        if (webhooks?.Delivery?.Url is { } url && !(Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            wrong.Add(new ApiViolation(path + ".webhooks.delivery.url", "is not a valid url"));
    }

    private static void Check(SmsDestination? destination, string path, List<ApiViolation> wrong)
    {
        if (destination is null)
        {
            wrong.Add(new ApiViolation(path, Null));
            return;
        }
        Size(destination.To, 64, path + ".to", wrong);
        Size(destination.MessageId, 200, path + ".messageId", wrong);
    }

    internal static void Size(string? text, int most, string path, List<ApiViolation> wrong)
    {
        if (text?.Length > most) wrong.Add(new ApiViolation(path, $"size must be between 0 and {most}"));
    }
}
