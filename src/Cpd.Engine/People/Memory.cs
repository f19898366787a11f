using System.Text.Json;
using Cpd.Contracts;

namespace Cpd.Engine.People;

/// <summary>What a person did, as far as a live journey may ask: counts, times, the last events, journeys been through.</summary>
public sealed record Memory
{
    public static Memory Empty { get; } = new();
    public Memory Fold(EventTracked tracked, RecordId record, DateTimeOffset at, MemoryNeeds needs) => throw new NotImplementedException();
    public int Count(string eventName, TimeSpan? within, DateTimeOffset now) => throw new NotImplementedException();
    public DateTimeOffset? First(string eventName) => throw new NotImplementedException();
    public DateTimeOffset? Last(string eventName) => throw new NotImplementedException();
    public IEnumerable<RememberedEvent> Recent(string eventName, DateTimeOffset since) => throw new NotImplementedException();
    public Enrolment? Enrolment(string journey) => throw new NotImplementedException();
    public Memory Entered(string journey, DateTimeOffset at) => throw new NotImplementedException();
    public Memory Left(string journey, DateTimeOffset at) => throw new NotImplementedException();
    public Memory Absorb(Memory other) => throw new NotImplementedException();
    public void WriteTo(Utf8JsonWriter writer) => throw new NotImplementedException();
    public byte[] ToBytes() => throw new NotImplementedException();
    public static Memory Read(ReadOnlySpan<byte> json) => throw new NotImplementedException();
}
