using System.Text.Json;

namespace Cpd.Engine.People;

/// <summary>How often and when a person went through a journey; what re-entry rules look at.</summary>
/// <param name="LastLeft">Null until they left it for the first time.</param>
public sealed record Enrolment(int Times, DateTimeOffset FirstEntered, DateTimeOffset LastEntered, DateTimeOffset? LastLeft)
{
    internal Enrolment Absorb(Enrolment other) => new(
        Times + other.Times,
        other.FirstEntered < FirstEntered ? other.FirstEntered : FirstEntered,
        other.LastEntered > LastEntered ? other.LastEntered : LastEntered,
        LastLeft is null || other.LastLeft > LastLeft ? other.LastLeft ?? LastLeft : LastLeft);

    /// <summary><c>[times, first entered, last entered - first, last left - first?]</c></summary>
    internal void WriteTo(Utf8JsonWriter writer)
    {
        var first = FirstEntered.ToUnixTimeMilliseconds();
        writer.WriteStartArray();
        writer.WriteNumberValue(Times);
        writer.WriteNumberValue(first);
        writer.WriteNumberValue(LastEntered.ToUnixTimeMilliseconds() - first);
        if (LastLeft is { } left) writer.WriteNumberValue(left.ToUnixTimeMilliseconds() - first);
        writer.WriteEndArray();
    }

    /// <param name="reader">Stands on the start of the array.</param>
    internal static Enrolment Read(ref Utf8JsonReader reader)
    {
        var (times, first, last) = ((int)StateJson.Number(ref reader), StateJson.Number(ref reader), StateJson.Number(ref reader));
        DateTimeOffset? left = null;
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number)
        {
            left = DateTimeOffset.FromUnixTimeMilliseconds(first + reader.GetInt64());
            reader.Read();
        }
        return new(times, DateTimeOffset.FromUnixTimeMilliseconds(first), DateTimeOffset.FromUnixTimeMilliseconds(first + last), left);
    }
}
