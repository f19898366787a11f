using System.Collections.Immutable;
using System.Text.Json;
using Cpd.Contracts;
using Cpd.Engine.People;

namespace Cpd.Engine.Messages.Sending;

/// <summary>
/// When a person was sent what counts against caps. It lies in the person's own row, so a message is counted in the
/// transaction that decides on it: once, whatever crashes. Nothing is kept that no cap can ask about.
/// </summary>
public sealed record RecentSends
{
    public static readonly RecentSends None = new();

    /// <summary>In the order of time.</summary>
    private ImmutableArray<(Channel Channel, long At)> _sends = [];

    public int Count => _sends.Length;

    /// <inheritdoc cref="_sends"/>
    public IEnumerable<(Channel Channel, DateTimeOffset At)> All => _sends.Select(send => (send.Channel, DateTimeOffset.FromUnixTimeMilliseconds(send.At)));

    /// <summary>How many there were in the time up to now.</summary>
    /// <param name="channel">Null: over all channels.</param>
    public int Within(TimeSpan span, Channel? channel, DateTimeOffset now)
    {
        var (since, count) = (Moment(now) - (long)span.TotalMilliseconds, 0);
        foreach (var send in _sends)
            if (send.At > since && (channel is null || send.Channel == channel)) count++;
        return count;
    }

    /// <param name="keep">What is older by more than this goes.</param>
    public RecentSends Add(Channel channel, DateTimeOffset at, TimeSpan keep)
    {
        var moment = Moment(at);
        var kept = _sends.Where(send => send.At > moment - (long)keep.TotalMilliseconds).Append((Channel: channel, At: moment)).ToList();
        return keep <= TimeSpan.Zero ? None : Bounded(kept);
    }

    /// <summary>Another person turned out to be this one: what both were sent counts together.</summary>
    public RecentSends Absorb(RecentSends other) =>
        other.Count == 0 ? this : Count == 0 ? other : Bounded([.. _sends.Concat(other._sends).OrderBy(send => send.At)]);

    /// <summary>Of each channel its number, the first moment, and then from one to the next.</summary>
    internal void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var sends in _sends.GroupBy(send => send.Channel).OrderBy(sends => sends.Key))
        {
            var before = 0L;
            writer.WriteStartArray();
            writer.WriteNumberValue((int)sends.Key);
            foreach (var (_, at) in sends)
            {
                writer.WriteNumberValue(at - before);
                before = at;
            }
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
    }

    /// <param name="reader">Stands on the start of the array.</param>
    internal static RecentSends Read(ref Utf8JsonReader reader)
    {
        var sends = new List<(Channel Channel, long At)>();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            var (channel, at) = ((Channel)StateJson.Number(ref reader), 0L);
            while (reader.Read() && reader.TokenType == JsonTokenType.Number) sends.Add((channel, at += reader.GetInt64()));
        }
        return sends.Count == 0 ? None : new RecentSends { _sends = [.. sends.OrderBy(send => send.At)] };
    }

    public bool Equals(RecentSends? other) => other is not null && _sends.SequenceEqual(other._sends);

    public override int GetHashCode() => Count;

    /// <summary>Never before the last send: a timer that was found due late may bring a time from before it, and no window may then hold more than its cap.</summary>
    private long Moment(DateTimeOffset at)
    {
        var moment = at.ToUnixTimeMilliseconds();
        return _sends.IsEmpty || _sends[^1].At < moment ? moment : _sends[^1].At;
    }

    private static RecentSends Bounded(List<(Channel Channel, long At)> sends)
    {
        foreach (var channel in sends.GroupBy(send => send.Channel).Where(sends => sends.Count() > SendingCaps.Most).Select(sends => sends.Key).ToList())
        {
            var tooMany = sends.Count(send => send.Channel == channel) - SendingCaps.Most;
            sends.RemoveAll(send => send.Channel == channel && tooMany-- > 0);
        }
        return new RecentSends { _sends = [.. sends] };
    }
}
