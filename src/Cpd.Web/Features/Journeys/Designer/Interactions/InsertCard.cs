using Cpd.Engine.Journeys;
using Cpd.Web.Features.Journeys.Designer.Canvas;

namespace Cpd.Web.Features.Journeys.Designer.Interactions;

/// <summary>Takes a card that nothing leads to, and that leads nowhere, into a line that is there.</summary>
internal static class InsertCard
{
    /// <param name="card">The card whose line it was dropped on.</param>
    public static Change? Of(Journey journey, string id, string card, int exit)
    {
        if (journey.Step(id) is not { } step || !IsLoose(journey, step) || id == card) return null;
        if (exit < 0 || exit >= journey.ExitsOf(card).Count || journey.Aim(card, exit) is not { } next) return null;

        var (room, at) = AddStep.PlaceAfter(journey with { Steps = [.. journey.Steps.Where(other => other.Id != id)] }, step, card, exit);
        var placed = (room with { Steps = journey.Steps }).Put(id, at).Lead(card, exit, id);
        return new Change("Insert", step.Exits().Count > 0 ? placed.Lead(id, 0, next) : placed, [id]);
    }

    private static bool IsLoose(Journey journey, JourneyStep step) =>
        step.Exits().All(exit => exit.To is null) && journey.First != step.Id && journey.Steps.All(other => other.Exits().All(exit => exit.To != step.Id));
}
