using System.Buffers;
using System.Text.Json;
using Cpd.Contracts;
using Cpd.Engine.People;

namespace Cpd.Engine.Journeys;

/// <summary>Two records of one person become one, and a person goes for good.</summary>
internal static class Merging
{
    /// <summary>The whole person, to be carried over by a record.</summary>
    public static RawJson Write(Turn turn)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer, StateJson.Writing);
        json.WriteStartObject();
        json.WritePropertyName("profile"u8);
        turn.Profile.WriteTo(json);
        json.WritePropertyName("memory"u8);
        turn.Memory.WriteTo(json);
        json.WriteStartArray("runs"u8);
        foreach (var run in turn.Runs) RunJson.Write(run, json);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return new RawJson(buffer.WrittenSpan.ToArray());
    }

    /// <summary>
    /// Takes everything over. Runs keep their ids, and those with the same key stay two. Where a journey lets nobody in
    /// twice, the run that began first goes on; the other ends, so that nobody is told the same twice.
    /// </summary>
    public static void TakeOver(Turn turn, PersonTakenOver taken, Origin origin, DateTimeOffset now)
    {
        var state = taken.State.Parse();
        turn.Profile = turn.Profile.Absorb(Profile.Read(taken.From, turn.Workspace, Bytes(state, "profile"u8)));
        turn.Memory = turn.Memory.Absorb(Memory.Read(Bytes(state, "memory"u8)));

        foreach (var element in state.GetProperty("runs"u8).EnumerateArray())
        {
            var theirs = RunJson.Read(JsonSerializer.SerializeToUtf8Bytes(element));
            if (turn.Current(theirs.Id) is not null) continue;   // they met before, and it came along already

            var twice = MayBeTwice(turn, theirs) ? null : turn.Runs.FirstOrDefault(own => own.Journey == theirs.Journey);
            turn.Put(theirs);
            if (twice is null) continue;

            var later = twice.Id.Value.CompareTo(theirs.Id.Value) < 0 ? theirs : twice;   // ids begin with their time
            if (turn.Find(later) is { } published && published.Journey.PlaceOf(later.Step) >= 0)
                new Advance(turn, published, later, origin, now).End(RunEnd.TakenOut, "Two profiles of the person were merged, and both were in this journey.");
            else
                Timers.End(turn, later, now, RunEnd.TakenOut, "Two profiles of the person were merged, and both were in this journey.");
        }
    }

    public static void EndAll(Turn turn, Origin origin, DateTimeOffset now, string reason)
    {
        foreach (var run in turn.Runs)
            if (turn.Find(run) is { } published) new Advance(turn, published, run, origin, now).End(RunEnd.TakenOut, reason);
    }

    private static bool MayBeTwice(Turn turn, JourneyRun run) =>
        (turn.Catalog.Latest(turn.Workspace, run.Journey) ?? turn.Find(run))?.Journey.Journey.Reentry is Reentry.Always or Reentry.Keyed;

    private static byte[] Bytes(JsonElement state, ReadOnlySpan<byte> member) => JsonSerializer.SerializeToUtf8Bytes(state.GetProperty(member));
}
