namespace Cpd.Adapters.Infobip.Chat;

/// <summary>
/// Whether a phone gets RCS from a sender, and when that was asked. Infobip publishes the codes and not what each of them
/// means: which of them speak of the phone is read out of their names.
/// </summary>
internal readonly record struct RcsCapability(string Code, DateTimeOffset AskedAt)
{
    public const string Enabled = "ENABLED", Unreachable = "UNREACHABLE", InvalidNumber = "INVALID_DESTINATION_ADDRESS";

    /// <summary>Says something of the phone, and not of the question: that alone is kept.</summary>
    public bool IsKnown => Code is Enabled || IsNot;

    /// <summary>The phone gets none.</summary>
    public bool IsNot => Code is Unreachable or InvalidNumber or "REJECTED_NETWORK" or "REJECTED_ROUTE_NOT_AVAILABLE";

    /// <summary>Why a message is not tried; null where it is.</summary>
    public ItemAnswer.Refused? Refusal => IsNot
        ? new("rcs.not-capable", FormattableString.Invariant($"The phone does not support RCS: Infobip answered {Code} on {AskedAt.UtcDateTime:d MMM yyyy}. Add another channel, or send it by SMS."), Permanent: true)
        : null;
}
