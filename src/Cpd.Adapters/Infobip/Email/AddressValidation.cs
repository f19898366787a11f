namespace Cpd.Adapters.Infobip.Email;

/// <summary>Body of <c>POST /email/2/validation</c>.</summary>
public sealed record AddressValidationRequest(string? To);

/// <param name="ValidMailbox">true, false or unknown, as a text.</param>
/// <param name="Reason">Why the mailbox is not known: TIMED_OUT, TEMP_REJECTION, THROTTLED, INBOX_FULL, UNABLE_TO_CONNECT or UNEXPECTED_FAILURE.</param>
/// <param name="Risk">LOW, MEDIUM, HIGH or UNKNOWN.</param>
public sealed record AddressValidation(
    string? To, string? ValidMailbox, bool? ValidSyntax, bool? CatchAll = null, string? DidYouMean = null, bool? Disposable = null, bool? RoleBased = null, string? Reason = null,
    string? Risk = null);
