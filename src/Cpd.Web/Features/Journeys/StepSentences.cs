using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Cpd.Contracts;
using Cpd.Engine.Journeys;
using Cpd.Engine.UserView;

namespace Cpd.Web.Features.Journeys;

/// <summary>What a step does, in one plain sentence; and its ways out, in a word or two.</summary>
internal static partial class StepSentences
{
    public static string Of(JourneyStep step) => step switch
    {
        JourneyStep.Message { BestWithin: { } within } it => $"{Of(it with { BestWithin = null })}, at their best time within {Durations.ToText(within)}",
        JourneyStep.Message { Failover.Count: > 0 } it =>
            $"{(it.Preferred ? "Preferred channel of " : "")}{Then(it.Contents.Select(content => ChannelNames.Of(content.Channel)))}: {Said(it.Contents.First())}",
        JourneyStep.Message { Template: { } template } it => $"{ChannelNames.Of(it.Channel)}: {JourneyNames.Readable(template)}",
        JourneyStep.Message { Channel: Channel.Email } => "E-mail without a template",
        // A step that was only just drawn says what it will be.
        JourneyStep.Message { Text.Text: "" } it => $"{ChannelNames.Of(it.Channel)} without a text",
        JourneyStep.WaitForEvent { Events: [{ Event: "" }] } it => $"Wait up to {Durations.ToText(it.Timeout)} for an event",
        JourneyStep.WaitForMessage { Of: "" } it => $"Wait up to {Durations.ToText(it.Timeout)} for a response to a message",
        JourneyStep.WaitUntilDate { Date.Text: "" } => "Wait until a date",
        JourneyStep.Branch { Cases: [{ When.Text: "" }] } => "Branch on a condition",
        JourneyStep.UpdateProfile { Set.Items.Count: 0 } => "Update the profile",
        JourneyStep.EmitEvent { Event: "" } => "Emit an event",
        JourneyStep.Webhook { Url.Text: "https://" or "" } => "Call a server",
        JourneyStep.Message it => $"{ChannelNames.Of(it.Channel)}: “{Plain(it.Text.Text)}”",
        JourneyStep.Wait it => $"Wait {Durations.ToText(it.For)}",
        JourneyStep.WaitUntilWindow it => $"Wait until it is {Hours(it.Window)} for them",
        JourneyStep.WaitUntilDate it => $"Wait until {Date(it)}",
        JourneyStep.WaitForEvent it => $"Wait up to {Durations.ToText(it.Timeout)} for {Or(it.Events.Select(Awaited))}",
        JourneyStep.WaitForMessage it => $"Wait up to {Durations.ToText(it.Timeout)} for {Or(it.On.Select(way => Outcome(way.Key)))} {(it.On.All(way => way.Key is MessageOutcome.Reply) ? "to" : "of")} {JourneyNames.Readable(it.Of)}",
        JourneyStep.Branch { Cases: [var only] } => $"Is {only.When.Text}?",
        JourneyStep.Branch it => $"{it.Cases.Count + 1}-way branch",
        JourneyStep.Split it => $"Split at random {string.Join(" : ", it.Parts.Select(part => part.Weight.ToString(CultureInfo.InvariantCulture)))}",
        JourneyStep.UpdateProfile it => $"Set {string.Join(", ", it.Set.Items.Select(item => item.Key))}",
        JourneyStep.EmitEvent it => $"Emit the event {it.Event}",
        JourneyStep.Webhook it => $"Call {it.Method} {Plain(it.Url.Text)}",
        JourneyStep.Exit => "Exit journey",
        _ => throw new UnreachableException(),
    };

    public static string Entry(Journey journey) => journey.Entries.Count == 0 ? "Entry through the API"
        : journey.Entries is [{ Event: "", When: null, Reply: null }] ? "Choose the entry event"
        : Or(journey.Entries.Select(entry => entry.When is { } when ? $"{WayIn(entry)} where {when.Text}" : WayIn(entry)));

    /// <summary>"Cart Updated", or "writes OFFER by SMS".</summary>
    private static string WayIn(JourneyEntry entry) => entry.Reply is not { } reply ? entry.Event
        : $"writes {(reply.Words.Count == 0 ? "something" : Or(reply.Words.Select(word => word.Word)))}{(reply.Channel is { } channel ? $" by {ChannelNames.Of(channel)}" : "")}{(reply.To is { } to ? $" to {to}" : "")}";

    public static string Exit(JourneyStep step, string port) => (step, port) switch
    {
        (_, "") => "When it happens",
        (JourneyStep.Branch { Cases.Count: 1 }, "else") => "No",
        (JourneyStep.Branch { Cases: [{ Name: null }] }, _) => "Yes",
        (_, "else") => "Otherwise",
        (_, "timeout") => "Timed out",
        (_, "past") => "Date passed",
        (_, "noDate") => "No date",
        (_, "ok") => "Success",
        (_, "notAnswered") => "Not answered",
        (_, "next") => "Then",
        _ => JourneyNames.Readable(port),
    };

    /// <summary>A template without its signs: <c>Hi {{default person.firstName "there"}}</c> as "Hi [firstName]".</summary>
    private static string Plain(string template) => Placeholder().Replace(template, found =>
    {
        var words = found.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is [] or ["else", ..] || words[0][0] is '#' or '/' or '!' or '^') return "";
        var path = Array.Find(words, word => word.Contains('.', StringComparison.Ordinal) && word[0] != '"') ?? words[^1];
        return $"[{path.Trim('(', ')')[(path.Trim('(', ')').LastIndexOf('.') + 1)..]}]";
    });

    [GeneratedRegex(@"\{\{\{?\s*(.*?)\s*\}?\}\}", RegexOptions.Singleline)]
    private static partial Regex Placeholder();

    private static string Awaited(AwaitedEvent awaited) => awaited.Key is not { } key ? awaited.Event
        : SameKey().Match(key.Text) is { Success: true } same ? $"{awaited.Event} with the same {same.Groups[1].Value}"
        : $"{awaited.Event} with {key.Text}";

    [GeneratedRegex(@"\A\s*event\.(\S+)\s*=\s*entry\.\1\s*\z")]
    private static partial Regex SameKey();

    private static string Outcome(MessageOutcome outcome) => outcome switch
    {
        MessageOutcome.Reply => "a reply",
        MessageOutcome.Clicked => "a click",
        MessageOutcome.Seen => "a read receipt",
        MessageOutcome.Answered => "an answer",
        MessageOutcome.Busy => "a busy line",
        MessageOutcome.NotAnswered => "no answer",
        MessageOutcome.Failed => "a failure",
        _ => "delivery",
    };

    private static string Date(JourneyStep.WaitUntilDate step)
    {
        var offset = step.Offset is { } by && by != TimeSpan.Zero
            ? $"{Durations.ToText(by.Duration())} {(by < TimeSpan.Zero ? "before" : "after")} "
            : "";
        var at = step.At is { } time ? $", at {time.ToString("HH:mm", CultureInfo.InvariantCulture)}" : "";
        return $"{offset}{step.Date.Text}{at}";
    }

    private static string Hours(DayWindow window)
    {
        var hours = window.From == window.To
            ? "any hour"
            : $"{window.From.ToString("HH:mm", CultureInfo.InvariantCulture)} to {window.To.ToString("HH:mm", CultureInfo.InvariantCulture)}";
        return window.Days.IsDefaultOrEmpty ? hours : $"{hours} on {Or(window.Days.Select(day => day.ToString()))}";
    }

    private static string Then(IEnumerable<string> channels) => string.Join(", then ", channels);

    private static string Said(MessageContent content) => content.Template is { } template ? JourneyNames.Readable(template)
        : content.Text.Text.Length == 0 ? "no text yet" : $"“{Plain(content.Text.Text)}”";

    private static string Or(IEnumerable<string> things)
    {
        var all = things.ToList();
        return all.Count < 2 ? string.Concat(all) : $"{string.Join(", ", all.SkipLast(1))} or {all[^1]}";
    }
}
