using Cpd.Engine.Journeys;
using Cpd.Web.Features.Journeys.Designer.Canvas;

namespace Cpd.Web.Features.Journeys.Designer.Interactions;

/// <summary>What a form or a text made of a step. Where it got another id, everything that named it names it anew.</summary>
internal static class ReplaceStep
{
    /// <summary>Null where there is no such step, or where the new id is somebody else's.</summary>
    public static Change? Of(Journey journey, string id, JourneyStep step)
    {
        if (journey.Step(id) is not { } before || before == step) return null;
        if (step.Id == id) return new Change("Edit", journey.With(step), Merge: "edit " + id);
        if (step.Id.Length == 0 || journey.Step(step.Id) is not null) return null;

        var ids = new Dictionary<string, string>(StringComparer.Ordinal) { [id] = step.Id };
        var after = journey with
        {
            First = journey.First == id ? step.Id : journey.First,
            Steps = [.. journey.Steps.Select(other => Leading(other.Id == id ? step : other, id, step.Id)).Select(other => RenameUses.In(other, ids))],
        };
        var at = journey.PlaceOf(id);
        after = after with { Canvas = after.Looks() with { Steps = after.Looks().Steps.Remove(id).SetItem(step.Id, at) } };
        return new Change("Rename step", after, [step.Id], "edit " + step.Id);
    }

    private static JourneyStep Leading(JourneyStep step, string before, string now)
    {
        var exits = step.Exits();
        for (var i = 0; i < exits.Count; i++)
            if (exits[i].To == before) step = step.Lead(i, now);
        return step is JourneyStep.WaitForMessage { Of: var of } wait && of == before ? wait with { Of = now } : step;
    }
}
