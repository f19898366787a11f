using System.Text.Json;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Push;
using static Cpd.Adapters.Sandbox.SendRules;

namespace Cpd.Adapters.Sandbox.Push;

/// <summary>What Infobip checks in a push notification before anything else. The words are ours, in its manner: those of this request are not published.</summary>
internal static class PushRules
{
    /// <summary>All that is wrong, by path; the whole call is refused for it.</summary>
    public static List<ApiViolation> Check(PushRequest? request, DateTimeOffset now) => SendRules.Check(request, now, Check);

    private static void Check(PushMessage message, string path, List<ApiViolation> wrong)
    {
        if (!PushContents.IsApplication(message.Sender ?? "")) wrong.Add(new ApiViolation(path + ".sender", "must be an application code of 32 hexadecimal digits"));
        SendRules.Each(message.Destinations, path + ".destinations", Check, wrong);
        Check(message.Content, path + ".content", wrong);
        SendRules.Rest(message.Webhooks, message.Options?.CampaignReferenceId, message.Options?.Platform, path, wrong);
        if (message.Options?.OnTapButtonAction is { } action && action.Type is not ("WEB_VIEW_URL" or "DEEP_LINK" or "OPEN_URL_IN_BROWSER"))
            wrong.Add(new ApiViolation(path + ".options.onTapButtonAction.type", "must be one of WEB_VIEW_URL, DEEP_LINK, OPEN_URL_IN_BROWSER"));
        if (message.Options?.CustomPayload is { ValueKind: not JsonValueKind.Object }) wrong.Add(new ApiViolation(path + ".options.customPayload", "must be an object"));
    }

    private static void Check(PushDestination destination, string path, List<ApiViolation> wrong)
    {
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
