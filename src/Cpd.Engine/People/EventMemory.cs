using System.Collections.Immutable;
using System.Text.Json;
using Cpd.Contracts;

namespace Cpd.Engine.People;

/// <summary>What is known of one kind of event of one person. Moments are unix milliseconds, oldest first.</summary>
internal sealed class EventMemory
{
    /// <summary>One more than a condition may ask for, so that "at most 100 times" can be told from more.</summary>
    public const int MostTimes = 101;

    private const int MostEvents = 20;

    /// <summary>Of the whole events of one name; a large cart twenty times would be half a megabyte a person.</summary>
    private const int MostEventBytes = 64 * 1024;

    public required string Name { get; init; }
    public required int Count { get; init; }
    public required long First { get; init; }
    public required long Last { get; init; }
    public ImmutableArray<long> Times { get; init; } = [];
    public ImmutableArray<RememberedEvent> Recent { get; init; } = [];

    public static EventMemory Begin(string name, RecordId record, long at, RawJson properties, EventNeed? need) =>
        new EventMemory { Name = name, Count = 0, First = at, Last = at }.Again(record, at, properties, need);

    public EventMemory Again(RecordId record, long at, RawJson properties, EventNeed? need)
    {
        var newest = Math.Max(Last, at);
        return new EventMemory
        {
            Name = Name,
            Count = Count + 1,
            First = Math.Min(First, at),
            Last = newest,
            Times = need is { Times: true } ? Kept(Inserted(Times, at), newest, need.TimesWithin) : [],
            Recent = need is not null && need.LookBack > TimeSpan.Zero
                ? Kept(Inserted(Recent, new RememberedEvent(record, DateTimeOffset.FromUnixTimeMilliseconds(at), properties)), newest, need.LookBack) : [],
        };
    }

    /// <summary>Lets go of what is too old, or what nobody asks about any more.</summary>
    public EventMemory Prune(long now, EventNeed? need)
    {
        if (Times.IsEmpty && Recent.IsEmpty) return this;

        var times = need is { Times: true } ? Kept(Times, now, need.TimesWithin) : [];
        var recent = need is not null && need.LookBack > TimeSpan.Zero ? Kept(Recent, now, need.LookBack) : [];
        return times.Length == Times.Length && recent.Length == Recent.Length ? this : With(times, recent);
    }

    public int CountSince(long from)
    {
        if (Last < from) return 0;
        if (First >= from) return Count;

        var counted = 1;
        for (var i = Times.Length - 1; i >= 0 && Times[i] >= from; i--) counted = Times.Length - i;
        return counted;
    }

    public EventMemory Absorb(EventMemory other) => new()
    {
        Name = Name,
        Count = Count + other.Count,
        First = Math.Min(First, other.First),
        Last = Math.Max(Last, other.Last),
        Times = [.. Times.Concat(other.Times).Order().TakeLast(MostTimes)],
        Recent = Bounded([.. Recent.Concat(other.Recent).DistinctBy(remembered => remembered.Record).OrderBy(remembered => remembered.At)]),
    };

    /// <summary><c>"name":[count, first, last - first, [times...], [[record, at, properties]...]]</c>; times as the distance to the one before.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartArray(Name);
        writer.WriteNumberValue(Count);
        writer.WriteNumberValue(First);
        writer.WriteNumberValue(Last - First);
        if (!Times.IsEmpty || !Recent.IsEmpty)
        {
            writer.WriteStartArray();
            var before = First;
            foreach (var time in Times)
            {
                writer.WriteNumberValue(time - before);
                before = time;
            }
            writer.WriteEndArray();
        }
        if (!Recent.IsEmpty) WriteRecent(writer);
        writer.WriteEndArray();
    }

    /// <param name="reader">Stands on the start of the array.</param>
    public static EventMemory Read(string name, ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        var (count, first) = ((int)StateJson.Number(ref reader), StateJson.Number(ref reader));
        var last = first + StateJson.Number(ref reader);
        var times = ImmutableArray.CreateBuilder<long>();
        var recent = ImmutableArray.CreateBuilder<RememberedEvent>();
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            for (var time = first; reader.Read() && reader.TokenType == JsonTokenType.Number; times.Add(time)) time += reader.GetInt64();
            reader.Read();
        }
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.StartArray) recent.Add(ReadEvent(ref reader, json));
            reader.Read();
        }
        return new EventMemory
        {
            Name = name, Count = count, First = first, Last = last, Times = times.DrainToImmutable(), Recent = recent.DrainToImmutable(),
        };
    }

    private void WriteRecent(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var remembered in Recent)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(remembered.Record.ToString());
            writer.WriteNumberValue(remembered.At.ToUnixTimeMilliseconds());
            writer.WriteRawValue(remembered.Properties.OrEmptyObject.Span, skipInputValidation: true);
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
    }

    private static RememberedEvent ReadEvent(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        reader.Read();
        if (!Ids.TryParse<RecordId>(reader.GetString(), out var record)) throw new JsonException("A remembered event has no id.");
        var at = DateTimeOffset.FromUnixTimeMilliseconds(StateJson.Number(ref reader));
        reader.Read();
        var properties = StateJson.Raw(ref reader, json);
        reader.Read();
        return new RememberedEvent(record, at, properties);
    }

    private EventMemory With(ImmutableArray<long> times, ImmutableArray<RememberedEvent> recent) =>
        new() { Name = Name, Count = Count, First = First, Last = Last, Times = times, Recent = recent };

    private static ImmutableArray<long> Inserted(ImmutableArray<long> times, long at)
    {
        var place = times.Length;
        while (place > 0 && times[place - 1] > at) place--;
        return times.Insert(place, at);
    }

    private static ImmutableArray<RememberedEvent> Inserted(ImmutableArray<RememberedEvent> events, RememberedEvent remembered)
    {
        var place = events.Length;
        while (place > 0 && events[place - 1].At > remembered.At) place--;
        return events.Insert(place, remembered);
    }

    private static ImmutableArray<long> Kept(ImmutableArray<long> times, long now, TimeSpan within)
    {
        var gone = Math.Max(0, times.Length - MostTimes);
        while (gone < times.Length && times[gone] < now - (long)within.TotalMilliseconds) gone++;
        return times.RemoveRange(0, gone);
    }

    private static ImmutableArray<RememberedEvent> Kept(ImmutableArray<RememberedEvent> events, long now, TimeSpan within)
    {
        var gone = 0;
        while (gone < events.Length && events[gone].At.ToUnixTimeMilliseconds() < now - (long)within.TotalMilliseconds) gone++;
        return Bounded(events.RemoveRange(0, gone));
    }

    /// <summary>The newest, as many as fit; at least one.</summary>
    private static ImmutableArray<RememberedEvent> Bounded(ImmutableArray<RememberedEvent> events)
    {
        var (first, bytes) = (events.Length, 0);
        while (first > 0 && events.Length - first < MostEvents)
        {
            bytes += events[first - 1].Properties.Utf8.Length;
            if (bytes > MostEventBytes && first < events.Length) break;
            first--;
        }
        return events.RemoveRange(0, first);
    }
}
