using static Cpd.Adapters.Infobip.InfobipStatuses;

namespace Cpd.Adapters.Infobip;

/// <summary>What Infobip says of messages on every channel, in the same words. A channel's own table has what it says besides.</summary>
internal static class CommonStatuses
{
    public static readonly InfobipStatus[] All =
    [
        new(3, Pending, "PENDING_WAITING_DELIVERY", "Message sent, waiting for delivery report", false),
        new(7, Pending, "PENDING_ENROUTE", "Message sent to next instance", false),
        new(9, Undeliverable, "UNDELIVERABLE_NOT_DELIVERED", "Message sent not delivered", true),
        new(31, Undeliverable, "UNDELIVERABLE_NOT_SENT", "Message was not sent", false),
        new(15, Expired, "EXPIRED_EXPIRED", "Message expired", true),
        new(29, Expired, "EXPIRED_DLR_UNKNOWN", "Message expired, no delivery report", true),
        new(6, Rejected, "REJECTED_NETWORK", "Network is forbidden", true),
        new(11, Rejected, "REJECTED_SOURCE", "Invalid source address", true),
        new(12, Rejected, "REJECTED_NOT_ENOUGH_CREDITS", "Not enough credits", false),
        new(13, Rejected, "REJECTED_SENDER", "By account configuration, this sender is blocklisted", true),
        new(14, Rejected, "REJECTED_DESTINATION_BLOCKLISTED", "By account configuration, this destination is blocklisted", true),
        new(18, Rejected, "REJECTED_DESTINATION_NOT_REGISTERED", "Destination not registered", true),
        new(19, Rejected, "REJECTED_ROUTE_NOT_AVAILABLE", "Route not available", false),
        new(20, Rejected, "REJECTED_FLOODING_FILTER", "Rejected flooding", false),
        new(21, Rejected, "REJECTED_SYSTEM_ERROR", "System error, may be tried again", false),
        new(DuplicateMessageId, Rejected, "REJECTED_DUPLICATE_MESSAGE_ID", "Rejected duplicate message ID", true),
        new(51, Rejected, "MISSING_TO", "Missing destination", true),
        new(52, Rejected, "REJECTED_DESTINATION", "Invalid destination address", true),
    ];

    /// <summary>What stands in a report where nothing went wrong.</summary>
    public static readonly InfobipFault NoError = new(0, 0, "NO_ERROR", "No Error", false);
}
