using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Mms;
using static Cpd.Adapters.Sandbox.SendRules;

namespace Cpd.Adapters.Sandbox.Mms;

/// <summary>What Infobip checks in an MMS before anything else. The words are ours, in its manner: those of this request are not published.</summary>
internal static class MmsRules
{
    /// <summary>All that is wrong, by path; the whole call is refused for it.</summary>
    public static List<ApiViolation> Check(MmsRequest? request, DateTimeOffset now) => SendRules.Check(request, now, Check);

    private static void Check(MmsMessage message, string path, List<ApiViolation> wrong)
    {
        SendRules.Destinations(message.Destinations, path, wrong);
        Check(message.Content, path + ".content", wrong);
        SendRules.Rest(message.Webhooks, message.Options?.CampaignReferenceId, message.Options?.Platform, path, wrong);
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
                    if (!IsWeb(url)) wrong.Add(new ApiViolation(at + ".contentUrl", "is not a valid url"));
                    break;
                default:
                    wrong.Add(new ApiViolation(at + ".type", "must be one of TEXT, LINK"));
                    break;
            }
        }
    }
}
