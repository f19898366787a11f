using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Sms;

namespace Cpd.Adapters.Sandbox.Sms;

/// <summary>What Infobip checks in a text message before anything else.</summary>
internal static class SmsRules
{
    /// <summary>All that is wrong, by path; the whole call is refused for it.</summary>
    public static List<ApiViolation> Check(SmsRequest? request, DateTimeOffset now) => SendRules.Check(request, now, Check);

    private static void Check(SmsMessage message, string path, List<ApiViolation> wrong)
    {
        SendRules.Each(message.Destinations, path + ".destinations", Check, wrong);

        if (message.Content is null) wrong.Add(new ApiViolation(path + ".content", SendRules.Null));
        else SmsOptionRules.Check(message.Content, path + ".content", wrong);
        SmsOptionRules.Check(message.Options, path + ".options", wrong);

        SendRules.Rest(message.Webhooks, message.Options?.CampaignReferenceId, message.Options?.Platform, path, wrong);
    }

    private static void Check(SmsDestination destination, string path, List<ApiViolation> wrong)
    {
        SendRules.Size(destination.To, 64, path + ".to", wrong);
        SendRules.Size(destination.MessageId, 200, path + ".messageId", wrong);
    }
}
