using System.Collections.Immutable;
using System.Text.Json;
using Cpd.Contracts;
using Cpd.Engine.Identities;

namespace Cpd.Engine.People;

/// <summary>When somebody last wrote to one of our numbers.</summary>
/// <param name="With">The number they wrote to, in its one form.</param>
public sealed record ChatSession(Channel Channel, string With, DateTimeOffset At)
{
    /// <summary>So long after their last word a free text reaches them by WhatsApp.</summary>
    public static readonly TimeSpan Open = TimeSpan.FromHours(24);

    public bool IsOpen(DateTimeOffset now) => now < At + Open;
}

/// <summary>
/// When a person last wrote on channels that take a free text only from those who did, to each of our numbers: WhatsApp
/// keeps this account per number, and so do we, to refuse before it does.
/// </summary>
public sealed record ChatSessions
{
    public static readonly ChatSessions None = new();

    /// <summary>So many numbers of ours are remembered for one person.</summary>
    private const int Most = 5;

    /// <summary>In the order in which they were last written to.</summary>
    private ImmutableArray<ChatSession> _all = [];

    /// <inheritdoc cref="_all"/>
    public IReadOnlyList<ChatSession> All => _all;

    internal bool IsEmpty => _all.IsEmpty;

    /// <summary>Null where they never wrote.</summary>
    /// <param name="with">Null: to whichever number they wrote last.</param>
    public ChatSession? Latest(Channel channel, string? with = null)
    {
        if (with is not null) with = AddressBook.Canonical(channel, with);
        for (var i = _all.Length - 1; i >= 0; i--)
            if (_all[i].Channel == channel && (with is null || _all[i].With == with)) return _all[i];
        return null;
    }

    /// <summary>Itself where that changes nothing: another channel, or an older word that comes late.</summary>
    /// <param name="now">Nobody wrote later than that, whatever the provider's clock says.</param>
    internal ChatSessions Hear(ReplyReceived reply, DateTimeOffset now) => reply.Channel is Channel.WhatsApp
        ? Note(new ChatSession(reply.Channel, AddressBook.Canonical(reply.Channel, reply.To), (reply.OccurredAt < now ? reply.OccurredAt : now).ToMilliseconds()))
        : this;

    internal ChatSessions Absorb(ChatSessions other) => other._all.Aggregate(this, (all, one) => all.Note(one));

    internal void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var one in _all)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(one.Channel.ToString());
            writer.WriteStringValue(one.With);
            writer.WriteNumberValue(one.At.ToUnixTimeMilliseconds());
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
    }

    internal static ChatSessions Read(ref Utf8JsonReader reader)
    {
        var all = ImmutableArray.CreateBuilder<ChatSession>();
        foreach (var one in JsonElement.ParseValue(ref reader).EnumerateArray())
            if (Channels.TryParse(one[0].GetString()!, out var channel))
                all.Add(new ChatSession(channel, one[1].GetString()!, DateTimeOffset.FromUnixTimeMilliseconds(one[2].GetInt64())));
        return new ChatSessions { _all = all.DrainToImmutable() };
    }

    public bool Equals(ChatSessions? other) => other is not null && _all.SequenceEqual(other._all);

    public override int GetHashCode() => _all.Length;

    private ChatSessions Note(ChatSession heard)
    {
        var known = _all.FirstOrDefault(one => one.Channel == heard.Channel && one.With == heard.With);
        return known is not null && known.At >= heard.At
            ? this
            : new ChatSessions { _all = [.. _all.Where(one => one != known).Append(heard).OrderBy(one => one.At).TakeLast(Most)] };
    }
}
