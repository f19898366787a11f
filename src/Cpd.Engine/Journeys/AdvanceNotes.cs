using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Cpd.Contracts;
using Cpd.Engine.People;

namespace Cpd.Engine.Journeys;

/// <summary>What a run remembers of its steps.</summary>
internal sealed partial class Advance
{
    /// <summary>A larger answer of a webhook is not kept: the state of a person has to stay small.</summary>
    public const int LargestAnswer = 8 * 1024;

    /// <summary>Follows a message from now on, where a later step asks about it.</summary>
    public void Track(string step, MessageTrack track)
    {
        if (!Here.Kept) return;
        var tracked = new TrackedMessage(step, track);
        var place = PlaceOf(_run.Messages, message => message.Step == step);
        Change(_run with { Messages = place < 0 ? _run.Messages.Add(tracked) : _run.Messages.SetItem(place, tracked) });
    }

    /// <summary>What is known of the last message of a step; null where it sent none.</summary>
    public MessageTrack? Tracked(string step)
    {
        foreach (var message in _run.Messages)
            if (message.Step == step) return message.Track;
        return null;
    }

    /// <summary>Takes to heart what a record says about messages of this run. True where it was news.</summary>
    public bool Follow(IRecordBody body)
    {
        var news = false;
        for (var i = 0; i < _run.Messages.Length; i++)
        {
            var tracked = _run.Messages[i];
            var place = Journey.PlaceOf(tracked.Step);
            if (place < 0 || Journey.Steps[place].Step is not JourneyStep.Message step) continue;

            var after = tracked.Track.After(body, step);
            if (after == tracked.Track) continue;
            Change(_run with { Messages = _run.Messages.SetItem(i, tracked with { Track = after }) });
            news = true;
        }
        return news;
    }

    /// <summary>A message of this run counts against the caps.</summary>
    public void CountSend(Channel channel, MessagePriority priority)
    {
        turn.Memory = turn.Memory.Sent(channel, now, turn.Sending);
        turn.WentFirst(new SentInTurn(now, priority, $"“{Here.Step.Id}” of “{published.Journey.Journey.Name}”"));
        _facts = null;
    }

    /// <summary>The message of higher priority that became due at the same time and went out; null where there was none.</summary>
    public string? WentFirst(MessagePriority than) => turn.Sends.FirstOrDefault(sent => sent.At == now && sent.Priority > than)?.What;

    /// <summary>An event ended a wait: it is the event at hand now, and <c>steps.{id}.event</c> and <c>.data</c> later.</summary>
    public void NoteEvent(string step, string name, RawJson properties)
    {
        With(properties.Parse());
        _eventData = properties;
        if (Here.Kept) Note(step, json =>
        {
            json.WriteString("event"u8, name);
            json.WritePropertyName("data"u8);
            json.WriteRawValue(properties.OrEmptyObject.Span, skipInputValidation: true);
        });
    }

    /// <summary>What came of a webhook: <c>steps.{id}.status</c>, <c>.body</c> and <c>.problem</c>.</summary>
    public void NoteAnswer(string step, WebhookAnswered answered)
    {
        if (!Here.Kept) return;
        Note(step, json =>
        {
            json.WriteNumber("status"u8, answered.Status);
            if (!answered.Answer.IsMissing)
            {
                json.WritePropertyName("body"u8);
                json.WriteRawValue(answered.Answer.Utf8.Span, skipInputValidation: true);
            }
            if (answered.Problem is { } problem) json.WriteString("problem"u8, problem);
        });
    }

    /// <summary>False for events that ended this wait before, and for those that came before them.</summary>
    public bool IsNew(string step, RememberedEvent remembered)
    {
        foreach (var used in _run.Used)
            if (used.Step == step && (remembered.At < used.At || remembered.Record == used.Record)) return false;
        return true;
    }

    /// <summary>Of one wait only the latest are kept: several where they came in the same millisecond, else one.</summary>
    public void Use(UsedEvent used)
    {
        if (_run.Used.Any(other => other.Step == used.Step && other.At > used.At)) return;
        Change(_run with { Used = _run.Used.RemoveAll(other => other.Step == used.Step && other.At < used.At).Add(used) });
    }

    private void CountArrival(string step)
    {
        var place = PlaceOf(_run.Arrivals, arrivals => arrivals.Step == step);
        Change(_run with
        {
            Arrivals = place < 0
                ? _run.Arrivals.Add(new StepArrivals(step, 1))
                : _run.Arrivals.SetItem(place, new StepArrivals(step, _run.Arrivals[place].Count + 1)),
        });
    }

    private void Note(string step, Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using (var json = new Utf8JsonWriter(buffer, StateJson.Writing))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }
        var note = new StepNote(step, new RawJson(buffer.WrittenSpan.ToArray()));
        var place = PlaceOf(_run.Notes, earlier => earlier.Step == step);
        Change(_run with { Notes = place < 0 ? _run.Notes.Add(note) : _run.Notes.SetItem(place, note) });
    }

    /// <summary>What conditions and templates find under <c>steps.</c>.</summary>
    private IReadOnlyDictionary<string, JsonElement> Results()
    {
        if (_run.Notes.IsEmpty && _run.Messages.IsEmpty) return ImmutableDictionary<string, JsonElement>.Empty;

        var results = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var note in _run.Notes) results[note.Step] = note.Data.Parse();
        foreach (var message in _run.Messages) results[message.Step] = Describe(message.Track);
        return results;
    }

    private static JsonElement Describe(MessageTrack track) => JsonSerializer.SerializeToElement(new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["message"] = track.Id.ToString(),
        ["delivered"] = track.Has(MessageOutcome.Delivered),
        ["seen"] = track.Has(MessageOutcome.Seen),
        ["clicked"] = track.Clicked,
        ["answered"] = track.Has(MessageOutcome.Answered),
        ["busy"] = track.Has(MessageOutcome.Busy),
        ["notAnswered"] = track.Has(MessageOutcome.NotAnswered),
        ["failed"] = track.Failed,
        ["reason"] = track.Reason,
        ["reply"] = track.Reply,
        ["button"] = track.Button,
        ["fields"] = track.Fields?.Parse(),
    });

    private void Change(JourneyRun run)
    {
        _run = run;
        _facts = null;
    }

    private static int PlaceOf<T>(ImmutableArray<T> items, Func<T, bool> wanted)
    {
        for (var i = 0; i < items.Length; i++)
            if (wanted(items[i])) return i;
        return -1;
    }
}
