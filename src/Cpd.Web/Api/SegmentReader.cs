using System.Text.Json;

namespace Cpd.Web.Api;

/// <summary>
/// Reads Segment's messages out of a body in one pass. Only what is broken as JSON throws; whatever else is wrong with a
/// message becomes its <see cref="SegmentMessage.Problem"/>, the first one found, and the reader goes on behind it.
/// </summary>
internal static class SegmentReader
{
    private static readonly ApiProblem NotAnObject = new(400, "event.not-object", "An event must be a JSON object.");

    /// <summary>A body that is one message.</summary>
    /// <exception cref="JsonException">It is no JSON; the exception says where.</exception>
    public static SegmentMessage ReadOne(ReadOnlyMemory<byte> body)
    {
        var reader = new Utf8JsonReader(body.Span, JsonChecks.AnyDepth);
        reader.Read();
        var message = ReadMessage(ref reader, body);
        reader.Read();   // throws where something follows
        return message;
    }

    /// <summary>Reads the message at which the reader stands.</summary>
    public static SegmentMessage ReadMessage(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        var message = new SegmentMessage();
        var from = reader.TokenStartIndex;
        var level = reader.CurrentDepth;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            message.Problem = NotAnObject;
            return message;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var problem = JsonChecks.Check(ref reader, level);
            if (problem is null) problem = ReadMember(ref reader, message, body, level);
            else reader.Skip();
            message.Problem ??= problem;
        }
        if (reader.BytesConsumed - from > Limits.EventBytes) message.Problem = Limits.EventTooLarge;
        return message;
    }

    /// <summary>One member with its value. What we have no use for, such as the context, is passed over.</summary>
    private static ApiProblem? ReadMember(ref Utf8JsonReader reader, SegmentMessage message, ReadOnlyMemory<byte> body, int level)
    {
        if (reader.ValueTextEquals("type"u8)) return ReadCall(ref reader, out message.Call);
        if (reader.ValueTextEquals("userId"u8)) return ReadText(ref reader, "userId", Limits.IdLength, out message.UserId);
        if (reader.ValueTextEquals("anonymousId"u8)) return ReadText(ref reader, "anonymousId", Limits.IdLength, out message.AnonymousId);
        if (reader.ValueTextEquals("messageId"u8)) return ReadText(ref reader, "messageId", Limits.IdLength, out message.MessageId);
        if (reader.ValueTextEquals("event"u8)) return ReadText(ref reader, "event", Limits.NameLength, out message.Event);
        if (reader.ValueTextEquals("properties"u8)) return ReadProperties(ref reader, message, body, level);
        if (reader.ValueTextEquals("traits"u8)) return ReadTraits(ref reader, message, body, level);
        if (reader.ValueTextEquals("timestamp"u8)) return ReadTime(ref reader, "timestamp", out message.Timestamp);
        if (reader.ValueTextEquals("sentAt"u8)) return ReadTime(ref reader, "sentAt", out message.SentAt);
        if (reader.ValueTextEquals("groupId"u8)) return ReadText(ref reader, "groupId", Limits.IdLength, out message.GroupId);
        if (reader.ValueTextEquals("previousId"u8)) return ReadText(ref reader, "previousId", Limits.IdLength, out message.PreviousId, asItCame: true);
        if (reader.ValueTextEquals("name"u8)) return ReadName(ref reader, "name", body, out message.Name);
        if (reader.ValueTextEquals("category"u8)) return ReadName(ref reader, "category", body, out message.Category);
        if (reader.ValueTextEquals("writeKey"u8)) return ReadText(ref reader, "writeKey", Limits.IdLength, out message.WriteKey);

        reader.Skip();
        return null;
    }

    private static ApiProblem? ReadCall(ref Utf8JsonReader reader, out SegmentCall? call)
    {
        reader.Read();
        call = reader.TokenType != JsonTokenType.String || JsonChecks.Check(ref reader, level: 0) is not null ? null
            : reader.ValueTextEquals("track"u8) ? SegmentCall.Track
            : reader.ValueTextEquals("identify"u8) ? SegmentCall.Identify
            : reader.ValueTextEquals("page"u8) ? SegmentCall.Page
            : reader.ValueTextEquals("screen"u8) ? SegmentCall.Screen
            : reader.ValueTextEquals("group"u8) ? SegmentCall.Group
            : reader.ValueTextEquals("alias"u8) ? SegmentCall.Alias
            : null;
        reader.Skip();
        return null;   // only a batch needs it, and says so
    }

    /// <summary>
    /// An id or a name, without the white space around it: nobody means it, and not every database tells two texts apart by
    /// the spaces at their ends. Null and the empty text count as missing.
    /// </summary>
    /// <param name="asItCame">With its white space: it names somebody who may have come in with it, before it was taken away.</param>
    public static ApiProblem? ReadText(ref Utf8JsonReader reader, string member, int most, out string? text, bool asItCame = false)
    {
        text = null;
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null) return null;
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return new ApiProblem(400, member + ".not-text", $"\"{member}\" must be a string.");
        }

        if (JsonChecks.Check(ref reader, level: 0) is { } problem) return problem;
        if (reader.ValueSpan.Length > most * 6) return Limits.TextTooLong(member, most);

        var read = reader.GetString()!;
        if (read.AsSpan().ContainsAnyInRange('\0', '\x1f'))
            return new ApiProblem(400, member + ".control-character", $"\"{member}\" contains a control character, such as a line break: remove it.");

        if (!asItCame || string.IsNullOrWhiteSpace(read)) read = read.Trim();
        if (read.Length > most) return Limits.TextTooLong(member, most);

        if (read.Length > 0) text = read;
        return null;
    }

    /// <summary>A page's name is passed on into its properties, as it was written.</summary>
    private static ApiProblem? ReadName(ref Utf8JsonReader reader, string member, ReadOnlyMemory<byte> body, out ReadOnlyMemory<byte> json)
    {
        var problem = ReadText(ref reader, member, Limits.NameLength, out var text);
        json = text is null ? default : body[(int)reader.TokenStartIndex..(int)reader.BytesConsumed];
        return problem;
    }

    public static ApiProblem? ReadTime(ref Utf8JsonReader reader, string member, out DateTimeOffset? time)
    {
        time = null;
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null) return null;
        if (reader.TokenType == JsonTokenType.String && JsonChecks.Check(ref reader, level: 0) is null && reader.TryGetDateTime(out var read))
        {
            // Without an offset it is UTC: our own zone is nobody's business.
            time = read.Kind == DateTimeKind.Unspecified ? new DateTimeOffset(read, TimeSpan.Zero) : new DateTimeOffset(read.ToUniversalTime());
            return null;
        }

        reader.Skip();
        return new ApiProblem(400, member + ".not-a-time", $"\"{member}\" must be a time in ISO 8601, for example 2030-01-31T12:00:00.000Z.");
    }

    private static ApiProblem? ReadTraits(ref Utf8JsonReader reader, SegmentMessage message, ReadOnlyMemory<byte> body, int level)
    {
        reader.Read();
        var from = (int)reader.TokenStartIndex;
        var kind = reader.TokenType;
        var problem = JsonChecks.Walk(ref reader, level);
        message.Traits = kind == JsonTokenType.StartObject ? body[from..(int)reader.BytesConsumed] : default;
        return problem ?? OnlyObject(kind, "traits");
    }

    /// <summary>Like traits, and sees whether a page's properties bring its name with them.</summary>
    private static ApiProblem? ReadProperties(ref Utf8JsonReader reader, SegmentMessage message, ReadOnlyMemory<byte> body, int level)
    {
        reader.Read();
        var from = (int)reader.TokenStartIndex;
        var kind = reader.TokenType;
        message.Properties = default;
        message.PropertiesHaveName = message.PropertiesHaveCategory = false;
        if (kind != JsonTokenType.StartObject)
        {
            reader.Skip();
            return OnlyObject(kind, "properties");
        }

        ApiProblem? problem = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (JsonChecks.Check(ref reader, level) is { } badName)
            {
                problem ??= badName;
                reader.Skip();
                continue;
            }

            message.PropertiesHaveName |= reader.ValueTextEquals("name"u8);
            message.PropertiesHaveCategory |= reader.ValueTextEquals("category"u8);
            reader.Read();
            var inside = JsonChecks.Walk(ref reader, level);
            problem ??= inside;
        }
        message.Properties = body[from..(int)reader.BytesConsumed];
        return problem;
    }

    private static ApiProblem? OnlyObject(JsonTokenType kind, string member) => kind is JsonTokenType.StartObject or JsonTokenType.Null
        ? null
        : new ApiProblem(400, member + ".not-object", $"\"{member}\" must be a JSON object.");
}
