using System.Collections.Immutable;
using System.Text.Json;
using Cpd.Contracts;

namespace Cpd.Engine.People;

/// <summary>
/// What a person agreed to and refused, by purpose and channel. What is said of a channel goes before what is said of the
/// purpose as a whole, and a later word on the whole purpose replaces what was said of its channels. A word that is
/// older than what is known changes nothing, so late deliveries do no harm.
/// </summary>
/// <remarks>
/// Heard as <c>{"marketing": true}</c>, <c>{"marketing": {"sms": true, "email": false}}</c>, or with a proof of the company's
/// own in place of the yes or no: <c>{"granted": true, "at": "2026-01-02T10:00:00Z", "source": "checkout", "text": "..."}</c>.
/// Null means never asked.
/// </remarks>
public sealed record ConsentBook
{
    public static readonly ConsentBook Empty = new();

    /// <summary>In the order in which they were heard.</summary>
    public ImmutableArray<Consent> All { get; private init; } = [];

    internal bool IsEmpty => All.IsEmpty;

    /// <summary>The word that counts for a purpose on a channel.</summary>
    public Consent? Find(string purpose, Channel channel) => Exactly(purpose, channel) ?? Exactly(purpose, null);

    internal ConsentBook Hear(JsonElement said, DateTimeOffset at, string source)
    {
        if (said.ValueKind is not JsonValueKind.Object) return this;

        var book = this;
        foreach (var purpose in said.EnumerateObject())
        {
            if (IsWord(purpose.Value)) book = book.Hear(purpose.Name, null, purpose.Value, at, source);
            else if (purpose.Value.ValueKind is JsonValueKind.Object)
                foreach (var word in purpose.Value.EnumerateObject())
                    if (Channels.TryParse(word.Name, out var channel) && IsWord(word.Value))
                        book = book.Hear(purpose.Name, channel, word.Value, at, source);
        }
        return book;
    }

    /// <summary>One word that did not come as data: somebody wrote it to us.</summary>
    internal ConsentBook Hear(Consent word) => Note(word);

    internal ConsentBook Absorb(ConsentBook other)
    {
        // Told again in the order of time; at the same moment the own word is the later one.
        var book = Empty;
        foreach (var word in other.All.Concat(All).OrderBy(word => word.At)) book = book.Note(word);
        return book;
    }

    internal void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var word in All)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(word.Purpose);
            writer.WriteStringValue(word.Channel?.ToString());
            writer.WriteBooleanValue(word.Granted);
            writer.WriteNumberValue(word.At.ToUnixTimeMilliseconds());
            writer.WriteStringValue(word.Source);
            if (word.Text is not null) writer.WriteStringValue(word.Text);
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
    }

    internal static ConsentBook Read(ref Utf8JsonReader reader)
    {
        var words = ImmutableArray.CreateBuilder<Consent>();
        foreach (var word in JsonElement.ParseValue(ref reader).EnumerateArray())
        {
            Channel? channel = word[1].GetString() is { } name && Channels.TryParse(name, out var known) ? known : null;
            words.Add(new Consent(
                word[0].GetString()!, channel, word[2].GetBoolean(), DateTimeOffset.FromUnixTimeMilliseconds(word[3].GetInt64()),
                word[4].GetString()!, word.GetArrayLength() > 5 ? word[5].GetString() : null));
        }
        return new ConsentBook { All = words.DrainToImmutable() };
    }

    public bool Equals(ConsentBook? other) => other is not null && All.SequenceEqual(other.All);

    public override int GetHashCode() => All.Length;

    private static bool IsWord(JsonElement said) => said.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null => true,
        JsonValueKind.Object => said.TryGetProperty("granted"u8, out var granted) && granted.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => false,
    };

    private ConsentBook Hear(string purpose, Channel? channel, JsonElement said, DateTimeOffset at, string source)
    {
        if (said.ValueKind is JsonValueKind.Null) return Forget(purpose, channel, at);
        if (said.ValueKind is not JsonValueKind.Object) return Note(new Consent(purpose, channel, said.GetBoolean(), at.ToMilliseconds(), source, null));

        return Note(new Consent(
            purpose, channel, said.GetProperty("granted"u8).GetBoolean(),
            (Instant.Of(Text(said, "at"u8)) ?? at).ToMilliseconds(), Text(said, "source"u8) ?? source, Text(said, "text"u8)));
    }

    private ConsentBook Note(Consent word)
    {
        var known = Exactly(word.Purpose, word.Channel);
        if (known?.At > word.At || word.Channel is not null && Exactly(word.Purpose, null)?.At > word.At) return this;

        var noted = known?.Granted == word.Granted ? known : word;
        return new ConsentBook { All = [.. All.Where(other => !Replaces(word, other)), noted] };
    }

    private static bool Replaces(Consent word, Consent other) =>
        word.Purpose == other.Purpose && (word.Channel == other.Channel || word.Channel is null && other.At <= word.At);

    private ConsentBook Forget(string purpose, Channel? channel, DateTimeOffset at) => new()
    {
        All = [.. All.Where(word => word.Purpose != purpose || channel is not null && word.Channel != channel || word.At > at)],
    };

    private Consent? Exactly(string purpose, Channel? channel)
    {
        foreach (var word in All)
            if (word.Channel == channel && word.Purpose == purpose) return word;
        return null;
    }

    private static string? Text(JsonElement from, ReadOnlySpan<byte> name) =>
        from.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
