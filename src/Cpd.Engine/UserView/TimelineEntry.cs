using System.Text;
using System.Text.Json;
using Cpd.Contracts;

namespace Cpd.Engine.UserView;

/// <summary>One record as a page shows it.</summary>
/// <param name="Id">In the order of arrival; the key of a row, and where to go on reading.</param>
/// <param name="Lines">At least one. A run's advance has one for each thing that happened in it.</param>
/// <param name="Json">The whole record, for those who unfold it.</param>
public sealed record TimelineEntry(
    long Id, DateTimeOffset At, PersonId? Person, string Kind, IReadOnlyList<TimelineLine> Lines, string? Journey, string Json);

/// <summary>One sentence of an entry.</summary>
/// <param name="Until">Where somebody waits: until when.</param>
/// <param name="Why">The decision with the values it used.</param>
/// <param name="Message">A message as it went out.</param>
public sealed record TimelineLine(
    string Text, TimelineTone Tone, DateTimeOffset? Until = null, string? Why = null, MessageText? Message = null);

/// <summary>What a sentence is about; its colour and sign.</summary>
public enum TimelineTone
{
    Event,
    Person,
    Journey,
    Wait,
    Message,
    Good,
    Problem,
    Quiet,
}

public static class TimelineEntries
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static TimelineEntry Entry(this TimelineRow row, JourneyNames names)
    {
        var person = row.Person is { } id ? new PersonId(id) : (PersonId?)null;
        var at = DateTimeOffset.FromUnixTimeMilliseconds(row.At);
        try
        {
            var record = RecordJson.Read(row.Record, Topic.Events);
            var journey = record.Body is JourneyMoved moved ? moved.Journey : null;
            return new TimelineEntry(row.Id, at, person, row.Kind, TimelineSentences.Of(record.Body, names), journey, Pretty(row.Record));
        }
        catch (JsonException problem)
        {
            // One row that another version wrote must not take the page with it.
            var line = new TimelineLine($"{row.Kind}, which this version cannot read: {problem.Message}", TimelineTone.Problem);
            return new TimelineEntry(row.Id, at, person, row.Kind, [line], null, Encoding.UTF8.GetString(row.Record));
        }
    }

    /// <summary>JSON with line breaks, for people; throws what the parser throws.</summary>
    public static string Pretty(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonSerializer.Serialize(document.RootElement, Indented);
    }
}
