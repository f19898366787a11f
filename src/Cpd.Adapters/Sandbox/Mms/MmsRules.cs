using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Mms;
using Cpd.Adapters.Sandbox.Sms;

namespace Cpd.Adapters.Sandbox.Mms;

/// <summary>What Infobip checks in an MMS before anything else. The words are ours, in its manner: those of this request are not published.</summary>
internal static class MmsRules
{
    private const string Empty = "must not be empty", Null = "must not be null";

    /// <summary>All that is wrong, by path; the whole call is refused for it.</summary>
    public static List<ApiViolation> Check(MmsRequest? request, DateTimeOffset now)
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

    private static void Check(MmsMessage? message, string path, List<ApiViolation> wrong)
    {
        if (message is null)
        {
            wrong.Add(new ApiViolation(path, Null));
            return;
        }
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
        SendRules.Check(message.Webhooks, message.Options?.CampaignReferenceId, message.Options?.Platform, path, wrong);
    }

    private static void Check(MmsContent? content, string path, List<ApiViolation> wrong)
    {
        if (content is null)
        {
            wrong.Add(new ApiViolation(path, Null));
            return;
        }
        SendRules.Size(content.Title, 66, path + ".title", wrong);
        if (content.MessageSegments is not { Count: > 0 } segments)
        {
            wrong.Add(new ApiViolation(path + ".messageSegments", Empty));
            return;
        }

        for (var i = 0; i < segments.Count; i++)
        {
            var at = $"{path}.messageSegments[{i}]";
            switch (segments[i])
            {
                case null:
                    wrong.Add(new ApiViolation(at, Null));
                    break;
                case { Type: "TEXT", Text: var text }:
                    if (text is null) wrong.Add(new ApiViolation(at + ".text", Null));
                    else SendRules.Size(text, 4096, at + ".text", wrong);
                    break;
                case { Type: "LINK", ContentUrl: var url }:
                    if (!(Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")) wrong.Add(new ApiViolation(at + ".contentUrl", "is not a valid url"));
                    break;
                default:
                    wrong.Add(new ApiViolation(at + ".type", "must be one of TEXT, LINK"));
                    break;
            }
        }
    }
}
