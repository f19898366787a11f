using Cpd.Contracts;
using Cpd.Engine.Dashboards;
using Cpd.Engine.Journeys;

namespace Cpd.Web.Features.Reports;

/// <summary>What became of the messages of one step on one channel: a step that fails over has several.</summary>
public sealed record StepMessages(FunnelStep Step, Channel Channel, IReadOnlyDictionary<MessageFate, long> Fates)
{
    public long this[MessageFate fate] => Fates.GetValueOrDefault(fate);

    /// <summary>As one comes by the steps, and of a step's channels in the order in which they are tried.</summary>
    public static IReadOnlyList<StepMessages> Of(JourneyFunnel funnel) =>
    [
        .. funnel.Steps.Where(step => step.Numbers is not null).SelectMany(step => step.Numbers!.Fates
            .Select(fate => (Words: fate.Key.Split('/'), Count: fate.Value))
            .GroupBy(fate => Enum.Parse<Channel>(fate.Words[0]))
            .OrderBy(channel => Place(funnel, step, channel.Key))
            .Select(channel => new StepMessages(step, channel.Key, channel.ToDictionary(fate => Enum.Parse<MessageFate>(fate.Words[1]), fate => fate.Count)))),
    ];

    /// <summary>A channel that an older version of the step had comes last.</summary>
    private static int Place(JourneyFunnel funnel, FunnelStep step, Channel channel)
    {
        var tried = (funnel.Definition.Steps.OfType<JourneyStep.Message>().FirstOrDefault(message => message.Id == step.Id)?.Contents ?? []).Select(content => content.Channel).ToList();
        return tried.IndexOf(channel) is >= 0 and var place ? place : tried.Count + (int)channel;
    }
}
