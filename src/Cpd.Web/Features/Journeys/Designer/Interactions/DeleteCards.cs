using Cpd.Engine.Journeys;
using Cpd.Web.Features.Journeys.Designer.Canvas;

namespace Cpd.Web.Features.Journeys.Designer.Interactions;

/// <summary>Takes steps and notes away. What led to a step leads to what came after it: the first of its ways that leads anywhere.</summary>
internal static class DeleteCards
{
    public static Change? Of(Journey journey, IReadOnlyCollection<string> cards)
    {
        var steps = cards.Where(card => journey.Step(card) is not null).ToHashSet(StringComparer.Ordinal);
        var notes = cards.Select(Sheet.NoteOf).OfType<string>().ToHashSet(StringComparer.Ordinal);
        if (steps.Count == 0 && !journey.Looks().Notes.Any(note => notes.Contains(note.Id))) return null;

        var after = journey with
        {
            First = After(journey, journey.First, steps) ?? "",
            Steps = [.. journey.Steps.Where(step => !steps.Contains(step.Id)).Select(step => Joined(journey, step, steps))],
            Canvas = journey.Looks() with
            {
                Steps = journey.Looks().Steps.RemoveRange(steps),
                Notes = [.. journey.Looks().Notes.Where(note => !notes.Contains(note.Id))],
            },
        };
        var left = steps.Count == 1 && notes.Count == 0 ? Before(journey, steps.First(), steps) : null;
        return new Change(steps.Count + notes.Count == 1 ? "Delete" : $"Delete {steps.Count + notes.Count} cards", after, left is null ? [] : [left]);
    }

    private static JourneyStep Joined(Journey journey, JourneyStep step, HashSet<string> gone)
    {
        var exits = step.Exits();
        for (var i = 0; i < exits.Count; i++)
            if (exits[i].To is { } to && gone.Contains(to)) step = step.Lead(i, After(journey, to, gone));
        return step;
    }

    /// <summary>The first step from here on that stays; null where the way ends.</summary>
    private static string? After(Journey journey, string step, HashSet<string> gone)
    {
        var passed = new HashSet<string>(StringComparer.Ordinal);
        string? at = step;
        while (at is not null && gone.Contains(at))
        {
            if (!passed.Add(at)) return null;
            var here = at;
            at = Enumerable.Range(0, journey.ExitsOf(here).Count).Select(exit => journey.Aim(here, exit)).FirstOrDefault(to => to is not null);
        }
        return at;
    }

    private static string? Before(Journey journey, string step, HashSet<string> gone) =>
        journey.Cards().FirstOrDefault(card => !gone.Contains(card) && journey.ExitsOf(card).Any(exit => exit.To == step));
}
