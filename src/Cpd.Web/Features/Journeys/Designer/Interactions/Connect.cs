using Cpd.Engine.Journeys;
using Cpd.Web.Features.Journeys.Designer.Canvas;

namespace Cpd.Web.Features.Journeys.Designer.Interactions;

/// <summary>Lets a way lead to another step, or to the end.</summary>
internal static class Connect
{
    /// <param name="to">Null takes the line away.</param>
    public static Change? Of(Journey journey, string card, int exit, string? to)
    {
        if (exit < 0 || exit >= journey.ExitsOf(card).Count) return null;
        if (to is not null && journey.Step(to) is null) return null;
        if (journey.ExitsOf(card)[exit].To == to) return null;
        return new Change(to is null ? "Disconnect" : "Connect", journey.Lead(card, exit, to));
    }
}
