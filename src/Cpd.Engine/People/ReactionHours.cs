using System.Collections.Immutable;
using System.Text.Json;

namespace Cpd.Engine.People;

/// <summary>
/// At which hours of their own clock a person reacted to messages: saw them, followed a link, wrote back. A count for each
/// hour, and no moments: it says when somebody usually looks, and nothing of when they did.
/// </summary>
public sealed record ReactionHours
{
    public static readonly ReactionHours None = new();

    /// <summary>
    /// Beyond, all counts are halved, so that who changes their ways is followed. High enough that halving always leaves
    /// something to choose by, however evenly the day is used.
    /// </summary>
    public const int Most = 60;

    private const int Hours = 24;

    private ImmutableArray<int> _counts = [.. new int[Hours]];

    /// <summary>Over all hours; older reactions count half, a quarter, and in the end not at all.</summary>
    public int Count => _counts.Sum();

    /// <param name="hour">0 to 23.</param>
    public int At(int hour) => _counts[hour];

    public ReactionHours Add(DateTimeOffset at, TimeZoneInfo zone)
    {
        var hour = TimeZoneInfo.ConvertTime(at, zone).Hour;
        return Aged(_counts.SetItem(hour, _counts[hour] + 1));
    }

    /// <summary>Another person turned out to be this one: both reacted.</summary>
    public ReactionHours Absorb(ReactionHours other) =>
        other.Count == 0 ? this : Count == 0 ? other : Aged([.. _counts.Zip(other._counts, (own, theirs) => own + theirs)]);

    /// <summary>Hours in which there was something, each followed by its count.</summary>
    internal void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        for (var hour = 0; hour < Hours; hour++)
        {
            if (_counts[hour] == 0) continue;
            writer.WriteNumberValue(hour);
            writer.WriteNumberValue(_counts[hour]);
        }
        writer.WriteEndArray();
    }

    /// <param name="reader">Stands on the start of the array.</param>
    internal static ReactionHours Read(ref Utf8JsonReader reader)
    {
        var counts = new int[Hours];
        while (reader.Read() && reader.TokenType == JsonTokenType.Number)
        {
            var hour = reader.GetInt32();
            var count = (int)StateJson.Number(ref reader);
            if (hour is >= 0 and < Hours) counts[hour] = count;
        }
        return new ReactionHours { _counts = [.. counts] };
    }

    public bool Equals(ReactionHours? other) => other is not null && _counts.SequenceEqual(other._counts);

    public override int GetHashCode() => Count;

    private static ReactionHours Aged(ImmutableArray<int> counts)
    {
        while (counts.Sum() > Most) counts = [.. counts.Select(count => count / 2)];
        return new ReactionHours { _counts = counts };
    }
}
