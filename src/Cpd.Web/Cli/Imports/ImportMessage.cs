using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Cpd.Web.Cli.Imports;

/// <summary>Makes sure that a row can stand in a batch without spoiling it, and that a repeat of it is recognised.</summary>
internal static class ImportMessage
{
    /// <summary>As much as the intake takes for one event, in bytes.</summary>
    public const int MostBytes = 32 * 1024;

    private static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = 1_000 };

    /// <param name="json">One call as a JSON object.</param>
    /// <param name="number">The row's number, which tells two equal rows apart.</param>
    public static (byte[]? Message, RowProblem? Problem) Check(ReadOnlyMemory<byte> json, long number)
    {
        if (json.Length > MostBytes) return (null, new("event.too-large", $"An event may have at most {MostBytes} bytes: send less data with it."));
        if (!Utf8.IsValid(json.Span)) return (null, new("json.encoding", "The row is not encoded as UTF-8."));
        try
        {
            var reader = new Utf8JsonReader(json.Span, AnyDepth);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject) return (null, new("event.not-object", "An event must be a JSON object."));

            var begins = (int)reader.TokenStartIndex;
            var hasId = false;
            var isEmpty = true;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                isEmpty = false;
                hasId |= reader.ValueTextEquals("messageId"u8);
                reader.Read();
                reader.Skip();
            }
            reader.Read();   // throws where something follows
            return (hasId ? json.ToArray() : WithId(json.Span[(begins + 1)..], isEmpty, Id(json.Span, number)), null);
        }
        catch (JsonException fault)
        {
            return (null, new("json.malformed", $"The row is not valid JSON: see byte {fault.BytePositionInLine + 1}."));
        }
    }

    /// <summary>The same row of the same file has the same id, so that what was sent twice counts once.</summary>
    private static string Id(ReadOnlySpan<byte> json, long number)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> place = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(place, number);
        hash.AppendData(place);
        hash.AppendData(json);
        return "import-" + Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }

    private static byte[] WithId(ReadOnlySpan<byte> rest, bool isEmpty, string id) =>
        [.. Encoding.UTF8.GetBytes($"{{\"messageId\":\"{id}\"{(isEmpty ? "" : ",")}"), .. rest];
}
