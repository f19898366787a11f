using Cpd.Contracts;
using Cpd.Engine.Journeys;
using Cpd.Engine.UserView;
using Cpd.Web.Features.Shared.Fields;

namespace Cpd.Web.Features.Journeys.Designer.Steps;

public sealed partial class WaitForMessageForm
{
    private static readonly (MessageOutcome Outcome, string Name)[] OfMessages =
    [
        (MessageOutcome.Reply, "they reply"), (MessageOutcome.Clicked, "they click a link in it"), (MessageOutcome.Seen, "they read it"),
        (MessageOutcome.Failed, "it fails"), (MessageOutcome.Delivered, "it is delivered"),
    ];

    private static readonly (MessageOutcome Outcome, string Name)[] OfCalls =
    [
        (MessageOutcome.Answered, "they answer the call"), (MessageOutcome.Busy, "the line is busy"), (MessageOutcome.NotAnswered, "nobody answers"),
        (MessageOutcome.Failed, "it fails for any reason"),
    ];

    /// <summary>What can become of the message; and what is waited for though it cannot, so that it can be taken away.</summary>
    private IEnumerable<(MessageOutcome Outcome, string Name)> Outcomes
    {
        get
        {
            var channels = Context.Journey.Steps.OfType<JourneyStep.Message>().FirstOrDefault(message => message.Id == Step.Of)?.Contents.Select(content => content.Channel).ToList() ?? [];
            var those = channels.Count > 0 && channels.All(channel => channel is Channel.Push) ? OfMessages[3..] : !channels.Contains(Channel.Voice) ? OfMessages : channels.All(channel => channel is Channel.Voice) ? OfCalls : [.. OfMessages, .. OfCalls.Take(3)];
            var others = OfMessages.Concat(OfCalls);
            return those.Concat(others.Where(other => Has(other.Outcome) && those.All(one => one.Outcome != other.Outcome)));
        }
    }

    /// <summary>The journey's messages; also one that is gone, so that it can be seen what was meant.</summary>
    private IReadOnlyList<Choice<string>> Messages
    {
        get
        {
            List<Choice<string>> messages = [.. Context.Journey.Steps.OfType<JourneyStep.Message>().Select(step => new Choice<string>(step.Id, $"{JourneyNames.Readable(step.Id)}: {StepSentences.Of(step)}"))];
            if (messages.All(message => message.Value != Step.Of)) messages.Insert(0, new(Step.Of, Step.Of.Length == 0 ? "Choose a message" : $"{Step.Of} (missing)"));
            return messages;
        }
    }

    private bool Has(MessageOutcome outcome) => Step.On.Any(way => way.Key == outcome);

    /// <summary>In the order in which they are looked at, whatever the order of the clicks.</summary>
    private Task Turn(MessageOutcome outcome) => Change(Step with
    {
        On = Has(outcome)
            ? [.. Step.On.Where(way => way.Key != outcome)]
            : [.. Step.On.Append(new(outcome, null)).OrderBy(way => way.Key)],
    });
}
