using Cpd.Adapters.Infobip.Sms;
using Cpd.Adapters.Infobip.Voice;
using Cpd.Contracts;

namespace Cpd.Adapters.Infobip.Reports;

/// <summary>
/// What a report says of a call. Which status goes with which error is not published, so each of the two is enough; what
/// a machine takes is delivered and yet heard by nobody.
/// </summary>
internal static class CallReports
{
    /// <summary>Null where it never came to a call: a number that does not exist, a line that broke.</summary>
    public static CallOutcome? Outcome(MessageStatus status, DeliveryOutcome outcome, int error) => (status.Id, error) switch
    {
        _ when outcome is DeliveryOutcome.Pending => null,
        (_, VoiceStatuses.Machine or VoiceStatuses.MachineDetected) => CallOutcome.NotAnswered,
        _ when outcome is DeliveryOutcome.Delivered => CallOutcome.Answered,
        (VoiceStatuses.Busy, _) or (_, VoiceStatuses.UserBusy or VoiceStatuses.LineBusy) => CallOutcome.Busy,
        (VoiceStatuses.NoAnswer or VoiceStatuses.Declined, _) or (_, VoiceStatuses.NotTaken or VoiceStatuses.RangOut or VoiceStatuses.CallDeclined) => CallOutcome.NotAnswered,
        _ => null,
    };

    /// <summary>A call that was declined was made: the provider did not reject it, whatever the status's group says.</summary>
    public static DeliveryOutcome Outcome(CallOutcome call, DeliveryOutcome outcome) =>
        call is not CallOutcome.Answered && outcome is DeliveryOutcome.Rejected ? DeliveryOutcome.Undeliverable : outcome;
}
