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
        .. CommonStatuses.All,
        new(26, Pending, "PENDING_ACCEPTED", "Message accepted, not yet passed on", false),
        new(4, Undeliverable, "UNDELIVERABLE_REJECTED_OPERATOR", "Message rejected by the receiving server", true),
        new(2, InfobipStatuses.Delivered, "DELIVERED_TO_OPERATOR", "Message delivered to the receiving server", false),
        new(Delivered, InfobipStatuses.Delivered, "DELIVERED_TO_HANDSET", "Message delivered", false),
        new(17, Rejected, "REJECTED_PREPAID_PACKAGE_EXPIRED", "Prepaid package expired", false),
        new(75, Rejected, "REJECTED_FREE_TRIAL_EXCEEDED", "The free trial allows no more e-mails", true),
        new(88, Rejected, "REJECTED_DATA_TRANSFORMATION", "The message could not be assembled", true),
        new(89, Rejected, "REJECTED_INTERNAL", "Internal error, may be tried again", false),
        new(ValidationFailed, Rejected, "REJECTED_VALIDATION_FAILED", "The message is not valid", true),
    ];

    /// <summary>Groups: 1 dropped by Infobip, 2 bounced, 3 the system.</summary>
    public static readonly InfobipFault[] Errors =
    [
        new(6002, 1, "EC_SPAM_DETECTED", "Content rejected as spam", true),
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
        new(6037, 2, "EC_RECIPIENT_DOMAIN_MX_NOT_FOUND", "The domain does not accept mail", true),
        new(PolicyOfTheSender, 2, "EC_DMARC_POLICY_ISSUE", "Refused by the sender's DMARC policy", true),
        new(6013, 3, "EC_INTERNAL_SYSTEM_ERROR", "Internal system error", false),
    ];
}
