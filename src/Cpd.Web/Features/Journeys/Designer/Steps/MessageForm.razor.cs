using Cpd.Adapters.Infobip.Sms;
using Cpd.Contracts;
using Cpd.Engine.Journeys;
using Cpd.Engine.UserView.Seen;
using Cpd.Web.Features.Shared.Fields;

namespace Cpd.Web.Features.Journeys.Designer.Steps;

public sealed partial class MessageForm
{
    private const string Own = "";
    private const string Example = "Hi {{default person.firstName \"there\"}}, …";

    private IReadOnlyList<Choice<Channel>> Channels => [.. ChannelNames.InUse.Append(Step.Channel).Distinct().Select(channel => new Choice<Channel>(channel, ChannelNames.Of(channel)))];

    private static readonly IReadOnlyList<Choice<MessagePriority>> Priorities =
        [new(MessagePriority.High, "High"), new(MessagePriority.Normal, "Normal"), new(MessagePriority.Low, "Low")];

    private TextArea? _text;

    private bool IsEmail => Step.Channel is Channel.Email;

    /// <summary>One that is named and not there stays to be seen; what is wrong with it is said below.</summary>
    private IReadOnlyList<Choice<string>> Templates =>
    [
        new(Own, IsEmail ? "Choose one" : "Custom text"),
        .. Context.Templates.Where(template => template.Channel == Step.Channel && (template.Defect is null || template.Id == Step.Template)).Select(template => new Choice<string>(template.Id, template.Name)),
        .. Step.Template is { } id && Chosen is null ? [new Choice<string>(id, id)] : Array.Empty<Choice<string>>(),
    ];

    private TemplateChoice? Chosen => Context.Templates.FirstOrDefault(template => template.Channel == Step.Channel && template.Id == Step.Template);

    /// <summary>Those of the channel that cannot be chosen.</summary>
    private int NotReady => Context.Templates.Count(template => template.Channel == Step.Channel && template.Defect is not null && template.Id != Step.Template);

    /// <summary>What goes out, as far as it is known here.</summary>
    private TemplateText Shown => Step.Template is null ? Step.Text : new TemplateText(Chosen?.Text ?? "");

    private IReadOnlyList<PickOption> Senders =>
        [.. Context.Senders.Where(sender => sender.Channel == Step.Channel).Select(sender => new PickOption(sender.Address, Detail: sender.Name))];

    /// <summary>Those that the administrator keeps, for this channel first; those that other messages of the journey name, and those that people were asked for.</summary>
    private IReadOnlyList<PickOption> Purposes =>
    [
        .. Context.Purposes.OrderByDescending(purpose => purpose.Channels.Contains(Step.Channel))
            .Select(purpose => new PickOption(purpose.Id, Detail: purpose.In(null)?.Name + (purpose.Channels.Contains(Step.Channel) ? "" : $", not by {ChannelNames.Of(Step.Channel)}"))),
        .. Context.Journey.Steps.OfType<JourneyStep.Message>().Select(message => message.Purpose).OfType<string>()
            .Append(JourneyStep.Message.DefaultPurpose)
            .Concat(Context.Seen.Attributes.Where(seen => seen.Path.StartsWith("consent.", StringComparison.Ordinal)).Select(seen => seen.Path.Split('.')[1]))
            .Distinct(StringComparer.Ordinal).Where(id => Context.Purposes.All(purpose => purpose.Id != id)).Order(StringComparer.Ordinal).Select(purpose => new PickOption(purpose)),
    ];

    /// <summary>A message has people's own addresses, too.</summary>
    private IReadOnlyList<FieldPath> PathsAndLinks => [.. Paths, .. MessageLinks.Paths.Select(path => new FieldPath(path, SeenTypes.Text, []))];

    /// <summary>A template of one channel is none of another.</summary>
    private Task By(Channel channel) => Change(Step with { Channel = channel, Template = channel == Step.Channel ? Step.Template : null, Keys = channel is Channel.Voice ? Step.Keys : 0 });

    /// <summary>Back to one's own text begins with what the template said; an e-mail has none of its own.</summary>
    private Task Choose(string id) => id == Own
        ? Change(Step with { Template = null, Text = IsEmail ? new TemplateText("") : Shown })
        : Change(Step with { Template = id, Text = new TemplateText(""), Keys = 0 });

    private static string Parts(SmsParts parts)
    {
        var room = $"{parts.Count} {(parts.Count == 1 ? "part" : "parts")}, room for {parts.Remaining} more {(parts.Remaining == 1 ? "character" : "characters")}";
        return parts.IsUnicode ? $"{room}. It contains a character outside the SMS alphabet, so a part holds 70 instead of 160 characters." : $"{room}.";
    }
}
