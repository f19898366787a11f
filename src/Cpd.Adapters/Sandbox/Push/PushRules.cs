using System.Text.Json;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Push;
using Cpd.Adapters.Sandbox.Sms;

namespace Cpd.Adapters.Sandbox.Push;

/// <summary>What Infobip checks in a push notification before anything else. The words are ours, in its manner: those of this request are not published.</summary>
internal static class PushRules
{
    private const string Empty = "must not be empty", Null = "must not be null", NoUrl = "is not a valid url";

    /// <summary>All that is wrong, by path; the whole call is refused for it.</summary>
    public static List<ApiViolation> Check(PushRequest? request, DateTimeOffset now)
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

    private static void Check(PushMessage? message, string path, List<ApiViolation> wrong)
    {
        if (message is null)
        {
            wrong.Add(new ApiViolation(path, Null));
            return;
        }
        if (!PushContents.IsApplication(message.Sender ?? "")) wrong.Add(new ApiViolation(path + ".sender", "must be an application code of 32 hexadecimal digits"));
        if (message.Destinations is not { Count: > 0 } destinations) wrong.Add(new ApiViolation(path + ".destinations", Empty));
        else for (var i = 0; i < destinations.Count; i++) Check(destinations[i], $"{path}.destinations[{i}]", wrong);
        Check(message.Content, path + ".content", wrong);
        SendRules.Check(message.Webhooks, message.Options?.CampaignReferenceId, message.Options?.Platform, path, wrong);
        if (message.Options?.OnTapButtonAction is { } action && action.Type is not ("WEB_VIEW_URL" or "DEEP_LINK" or "OPEN_URL_IN_BROWSER"))
            wrong.Add(new ApiViolation(path + ".options.onTapButtonAction.type", "must be one of WEB_VIEW_URL, DEEP_LINK, OPEN_URL_IN_BROWSER"));
        if (message.Options?.CustomPayload is { ValueKind: not JsonValueKind.Object }) wrong.Add(new ApiViolation(path + ".options.customPayload", "must be an object"));
    }

    private static void Check(PushDestination? destination, string path, List<ApiViolation> wrong)
    {
        if (destination is null)
        {
            wrong.Add(new ApiViolation(path, Null));
            return;
        }
        if (destination.Type is not "EXTERNAL_USER_ID") wrong.Add(new ApiViolation(path + ".type", "must be one of EXTERNAL_USER_ID"));
        else if (string.IsNullOrWhiteSpace(destination.ExternalUserId)) wrong.Add(new ApiViolation(path + ".externalUserId", "must not be blank"));
        SendRules.Size(destination.MessageId, 200, path + ".messageId", wrong);
    }

    private static void Check(PushContent? content, string path, List<ApiViolation> wrong)
    {
        if (content is null)
        {
            wrong.Add(new ApiViolation(path, Null));
            return;
        }
        if (content.Type is not ("TEXT" or "IMAGE")) wrong.Add(new ApiViolation(path + ".type", "must be one of TEXT, IMAGE"));
        if (content.Text is not { Length: >= 1 and <= 4000 }) wrong.Add(new ApiViolation(path + ".text", "size must be between 1 and 4000"));
        SendRules.Size(content.Title, 50, path + ".title", wrong);
        if (content.Type is "IMAGE" && !(Uri.TryCreate(content.Url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")) wrong.Add(new ApiViolation(path + ".url", NoUrl));
    }
}
