using System.Globalization;
using Cpd.Engine.Journeys;
using Cpd.Web.Features.Journeys.Designer.Canvas;

namespace Cpd.Web.Features.Journeys.Designer.Interactions;

/// <summary>Papers stuck onto the canvas: put there, written on, made larger or smaller.</summary>
internal static class EditNotes
{
    private const int Width = 200;
    private const int Height = 96;

    /// <param name="middle">Where one would like its middle; beside it where something stands there.</param>
    public static Change Add(Journey journey, CanvasPlace middle)
    {
        var wish = new CanvasPlace(CardShape.Snap(middle.X - Width / 2.0), CardShape.Snap(middle.Y - Height / 2.0));
        var note = new CanvasNote(NewId(journey), "", journey.Free(wish, Width, Height, journey.Looks().Notes.Select(Sheet.BoxOf)), Width, Height);
        return new Change("Add note", journey with { Canvas = journey.Looks() with { Notes = [.. journey.Looks().Notes, note] } }, [Sheet.CardOf(note)]);
    }

    public static Change? Write(Journey journey, string id, string text) =>
        journey.Note(id) is not { } note || note.Text == text ? null : With(journey, note with { Text = text }, "Write note");

    public static Change? Resize(Journey journey, string id, int width, int height) =>
        journey.Note(id) is not { } note ? null
        : With(journey, note with { Width = Math.Clamp(CardShape.Snap(width), 96, 800), Height = Math.Clamp(CardShape.Snap(height), 48, 800) }, "Resize note");

    public static string NewId(Journey journey)
    {
        for (var number = 1; ; number++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"note-{number}");
            if (journey.Note(id) is null) return id;
        }
    }

    private static Change With(Journey journey, CanvasNote note, string title) => new(title, journey with
    {
        Canvas = journey.Looks() with { Notes = [.. journey.Looks().Notes.Select(other => other.Id == note.Id ? note : other)] },
    }, Merge: title + note.Id);
}
