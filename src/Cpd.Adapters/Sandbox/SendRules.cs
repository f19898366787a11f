using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Sms;

namespace Cpd.Adapters.Sandbox;

/// <summary>What Infobip checks in a send of any of these channels before anything else: the shape of the body. A bad number is no matter of shape.</summary>
internal static class SendRules
{
    public const string Empty = "must not be empty", Null = "must not be null", Blank = "must not be blank", NoUrl = "is not a valid url";

    /// <summary>All that is wrong, by path; the whole call is refused for it.</summary>
    /// <param name="check">Of one message: what is wrong in it goes to the list, each with its path.</param>
    public static List<ApiViolation> Check<TMessage>(IEnvelope<TMessage>? request, DateTimeOffset now, Action<TMessage, string, List<ApiViolation>> check)
    {
        var wrong = new List<ApiViolation>();
        Each(request?.Messages, "messages", check, wrong);
        if (request?.Messages is not { Count: > 0 }) return wrong;

        var schedule = request.Options?.Schedule;
        Size(schedule?.BulkId, 100, "options.schedule.bulkId", wrong);
        if (schedule?.SendAt > now.AddDays(180)) wrong.Add(new ApiViolation("options.schedule.sendAt", "must be at most 180 days in the future"));
        return wrong;
    }

    /// <summary>Something of which there has to be at least one.</summary>
    public static void Each<T>(IReadOnlyList<T>? all, string path, Action<T, string, List<ApiViolation>> check, List<ApiViolation> wrong)
    {
        if (all is not { Count: > 0 })
        {
            wrong.Add(new ApiViolation(path, Empty));
            return;
        }
        for (var i = 0; i < all.Count; i++)
        {
            if (all[i] is { } one) check(one, $"{path}[{i}]", wrong);
            else wrong.Add(new ApiViolation($"{path}[{i}]", Null));
        }
    }

    public static void Destinations(IReadOnlyList<SmsDestination>? destinations, string path, List<ApiViolation> wrong) =>
        Each(destinations, path + ".destinations", static (one, at, wrong) => Size(one.MessageId, 200, at + ".messageId", wrong), wrong);

    /// <summary>What comes beside the content.</summary>
    public static void Rest(SmsWebhooks? webhooks, string? campaign, InfobipPlatform? platform, string path, List<ApiViolation> wrong)
    {
        Size(webhooks?.CallbackData, 4000, path + ".webhooks.callbackData", wrong);
        Size(campaign, 255, path + ".options.campaignReferenceId", wrong);
        Size(platform?.EntityId, 255, path + ".options.platform.entityId", wrong);
        Size(platform?.ApplicationId, 255, path + ".options.platform.applicationId", wrong);
        if (webhooks?.Delivery?.Url is { } url && !IsWeb(url)) wrong.Add(new ApiViolation(path + ".webhooks.delivery.url", NoUrl));
    }

    public static void Size(string? text, int most, string path, List<ApiViolation> wrong)
    {
        if (text?.Length > most) wrong.Add(new ApiViolation(path, $"size must be between 0 and {most}"));
    }

    public static bool IsWeb(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";
}
