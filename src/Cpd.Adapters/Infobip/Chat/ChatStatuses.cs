using Cpd.Adapters.Infobip.Sms;

namespace Cpd.Adapters.Infobip.Chat;

/// <summary>
/// Statuses and errors of chats. Which status goes with which error in a report is not published: the sandbox's pairs are
/// its own, and nothing here reads more out of a pair than each of the two says.
/// </summary>
internal static class ChatStatuses
{
    public const int Enroute = 7, Accepted = SmsStatuses.Accepted, RejectedByProvider = 4, MissingTo = 51, InvalidDestination = 52;

    public const int UnknownUser = 7002, WrongArguments = 7008, WrongTemplate = 7009, NoSession = 7010, SenderNotRegistered = 7034;

    /// <summary>What is the same on every channel; only text messages are too long or binary.</summary>
    public static readonly InfobipStatus[] All = [.. SmsStatuses.All.Where(one => one.Id is not (24 or 25))];

    /// <summary>Groups: 1 the client, 2 the provider, 3 the system.</summary>
    public static readonly InfobipFault[] Errors =
    [
        new(UnknownUser, 1, "EC_UNKNOWN_USER", "The number has no account on this channel", true),
        new(7003, 1, "EC_BLOCKED_USER", "The person has blocked the sender", true),
        new(7006, 1, "EC_BAD_REQUEST", "Bad request", true),
        new(WrongArguments, 1, "EC_INVALID_TEMPLATE_ARGS", "The values do not match the template", true),
        new(WrongTemplate, 1, "EC_INVALID_TEMPLATE", "The template does not exist or is not approved", true),
        new(NoSession, 1, "EC_NO_SESSION", "No session: the person has not written within 24 hours", true),
        new(7013, 1, "EC_MEDIA_DOWNLOAD", "The picture, video or document could not be fetched", false),
        new(7014, 1, "EC_MEDIA_UPLOAD", "The picture, video or document could not be passed on", false),
        new(7016, 1, "EC_SPAM_RATE", "Too many people reported the sender as spam", true),
        new(7017, 1, "EC_TOO_MANY_REQUESTS", "Too many requests", false),
        new(7022, 1, "EC_MEDIA_UNSUPPORTED", "The type of the picture, video or document is not supported", true),
        new(7024, 1, "EC_NOT_ALLOWED_SENDING_TIME", "Not allowed at this time", false),
        new(7032, 1, "EC_FREQUENCY_CAPPING", "The provider's message limit for this person is reached", true),
        new(7033, 1, "EC_MARKETING_OPT_OUT", "The person opted out of marketing messages", true),
        new(SenderNotRegistered, 1, "EC_SENDER_NOT_REGISTERED", "The sender is not registered", true),
        new(7036, 2, "EC_TEMPLATE_NOT_SYNCED", "The template is not available yet", false),
        new(7037, 2, "EC_TEMPLATE_NOT_AVAILABLE", "The template is not available", false),
        new(7080, 3, "EC_INTERNAL_ERROR", "Internal error", true),
        new(7083, 3, "EC_SERVICE_NOT_ACTIVATED", "The service is not activated", true),
        new(7280, 3, "EC_DUPLICATE_REQUEST", "Duplicate request", true),
    ];
}
