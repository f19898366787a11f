using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cpd.Contracts;
using Cpd.Engine.Commands;
using Cpd.EventLog.Kafka;
using Cpd.Web.Api;

namespace Cpd.Web.Doors;

/// <summary>Makes <see cref="Track"/> commands of a topic's records, with the limits that hold for events over HTTP.</summary>
internal sealed class TopicDoor(DoorOptions options, TimeProvider clock) : ITopicDoor
{
    private static readonly ApiProblem NoId = new(400, "person.no-id", "The record names no person: it has none of the ids the door reads.");
    private static readonly ApiProblem NoEvent = new(400, "event.missing", "The record has no event name where the door looks for it.");
    private static readonly ApiProblem NoObject = new(400, "properties.not-object", "The event's properties must be a JSON object.");

    private readonly JsonPath? _user = Path(options.UserId);
    private readonly JsonPath? _anonymous = Path(options.AnonymousId);
    private readonly JsonPath? _event = Path(options.Event);
    private readonly JsonPath? _time = Path(options.Time);
    private readonly JsonPath? _properties = Path(options.Properties);
    private readonly JsonPath? _messageId = Path(options.MessageId);

    public string Group => options.GroupName;

    public string Topic => options.Topic;

    public string Workspace => options.Workspace;

    /// <inheritdoc/>
    public LogRecord? Read(RawRecord record)
    {
        // A record without a value says that a key is gone, on topics that keep the newest of each: nobody did anything.
        if (record.Value.Length == 0 || record.At < options.Since) return null;

        ReadOnlyMemory<byte> json = WithoutFrame(record.Value);
        Refuse(JsonChecks.CheckEncoding(ref json));
        using var document = Parse(json);
        var root = document.RootElement;
        if (root.ValueKind is not JsonValueKind.Object) Refuse(new ApiProblem(400, "event.not-object", "An event must be a JSON object."));

        var receivedAt = clock.GetUtcNow();
        var who = new GivenIds(Text(root, _user, "userId", Limits.IdLength), Text(root, _anonymous, "anonymousId", Limits.IdLength));
        if (who is { User: null, Anonymous: null }) Refuse(NoId);

        var name = options.EventName is not "" ? options.EventName.Trim() : Text(root, _event, "event", Limits.NameLength);
        if (name is null) Refuse(NoEvent);

        var happened = SegmentCommands.OccurredAt(Time(root) ?? record.At, sentAt: null, receivedAt);
        var id = Text(root, _messageId, "messageId", Limits.IdLength) ?? PlaceOf(record);
        return CommandRecords.Of(options.Workspace, new Track(who, id, happened, name!, Properties(root)), receivedAt);
    }

    /// <summary>Without the five bytes that name a schema, where a registry's serializer has put them in front of plain JSON.</summary>
    private static ReadOnlyMemory<byte> WithoutFrame(byte[] value) => value is [0, _, _, _, _, (byte)'{' or 0xEF, ..] ? value.AsMemory(5) : value;

    private static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 1_000 });
        }
        catch (JsonException fault)
        {
            var problem = JsonChecks.Malformed(fault);
            throw new UnreadableRecordException(problem.Code, problem.Message);
        }
    }

    private static JsonElement? Find(JsonPath? path, JsonElement root)
    {
        try
        {
            return path?.Find(root);
        }
        catch (InvalidOperationException)
        {
            // A name beside the one that is looked for cannot be written out.
            Refuse(JsonChecks.BrokenCharacter);
            return null;
        }
    }

    /// <summary>A text without the white space around it, or a whole number as text; null where there is none.</summary>
    private static string? Text(JsonElement root, JsonPath? path, string member, int most)
    {
        if (Find(path, root) is not { } found) return null;
        if (found.ValueKind is JsonValueKind.Number && found.TryGetInt64(out var number)) return number.ToString(CultureInfo.InvariantCulture);
        if (found.ValueKind is not JsonValueKind.String) Refuse(new ApiProblem(400, member + ".not-text", $"\"{member}\" must be a string."));

        Check(found);
        var text = found.GetString()!;
        if (text.AsSpan().ContainsAnyInRange('\0', '\x1f'))
            Refuse(new ApiProblem(400, member + ".control-character", $"\"{member}\" contains a control character, such as a line break: remove it."));
        text = text.Trim();
        if (text.Length > most) Refuse(Limits.TextTooLong(member, most));
        return text.Length > 0 ? text : null;
    }

    private DateTimeOffset? Time(JsonElement root)
    {
        if (Find(_time, root) is not { } found) return null;
        if (found.ValueKind is JsonValueKind.Number && found.TryGetInt64(out var number) && Moments.FromUnix(number) is { } moment) return moment;
        if (found.ValueKind is JsonValueKind.String && found.TryGetDateTime(out var said))
            return said.Kind == DateTimeKind.Unspecified ? new DateTimeOffset(said, TimeSpan.Zero) : new DateTimeOffset(said.ToUniversalTime());

        Refuse(new ApiProblem(400, "time.not-a-time", "The event's time must be in ISO 8601, or in seconds or milliseconds since 1970."));
        return null;
    }

    private RawJson Properties(JsonElement root)
    {
        var found = _properties is null ? root : Find(_properties, root);
        if (found is not { } properties) return RawJson.EmptyObject;
        if (properties.ValueKind is not JsonValueKind.Object) Refuse(NoObject);

        return new RawJson(Check(properties));
    }

    /// <summary>Its bytes, good for whoever reads them later.</summary>
    private static byte[] Check(JsonElement value)
    {
        var bytes = Encoding.UTF8.GetBytes(value.GetRawText());
        if (bytes.Length > Limits.EventBytes) Refuse(Limits.EventTooLarge);
        var reader = new Utf8JsonReader(bytes, JsonChecks.AnyDepth);
        reader.Read();
        Refuse(JsonChecks.Walk(ref reader, level: 0));
        return bytes;
    }

    /// <summary>The same at every repeat.</summary>
    private static string PlaceOf(RawRecord record)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"{record.Topic}/{record.Partition}/{record.Offset}");
        return place.Length <= Limits.IdLength ? place : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(place)));
    }

    private static void Refuse(ApiProblem? problem)
    {
        if (problem is not null) throw new UnreadableRecordException(problem.Code, problem.Message);
    }

    private static JsonPath? Path(string text) => text is "" ? null
        : JsonPath.TryParse(text) ?? throw new ArgumentException($"\"{text}\" is not a valid path.", nameof(text));

    private static class Moments
    {
        /// <summary>Seconds, or from 1973 on milliseconds: no clock of today counts so many seconds. Null where it is no moment.</summary>
        public static DateTimeOffset? FromUnix(long number) => number switch
        {
            < 0 => null,
            < 100_000_000_000 => DateTimeOffset.FromUnixTimeSeconds(number),
            <= 253_402_300_799_999 => DateTimeOffset.FromUnixTimeMilliseconds(number),
            _ => null,
        };
    }
}
