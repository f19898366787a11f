using System.Collections.Immutable;

namespace Cpd.Engine.Journeys;

/// <summary>
/// How a journey is drawn: where its cards stand, and notes of its authors. It travels with the journey's file and changes
/// nothing of what the journey does. Places of steps that are gone do no harm.
/// </summary>
/// <param name="Entry">Of the card that says who enters.</param>
/// <param name="Steps">By the steps' ids; those without a place are put where there is room.</param>
public sealed record JourneyCanvas(CanvasPlace? Entry, ImmutableDictionary<string, CanvasPlace> Steps, ImmutableArray<CanvasNote> Notes)
{
    public static readonly JourneyCanvas Empty = new(null, ImmutableDictionary.Create<string, CanvasPlace>(StringComparer.Ordinal), []);

    internal static JourneyCanvas? Read(JourneyReader? json)
    {
        if (json is null) return null;

        var steps = Empty.Steps.ToBuilder();
        if (json.ObjectOrNull("steps") is { } places)
            foreach (var member in places.Members())
                if (places.PlaceOrNull(member.Name) is { } place) steps[member.Name] = place;

        var canvas = new JourneyCanvas(json.PlaceOrNull("entry"), steps.ToImmutable(), [.. json.Objects("notes").Select(CanvasNote.Read)]);
        json.Done();
        return canvas;
    }

    internal void Write(JourneyWriter json)
    {
        json.Place("entry", Entry);
        if (Steps.Count > 0)
            json.Object("steps", places =>
            {
                foreach (var (id, place) in Steps.OrderBy(step => step.Key, StringComparer.Ordinal)) places.Place(id, place);
            });
        if (Notes.Length > 0) json.Objects("notes", Notes, (note, value) => value.Write(note));
    }
}

/// <summary>A point of the canvas, in pixels at full size; it has no edges, so both may be less than nothing.</summary>
public readonly record struct CanvasPlace(int X, int Y);

/// <summary>A paper stuck onto the canvas.</summary>
public sealed record CanvasNote(string Id, string Text, CanvasPlace At, int Width, int Height)
{
    internal static CanvasNote Read(JourneyReader json)
    {
        var size = json.PlaceOrNull("size") ?? new CanvasPlace(200, 96);
        var note = new CanvasNote(json.Text("id"), json.Text("text"), json.PlaceOrNull("at") ?? default, size.X, size.Y);
        json.Done();
        return note;
    }

    internal void Write(JourneyWriter json) => json
        .Text("id", Id).Text("text", Text).Place("at", At).Place("size", new CanvasPlace(Width, Height));
}
