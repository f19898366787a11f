using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Cpd.Contracts;

/// <summary>
/// A record as JSON, the same in every log: <c>{id, type, workspace, key, person?, at, cause?, source?, sequence?, trace?, onlyFor?, failedAt?, data}</c>.
/// Unknown members are passed over; a record of an unknown type is read as <see cref="UnknownBody"/>.
/// </summary>
public static class RecordJson
{
    private static readonly Dictionary<string, JsonTypeInfo> Types = Wire.Default.All().ToDictionary(type => type.Type.Name, StringComparer.Ordinal);

    /// <summary>
    /// Letters as they are: escaped, those of most of the world's languages take three times the room, and a record may only be
    /// so large. Both are the same JSON to whoever reads it.
    /// </summary>
    public static JsonWriterOptions Writing { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Of each type, the members that no record of it can do without; a reader that meets none would stumble over it much later.</summary>
    private static readonly Dictionary<string, JsonPropertyInfo[]> Needed = Types.ToDictionary(
        type => type.Key,
        type => type.Value.Properties.Where(member => member is { Get: not null, AssociatedParameter: { IsNullable: false, HasDefaultValue: false } } && !member.PropertyType.IsValueType).ToArray(),
        StringComparer.Ordinal);

    /// <summary>The names of all record types, as they stand on the wire.</summary>
    public static IReadOnlyCollection<string> TypeNames => Types.Keys;

    /// <summary>How the bodies of all record types are written, for whoever describes them to others.</summary>
    public static IReadOnlyCollection<JsonTypeInfo> Shapes => Types.Values;

    /// <summary>Writes one record; <paramref name="writer"/> is reset before, so one can serve for many.</summary>
    public static void Write(LogRecord record, Utf8JsonWriter writer, IBufferWriter<byte> target)
    {
        writer.Reset(target);
        writer.WriteStartObject();
        Span<char> text = stackalloc char[32];
        record.Id.Value.TryFormat(text, out _, "N");
        writer.WriteString("id"u8, text);
        writer.WriteString("type"u8, record.Type);
        writer.WriteString("workspace"u8, record.Workspace);
        writer.WriteString("key"u8, record.Key);
        if (record.Person is { } person)
        {
            person.Value.TryFormat(text, out _, "N");
            writer.WriteString("person"u8, text);
        }
        writer.WriteString("at"u8, record.At.UtcDateTime);
        if (record.Cause is { } cause)
        {
            cause.Value.TryFormat(text, out _, "N");
            writer.WriteString("cause"u8, text);
        }
        if (record.Source is { } source)
        {
            writer.WriteString("source"u8, source);
            writer.WriteNumber("sequence"u8, record.Sequence);
        }
        if (record.Trace is { } trace) writer.WriteString("trace"u8, trace);
        if (record.OnlyFor is { } group) writer.WriteString("onlyFor"u8, group);
        if (record.FailedAt is { } failed) writer.WriteString("failedAt"u8, failed.UtcDateTime);
        writer.WritePropertyName("data"u8);
        WriteBody(record, writer);
        writer.WriteEndObject();
        writer.Flush();
    }

    public static byte[] ToBytes(LogRecord record)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(buffer, Writing);
        Write(record, writer, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads one record that lies on <paramref name="topic"/>.</summary>
    /// <exception cref="JsonException">It is no JSON, or the envelope lacks what every record has.</exception>
    public static LogRecord Read(ReadOnlySpan<byte> json, Topic topic)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException("A record is a JSON object.");

        var envelope = new Envelope();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("data"u8))
            {
                reader.Read();
                var from = (int)reader.TokenStartIndex;
                reader.Skip();
                envelope.Data = json[from..(int)reader.BytesConsumed];
            }
            else if (!envelope.Take(ref reader))
            {
                reader.Read();
                reader.Skip();
            }
        }
        return envelope.ToRecord(topic);
    }

    private static void WriteBody(LogRecord record, Utf8JsonWriter writer)
    {
        if (record.Body is UnknownBody unknown) writer.WriteRawValue(unknown.Data.OrEmptyObject.Span, skipInputValidation: true);
        else JsonSerializer.Serialize(writer, record.Body, Types[record.Type]);
    }

    private ref struct Envelope
    {
        private string? _type, _workspace, _key, _source, _trace, _onlyFor;
        private RecordId? _id, _cause;
        private PersonId? _person;
        private DateTimeOffset? _at, _failedAt;
        private long _sequence;

        public ReadOnlySpan<byte> Data;

        public bool Take(ref Utf8JsonReader reader)
        {
            if (reader.ValueTextEquals("id"u8)) return Id(ref reader, "id", out _id);
            if (reader.ValueTextEquals("type"u8)) return Text(ref reader, out _type);
            if (reader.ValueTextEquals("workspace"u8)) return Text(ref reader, out _workspace);
            if (reader.ValueTextEquals("key"u8)) return Text(ref reader, out _key);
            if (reader.ValueTextEquals("person"u8)) return Id(ref reader, "person", out _person);
            if (reader.ValueTextEquals("at"u8)) return Time(ref reader, out _at);
            if (reader.ValueTextEquals("cause"u8)) return Id(ref reader, "cause", out _cause);
            if (reader.ValueTextEquals("source"u8)) return Text(ref reader, out _source);
            if (reader.ValueTextEquals("trace"u8)) return Text(ref reader, out _trace);
            if (reader.ValueTextEquals("onlyFor"u8)) return Text(ref reader, out _onlyFor);
            if (reader.ValueTextEquals("failedAt"u8)) return Time(ref reader, out _failedAt);
            if (!reader.ValueTextEquals("sequence"u8)) return false;

            reader.Read();
            _sequence = reader.GetInt64();
            return true;
        }

        public readonly LogRecord ToRecord(Topic topic) => new()
        {
            Id = _id ?? throw Missing("id"),
            Workspace = _workspace ?? throw Missing("workspace"),
            Key = _key ?? throw Missing("key"),
            Person = _person,
            At = _at ?? throw Missing("at"),
            Cause = _cause,
            Source = _source,
            Sequence = _sequence,
            Trace = _trace,
            OnlyFor = _onlyFor,
            FailedAt = _failedAt,
            Body = Body(_type ?? throw Missing("type"), topic),
        };

        private readonly IRecordBody Body(string type, Topic topic) =>
            Types.TryGetValue(type, out var known)
                ? Whole(type, (IRecordBody)(JsonSerializer.Deserialize(Data, known) ?? throw Missing("data")))
                : new UnknownBody(type, topic, new RawJson(Data.ToArray()));

        private static IRecordBody Whole(string type, IRecordBody body)
        {
            foreach (var member in Needed[type])
                if (member.Get!(body) is null) throw Missing("data." + member.Name);
            return body;
        }

        private static bool Text(ref Utf8JsonReader reader, out string? text)
        {
            reader.Read();
            text = TextOf(ref reader);
            return true;
        }

        // Ids and times are read where they lie: every group reads every record, and each text would be thrown away at once.
        private static bool Id<TId>(ref Utf8JsonReader reader, string member, out TId? id) where TId : struct, IId<TId>
        {
            reader.Read();
            id = null;
            if (reader.TokenType is JsonTokenType.Null) return true;
            id = Ids.TryRead<TId>(ref reader, out var read) ? read : throw Missing(member);
            return true;
        }

        private static bool Time(ref Utf8JsonReader reader, out DateTimeOffset? time)
        {
            reader.Read();
            // As we write it. What others write may lack the zone, which is then UTC and not the machine's.
            if (reader.TokenType is JsonTokenType.String && reader.ValueSpan is [.., (byte)'Z'] && reader.TryGetDateTimeOffset(out var utc)) time = utc;
            else time = DateTimeOffset.TryParse(TextOf(ref reader), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var other) ? other.ToUniversalTime() : null;
            return true;
        }

        private static string? TextOf(ref Utf8JsonReader reader) =>
            reader.TokenType is JsonTokenType.String or JsonTokenType.Null ? reader.GetString() : throw new JsonException("The envelope's members are texts.");

        private static JsonException Missing(string member) => new($"The record has no usable \"{member}\".", $"$.{member}", null, null);
    }
}

/// <summary>How bodies are written. A new record type gets a line here and one in the test of the wire.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(Identify))]
[JsonSerializable(typeof(Track))]
[JsonSerializable(typeof(Group))]
[JsonSerializable(typeof(Alias))]
[JsonSerializable(typeof(EditPerson))]
[JsonSerializable(typeof(EnrolPerson))]
[JsonSerializable(typeof(SendMessage))]
[JsonSerializable(typeof(SendTest))]
[JsonSerializable(typeof(ForgetPerson))]
[JsonSerializable(typeof(PublishJourney))]
[JsonSerializable(typeof(ChangeJourney))]
[JsonSerializable(typeof(TakeOutRun))]
[JsonSerializable(typeof(PushOnRun))]
[JsonSerializable(typeof(RecordDelivery))]
[JsonSerializable(typeof(RecordReaction))]
[JsonSerializable(typeof(SuppressAddress))]
[JsonSerializable(typeof(RecordConsent))]
[JsonSerializable(typeof(RecordBlock))]
[JsonSerializable(typeof(BlockRequested))]
[JsonSerializable(typeof(BlockChanged))]
[JsonSerializable(typeof(RecordReply))]
[JsonSerializable(typeof(RecordSeen))]
[JsonSerializable(typeof(PersonIdentified))]
[JsonSerializable(typeof(EventTracked))]
[JsonSerializable(typeof(GroupJoined))]
[JsonSerializable(typeof(ProfileChanged))]
[JsonSerializable(typeof(ConsentHeard))]
[JsonSerializable(typeof(TakeOverAnnounced))]
[JsonSerializable(typeof(PersonMerged))]
[JsonSerializable(typeof(PersonTakenOver))]
[JsonSerializable(typeof(PersonForgotten))]
[JsonSerializable(typeof(CommandRefused))]
[JsonSerializable(typeof(EnrolmentAsked))]
[JsonSerializable(typeof(JourneyPublished))]
[JsonSerializable(typeof(JourneyChanged))]
[JsonSerializable(typeof(RunTakeOutAsked))]
[JsonSerializable(typeof(RunPushAsked))]
[JsonSerializable(typeof(JourneyMoved))]
[JsonSerializable(typeof(MessageAsked))]
[JsonSerializable(typeof(MessageComposed))]
[JsonSerializable(typeof(TestAsked))]
[JsonSerializable(typeof(MessageRequested))]
[JsonSerializable(typeof(WebhookRequested))]
[JsonSerializable(typeof(MessageSent))]
[JsonSerializable(typeof(MessageFailed))]
[JsonSerializable(typeof(MessageReported))]
[JsonSerializable(typeof(MessageReacted))]
[JsonSerializable(typeof(AddressSuppressed))]
[JsonSerializable(typeof(ReplyReceived))]
[JsonSerializable(typeof(WebhookAnswered))]
internal sealed partial class Wire : JsonSerializerContext
{
    /// <summary>Every record type there is, found by its marker so that none can be forgotten here.</summary>
    public IEnumerable<JsonTypeInfo> All() => typeof(IRecordBody).Assembly.GetTypes()
        .Where(type => type is { IsAbstract: false } && type.IsAssignableTo(typeof(IRecordBody)) && type != typeof(UnknownBody))
        .Select(type => GetTypeInfo(type) ?? throw new InvalidOperationException($"{type.Name} has no line in {nameof(Wire)}."));
}
