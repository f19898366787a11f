using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Cpd.Web.Api;

/// <summary>
/// What must hold for JSON that is passed on as bytes, so that nobody behind the door stumbles over it: good UTF-8, whole
/// characters in escapes, numbers that are numbers, bounded depth and names.
/// </summary>
internal static class JsonChecks
{
    /// <summary>Depth is our limit, event by event, not the reader's: one event too deep must not spoil its batch.</summary>
    public static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = Limits.BatchBytes + 1 };

    public static readonly ApiProblem BrokenCharacter = new(
        400, "event.broken-character", "A string contains a lone surrogate escape (half a character): send complete characters.");

    private static readonly ApiProblem NumberTooLarge = new(
        400, "event.number-too-large", "A number is too large: send it as a string.");

    /// <summary>Takes away the mark that some editors put in front; the place where it is no UTF-8, or null.</summary>
    public static ApiProblem? CheckEncoding(ref ReadOnlyMemory<byte> body)
    {
        if (body.Span.StartsWith(Encoding.UTF8.Preamble)) body = body[3..];
        if (Utf8.IsValid(body.Span)) return null;

        var at = 0;
        while (Rune.DecodeFromUtf8(body.Span[at..], out _, out var used) == OperationStatus.Done) at += used;
        var line = body.Span[..at].Count((byte)'\n');
        var position = at - (body.Span[..at].LastIndexOf((byte)'\n') + 1);
        return new ApiProblem(400, "json.not-utf8", $"The body is not valid UTF-8 at line {line + 1}, position {position + 1}.");
    }

    public static ApiProblem Malformed(JsonException fault) => new(
        400, "json.malformed", $"The body is not valid JSON at line {fault.LineNumber + 1}, position {fault.BytePositionInLine + 1}.");

    /// <summary>Goes over a whole value, whatever it is, and leaves the reader at its end. The first problem found, or null.</summary>
    /// <param name="level">The reader's depth at the top of the event.</param>
    public static ApiProblem? Walk(ref Utf8JsonReader reader, int level)
    {
        var problem = Check(ref reader, level);
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) return problem;

        var end = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > end) problem ??= Check(ref reader, level);
        return problem;
    }

    /// <summary>One token.</summary>
    public static ApiProblem? Check(ref Utf8JsonReader reader, int level) => reader.TokenType switch
    {
        JsonTokenType.PropertyName when reader.ValueSpan.Length > Limits.KeyBytes => Limits.KeyTooLong,
        JsonTokenType.PropertyName or JsonTokenType.String when reader.ValueIsEscaped && HasHalfCharacter(reader.ValueSpan) => BrokenCharacter,
        JsonTokenType.Number when MayBeTooLarge(reader.ValueSpan) && !(reader.TryGetDouble(out var number) && double.IsFinite(number)) => NumberTooLarge,
        JsonTokenType.StartObject or JsonTokenType.StartArray when reader.CurrentDepth - level >= Limits.Depth => Limits.TooDeep,
        _ => null,
    };

    private static bool MayBeTooLarge(ReadOnlySpan<byte> number) => number.Length > 300 || number.IndexOfAny((byte)'e', (byte)'E') >= 0;

    private static bool HasHalfCharacter(ReadOnlySpan<byte> text)
    {
        while (text.IndexOf((byte)'\\') is var at and >= 0)
        {
            text = text[at..];
            if (text[1] != 'u')
            {
                text = text[2..];
                continue;
            }

            var unit = Unit(text);
            text = text[6..];
            if (char.IsLowSurrogate(unit)) return true;
            if (!char.IsHighSurrogate(unit)) continue;
            if (!text.StartsWith("\\u"u8) || !char.IsLowSurrogate(Unit(text))) return true;
            text = text[6..];
        }
        return false;
    }

    /// <summary>The four digits after <c>\u</c>; the reader has made sure of them.</summary>
    private static char Unit(ReadOnlySpan<byte> escape)
    {
        var unit = 0;
        foreach (var digit in escape[2..6]) unit = unit * 16 + (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        return (char)unit;
    }
}
