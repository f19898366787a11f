using static Cpd.Adapters.Infobip.InfobipStatuses;

namespace Cpd.Adapters.Infobip.Sms;

/// <summary>Statuses and errors of text messages. What can be otherwise in an hour (credit, flooding, a full memory) is not permanent.</summary>
internal static class SmsStatuses
{
    public const int Accepted = 26, MissingTo = 51, InvalidDestination = 52, TooLong = 25;

    private const int SentNotDelivered = 9, NotInTime = 15;

    /// <summary>"Message sent not delivered": that much is known from its group.</summary>
    public static bool OnlySaysTheOutcome(int id) => id is SentNotDelivered or NotInTime;

    public static readonly InfobipStatus[] All =
    [
        .. CommonStatuses.All,
        new(Accepted, Pending, "PENDING_ACCEPTED", "Message sent to next instance", false),
        new(4, Undeliverable, "UNDELIVERABLE_REJECTED_OPERATOR", "Message rejected by operator", true),
        new(2, Delivered, "DELIVERED_TO_OPERATOR", "Message delivered to operator", false),
        new(5, Delivered, "DELIVERED_TO_HANDSET", "Message delivered to handset", false),
        new(8, Rejected, "REJECTED_PREFIX_MISSING", "Number prefix missing", true),
        new(10, Rejected, "REJECTED_DND", "Destination is on a do-not-disturb list", true),
        new(17, Rejected, "REJECTED_PREPAID_PACKAGE_EXPIRED", "Prepaid package expired", false),
        new(24, Rejected, "REJECTED_INVALID_UDH", "Rejected invalid UDH", true),
        new(TooLong, Rejected, "REJECTED_MESSAGE_TOO_LONG", "Rejected message too long", true),
        new(87, Rejected, "SIGNALS_BLOCKED", "Message blocked by anti-fraud protection", false),
        new(100, Rejected, "UNDELIVERABLE_REJECTED_PLATFORM", "Message rejected by the platform", false),
    ];

    public static readonly InfobipFault[] Errors =
    [
        new(1, 1, "EC_UNKNOWN_SUBSCRIBER", "Unknown Subscriber", true),
        new(6, 1, "EC_ABSENT_SUBSCRIBER_SM", "Absent Subscriber for short messages", false),
        new(9, 1, "EC_ILLEGAL_SUBSCRIBER", "Illegal Subscriber", true),
        new(13, 1, "EC_CALL_BARRED", "Call barred", false),
        new(27, 1, "EC_ABSENT_SUBSCRIBER", "Absent Subscriber", false),
        new(31, 1, "EC_SUBSCRIBER_BUSY_FOR_MT_SMS", "Subscriber busy", false),
        new(32, 1, "EC_SM_DELIVERY_FAILURE", "Delivery failure", false),
        new(34, 1, "EC_SYSTEM_FAILURE", "System failure", false),
        new(255, 1, "EC_UNKNOWN_ERROR", "Unknown error", false),
        new(256, 1, "EC_SM_DF_MEMORYCAPACITYEXCEEDED", "Memory of the phone is full", false),
        new(500, 1, "EC_PROVIDER_GENERAL_ERROR", "Provider general error", false),
        new(502, 1, "EC_NO_RESPONSE", "No response", false),
        new(351, 2, "EC_INVALID_DESTINATION_ADDRESS", "Invalid destination address", false),
        new(355, 2, "EC_MSG_TEXT_TOO_LONG", "Message text too long", true),
        new(368, 2, "EC_INVALID_SOURCE_ADDRESS", "Invalid source address", true),
        new(541, 2, "EC_LIMIT_REACHED", "Limit reached", false),
        new(542, 2, "EC_QUOTA_REACHED", "Quota reached", false),
        new(579, 2, "EC_DEST_ADDRESS_NOT_IN_SMS_DEMO", "Destination not registered for the trial", true),
        new(603, 2, "EC_CONTENT_BLOCKED", "Content blocked", true),
        new(608, 2, "EC_SIGNALS_BLOCKED", "Blocked by anti-fraud protection", false),
        new(2052, 2, "EC_BLACKLISTED_DESTINATIONADDRESS", "Destination is on a blocklist", true),
        new(2053, 2, "EC_BLACKLISTED_SENDERADDRESS", "Sender is on a blocklist", true),
        new(4100, 2, "EC_MESSAGE_CANCELED", "Message cancelled", true),
        new(4101, 2, "EC_VALIDITY_EXPIRED", "Validity expired", true),
        new(4103, 2, "EC_DESTINATION_FLOODING", "Too many messages to this number", true),
        new(4104, 2, "EC_DESTINATION_TXT_FLOODING", "Too many identical messages to this number", true),
        new(345, 3, "EC_OPERATOR_NOT_FOUND", "Operator not found", true),
        new(561, 3, "EC_CONTENT_BLOCKED_BY_OPERATOR", "Content blocked by operator", true),
        new(632, 3, "EC_SMS_REJECTED_BY_MOBILE_OPERATOR", "Rejected by the mobile operator", true),
        new(2048, 3, "EC_TIME_OUT", "Time out", false),
        new(2050, 3, "EC_DEST_ADDRESS_BLACKLISTED", "Destination is on the operator's blocklist", true),
    ];
}
