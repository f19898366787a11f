using System.Diagnostics;
using Cpd.Engine.Journeys;

namespace Cpd.Web.Features.Journeys.Designer.Steps;

/// <summary>Kinds of steps as people call them, and what they do in one sentence.</summary>
public static class KindWords
{
    public static string Name(JourneyStep step) => Of(step).Name;

    public static string Does(JourneyStep step) => Of(step).Does;

    private static (string Name, string Does) Of(JourneyStep step) => step switch
    {
        JourneyStep.Message => ("Message", "Sends one message. Who cannot get it goes on all the same, with the reason."),
        JourneyStep.Wait => ("Wait", "Holds people for a time."),
        JourneyStep.WaitUntilWindow => ("Wait for the right hour", "Lets people pass only at some hours of some weekdays."),
        JourneyStep.WaitUntilDate => ("Wait until a date", "Holds people until a date that their data tell."),
        JourneyStep.WaitForEvent => ("Wait for an event", "Holds people until they do something, or the time is over. The first event wins."),
        JourneyStep.WaitForMessage => ("Wait for a message", "Holds people until something became of a message, or the time is over."),
        JourneyStep.Branch => ("Branch", "Sends people the first way whose condition holds."),
        JourneyStep.Split => ("Split", "Divides people by chance; the same person always goes the same way."),
        JourneyStep.UpdateProfile => ("Update the person", "Sets attributes, and the next step sees them already."),
        JourneyStep.EmitEvent => ("Emit an event", "Puts an event of the person on the log, as if it had come in."),
        JourneyStep.Webhook => ("Webhook", "Calls a server and waits for its answer."),
        JourneyStep.Exit => ("Exit", "The end of the journey."),
        _ => throw new UnreachableException(),
    };
}
