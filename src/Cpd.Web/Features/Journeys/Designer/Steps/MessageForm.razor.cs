using Cpd.Adapters.Infobip;
using Cpd.Contracts;
using Cpd.Engine.Journeys;
using Cpd.Web.Features.Shared.Fields;

namespace Cpd.Web.Features.Journeys.Designer.Steps;

public sealed partial class MessageForm
{
    private const string Own = "";
    private const string Example = "Hi {{default person.firstName \"there\"}}, …";

    private static readonly IReadOnlyList<Choice<Channel>> Channels = [.. Enum.GetValues<Channel>().Select(channel => new Choice<Channel>(channel, ChannelNames.Of(channel)))];

    private TextArea? _text;

    private IReadOnlyList<Choice<string>> Templates =>
        [new(Own, "Written here"), .. Context.Templates.Where(template => template.Channel == Step.Channel).Select(template => new Choice<string>(template.Id, template.Name))];

    /// <summary>The one whose text this is still.</summary>
    private string Template => Context.Templates.FirstOrDefault(template => template.Channel == Step.Channel && template.Text == Step.Text.Text)?.Id ?? Own;

    private IReadOnlyList<PickOption> Senders =>
        [.. Context.Senders.Where(sender => sender.Channel == Step.Channel).Select(sender => new PickOption(sender.Address, Detail: sender.Name))];

    /// <summary>Those that other messages of the journey name, and those that people were asked for.</summary>
    private IReadOnlyList<PickOption> Purposes =>
    [
        .. Context.Journey.Steps.OfType<JourneyStep.Message>().Select(message => message.Purpose).OfType<string>()
            .Append(JourneyStep.Message.DefaultPurpose)
            .Concat(Context.Seen.Attributes.Where(seen => seen.Path.StartsWith("consent.", StringComparison.Ordinal)).Select(seen => seen.Path.Split('.')[1]))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(purpose => new PickOption(purpose)),
    ];

    private Task Begin(string id) => Context.Templates.FirstOrDefault(template => template.Id == id) is { } template
        ? Change(Step with { Text = new TemplateText(template.Text) })
        : Task.CompletedTask;

    private static string Parts(SmsParts parts)
    {
        var room = $"{parts.Count} {(parts.Count == 1 ? "part" : "parts")}, room for {parts.Remaining} more {(parts.Remaining == 1 ? "letter" : "letters")}";
        return parts.IsUnicode ? $"{room}. A letter beyond the plain SMS alphabet is in it, so a part holds 70 and not 160." : $"{room}.";
    }
}
