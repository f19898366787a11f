using System.Globalization;
using Cpd.Engine.Conditions;
using Cpd.Engine.People;

namespace Cpd.Engine.Journeys;

/// <summary>
/// Questions about the past that cannot be answered in full yet: the moments of an event, and whole events, are kept from when
/// something published asks for them. Warnings, since it passes with time.
/// </summary>
public static class MemoryRules
{
    /// <summary>False where <see cref="Check"/> finds nothing, whatever was asked before.</summary>
    public static bool Asks(Journey journey) => Questions(journey).Any();

    /// <param name="asked">What was published with, and runs still, in this journey and all others of the workspace.</param>
    /// <param name="now">When the journey is published.</param>
    public static IEnumerable<JourneyProblem> Check(Journey journey, IReadOnlyList<AskedSince> asked, DateTimeOffset now) =>
        Questions(journey).Select(question => Unanswered(question, asked, now)).OfType<JourneyProblem>();

    /// <summary>
    /// From when on all is there that was asked for lately. Whoever asks for more than was asked for before finds what the others kept:
    /// at that moment it reached back as far as they asked, or to the first of them.
    /// </summary>
    internal static DateTimeOffset KeptSince(IEnumerable<(DateTimeOffset Since, TimeSpan Within)> asked)
    {
        var (kept, reach) = (DateTimeOffset.MinValue, TimeSpan.Zero);
        foreach (var (since, within) in asked.Where(one => one.Within > TimeSpan.Zero).OrderBy(one => one.Since))
        {
            if (within <= reach) continue;
            kept = since - reach > kept ? since - reach : kept;
            reach = within;
        }
        return kept;
    }

    private static JourneyProblem? Unanswered(Question question, IReadOnlyList<AskedSince> asked, DateTimeOffset now)
    {
        var kept = KeptSince(asked.Where(one => one.Since <= now).Select(one => (one.Since, question.ReachOf(one.Needs))).Append((now, question.Within)));
        if (kept + question.Within <= now) return null;

        var (since, complete) = (kept == now ? "from publishing on" : $"since {Minute(kept)}", Minute(kept + question.Within));
        return question.IsWait
            ? new("wait.past-not-kept",
                $"“{question.Event}” is kept for waits only {since}, so an earlier one does not end this wait. From {complete} on, the wait looks back the full {Durations.ToText(question.Within)}.",
                question.Step, question.Path, ProblemLevel.Warning)
            : new("condition.past-not-kept",
                $"Times of “{question.Event}” are kept only {since}. For people who first did it more than {Durations.ToText(question.Within)} ago, everything before then counts as one at most: "
                + $"the number may be too low until {complete}.",
                question.Step, question.Path, ProblemLevel.Warning);
    }

    private static IEnumerable<Question> Questions(Journey journey) =>
    [
        .. JourneyRules.TextsOfJourney(journey).SelectMany(text => Counts(text, null, text.Path)),
        .. journey.Steps.SelectMany((step, index) => step.Texts().SelectMany(text => Counts(text, step.Id, $"steps[{Numbers.Text(index)}].{text.Path}"))),
        .. journey.Steps.SelectMany((step, index) => step.Awaited().Where(awaited => awaited.LookBack > TimeSpan.Zero).Distinct()
            .Select(awaited => new Question(awaited.Event, awaited.LookBack, IsWait: true, step.Id, $"steps[{Numbers.Text(index)}].lookBack"))),
    ];

    private static IEnumerable<Question> Counts(StepText text, string? step, string path) =>
        ((text.Text as ConditionText)?.Condition?.Questions() ?? []).OfType<Condition.Did>().Where(NeedsMoments)
            .Select(did => new Question(did.Event, did.Within!.Value, IsWait: false, step, path)).Distinct();

    /// <summary>Whether they did it at all since a moment is known from the last time, so "at least once" and "never" are right from the first day.</summary>
    private static bool NeedsMoments(Condition.Did did) => did.Within is not null && did.Times > (did.Often is HowOften.AtLeast ? 1 : 0);

    /// <summary>Not before that minute is over.</summary>
    private static string Minute(DateTimeOffset at) =>
        at.AddTicks(TimeSpan.TicksPerMinute - 1).UtcDateTime.ToString("d MMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private sealed record Question(string Event, TimeSpan Within, bool IsWait, string? Step, string Path)
    {
        /// <summary>How far back others ask for the same; zero where they do not.</summary>
        public TimeSpan ReachOf(MemoryNeeds needs) => needs.Events.GetValueOrDefault(Event) is not { } need ? TimeSpan.Zero
            : IsWait ? need.LookBack
            : need.Times ? need.TimesWithin : TimeSpan.Zero;
    }
}
