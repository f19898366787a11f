using System.Text.RegularExpressions;
using Cpd.Engine.Journeys;
using Cpd.Web.Features.Journeys.Designer.Canvas;

namespace Cpd.Web.Features.Journeys.Designer.Interactions;

/// <summary>
/// Copies steps and notes as text and puts such a text onto a canvas, of the same journey or of another. The text is a
/// journey of those steps alone, so that whole files can be pasted, too.
/// </summary>
internal static class Clipping
{
    private const int Aside = 32;

    /// <summary>Null where nothing is chosen that can be copied.</summary>
    public static string? Copy(Journey journey, IReadOnlySet<string> cards)
    {
        var steps = journey.Steps.Where(step => cards.Contains(step.Id)).ToList();
        var notes = journey.Looks().Notes.Where(note => cards.Contains(Sheet.CardOf(note))).ToList();
        if (steps.Count + notes.Count == 0) return null;

        return JourneyJson.ToText(new Journey("clipboard", "Copied steps", [], new Reentry.AfterLeaving(), steps.FirstOrDefault()?.Id ?? "", steps)
        {
            Canvas = new JourneyCanvas(null, Sheet.PlacesOf(steps.Select(step => KeyValuePair.Create(step.Id, journey.PlaceOf(step.Id)))), [.. notes]),
        });
    }

    /// <summary>Null where the text is no journey. Everything gets ids of its own; ways that led out of what was copied lead nowhere.</summary>
    /// <param name="middle">Where the middle of it comes; null for a little aside of where it was.</param>
    public static Change? Paste(Journey journey, string text, CanvasPlace? middle)
    {
        if (JourneyJson.Read(text).Journey is not { } read) return null;
        var copied = read.Tidy();
        if (copied.Steps.Count + copied.Looks().Notes.Length == 0) return null;

        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var step in copied.Steps)
        {
            ids[step.Id] = journey.NewId(Unnumbered(step.Id), taken);
            taken.Add(ids[step.Id]);
        }

        var (dx, dy) = Shift(journey, copied, middle);
        var after = journey with { Steps = [.. journey.Steps, .. copied.Steps.Select(step => Renamed(step, ids))] };
        foreach (var step in copied.Steps)
        {
            var at = copied.PlaceOf(step.Id);
            after = after.Put(ids[step.Id], new CanvasPlace(at.X + dx, at.Y + dy));
        }
        var notes = copied.Looks().Notes.Select(note => note with { Id = EditNotes.NewId(after), At = new CanvasPlace(note.At.X + dx, note.At.Y + dy) });
        foreach (var note in notes) after = after with { Canvas = after.Looks() with { Notes = [.. after.Looks().Notes, note with { Id = EditNotes.NewId(after) }] } };
        if (journey.Aim(CardShape.Entry, 0) is null && ids.TryGetValue(copied.First, out var first)) after = after with { First = first };

        var newNotes = after.Looks().Notes.Skip(journey.Looks().Notes.Length).Select(Sheet.CardOf);
        return new Change(ids.Count == 1 ? "Paste" : $"Paste {ids.Count} steps", after, [.. ids.Values, .. newNotes]);
    }

    private static (int X, int Y) Shift(Journey journey, Journey copied, CanvasPlace? middle)
    {
        var boxes = copied.Steps.Select(step => copied.BoxOf(step.Id))
            .Concat(copied.Looks().Notes.Select(Sheet.BoxOf)).ToList();
        if (middle is { } to)
        {
            var (left, top) = (boxes.Min(box => box.X), boxes.Min(box => box.Y));
            return (CardShape.Snap(to.X - (left + boxes.Max(box => box.Right)) / 2), CardShape.Snap(to.Y - (top + boxes.Max(box => box.Bottom)) / 2));
        }
        // Pasted twice, it must not lie on what was pasted before.
        var places = journey.Looks().Steps.Values.Concat(journey.Looks().Notes.Select(note => note.At)).ToHashSet();
        var by = Aside;
        while (copied.Looks().Steps.Values.Concat(copied.Looks().Notes.Select(note => note.At)).Any(at => places.Contains(new CanvasPlace(at.X + by, at.Y + by)))) by += Aside;
        return (by, by);
    }

    private static JourneyStep Renamed(JourneyStep step, Dictionary<string, string> ids)
    {
        var exits = step.Exits();
        for (var i = 0; i < exits.Count; i++) step = step.Lead(i, exits[i].To is { } to ? ids.GetValueOrDefault(to) : null);
        if (step is JourneyStep.WaitForMessage { Of: var of } wait && ids.TryGetValue(of, out var message)) step = wait with { Of = message };
        return RenameUses.In(step with { Id = ids[step.Id] }, ids);
    }

    private static string Unnumbered(string id) => Regex.Replace(id, @"(?<=.)-\d+\z", "");
}
