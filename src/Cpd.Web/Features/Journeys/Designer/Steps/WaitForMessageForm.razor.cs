using Cpd.Engine.Journeys;
using Cpd.Engine.UserView;
using Cpd.Web.Features.Shared.Fields;

namespace Cpd.Web.Features.Journeys.Designer.Steps;

public sealed partial class WaitForMessageForm
{
    private static readonly IReadOnlyList<(MessageOutcome Outcome, string Name)> Outcomes =
    [
        (MessageOutcome.Reply, "they reply"), (MessageOutcome.Clicked, "they click a link in it"), (MessageOutcome.Seen, "they have seen it"),
        (MessageOutcome.Failed, "it fails"), (MessageOutcome.Delivered, "it is delivered"),
    ];

    /// <summary>The journey's messages; also one that is gone, so that it can be seen what was meant.</summary>
    private IReadOnlyList<Choice<string>> Messages
    {
        get
        {
            List<Choice<string>> messages = [.. Context.Journey.Steps.OfType<JourneyStep.Message>().Select(step => new Choice<string>(step.Id, $"{JourneyNames.Readable(step.Id)}: {StepSentences.Of(step)}"))];
            if (messages.All(message => message.Value != Step.Of)) messages.Insert(0, new(Step.Of, Step.Of.Length == 0 ? "Choose a message" : $"{Step.Of}, which is not there"));
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
