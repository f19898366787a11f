namespace Cpd.Adapters.Infobip.Email;

/// <summary>What is known of the mailbox behind an address. The numbers are stored.</summary>
public enum MailboxState
{
    /// <summary>Infobip was asked and gave no answer.</summary>
    Unanswered = 0,

    Exists = 1,

    Missing = 2,

    /// <summary>Its server does not tell.</summary>
    Unknown = 3,
}

/// <summary>What else is said of an address. The numbers are stored.</summary>
[Flags]
public enum AddressMarks
{
    None = 0,

    /// <summary>It is not written as an address is.</summary>
    Malformed = 1,

    /// <summary>Its server takes mail for every name, so that nobody knows whether there is somebody.</summary>
    CatchAll = 2,

    /// <summary>Of a provider of mailboxes for a few minutes.</summary>
    Disposable = 4,

    /// <summary>Of an office and not of a person: info@, sales@.</summary>
    RoleBased = 8,
}

/// <summary>What Infobip said of one e-mail address. The address itself is not in it.</summary>
/// <param name="Reason">Infobip's word why the mailbox is not known; null for none.</param>
/// <param name="Risk">LOW, MEDIUM, HIGH or UNKNOWN; null where it was not said.</param>
/// <param name="MeantDomain">What the part behind the @ was probably meant to be; null for nothing.</param>
public sealed record AddressCheck(MailboxState Mailbox, AddressMarks Marks, string? Reason, string? Risk, string? MeantDomain, DateTimeOffset AskedAt)
{
    /// <summary>No mail arrives there. Whatever else is said is a warning: mail to it may well be read.</summary>
    public bool IsInvalid => Mailbox is MailboxState.Missing || Marks.HasFlag(AddressMarks.Malformed);

    /// <summary>Why an e-mail is not tried; null where it is.</summary>
    internal ItemAnswer.Refused? Refusal => IsInvalid
        ? new("email.no-mailbox", FormattableString.Invariant(
            $"Infobip said on {AskedAt.UtcDateTime:d MMM yyyy} that {(Marks.HasFlag(AddressMarks.Malformed) ? "this is not a valid address" : "there is no such mailbox")}{Meant}. Correct the person's e-mail address, or add another channel."),
            Permanent: true)
        : null;

    private string Meant => MeantDomain is null ? "" : $"; the domain may be meant as @{MeantDomain}";

    /// <summary>What an answer says; null where it is none.</summary>
    internal static AddressCheck? Of(string address, AddressValidation answer, DateTimeOffset now)
    {
        MailboxState? mailbox = answer.ValidMailbox?.ToLowerInvariant() switch
        {
            "true" => MailboxState.Exists,
            "false" => MailboxState.Missing,
            "unknown" => MailboxState.Unknown,
            _ => null,
        };
        if (mailbox is not { } state) return null;

        var marks = (answer.ValidSyntax is false ? AddressMarks.Malformed : 0) | (answer.CatchAll is true ? AddressMarks.CatchAll : 0)
            | (answer.Disposable is true ? AddressMarks.Disposable : 0) | (answer.RoleBased is true ? AddressMarks.RoleBased : 0);
        return new AddressCheck(state, marks, Word(answer.Reason), Word(answer.Risk), DomainOf(answer.DidYouMean, address), now);
    }

    private static string? Word(string? said) => said is { Length: > 0 and <= AddressCheckTables.LongestWord } ? said : null;

    /// <summary>Only the domain, and only where nothing else differs: no second address of a person is kept.</summary>
    private static string? DomainOf(string? meant, string address)
    {
        var (at, was) = (meant?.LastIndexOf('@') ?? -1, address.LastIndexOf('@'));
        return at > 0 && was > 0 && meant![(at + 1)..] is { Length: > 0 and <= AddressCheckTables.LongestDomain } domain
            && meant[..at].Equals(address[..was], StringComparison.OrdinalIgnoreCase) && !domain.Equals(address[(was + 1)..], StringComparison.OrdinalIgnoreCase)
                ? domain
                : null;
    }
}
