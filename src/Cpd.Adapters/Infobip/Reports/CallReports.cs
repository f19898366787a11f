using System.Text.Json;
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
    private const int MostKeys = 100;

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

    /// <summary>What was pressed; null for nothing. The keys come with commas and spaces between them.</summary>
    public static PressedKeys? Keys(JsonElement report)
    {
        var keys = string.Concat((report.Object("voiceCall")?.Text("dtmfCodes") ?? "").Where(key => char.IsAsciiDigit(key) || key is '*' or '#'));
        return keys.Length == 0 ? null : new PressedKeys(report.Text("to") ?? "", report.Text("from") ?? "", keys.Length > MostKeys ? keys[..MostKeys] : keys);
    }

    /// <summary>A call that was declined was made: the provider did not reject it, whatever the status's group says.</summary>
    public static DeliveryOutcome Outcome(CallOutcome call, DeliveryOutcome outcome) =>
        call is not CallOutcome.Answered && outcome is DeliveryOutcome.Rejected ? DeliveryOutcome.Undeliverable : outcome;
}
