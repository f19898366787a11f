using Cpd.Contracts;
using Cpd.Engine.Journeys;

namespace Cpd.Web.Features.Journeys;

/// <summary>Sign and colour group of a step.</summary>
internal static class StepLook
{
    public static string Group(JourneyStep step) => step.Kind switch
    {
        "message" => "message",
        "branch" or "split" => "branch",
        "updateProfile" or "emitEvent" or "webhook" => "act",
        "exit" => "branch",
        _ when step.Kind.StartsWith("wait", StringComparison.Ordinal) => "wait",
        _ => "act",
    };

    public static string Icon(JourneyStep step) => step switch
    {
        JourneyStep.Message { Failover.Count: > 0 } => "channels",
        JourneyStep.Message { Channel: Channel.Voice } => "call",
        JourneyStep.Message { Channel: Channel.Email } => "mail",
        JourneyStep.Message { Channel: Channel.Mms } => "picture",
        JourneyStep.Message { Channel: Channel.Push } => "bell",
        JourneyStep.Message message when message.Channel.IsChat() => "chat",
        JourneyStep.Exit => "flag",
        JourneyStep.Split => "split",
        _ => Group(step),
    };
}
