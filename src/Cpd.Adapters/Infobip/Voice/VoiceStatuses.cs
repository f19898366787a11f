using static Cpd.Adapters.Infobip.InfobipStatuses;

namespace Cpd.Adapters.Infobip.Voice;

/// <summary>
/// Statuses and errors of calls. Names that Infobip does not publish are ours, and so are the sandbox's pairs of status and
/// error.
/// </summary>
internal static class VoiceStatuses
{
    public const int Accepted = 26, Answered = 5, NotDelivered = 9, MissingTo = 51, InvalidDestination = 52;

    public const int AudioUrl = 53, Language = 54, EmptyMessage = 55, NotifyUrl = 56;

    public const int NoAnswer = 96, Busy = 97, Cancelled = 98, Declined = 99;

    /// <summary>The older numbers.</summary>
    public const int AnsweredByPerson = 5000, Machine = 5001, UserBusy = 5002, NotTaken = 5003;

    /// <summary>The newer ones.</summary>
    public const int MachineDetected = 10002, RangOut = 10200, LineBusy = 10201, CallDeclined = 10203;

    /// <summary>How a call ended that was made: in a log, such a line says that the call was accepted.</summary>
    public static bool IsEndOfCall(int status) => status is >= NoAnswer and <= Declined;

    public static readonly InfobipStatus[] All =
    [
        .. CommonStatuses.All,
        new(Accepted, Pending, "PENDING_ACCEPTED", "Message accepted, pending for delivery.", false),
        new(4, Undeliverable, "UNDELIVERABLE_REJECTED_OPERATOR", "Call rejected by operator", true),
        new(NoAnswer, Undeliverable, "NO_ANSWER", "No answer", false),
        new(Busy, Undeliverable, "BUSY", "Busy", false),
        new(Cancelled, Undeliverable, "CANCELLED", "Call cancelled", false),
        new(2, Delivered, "DELIVERED_TO_OPERATOR", "Message delivered to operator", false),
        new(Answered, Delivered, "DELIVERED_TO_HANDSET", "Message delivered to handset", false),
        new(8, Rejected, "REJECTED_PREFIX_MISSING", "Number prefix missing", true),
        new(10, Rejected, "REJECTED_DND", "Destination is on a do-not-disturb list", true),
        new(AudioUrl, Rejected, "REJECTED_INVALID_AUDIO_URL", "Invalid address of the audio file", true),
        new(Language, Rejected, "REJECTED_UNSUPPORTED_LANGUAGE", "Unsupported language", true),
        new(EmptyMessage, Rejected, "REJECTED_EMPTY_MESSAGE", "Nothing to say", true),
        new(NotifyUrl, Rejected, "REJECTED_INVALID_NOTIFY_URL", "Invalid address for reports", true),
        new(57, Rejected, "REJECTED_INVALID_NOTIFY_CONTENT_TYPE", "Invalid content type for reports", true),
        new(91, Rejected, "REJECTED_INVALID_SSML", "Invalid SSML", true),
        new(Declined, Rejected, "REJECTED", "Call declined", false),
        new(100, Rejected, "UNDELIVERABLE_REJECTED_PLATFORM", "Invalid request or service unavailable", false),
    ];

    public static readonly InfobipFault[] Errors =
    [
        new(AnsweredByPerson, 0, "VOICE_ANSWERED", "Call answered by a person", false),
        new(Machine, 0, "VOICE_ANSWERED_MACHINE", "Call answered by a machine", false),
        new(UserBusy, 3, "EC_VOICE_USER_BUSY", "The line was busy", true),
        new(NotTaken, 3, "EC_VOICE_NO_ANSWER", "No answer", true),
        new(10000, 0, "NORMAL_HANGUP", "Call completed", false),
        new(MachineDetected, 0, "MACHINE_DETECTED", "Answering machine detected", false),
        new(RangOut, 2, "NO_ANSWER", "No answer", false),
        new(LineBusy, 2, "BUSY", "The line was busy", false),
        new(CallDeclined, 2, "REJECTED", "The call was declined", false),
        new(10301, 3, "INSUFFICIENT_FUNDS", "Not enough credits", false),
        new(10307, 3, "REQUEST_TIMEOUT", "Time out", false),
    ];
}
