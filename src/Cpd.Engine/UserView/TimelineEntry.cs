using System.Text;
using System.Text.Json;
using Cpd.Contracts;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

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
    internal static async Task<IReadOnlyList<TimelineEntry>> Entries(
        this IReadOnlyList<TimelineRow> newestFirst, CpdDb db, JourneyNames names, DateTimeOffset now, CancellationToken ct)
    {
        var read = newestFirst.Select(row => (Row: row, Body: Read(row, out var problem), Problem: problem)).ToList();
        var channels = await ChannelsOf([.. read.Select(one => one.Body).OfType<MessageReported>().Select(report => report.Message.Value).Distinct()], db, ct);
        var wentOn = new HashSet<RunId>();
        return [.. read.Select(one => Entry(one.Row, one.Body, one.Problem))];

        TimelineEntry Entry(TimelineRow row, IRecordBody? body, string? problem)
        {
            var (person, at) = (row.Person is { } id ? new PersonId(id) : (PersonId?)null, DateTimeOffset.FromUnixTimeMilliseconds(row.At));
            if (body is null) return new TimelineEntry(row.Id, at, person, row.Kind, [new TimelineLine(problem!, TimelineTone.Problem)], null, Encoding.UTF8.GetString(row.Record));

            var moved = body as JourneyMoved;
            var isPast = moved is not null && (!wentOn.Add(moved.Run) || moved.WakeAt <= now);
            var channel = body is MessageReported report && channels.TryGetValue(report.Message.Value, out var known) ? known : (Channel?)null;
            return new TimelineEntry(row.Id, at, person, row.Kind, TimelineSentences.Of(body, names, isPast, channel), moved?.Journey, Pretty(row.Record), moved?.Run);
        }
    }

    /// <summary>Null for what another version wrote: one row must not take the page with it.</summary>
    private static IRecordBody? Read(TimelineRow row, out string? problem)
    {
        try
        {
            problem = null;
            return RecordJson.Read(row.Record, Topic.Events).Body;
        }
        catch (JsonException unreadable)
        {
            problem = $"{row.Kind}, unreadable for this version: {unreadable.Message}";
            return null;
        }
    }

    /// <summary>A report does not say by which channel its message went.</summary>
    private static async Task<IReadOnlyDictionary<Guid, Channel>> ChannelsOf(IReadOnlyCollection<Guid> messages, CpdDb db, CancellationToken ct) =>
        messages.Count == 0
            ? new Dictionary<Guid, Channel>()
            : await db.Set<MessageRow>().AsNoTracking().Where(row => messages.Contains(row.Message) && row.Channel != null)
                .ToDictionaryAsync(row => row.Message, row => (Channel)row.Channel!.Value, ct);

    /// <summary>JSON with line breaks, for people; throws what the parser throws.</summary>
    public static string Pretty(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonSerializer.Serialize(document.RootElement, Indented);
    }
}
