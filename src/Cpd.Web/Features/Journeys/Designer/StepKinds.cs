using System.Collections.Immutable;
using Cpd.Contracts;
using Cpd.Engine.Journeys;

namespace Cpd.Web.Features.Journeys.Designer;

/// <summary>What one can add to a journey.</summary>
/// <param name="Key">Its name between browser and server.</param>
/// <param name="Says">What it does, in one sentence.</param>
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
        new("sms", "SMS", "Message", "message", "Sends a text message.", "sms",
            id => new JourneyStep.Message(id, Channel.Sms, new TemplateText(""), null, null, false, null)),
        new("email", "E-mail", "Message", "mail", "Sends an e-mail from a template.", "email",
            id => new JourneyStep.Message(id, Channel.Email, new TemplateText(""), null, null, false, null)),
        new("whatsapp", "WhatsApp", "Message", "chat", "Sends an approved template, or free text within 24 hours of the person's last message.", "whatsapp",
            id => new JourneyStep.Message(id, Channel.WhatsApp, new TemplateText(""), null, null, false, null)),
        new("viber", "Viber", "Message", "chat", "Sends a Viber message. A template can add a picture and a button.", "viber",
            id => new JourneyStep.Message(id, Channel.Viber, new TemplateText(""), null, null, false, null)),
        new("rcs", "RCS", "Message", "chat", "Sends an RCS message. A template can add a picture and buttons.", "rcs",
            id => new JourneyStep.Message(id, Channel.Rcs, new TemplateText(""), null, null, false, null)),
        new("mms", "MMS", "Message", "picture", "Sends an MMS. A template can add a title and pictures.", "mms",
            id => new JourneyStep.Message(id, Channel.Mms, new TemplateText(""), null, null, false, null)),
        new("voice", "Voice call", "Message", "call", "Calls the person and speaks a text.", "call",
            id => new JourneyStep.Message(id, Channel.Voice, new TemplateText(""), null, null, false, null)),
        new("push", "Push", "Message", "bell", "Sends a push notification to your app on the person's devices.", "push",
            id => new JourneyStep.Message(id, Channel.Push, new TemplateText(""), null, null, false, null)),
        new("channelsInTurn", "Multichannel", "Message", "channels", "Tries one channel after the other until one reaches the person.", "reach",
            id => new JourneyStep.Message(id, Channel.Sms, new TemplateText(""), null, null, false, null)
            {
                Failover = [new MessageFailover(new MessageContent(Channel.Email, new TemplateText(""), null, null), MessageFailover.AnyReason, MessageFailover.UsualPatience)],
            }),
        new("wait", "Wait", "Wait", "wait", "Holds people for a set time.", "wait", id => new JourneyStep.Wait(id, Day, null)),
        new("waitForEvent", "Wait for event", "Wait", "wait", "Holds people until an event happens, or until the timeout. The first event wins.", "wait-event",
            id => new JourneyStep.WaitForEvent(id, [new AwaitedEvent("", null, null, null)], Day, null)),
        new("waitForMessage", "Wait for response", "Wait", "wait", "Holds people until a message is delivered, read or answered, or until the timeout.", "wait-answer",
            id => new JourneyStep.WaitForMessage(id, "", [KeyValuePair.Create(MessageOutcome.Reply, (string?)null)], Day, null)),
        new("waitUntilWindow", "Time window", "Wait", "wait", "Lets people continue only at certain hours, in their own time zone.", "wait-hours",
            id => new JourneyStep.WaitUntilWindow(id, new DayWindow(ImmutableArray<DayOfWeek>.Empty, new TimeOnly(9, 0), new TimeOnly(20, 0)), null)),
        new("waitUntilDate", "Wait until date", "Wait", "wait", "Holds people until a date from their profile or the event.", "wait-date",
            id => new JourneyStep.WaitUntilDate(id, new PathText(""), null, null, null, null, null)),
        new("branch", "Branch", "Branch", "branch", "Sends people down the first branch whose condition is met.", "branch",
            id => new JourneyStep.Branch(id, [new BranchCase(null, new ConditionText(""), null)], null)),
        new("split", "Split", "Branch", "split", "Splits people at random. The same person always takes the same branch.", "split",
            id => new JourneyStep.Split(id, [new SplitPart("A", 50, null), new SplitPart("B", 50, null)])),
        new("updateProfile", "Update profile", "Act", "act", "Sets attributes of the person. Later steps see them at once.", "update", id => new JourneyStep.UpdateProfile(id, NoValues, null)),
        new("emitEvent", "Emit event", "Act", "act", "Records an event for the person, as if it had come in.", "emit", id => new JourneyStep.EmitEvent(id, "", NoValues, null)),
        new("webhook", "Webhook", "Act", "act", "Calls a server. Later steps can use its response.", "webhook",
            id => new JourneyStep.Webhook(id, "POST", new TemplateText("https://", Cpd.Engine.Templates.TemplateEscaping.Url), [], null, 10, 3, null, null)),
        new("exit", "Exit", "Flow", "flag", "Ends the journey.", "exit", id => new JourneyStep.Exit(id)),
    ];

    private static readonly IReadOnlyList<(StepKind Kind, JourneyStep Sample)> Samples = [.. All.Select(kind => (kind, kind.Make("sample")))];

    /// <summary>The kind that a step is of, so that it has one name wherever it is shown.</summary>
    public static StepKind Of(JourneyStep step) => Samples.First(one => IsAlike(one.Sample, step)).Kind;

    private static bool IsAlike(JourneyStep one, JourneyStep other) => (one, other) switch
    {
        (JourneyStep.Message it, JourneyStep.Message that) => it.Failover.Count > 0 || that.Failover.Count > 0
            ? it.Failover.Count > 0 && that.Failover.Count > 0
            : it.Channel == that.Channel,
        _ => one.GetType() == other.GetType(),
    };

    public static StepKind? Find(string key) => All.FirstOrDefault(kind => kind.Key == key);
}
