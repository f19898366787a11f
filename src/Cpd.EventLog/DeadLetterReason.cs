using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cpd.EventLog.Kafka;
using Microsoft.EntityFrameworkCore;

namespace Cpd.EventLog;

/// <summary>
/// Why a record could not be handled, in words that may be shown to whoever looks after the system. Faults of reading and
/// parsing and of databases quote what they failed on, which may be personal: of these the kind and the place are kept.
/// </summary>
internal static partial class DeadLetterReason
{
    private const int LongestPath = 200;

    /// <summary>What reading a record throws where the bytes are none.</summary>
    public static bool IsOfReading(Exception problem) =>
        problem is JsonException or InvalidOperationException or FormatException or ArgumentException or NotSupportedException;

    /// <param name="isOfReading">The record itself could not be read: whatever the kind of fault, it may quote the bytes.</param>
    public static string Of(Exception fault, bool isOfReading = false)
    {
        if (fault is AggregateException { InnerExceptions: [var only] }) return Of(only, isOfReading);

        // Made for people, and of our own words alone.
        if (fault is UnreadableRecordException) return fault.Message;

        var kind = fault.GetType().Name;
        if (isOfReading && fault is JsonException unread) return Unread(unread);
        if (fault is JsonException json) return $"{kind}{Place(json)}";
        return isOfReading || Quotes(fault) ? $"{kind}{Place(fault)}" : $"{kind}: {fault.Message}";
    }

    /// <summary>Parsers, dictionaries and databases say which value it was.</summary>
    private static bool Quotes(Exception fault) =>
        fault is FormatException or OverflowException or ArgumentException or KeyNotFoundException or DbException or DbUpdateException or AggregateException;

    /// <summary>A path goes through members of records, which are letters only; a name of any other kind may be a key out of somebody's data.</summary>
    [GeneratedRegex(@"\A\$(\.[A-Za-z]+(?![^.\[])|\[[0-9]+\])*", RegexOptions.CultureInvariant)]
    private static partial Regex OurPart();

    private static string Unread(JsonException fault)
    {
        // The reader's own kind of fault: it came across letters that are none of JSON, or an end in the middle.
        var isNoJson = fault.GetType() != typeof(JsonException);
        var places = Places(fault);
        var place = places.Count > 0 ? $" ({string.Join(", ", places)})" : "";
        return isNoJson ? $"The value is no JSON{place}." : $"The value is JSON and no record of ours{place}.";
    }

    private static string Place(JsonException fault) => Places(fault) is { Count: > 0 } places ? " " + string.Join(", ", places) : Place((Exception)fault);

    private static List<string> Places(JsonException fault)
    {
        var places = new List<string>();
        if (OurPart().Match(fault.Path ?? "") is { Success: true, Value: { Length: <= LongestPath } path }) places.Add($"at {path}");
        if (fault.LineNumber is { } line) places.Add(string.Create(CultureInfo.InvariantCulture, $"line {line}"));
        if (fault.BytePositionInLine is { } position) places.Add(string.Create(CultureInfo.InvariantCulture, $"byte {position}"));
        return places;
    }

    /// <summary>The innermost method of ours that it went through.</summary>
    private static string Place(Exception fault)
    {
        foreach (var frame in new StackTrace(fault).GetFrames())
            if (DiagnosticMethodInfo.Create(frame) is { DeclaringTypeName: { } type } method && type.StartsWith("Cpd.", StringComparison.Ordinal))
                return $" in {type}.{method.Name}";
        return "";
    }
}
