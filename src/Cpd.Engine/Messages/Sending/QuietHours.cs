using Cpd.Engine.Journeys;

namespace Cpd.Engine.Messages.Sending;

/// <summary>Hours of the day, on a person's own clock, in which nobody is to be disturbed.</summary>
/// <param name="To">When it is over, on the next day where it is not after <paramref name="From"/>. The same as <paramref name="From"/>: no hour is quiet.</param>
public sealed record QuietHours(TimeOnly From, TimeOnly To)
{
    /// <summary>No hour is quiet: what a channel says that is not to follow its workspace.</summary>
    public static readonly QuietHours Never = new(TimeOnly.MinValue, TimeOnly.MinValue);

    public bool IsNever() => From == To;

    /// <summary>The first moment from <paramref name="at"/> on that is not quiet; <paramref name="at"/> itself where it is not.</summary>
    public DateTimeOffset Over(DateTimeOffset at, TimeZoneInfo zone) => IsNever() ? at : new DayWindow([], To, From).NextMoment(at, zone);

    public bool Holds(TimeOnly time) => From < To ? time >= From && time < To : From > To && (time >= From || time < To);

    public override string ToString() => $"{From:HH\\:mm} to {To:HH\\:mm}";
}
