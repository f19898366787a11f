using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Cpd.Contracts;
using Cpd.Engine.Messages.Sending;

namespace Cpd.Engine.People;

/// <summary>
/// What a person did, as far as a live journey may ask: counts, times, the last events, journeys been through. Bounded
/// whatever they do, so that a robot's memory is no larger than a few people's.
/// </summary>
public sealed record Memory
{
    /// <summary>Names of events that one person's memory holds; beyond, the one not done for longest goes.</summary>
    public const int MostNames = 200;

    public static Memory Empty { get; } = new();

    private ImmutableArray<EventMemory> _events = [];
    private ImmutableArray<KeyValuePair<string, Enrolment>> _enrolments = [];

    /// <summary>What they were sent lately, as far as a cap may ask.</summary>
    public RecentSends Sends { get; private init; } = RecentSends.None;

    /// <summary>At which hours they react to messages.</summary>
    public ReactionHours Reactions { get; private init; } = ReactionHours.None;

    /// <summary>What is left after an event.</summary>
    /// <param name="at">When it counts as done.</param>
    /// <param name="needs">What live journeys ask about; what none asks about is only counted.</param>
    public Memory Fold(EventTracked tracked, RecordId record, DateTimeOffset at, MemoryNeeds needs)
    {
        var moment = at.ToUnixTimeMilliseconds();
        var events = ImmutableArray.CreateBuilder<EventMemory>(_events.Length + 1);
        var found = false;
        foreach (var known in _events)
        {
            var need = needs.Events.GetValueOrDefault(known.Name);
            var own = known.Name == tracked.Name;
            found |= own;
            events.Add(own ? known.Again(record, moment, tracked.Properties, need) : known.Prune(moment, need));
        }
        if (!found) events.Add(EventMemory.Begin(tracked.Name, record, moment, tracked.Properties, needs.Events.GetValueOrDefault(tracked.Name)));
        return this with { _events = Bounded(events) };
    }

    /// <summary>
    /// How often they did it. Within a time it is exact up to <see cref="EventMemory.MostTimes"/> as far as the moments were
    /// kept; for the time before anybody asked it is the least that is certain.
    /// </summary>
    /// <param name="within">Null: ever.</param>
    public int Count(string eventName, TimeSpan? within, DateTimeOffset now)
    {
        if (Find(eventName) is not { } known) return 0;
        return within is { } time ? known.CountSince((now - time).ToUnixTimeMilliseconds()) : known.Count;
    }

    public DateTimeOffset? First(string eventName) => Find(eventName) is { } known ? DateTimeOffset.FromUnixTimeMilliseconds(known.First) : null;

    public DateTimeOffset? Last(string eventName) => Find(eventName) is { } known ? DateTimeOffset.FromUnixTimeMilliseconds(known.Last) : null;

    /// <summary>The whole events that were kept, from <paramref name="since"/> on, newest first.</summary>
    public IEnumerable<RememberedEvent> Recent(string eventName, DateTimeOffset since) =>
        Find(eventName) is { } known ? known.Recent.Where(remembered => remembered.At >= since).Reverse() : [];

    /// <summary>The moments of one kind of event that are remembered, oldest first.</summary>
    public IEnumerable<DateTimeOffset> Times(string eventName) => (Find(eventName)?.Times ?? []).Select(DateTimeOffset.FromUnixTimeMilliseconds);

    /// <summary>The names of what they did, as far as it is remembered.</summary>
    public IEnumerable<string> EventNames => _events.Select(known => known.Name);

    /// <summary>By journey.</summary>
    public IReadOnlyList<KeyValuePair<string, Enrolment>> Enrolments => _enrolments;

    /// <summary>Null where they never entered the journey.</summary>
    public Enrolment? Enrolment(string journey)
    {
        foreach (var (name, enrolment) in _enrolments)
            if (name == journey) return enrolment;
        return null;
    }

    public Memory Entered(string journey, DateTimeOffset at)
    {
        var moment = at.ToMilliseconds();
        return With(journey, Enrolment(journey) is { } before
            ? before with { Times = before.Times + 1, LastEntered = moment }
            : new Enrolment(1, moment, moment, null));
    }

    /// <summary>A message that counts against the caps of <paramref name="rules"/> was asked for.</summary>
    public Memory Sent(Channel channel, DateTimeOffset at, SendingRules rules) => this with { Sends = Sends.Add(channel, at, rules.CountedFor()) };

    /// <summary>They saw a message, followed a link in it or wrote back: themselves, and no program for them.</summary>
    /// <param name="zone">The clock they live by.</param>
    public Memory Reacted(DateTimeOffset at, TimeZoneInfo zone) => this with { Reactions = Reactions.Add(at, zone) };

    /// <summary>Changes nothing for a journey they never entered.</summary>
    public Memory Left(string journey, DateTimeOffset at) =>
        Enrolment(journey) is { } before ? With(journey, before with { LastLeft = at.ToMilliseconds() }) : this;

    /// <summary>Another person turned out to be this one: what both did counts together.</summary>
    public Memory Absorb(Memory other)
    {
        var events = ImmutableArray.CreateBuilder<EventMemory>(_events.Length + other._events.Length);
        foreach (var own in _events) events.Add(other.Find(own.Name) is { } theirs ? own.Absorb(theirs) : own);
        foreach (var theirs in other._events)
            if (Find(theirs.Name) is null) events.Add(theirs);

        var together = this with { _events = Bounded(events), Sends = Sends.Absorb(other.Sends), Reactions = Reactions.Absorb(other.Reactions) };
        foreach (var (journey, theirs) in other._enrolments)
            together = together.With(journey, together.Enrolment(journey) is { } own ? own.Absorb(theirs) : theirs);
        return together;
    }

    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        if (!_events.IsEmpty)
        {
            writer.WriteStartObject("e"u8);
            foreach (var known in _events) known.WriteTo(writer);
            writer.WriteEndObject();
        }
        if (!_enrolments.IsEmpty)
        {
            writer.WriteStartObject("j"u8);
            foreach (var (journey, enrolment) in _enrolments)
            {
                writer.WritePropertyName(journey);
                enrolment.WriteTo(writer);
            }
            writer.WriteEndObject();
        }
        if (Sends.Count > 0)
        {
            writer.WritePropertyName("s"u8);
            Sends.WriteTo(writer);
        }
        if (Reactions.Count > 0)
        {
            writer.WritePropertyName("h"u8);
            Reactions.WriteTo(writer);
        }
        writer.WriteEndObject();
    }

    public byte[] ToBytes()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var writer = new Utf8JsonWriter(buffer, StateJson.Writing);
        WriteTo(writer);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <exception cref="JsonException">The bytes are not what <see cref="WriteTo"/> writes.</exception>
    public static Memory Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        StateJson.Begin(ref reader);
        var events = ImmutableArray.CreateBuilder<EventMemory>();
        var enrolments = ImmutableArray.CreateBuilder<KeyValuePair<string, Enrolment>>();
        var (sends, reactions) = (RecentSends.None, ReactionHours.None);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isEvents, isEnrolments, isSends, isHours) = (reader.ValueTextEquals("e"u8), reader.ValueTextEquals("j"u8), reader.ValueTextEquals("s"u8), reader.ValueTextEquals("h"u8));
            reader.Read();
            if (isSends) sends = RecentSends.Read(ref reader);
            else if (isHours) reactions = ReactionHours.Read(ref reader);
            else if (!isEvents && !isEnrolments) reader.Skip();
            else while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                if (isEvents) events.Add(EventMemory.Read(name, ref reader, json));
                else enrolments.Add(new(name, People.Enrolment.Read(ref reader)));
            }
        }
        return events.Count + enrolments.Count + sends.Count + reactions.Count == 0
            ? Empty : new Memory { _events = events.DrainToImmutable(), _enrolments = enrolments.DrainToImmutable(), Sends = sends, Reactions = reactions };
    }

    public bool Equals(Memory? other) => other is not null && ToBytes().AsSpan().SequenceEqual(other.ToBytes());

    public override int GetHashCode() => HashCode.Combine(_events.Length, _enrolments.Length);

    private EventMemory? Find(string name)
    {
        foreach (var known in _events)
            if (known.Name == name) return known;
        return null;
    }

    private Memory With(string journey, Enrolment enrolment)
    {
        var entry = new KeyValuePair<string, Enrolment>(journey, enrolment);
        for (var i = 0; i < _enrolments.Length; i++)
            if (_enrolments[i].Key == journey) return this with { _enrolments = _enrolments.SetItem(i, entry) };
        return this with { _enrolments = _enrolments.Add(entry) };
    }

    private static ImmutableArray<EventMemory> Bounded(ImmutableArray<EventMemory>.Builder events)
    {
        while (events.Count > MostNames) events.Remove(events.MinBy(known => known.Last)!);
        return events.DrainToImmutable();
    }
}
