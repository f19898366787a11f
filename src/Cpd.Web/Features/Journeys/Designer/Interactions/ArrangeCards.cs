using Cpd.Engine.Journeys;
using Cpd.Web.Features.Journeys.Designer.Canvas;

namespace Cpd.Web.Features.Journeys.Designer.Interactions;

/// <summary>Puts all cards in order.</summary>
internal static class ArrangeCards
{
    public static Change? Of(Journey journey)
    {
        var arranged = Arrangement.All(journey);
        return journey.Cards().All(card => arranged.PlaceOf(card) == journey.PlaceOf(card)) ? null : new Change("Arrange", arranged);
    }
}
