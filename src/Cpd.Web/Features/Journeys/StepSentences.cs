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
}
