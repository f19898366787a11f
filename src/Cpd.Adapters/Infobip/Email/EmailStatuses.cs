using static Cpd.Adapters.Infobip.InfobipStatuses;

namespace Cpd.Adapters.Infobip.Email;

/// <summary>
/// Statuses and errors of e-mails. Which status goes with which error in a report is not published: the sandbox's pairs are
/// its own, and nothing here reads more out of a pair than each of the two says.
/// </summary>
internal static class EmailStatuses
{
    public const int Enroute = 7, Delivered = 5, NotDelivered = 9, MissingTo = 51, InvalidDestination = 52, ValidationFailed = 90;

    public const int HardBounce = 6012, SoftBounce = 6011, Complained = 6035, Unsubscribed = 6003;

    private const int SuppressedForBounces = 6034, PolicyOfTheSender = 6048;

    /// <summary>Whether a permanent error is about the address and not about the message or its sender.</summary>
    public static bool IsOfTheAddress(int error) =>
        error is SuppressedForBounces || (error != PolicyOfTheSender && Array.Exists(Errors, one => one.Id == error && one is { Group: 2, Permanent: true }));

    public static readonly InfobipStatus[] All =
    [
        new(3, Pending, "PENDING_WAITING_DELIVERY", "Message sent, waiting for delivery report", false),
        new(Enroute, Pending, "PENDING_ENROUTE", "Message sent to next instance", false),
        new(26, Pending, "PENDING_ACCEPTED", "Message accepted, not yet passed on", false),
        new(4, Undeliverable, "UNDELIVERABLE_REJECTED_OPERATOR", "Message rejected by the receiving server", true),
        new(NotDelivered, Undeliverable, "UNDELIVERABLE_NOT_DELIVERED", "Message sent not delivered", true),
        new(31, Undeliverable, "UNDELIVERABLE_NOT_SENT", "Message was not sent", false),
        new(2, InfobipStatuses.Delivered, "DELIVERED_TO_OPERATOR", "Message delivered to the receiving server", false),
        new(Delivered, InfobipStatuses.Delivered, "DELIVERED_TO_HANDSET", "Message delivered", false),
        new(15, Expired, "EXPIRED_EXPIRED", "Message expired", true),
        new(29, Expired, "EXPIRED_DLR_UNKNOWN", "Message expired, no delivery report", true),
        new(6, Rejected, "REJECTED_NETWORK", "Network is forbidden", true),
        new(11, Rejected, "REJECTED_SOURCE", "Invalid source address", true),
        new(12, Rejected, "REJECTED_NOT_ENOUGH_CREDITS", "Not enough credits", false),
        new(13, Rejected, "REJECTED_SENDER", "By account configuration, this sender is blocklisted", true),
        new(14, Rejected, "REJECTED_DESTINATION_BLOCKLISTED", "By account configuration, this destination is blocklisted", true),
        new(17, Rejected, "REJECTED_PREPAID_PACKAGE_EXPIRED", "Prepaid package expired", false),
        new(18, Rejected, "REJECTED_DESTINATION_NOT_REGISTERED", "Destination not registered", true),
        new(19, Rejected, "REJECTED_ROUTE_NOT_AVAILABLE", "Route not available", false),
        new(20, Rejected, "REJECTED_FLOODING_FILTER", "Rejected flooding", false),
        new(21, Rejected, "REJECTED_SYSTEM_ERROR", "System error, may be tried again", false),
        new(DuplicateMessageId, Rejected, "REJECTED_DUPLICATE_MESSAGE_ID", "Rejected duplicate message ID", true),
        new(MissingTo, Rejected, "MISSING_TO", "Missing destination", true),
        new(InvalidDestination, Rejected, "REJECTED_DESTINATION", "Invalid destination address", true),
        new(75, Rejected, "REJECTED_FREE_TRIAL_EXCEEDED", "The free trial allows no more e-mails", true),
        new(88, Rejected, "REJECTED_DATA_TRANSFORMATION", "The message could not be put together", true),
        new(89, Rejected, "REJECTED_INTERNAL", "Internal error, may be tried again", false),
        new(ValidationFailed, Rejected, "REJECTED_VALIDATION_FAILED", "The message is not valid", true),
    ];

    /// <summary>Groups: 1 dropped by Infobip, 2 bounced, 3 the system.</summary>
    public static readonly InfobipFault[] Errors =
    [
        new(0, 0, "NO_ERROR", "No Error", false),
        new(6002, 1, "EC_SPAM_DETECTED", "Content taken for spam", true),
        new(Unsubscribed, 1, "EC_UNSUBSCRIBED_EMAIL_ADDRESS", "The address has unsubscribed", true),
        new(6018, 1, "EC_REQUEST_INVALID", "Invalid request", true),
        new(6020, 1, "EC_EMAIL_TEMPLATE_NOT_FOUND", "Template not found", true),
        new(6021, 1, "EC_EMAIL_PLACEHOLDERS_ERROR", "Placeholders could not be filled", true),
        new(6029, 1, "EC_SENDER_ADDRESS_INVALID", "Invalid sender address", true),
        new(SuppressedForBounces, 1, "EC_SUPPRESSED_BOUNCE", "The address bounced before and is suppressed", true),
        new(Complained, 1, "EC_SUPPRESSED_SPAM_COMPLAINT", "The address complained before and is suppressed", true),
        new(6036, 1, "EC_SENDER_DOMAIN_UNVERIFIED", "The sender's domain is not verified", true),
        new(6057, 1, "EC_RATE_LIMIT", "Rate limit reached", false),
        new(6006, 2, "EC_INVALID_EMAIL_ADDRESS", "Invalid e-mail address", true),
        new(6007, 2, "EC_MAILBOX_TEMPORARY_UNAVAILABLE", "Mailbox temporarily unavailable", false),
        new(6010, 2, "EC_RECIPIENT_INBOX_FULL", "Mailbox full", false),
        new(SoftBounce, 2, "EC_SOFT_BOUNCE", "Soft bounce", false),
        new(HardBounce, 2, "EC_HARD_BOUNCE", "Hard bounce", true),
        new(6037, 2, "EC_RECIPIENT_DOMAIN_MX_NOT_FOUND", "The domain takes no mail", true),
        new(PolicyOfTheSender, 2, "EC_DMARC_POLICY_ISSUE", "Refused by the sender's DMARC policy", true),
        new(6013, 3, "EC_INTERNAL_SYSTEM_ERROR", "Internal system error", false),
    ];
}
