using System.Diagnostics;
using System.Globalization;
using Cpd.Engine.Conditions;

namespace Cpd.Engine.Journeys;

/// <summary>Why somebody does not come into a journey: for who tries it out, and for who sent them in by a command.</summary>
internal static class NotAdmitted
{
    /// <summary>Null where they come in.</summary>
    /// <param name="entries">Those that were looked at; empty for who is sent in by a command.</param>
    public static string? Sentence(Admission admission, Turn turn, Journey journey, IReadOnlyList<JourneyEntry> entries, Facts facts)
    {
        var key = (journey.Reentry as Reentry.Keyed)?.Key;
        return admission switch
        {
            Admission.Granted => null,
            Admission.NoEntryFits => $"Did not enter: {string.Join("; ", entries.Select(entry => entry.When!.Explain(facts)))}.",
            Admission.NoKey => $"Did not enter: {key} has no value, and this journey is keyed by it.",
            Admission.KeyIsInside => $"Did not enter again: {key} is {key!.Get(facts)}, and a run with that value is already in progress.",
            Admission.IsInside => "Did not enter again: they are already in this journey, and it allows one run at a time.",
            Admission.WasInside => "Did not enter: they have been in this journey before, and it allows one entry per person.",
            Admission.TooSoon => $"Did not enter: they last entered at {LastEntered(turn, journey)} and may enter again {Durations.ToText(((Reentry.After)journey.Reentry).Span)} later.",
            Admission.TooManyInside => $"Did not enter again: they already have {Numbers.Text(turn.Runs.Count(run => run.Journey == journey.Id))} runs in this journey.",
            Admission.KeptOut => $"Did not enter: an exit rule would remove them at once ({Rules.Keeps(journey, facts)!.When!.Explain(facts)}).",
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>Whether a code says that a journey's own rules did their work, which is nothing to look after.</summary>
    public static bool IsUsual(string code) => code is "journey.is-inside" or "journey.was-inside" or "journey.too-soon" or "journey.kept-out";

    /// <summary>Stable, for programs.</summary>
    public static string Code(Admission admission) => admission switch
    {
        Admission.NoKey => "journey.no-key",
        Admission.KeyIsInside or Admission.IsInside => "journey.is-inside",
        Admission.WasInside => "journey.was-inside",
        Admission.TooSoon => "journey.too-soon",
        Admission.TooManyInside => "journey.too-many-runs",
        Admission.KeptOut => "journey.kept-out",
        _ => throw new UnreachableException(),
    };

    private static string LastEntered(Turn turn, Journey journey) =>
        turn.Memory.Enrolment(journey.Id)!.LastEntered.ToString("d MMM yyyy HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
