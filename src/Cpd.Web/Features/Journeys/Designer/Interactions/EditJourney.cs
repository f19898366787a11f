using Cpd.Engine.Journeys;
using Cpd.Web.Features.Journeys.Designer.Canvas;

namespace Cpd.Web.Features.Journeys.Designer.Interactions;

/// <summary>What belongs to the journey as a whole: its name, who enters, what ends it. And everything at once, by a file or an older version.</summary>
internal static class EditJourney
{
    public static Change? Rename(Journey journey, string name) =>
        journey.Name == name ? null : new Change("Rename journey", journey with { Name = name }, Merge: "name");

    /// <summary>Id, steps and looks stay as they are.</summary>
    public static Change Settings(Journey journey, Journey settings) => new("Edit journey", journey with
    {
        Name = settings.Name,
        Note = settings.Note,
        Entries = settings.Entries,
        Reentry = settings.Reentry,
        Goal = settings.Goal,
        ExitWhen = settings.ExitWhen,
    }, Merge: "settings");

    /// <summary>The id stays.</summary>
    public static Change Replace(Journey journey, Journey by, string title) => new(title, (by with { Id = journey.Id }).Tidy(), []);
}
