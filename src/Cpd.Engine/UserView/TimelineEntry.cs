using System.Text;
using System.Text.Json;
using Cpd.Contracts;

namespace Cpd.Engine.UserView;

/// <summary>One record as a page shows it.</summary>
/// <param name="Id">In the order of arrival; the key of a row, and where to go on reading.</param>
/// <param name="Lines">At least one. A run's advance has one for each thing that happened in it.</param>
/// <param name="Json">The whole record, for those who unfold it.</param>
/// <param name="Run">Whose way it is a part of; null where it is of none.</param>
public sealed record TimelineEntry(
    long Id, DateTimeOffset At, PersonId? Person, string Kind, IReadOnlyList<TimelineLine> Lines, string? Journey, string Json, RunId? Run = null);

/// <summary>One sentence of an entry.</summary>
/// <param name="Until">Where somebody waits now: until when.</param>
/// <param name="Why">The decision with the values it used.</param>
/// <param name="Message">A message as it went out.</param>
/// <param name="Media">What they sent, which can be looked at.</param>
public sealed record TimelineLine(
    string Text, TimelineTone Tone, DateTimeOffset? Until = null, string? Why = null, MessageText? Message = null, InboundMedia? Media = null);

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

    /// <summary>What a page shows of rows.</summary>
    /// <param name="newestFirst">
    /// All that are newer of every run among them, or the run's waits read as if they went on: true of any question that
    /// does not pick single advances out of a run's.
    /// </param>
    /// <param name="now">A wait that was to end before is over, although nothing says so yet.</param>
    internal static IReadOnlyList<TimelineEntry> Entries(this IEnumerable<TimelineRow> newestFirst, JourneyNames names, DateTimeOffset now)
    {
        var wentOn = new HashSet<RunId>();
        return [.. newestFirst.Select(row => Entry(row, names, moved => !wentOn.Add(moved.Run) || moved.WakeAt <= now))];
    }

    private static TimelineEntry Entry(TimelineRow row, JourneyNames names, Func<JourneyMoved, bool> isPast)
    {
        var person = row.Person is { } id ? new PersonId(id) : (PersonId?)null;
        var at = DateTimeOffset.FromUnixTimeMilliseconds(row.At);
        try
        {
            var record = RecordJson.Read(row.Record, Topic.Events);
            var moved = record.Body as JourneyMoved;
            var lines = TimelineSentences.Of(record.Body, names, moved is not null && isPast(moved));
            return new TimelineEntry(row.Id, at, person, row.Kind, lines, moved?.Journey, Pretty(row.Record), moved?.Run);
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
