using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Cpd.Contracts;
using Cpd.Engine.Messages.Sending;

namespace Cpd.Engine.People;

/// <summary>
/// Who a person is: ids, attributes, addresses, zone, language and consent. Folds from events; the same events give the same
/// bytes, and two profiles are equal when they are written the same.
/// </summary>
public sealed record Profile
{
    /// <summary>Ids of devices that are kept for show; which id leads to whom is not decided here.</summary>
    private const int MostAnonymousIds = 100;

    public required PersonId Id { get; init; }

    public required string Workspace { get; init; }

    /// <summary>The company's own id; null while the person is anonymous.</summary>
    public string? UserId { get; private init; }

    /// <summary>Browsers and devices, the latest last.</summary>
    public IReadOnlyList<string> AnonymousIds { get; private init; } = [];

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset SeenAt { get; private init; }

    /// <summary>What the person agreed to and refused, each with its proof.</summary>
    public ConsentBook Consents { get; private init; } = ConsentBook.Empty;

    /// <summary>Addresses that are not written to, whatever the consent.</summary>
    public SuppressedAddresses Suppressed { get; private init; } = SuppressedAddresses.None;

    /// <summary>When they last wrote, on channels on which that decides what may be sent.</summary>
    public ChatSessions Sessions { get; private init; } = ChatSessions.None;

    private Traits Traits { get; init; } = Traits.None;

    /// <summary>All attributes but consent, as one JSON object.</summary>
    public JsonElement Attributes => Traits.Element;

    /// <summary>From the traits <c>timezone</c> or <c>timeZone</c>, by its IANA name; else UTC.</summary>
    public TimeZoneInfo TimeZone => Traits.TimeZone ?? TimeZoneInfo.Utc;

    /// <summary>False where the time zone is only assumed.</summary>
    public bool KnowsTimeZone => Traits.TimeZone is not null;

    /// <summary>From the traits <c>locale</c> or <c>language</c>; else English.</summary>
    public CultureInfo Culture => Traits.Culture ?? Cultures.Default;

    /// <summary>False where the language is only assumed.</summary>
    public bool KnowsLanguage => Traits.Culture is not null;

    public static Profile New(PersonId id, string workspace, DateTimeOffset at) => new() { Id = id, Workspace = workspace, CreatedAt = at, SeenAt = at };

    /// <summary>
    /// The attribute at a dotted path; null where there is none. Beside the traits there are <c>id</c>, <c>userId</c> and
    /// <c>consent.{purpose}.{channel}</c>.
    /// </summary>
    public JsonElement? Attribute(string path) => Attribute(JsonPath.Split(path));

    internal JsonElement? Attribute(ReadOnlySpan<JsonPath.Segment> path)
    {
        if (path.IsEmpty) return null;
        return path[0].Name switch
        {
            "id" when path.Length == 1 => JsonPath.Text(Id.ToString()),
            "userId" when path.Length == 1 => UserId is null ? null : JsonPath.Text(UserId),
            "consent" => path.Length == 3 && Channels.TryParse(path[2].Name, out var channel) && Consent(path[1].Name, channel) is { } given
                ? JsonPath.Truth(given) : null,
            _ => JsonPath.Get(Traits.Element, path),
        };
    }

    /// <summary>
    /// Where the person is reached: <c>addresses.{channel}</c>, else <c>email</c> for email, <c>phone</c> for every channel that needs one,
    /// and for push the company's own id, by which its app knows them: who is anonymous has none.
    /// </summary>
    public string? Address(Channel channel) => Traits.Address(channel) ?? (channel is Channel.Push ? UserId : null);

    /// <summary>The attribute that names the channel they want to be written to by.</summary>
    public const string PreferredChannelName = "preferredChannel";

    /// <summary>A channel as attributes name it.</summary>
    public static string NameOf(Channel channel) => JsonNamingPolicy.CamelCase.ConvertName(channel.ToString());

    /// <summary>The channel they want to be written to by; null where they never said.</summary>
    public Channel? PreferredChannel => Traits.PreferredChannel;

    /// <summary>Whether the person agreed to <paramref name="purpose"/> on this channel; null where they were never asked.</summary>
    public bool? Consent(string purpose, Channel channel) => Consents.Find(purpose, channel)?.Granted;

    /// <summary>What the profile is after an event; itself where the event tells nothing new.</summary>
    /// <param name="at">When the record was taken.</param>
    public Profile Fold(IEvent body, DateTimeOffset at) => body switch
    {
        PersonIdentified { By: { } by } edited => Patch(edited.Traits.Parse(), edited.OccurredAt, by),
        PersonIdentified identified => Seen(identified.Who, at).Patch(identified.Traits.Parse(), identified.OccurredAt, "identify"),
        GroupJoined joined => Seen(joined.Who, at).Join(joined),
        ProfileChanged changed => Patch(changed.Attributes.Parse(), at, $"journey {changed.Place.Journey}"),
        EventTracked tracked => Seen(tracked.Who, at),
        ConsentHeard heard => Hear(heard),
        AddressSuppressed suppressed => this with { Suppressed = Suppressed.Hear(suppressed) },
        ReplyReceived reply => Sessions.Hear(reply, at) is var heard && ReferenceEquals(heard, Sessions) ? this : this with { Sessions = heard },
        _ => this,
    };

    /// <summary>
    /// Another person turned out to be this one. Own values win and gaps are filled; of consent the latest word counts,
    /// whoever of the two gave it.
    /// </summary>
    public Profile Absorb(Profile other) => this with
    {
        UserId = UserId ?? other.UserId,
        AnonymousIds = Together(other.AnonymousIds, AnonymousIds),
        CreatedAt = other.CreatedAt < CreatedAt ? other.CreatedAt : CreatedAt,
        SeenAt = other.SeenAt > SeenAt ? other.SeenAt : SeenAt,
        Consents = Consents.Absorb(other.Consents),
        Suppressed = Suppressed.Absorb(other.Suppressed),
        Sessions = Sessions.Absorb(other.Sessions),
        Traits = other.Traits.Patched(Traits.Element),
    };

    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        if (UserId is not null) writer.WriteString("u"u8, UserId);
        if (AnonymousIds.Count > 0)
        {
            writer.WriteStartArray("a"u8);
            foreach (var id in AnonymousIds) writer.WriteStringValue(id);
            writer.WriteEndArray();
        }
        writer.WriteNumber("c"u8, CreatedAt.ToUnixTimeMilliseconds());
        writer.WriteNumber("s"u8, SeenAt.ToUnixTimeMilliseconds());
        if (!Consents.IsEmpty)
        {
            writer.WritePropertyName("k"u8);
            Consents.WriteTo(writer);
        }
        if (!Suppressed.IsEmpty)
        {
            writer.WritePropertyName("x"u8);
            Suppressed.WriteTo(writer);
        }
        if (!Sessions.IsEmpty)
        {
            writer.WritePropertyName("w"u8);
            Sessions.WriteTo(writer);
        }
        if (!Traits.IsEmpty)
        {
            writer.WritePropertyName("t"u8);
            writer.WriteRawValue(Traits.Utf8.Span, skipInputValidation: true);
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
    public static Profile Read(PersonId id, string workspace, ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        StateJson.Begin(ref reader);
        var (userId, created, seen) = ((string?)null, default(DateTimeOffset), default(DateTimeOffset));
        var (anonymous, consents, suppressed, sessions, traits) = ((IReadOnlyList<string>)[], ConsentBook.Empty, SuppressedAddresses.None, ChatSessions.None, Traits.None);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = StateJson.Name(in reader);
            reader.Read();
            switch (name)
            {
                case (byte)'u': userId = reader.GetString(); break;
                case (byte)'a': anonymous = StateJson.Texts(ref reader); break;
                case (byte)'c': created = StateJson.Instant(ref reader); break;
                case (byte)'s': seen = StateJson.Instant(ref reader); break;
                case (byte)'k': consents = ConsentBook.Read(ref reader); break;
                case (byte)'x': suppressed = SuppressedAddresses.Read(ref reader); break;
                case (byte)'w': sessions = ChatSessions.Read(ref reader); break;
                case (byte)'t': traits = new Traits(StateJson.Raw(ref reader, json)); break;
                default: reader.Skip(); break;
            }
        }
        return new Profile
        {
            Id = id, Workspace = workspace, UserId = userId, AnonymousIds = anonymous, CreatedAt = created, SeenAt = seen,
            Consents = consents, Suppressed = suppressed, Sessions = sessions, Traits = traits,
        };
    }

    public bool Equals(Profile? other) =>
        other is not null && Id == other.Id && Workspace == other.Workspace && ToBytes().AsSpan().SequenceEqual(other.ToBytes());

    public override int GetHashCode() => HashCode.Combine(Id, Workspace, SeenAt);

    private Profile Seen(GivenIds? who, DateTimeOffset at) => this with
    {
        UserId = UserId ?? who?.User,
        AnonymousIds = who?.Anonymous is { } id && !AnonymousIds.Contains(id) ? Together(AnonymousIds, [id]) : AnonymousIds,
        SeenAt = at > SeenAt ? at : SeenAt,
    };

    private Profile Patch(JsonElement traits, DateTimeOffset saidAt, string source) => traits.ValueKind is not JsonValueKind.Object ? this : this with
    {
        Consents = traits.TryGetProperty("consent"u8, out var consent) ? Consents.Hear(consent, saidAt, source) : Consents,
        Traits = Traits.Patched(traits),
    };

    /// <summary>Who wants everything on a channel again wants it at the address they had unsubscribed, too.</summary>
    private Profile Hear(ConsentHeard heard)
    {
        var word = new Consent(heard.Purpose, heard.Channel, heard.Granted, heard.OccurredAt.ToMilliseconds(), heard.Source, heard.Text);
        var wantsAll = word is { Purpose: RulesOfSending.Everything, Granted: true };
        return this with { Consents = Consents.Hear(word), Suppressed = wantsAll ? Suppressed.Resubscribe(word.Channel, word.At) : Suppressed };
    }

    private Profile Join(GroupJoined joined) => this with { Traits = Traits.Patched(Traits.Group(joined.GroupId, joined.Traits)) };

    private static ImmutableArray<string> Together(IReadOnlyList<string> earlier, IReadOnlyList<string> later) =>
        [.. earlier.Except(later, StringComparer.Ordinal).Concat(later).TakeLast(MostAnonymousIds)];
}
