using Cpd.Contracts;

namespace Cpd.Engine.Messages.Sending;

/// <summary>What is asked for, as far as the rules look at it.</summary>
/// <param name="Purpose">What consent is asked for.</param>
/// <param name="Transactional">The person asked for it or the law wants it: passes consent, quiet hours and caps, and says which.</param>
/// <param name="PassesQuiet">Somebody let it go by hand: it waits for no hour.</param>
/// <param name="InPlaceOf">When those went out that did not reach the person, and that this one stands for: together they are one message to caps over all channels.</param>
/// <param name="NeedsSession">The channel takes it only from those who wrote to us lately.</param>
/// <param name="Sender">Whom it is to come from; null for the channel's own, or whom they wrote to.</param>
/// <param name="Best">The hour it is to wait for; null where it goes out as soon as it may.</param>
public sealed record SendingRequest(
    Channel Channel, string Purpose, bool Transactional, bool PassesQuiet = false, IReadOnlyList<DateTimeOffset>? InPlaceOf = null, bool NeedsSession = false,
    string? Sender = null, BestTime? Best = null);

/// <summary>What the rules say to a message.</summary>
public abstract record SendingDecision
{
    private SendingDecision() { }

    /// <param name="To">The address.</param>
    /// <param name="Why">What it relied on and what it passed, for people; null where no rule had anything to say.</param>
    /// <param name="Counts">True where it counts against caps.</param>
    /// <param name="From">Whom it has to come from, since that is whom they wrote to; null where it does not matter.</param>
    public sealed record SendNow(string To, string? Why, bool Counts, string? From = null) : SendingDecision;

    /// <summary>Not before then; the rules are to be asked again at that time.</summary>
    public sealed record SendAt(DateTimeOffset Moment, string Why) : SendingDecision;

    /// <param name="Code">Stable, such as <c>message.cap</c>.</param>
    /// <param name="Reason">A sentence for people, with what it relied on.</param>
    public sealed record DoNotSend(string Code, string Reason) : SendingDecision;
}
