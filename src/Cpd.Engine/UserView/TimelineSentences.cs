using System.Text.Json;
using Cpd.Contracts;
using Cpd.Engine.Messages.Sending;

namespace Cpd.Engine.UserView;

/// <summary>Says in one line what a record means. A new record type gets an arm here; one without is shown by its name.</summary>
public static class TimelineSentences
{
    /// <param name="isPast">The run has gone on since, or was to: nobody stands where the record says.</param>
    /// <param name="channel">By which the message of a report went, where that is known.</param>
    public static IReadOnlyList<TimelineLine> Of(IRecordBody body, JourneyNames names, bool isPast = false, Channel? channel = null) => body switch
    {
        JourneyMoved moved => Advance(moved, names, isPast),
        MessageReported report => [Report(report, channel)],
        _ => [Single(body, names)],
    };

    private static TimelineLine Single(IRecordBody body, JourneyNames names) => body switch
    {
        EventTracked { Origin: { } origin } e => new($"{e.Name}, from the journey {names.Of(origin.Journey)}", TimelineTone.Event),
        EventTracked e => new(e.Name, TimelineTone.Event),
        PersonIdentified e => new(Identified(e), TimelineTone.Person),
        GroupJoined e => new($"Joined the group {e.GroupId}", TimelineTone.Person),
        ProfileChanged e => new($"{names.Of(e.Place.Journey)} set {Members(e.Attributes)}", TimelineTone.Person),
        ConsentHeard e => Heard(e),
        PersonMerged => new("Merged with a known person", TimelineTone.Person),
        PersonTakenOver => new("Merged data from another id", TimelineTone.Person),
        PersonForgotten => new("Erased", TimelineTone.Person),
        CommandRefused e => new($"{JourneyNames.Readable(Spaced(e.Command))} refused: {e.Reason}", TimelineTone.Problem, Why: e.Code),
        EnrolmentAsked e => new($"Entry requested for {names.Of(e.Journey)}", TimelineTone.Journey),
        RunTakeOutAsked e => new($"Removal from a journey requested{By(e.By)}", TimelineTone.Journey),
        RunPushAsked e => new($"Wait skip requested{By(e.By)}", TimelineTone.Journey),
        JourneyPublished e => new($"Published {names.Of(e.Journey)}, version {e.Version}{By(e.By)}{Note(e.Note)}", TimelineTone.Journey),
        JourneyChanged e => new($"{Changed(e.Change)} {names.Of(e.Journey)}{By(e.By)}", TimelineTone.Journey),
        MessageAsked e => Asked(e),
        MessageComposed { Message: var message } => new($"{ChannelNames.Of(message.Channel)} composed{ByTemplate(message.Template)}", TimelineTone.Message, Message: message),
        TestAsked e => new($"Test by {ChannelNames.Of(e.Channel)} to {e.To}{ByTemplate(e.Template)}{(e.By is null ? "" : $", requested by {e.By}")}: “{e.Text}”", TimelineTone.Message),
        MessageSent e => new($"{ChannelNames.Of(e.Channel)} sent", TimelineTone.Message),
        MessageFailed e => new($"{ChannelNames.Of(e.Channel)} not sent: {e.Reason}", TimelineTone.Problem, Why: e.Code),
        MessageReacted { Automatic: { } why } e => new(
            e.Reaction is Reaction.Seen ? "Opened automatically" : $"Link clicked automatically{(e.Url is null ? "" : $": {MessageLinks.Shown(e.Url)}")}", TimelineTone.Quiet, Why: why),
        MessageReacted { Reaction: Reaction.Seen } => new("Read the message", TimelineTone.Good),
        MessageReacted e => new($"Clicked a link{(e.Url is null ? "" : $": {MessageLinks.Shown(e.Url)}")}", TimelineTone.Good),
        AddressSuppressed e => new(Suppressed(e), TimelineTone.Problem),
        BlockChanged { Problem: { } problem } e => new($"Infobip's blocklist could not be updated for {ChannelNames.Of(e.Channel)}: {problem}", TimelineTone.Problem),
        BlockChanged e => new($"{(e.Blocked ? "Added to" : "Removed from")} Infobip's blocklist for {ChannelNames.Of(e.Channel)}", TimelineTone.Quiet),
        ReplyReceived { Channel: Channel.Voice, Button: { } keys } => new($"Pressed {string.Join(' ', keys.AsEnumerable())} in the call", TimelineTone.Event),
        ReplyReceived { Button: { } button } e => new($"Pressed “{e.Text}” by {ChannelNames.Of(e.Channel)}", TimelineTone.Event, Why: button == e.Text ? null : button),
        ReplyReceived { Media: { } media } e => new(
            // Without a caption the text only says what it is.
            $"Sent {MediaWords(media)} by {ChannelNames.Of(e.Channel)}{(e.Text == $"({MediaWords(media)})" ? "" : $": “{e.Text}”")}", TimelineTone.Event, Media: media),
        ReplyReceived e => new($"Replied by {ChannelNames.Of(e.Channel)}: “{e.Text}”{(e.MediaUrls is { Count: > 0 } urls ? $", with {string.Join(", ", urls)}" : "")}", TimelineTone.Event),
        WebhookAnswered { Problem: { } problem } e => new($"Webhook of {names.Of(e.Place.Journey)} failed: {problem}", TimelineTone.Problem),
        WebhookAnswered e => new($"Webhook of {names.Of(e.Place.Journey)} returned {e.Status}", TimelineTone.Quiet),
        UnknownBody e => new($"{e.Type} (unknown to this version)", TimelineTone.Quiet),
        _ => new(JourneyNames.Readable(Spaced(body.GetType().Name)), TimelineTone.Quiet),
    };

    private static string MediaWords(InboundMedia media) => media.Kind switch
    {
        "IMAGE" => "a picture",
        "VIDEO" => "a video",
        "AUDIO" or "VOICE" => "a voice message",
        "STICKER" => "a sticker",
        _ => "a document",
    };

    private static List<TimelineLine> Advance(JourneyMoved moved, JourneyNames names, bool isPast)
    {
        var journey = names.Of(moved.Journey);
        var lines = new List<TimelineLine>();
        if (moved.Began) lines.Add(new($"Entered journey {journey}", TimelineTone.Journey));
        for (var i = 0; i < moved.Trail.Count; i++)
            if (Taken(moved, moved.Trail[i], i == moved.Trail.Count - 1, names, isPast) is { } line) lines.Add(line);

        if (moved.End is { } end) lines.Add(End(end, journey, moved.Reason));
        if (lines.Count == 0) lines.Add(isPast ? new($"Continued in {journey}", TimelineTone.Journey) : new($"Continues in {journey}", TimelineTone.Journey, moved.WakeAt));
        return lines;
    }

    private static TimelineLine? Taken(JourneyMoved moved, StepTaken taken, bool isLast, JourneyNames names, bool isPast)
    {
        var step = names.Step(moved.Journey, taken.Step);
        if (taken.Message is { } message)
        {
            var asked = $"{ChannelNames.Of(message.Channel)} requested{(taken.Try is null ? "" : " instead")}";
            return taken.Exit is null && isLast && !isPast && moved.WakeAt is { } until
                ? new($"{asked}; waiting for delivery", TimelineTone.Message, until, taken.Why, message)
                : new(asked, TimelineTone.Message, Why: taken.Why, Message: message);
        }

        if (taken.Exit is null)
        {
            // Where a run ended, the line of the end says so.
            if (isLast && moved.End is not null)
                return taken.Why is null ? null : new($"Was at {step}", TimelineTone.Quiet, Why: taken.Why);
            var wait = Wait(names.DoesWhat(moved.Journey, taken.Step)) ?? $" at {step}";
            return isPast
                ? new("Waited" + wait, TimelineTone.Wait, Why: taken.Why)
                : new("Waiting" + wait, TimelineTone.Wait, moved.WakeAt, taken.Why);
        }

        // A message that was not sent has a line of its own, which says why.
        if (taken.Kind == "message") return null;
        var text = names.Exit(moved.Journey, taken.Step, taken.Exit) is { } way ? $"{step} {way}" : Left(taken, names.DoesWhat(moved.Journey, taken.Step), step);
        return new(text, TimelineTone.Quiet, Why: taken.Why);
    }

    /// <summary>How a step was left: a wait in the past tense, and what it was that came.</summary>
    private static string Left(StepTaken taken, string? does, string step)
    {
        if (Wait(does) is { } wait)
        {
            var waited = "Waited" + wait;
            return taken.Exit switch
            {
                "next" => waited,
                "timeout" => $"{waited}: timed out",
                var port when taken.Kind == "waitForEvent" => $"{port} happened in time",
                var port => $"{waited}: {Port(port!)}",
            };
        }
        if (taken.Exit != "next") return $"{step}: {Port(taken.Exit!)}";
        return taken.Arrived ? step : $"{step}: done";
    }

    private static TimelineLine Asked(MessageAsked asked)
    {
        var what = asked switch
        {
            { Text: { } text } => $": “{text}”",
            { Template: { } template } => $", template {template}",
            _ => "",
        };
        return new($"{ChannelNames.Of(asked.Channel)} requested outside of journeys{what}", TimelineTone.Message);
    }

    /// <summary>What they wrote is said at once; what they were shown stands behind it.</summary>
    private static TimelineLine Heard(ConsentHeard heard)
    {
        var (byReply, isAll) = (heard.Source == ConsentSources.Reply, heard.Purpose == RulesOfSending.Everything);
        var what = (isAll, heard.Granted) switch
        {
            (true, true) => $"Resubscribed to {Everything(heard)}",
            (true, false) => $"Unsubscribed from {Everything(heard)}",
            (false, true) => $"Opted in to {heard.Purpose}{Where(heard)}",
            (false, false) => $"Opted out of {heard.Purpose}{Where(heard)}",
        };
        return byReply
            ? new($"{what}: wrote “{heard.Text}”", TimelineTone.Person, Why: heard.Granted ? null : "Only transactional messages are sent from now on")
            : new($"{what} ({heard.Source})", TimelineTone.Person, Why: heard.Text is null ? null : $"Was shown: {heard.Text}");
    }

    private static string Where(ConsentHeard heard) => heard.Channel is { } channel ? $" by {ChannelNames.Of(channel)}" : "";

    private static string Everything(ConsentHeard heard) => heard.Channel is { } channel ? ChannelNames.Of(channel) : "all messages";

    private static string ByTemplate(string? template) => template is null ? "" : $" from the template {template}";

    private static string Port(string name) => name switch
    {
        "timeout" => "timed out",
        "else" => "otherwise",
        "noDate" => "no date",
        "past" => "already past",
        "notAnswered" => "not answered",
        _ => name,
    };

    /// <summary>Of "Wait an hour" what follows the verb, with its blank; null for a step that is not called a wait.</summary>
    private static string? Wait(string? step) => step?.StartsWith("Wait ", StringComparison.Ordinal) is true ? step[4..] : null;

    private static TimelineLine End(RunEnd end, string journey, string? reason) => end switch
    {
        RunEnd.Finished => new($"Finished {journey}", TimelineTone.Journey, Why: reason),
        RunEnd.ReachedGoal => new($"Reached the goal of {journey}", TimelineTone.Good, Why: reason),
        RunEnd.ExitRule => new($"Left {journey} by an exit rule", TimelineTone.Journey, Why: reason),
        RunEnd.TakenOut => new($"Removed from {journey}{(reason is null ? "" : ": " + reason)}", TimelineTone.Journey),
        RunEnd.Failed => new($"Failed in {journey}{(reason is null ? "" : ": " + reason)}", TimelineTone.Problem),
        _ => new($"Left {journey}", TimelineTone.Journey, Why: reason),
    };

    private static TimelineLine Report(MessageReported report, Channel? channel) => (report.Call, report.Outcome) switch
    {
        (CallOutcome.Answered, _) => new("Answered the call", TimelineTone.Good, Why: report.Status),
        (CallOutcome.Busy, _) => new("The line was busy", TimelineTone.Problem, Why: report.Status),
        (CallOutcome.NotAnswered, _) => new($"Did not answer the call{Because(report)}", TimelineTone.Problem, Why: report.Status),
        (_, DeliveryOutcome.Delivered) => new(Fate(channel, "delivered"), TimelineTone.Good, Why: report.Status),
        (_, DeliveryOutcome.Pending) => new(Fate(channel, "on its way"), TimelineTone.Quiet, Why: report.Status),
        (_, DeliveryOutcome.Undeliverable) => new(Fate(channel, "not delivered") + Because(report), TimelineTone.Problem, Why: report.Status),
        (_, DeliveryOutcome.Expired) => new(Fate(channel, "not delivered in time") + Because(report), TimelineTone.Problem, Why: report.Status),
        _ => new(Fate(channel, "rejected by the provider") + Because(report), TimelineTone.Problem, Why: report.Status),
    };

    private static string Fate(Channel? channel, string what) => channel is { } known ? $"{ChannelNames.Of(known)} {what}" : JourneyNames.Readable(what);

    private static string Suppressed(AddressSuppressed e) => e.Reason switch
    {
        SuppressionReason.Bounced => $"{e.Address} suppressed: it bounced",
        SuppressionReason.Complained => $"Marked a message as spam; {e.Address} suppressed",
        _ => $"Unsubscribed {e.Address}",
    };

    private static string Because(MessageReported report) => report.Reason is { Length: > 0 } reason ? $": {reason}" : "";

    private static string Identified(PersonIdentified e)
    {
        var members = Members(e.Traits);
        if (e.By is { } by) return $"{by} changed {members}";
        return members.Length == 0 ? "Identified" : $"Updated {members}";
    }

    /// <summary>The names, not the values: a list of people is no place to read over somebody's shoulder.</summary>
    private static string Members(RawJson json)
    {
        const int Named = 4;
        try
        {
            var names = json.Parse().EnumerateObject().Select(member => member.Name).ToList();
            var text = string.Join(", ", names.Take(Named));
            return names.Count > Named ? $"{text} and {names.Count - Named} more" : text;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            return "";
        }
    }

    private static string Changed(JourneyChange change) => change switch
    {
        JourneyChange.Pause => "Paused",
        JourneyChange.Resume => "Resumed",
        _ => "Stopped",
    };

    private static string By(string? by) => by is null ? "" : $" by {by}";

    private static string Note(string? note) => string.IsNullOrWhiteSpace(note) ? "" : $": {note}";

    /// <summary><c>timedOut</c> and <c>SendMessage</c> as words.</summary>
    private static string Spaced(string name) => string.Concat(name.Select((letter, i) =>
        char.IsUpper(letter) && i > 0 && char.IsLower(name[i - 1]) ? " " + char.ToLowerInvariant(letter) : letter.ToString()));
}
