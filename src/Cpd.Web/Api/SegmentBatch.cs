using System.Text.Json;

namespace Cpd.Web.Api;

/// <summary>The messages of one body: <c>{batch: [...], sentAt?, writeKey?}</c> with its members in any order, or a single one.</summary>
internal sealed class SegmentBatch
{
    private static readonly ApiProblem NotABatch = new(400, "batch.not-object", "A batch must be a JSON object with a \"batch\" property.");

    private static readonly ApiProblem Missing = new(400, "batch.missing", "\"batch\" is required and must be an array of events.");

    private bool _hasList;

    public List<SegmentMessage> Messages { get; } = [];

    public DateTimeOffset? SentAt { get; private set; }

    public string? WriteKey { get; private set; }

    /// <summary>Why nothing of it can be taken.</summary>
    public ApiProblem? Problem { get; private set; }

    /// <exception cref="JsonException">It is no JSON; the exception says where.</exception>
    public static SegmentBatch Read(ReadOnlyMemory<byte> body)
    {
        var reader = new Utf8JsonReader(body.Span, JsonChecks.AnyDepth);
        var batch = new SegmentBatch();
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            batch.Problem = NotABatch;
        }
        else
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName) batch.ReadMember(ref reader, body);
            if (!batch._hasList) batch.Problem ??= Missing;
        }
        reader.Read();   // throws where something follows
        return batch;
    }

    /// <summary>A body that is one message; what kind of call it is says the address.</summary>
    /// <exception cref="JsonException">It is no JSON; the exception says where.</exception>
    public static SegmentBatch ReadOne(ReadOnlyMemory<byte> body, SegmentCall call)
    {
        var message = SegmentReader.ReadOne(body);
        message.Call = call;
        return new SegmentBatch { Messages = { message }, WriteKey = message.WriteKey };
    }

    private void ReadMember(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        if (JsonChecks.Check(ref reader, level: 0) is not null)
        {
            reader.Skip();   // none of our names
        }
        else if (reader.ValueTextEquals("batch"u8))
        {
            reader.Read();
            _hasList = reader.TokenType == JsonTokenType.StartArray;
            Messages.Clear();
            if (_hasList) ReadMessages(ref reader, body);
            else reader.Skip();
        }
        else if (reader.ValueTextEquals("sentAt"u8))
        {
            var problem = SegmentReader.ReadTime(ref reader, "sentAt", out var sentAt);
            SentAt = sentAt;
            Problem ??= problem;
        }
        else if (reader.ValueTextEquals("writeKey"u8))
        {
            var problem = SegmentReader.ReadText(ref reader, "writeKey", Limits.IdLength, out var key);
            WriteKey = key;
            Problem ??= problem;
        }
        else
        {
            reader.Skip();
        }
    }

    private void ReadMessages(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (Messages.Count == Limits.BatchEvents)
            {
                Problem = Limits.BatchTooLong;
                reader.Skip();
                continue;
            }

            Messages.Add(SegmentReader.ReadMessage(ref reader, body));
        }
    }
}
