using Cpd.Engine.Journeys;
using Cpd.Engine.UserView;

namespace Cpd.Web.Features.Journeys;

/// <summary>What a step does, in one plain sentence.</summary>
internal static class StepSentences
{
    public static string Of(JourneyStep step) => step switch
    {
        _ => JourneyNames.Readable(step.Id),
    };

    public static string Entry(Journey journey) => journey.Entries.Count == 0
        ? "Entered by a command"
        : string.Join(" or ", journey.Entries.Select(entry => entry.Event));

    public static string Exit(JourneyStep step, string port) => JourneyNames.Readable(port);
}
