using System.Collections.Immutable;
using Cpd.Contracts;
using Cpd.Engine.Journeys;

namespace Cpd.Web.Features.Journeys.Designer;

/// <summary>What one can add to a journey.</summary>
/// <param name="Key">Its name between browser and server.</param>
/// <param name="IdWish">What the first such step is called.</param>
/// <param name="Make">A step of this kind with nothing filled in, leading nowhere.</param>
internal sealed record StepKind(string Key, string Name, string Group, string Icon, string Says, string IdWish, Func<string, JourneyStep> Make);

/// <summary>The palette, in the order of its groups.</summary>
internal static class StepKinds
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly StepValues NoValues = new([]);

    public static readonly IReadOnlyList<StepKind> All =
    [
        new("sms", "SMS", "Message", "message", "Sends a text to the person's phone", "sms",
            id => new JourneyStep.Message(id, Channel.Sms, new TemplateText(""), null, null, false, null)),
        new("email", "E-mail", "Message", "mail", "Sends an e-mail that is made from a template", "email",
            id => new JourneyStep.Message(id, Channel.Email, new TemplateText(""), null, null, false, null)),
        new("whatsapp", "WhatsApp", "Message", "chat", "Sends a template that is approved, or a free text to who wrote lately", "whatsapp",
            id => new JourneyStep.Message(id, Channel.WhatsApp, new TemplateText(""), null, null, false, null)),
        new("viber", "Viber", "Message", "chat", "Sends a text by Viber, with a picture and a button from a template", "viber",
            id => new JourneyStep.Message(id, Channel.Viber, new TemplateText(""), null, null, false, null)),
        new("rcs", "RCS", "Message", "chat", "Sends a text by RCS, with a picture and buttons from a template", "rcs",
            id => new JourneyStep.Message(id, Channel.Rcs, new TemplateText(""), null, null, false, null)),
        new("mms", "MMS", "Message", "picture", "Sends a text by MMS, with a title and pictures from a template", "mms",
            id => new JourneyStep.Message(id, Channel.Mms, new TemplateText(""), null, null, false, null)),
        new("voice", "Voice call", "Message", "call", "Calls the person's phone and speaks a text", "call",
            id => new JourneyStep.Message(id, Channel.Voice, new TemplateText(""), null, null, false, null)),
        new("push", "Push", "Message", "bell", "Sends a notification to the company's app on the person's devices", "push",
            id => new JourneyStep.Message(id, Channel.Push, new TemplateText(""), null, null, false, null)),
        new("channelsInTurn", "Channels in turn", "Message", "channels", "Tries one channel after the other until one reaches the person", "reach",
            id => new JourneyStep.Message(id, Channel.Sms, new TemplateText(""), null, null, false, null)
            {
                Failover = [new MessageFailover(new MessageContent(Channel.Email, new TemplateText(""), null, null), MessageFailover.AnyReason, MessageFailover.UsualPatience)],
            }),
        new("wait", "Wait", "Wait", "wait", "Holds the person for a time", "wait", id => new JourneyStep.Wait(id, Day, null)),
        new("waitForEvent", "Wait for event", "Wait", "wait", "Until something happens, or the time is over", "wait-event",
            id => new JourneyStep.WaitForEvent(id, [new AwaitedEvent("", null, null, null)], Day, null)),
        new("waitForMessage", "Wait for answer", "Wait", "wait", "Until a message was delivered, read or replied to, or a call taken", "wait-answer",
            id => new JourneyStep.WaitForMessage(id, "", [KeyValuePair.Create(MessageOutcome.Reply, (string?)null)], Day, null)),
        new("waitUntilWindow", "Wait for hours", "Wait", "wait", "Until it is day where the person is", "wait-hours",
            id => new JourneyStep.WaitUntilWindow(id, new DayWindow(ImmutableArray<DayOfWeek>.Empty, new TimeOnly(9, 0), new TimeOnly(20, 0)), null)),
        new("waitUntilDate", "Wait for date", "Wait", "wait", "Until a date of the person or the event", "wait-date",
            id => new JourneyStep.WaitUntilDate(id, new PathText(""), null, null, null, null, null)),
        new("branch", "Branch", "Branch", "branch", "Different ways by what is known", "branch",
            id => new JourneyStep.Branch(id, [new BranchCase(null, new ConditionText(""), null)], null)),
        new("split", "Split", "Branch", "split", "Different ways by chance", "split",
            id => new JourneyStep.Split(id, [new SplitPart("A", 50, null), new SplitPart("B", 50, null)])),
        new("updateProfile", "Update profile", "Act", "act", "Sets attributes of the person", "update", id => new JourneyStep.UpdateProfile(id, NoValues, null)),
        new("emitEvent", "Emit event", "Act", "act", "Tells other journeys that something happened", "emit", id => new JourneyStep.EmitEvent(id, "", NoValues, null)),
        new("webhook", "Webhook", "Act", "act", "Calls a server and uses its answer", "webhook",
            id => new JourneyStep.Webhook(id, "POST", new TemplateText("https://", Cpd.Engine.Templates.TemplateEscaping.Url), [], null, 10, 3, null, null)),
        new("exit", "Exit", "Flow", "flag", "Ends the journey here", "exit", id => new JourneyStep.Exit(id)),
    ];

    public static StepKind? Find(string key) => All.FirstOrDefault(kind => kind.Key == key);
}
