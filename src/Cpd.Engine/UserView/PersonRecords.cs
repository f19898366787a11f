using System.Runtime.CompilerServices;
using System.Text.Json;
using Cpd.Contracts;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.UserView;

/// <summary>A record of somebody's timeline, as it lies on the log.</summary>
/// <param name="Id">In the order of arrival.</param>
public sealed record StoredRecord(long Id, string Kind, DateTimeOffset At, ReadOnlyMemory<byte> Json);

/// <summary>A message to somebody and what became of it.</summary>
/// <param name="Text">Null where only the sending is known, as with a test.</param>
/// <param name="State">The furthest it came: <c>asked</c>, <c>sent</c>, <c>delivered</c>, <c>undelivered</c> or <c>notSent</c>.</param>
/// <param name="Reason">Why it did not arrive.</param>
public sealed record PersonMessage(
    MessageId Id, DateTimeOffset At, Channel? Channel, string? To, string? Text, string? Template, string? Journey, int? Version, string? Step, string State,
    DateTimeOffset? SentAt, DateTimeOffset? FinalAt, string? Reason, bool Seen, bool Clicked);

/// <summary>All that the user view keeps of one person, from the oldest on and page by page, so that whoever hands it on needs no memory for it.</summary>
public sealed class PersonRecords(IDbContextFactory<CpdDb> databases)
{
    private const int Page = 500;

    private static readonly string[] AboutMessages = [nameof(JourneyMoved), nameof(MessageComposed), nameof(MessageSent), nameof(MessageFailed)];

    public async IAsyncEnumerable<StoredRecord> All(string workspace, PersonId person, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var page in Pages(workspace, person, null, ct))
            foreach (var row in page) yield return new StoredRecord(row.Id, row.Kind, DateTimeOffset.FromUnixTimeMilliseconds(row.At), row.Record);
    }

    /// <summary>Messages in the order in which they were asked for.</summary>
    public async IAsyncEnumerable<PersonMessage> Messages(string workspace, PersonId person, [EnumeratorCancellation] CancellationToken ct)
    {
        var told = new HashSet<MessageId>();
        await foreach (var page in Pages(workspace, person, AboutMessages, ct))
        {
            var asked = page.SelectMany(MessagesIn).Where(one => told.Add(one.Id)).ToList();
            var fates = await FatesOf(asked.ConvertAll(one => one.Id.Value), ct);
            foreach (var one in asked) yield return With(one, fates.GetValueOrDefault(one.Id.Value));
        }
    }

    private async IAsyncEnumerable<List<TimelineRow>> Pages(string workspace, PersonId person, string[]? kinds, [EnumeratorCancellation] CancellationToken ct)
    {
        var last = 0L;
        while (true)
        {
            List<TimelineRow> page;
            await using (var db = await databases.CreateDbContextAsync(ct))
            {
                var rows = db.Set<TimelineRow>().AsNoTracking().Where(row => row.Person == person.Value && row.Workspace == workspace && row.Id > last);
                if (kinds is not null) rows = rows.Where(row => kinds.Contains(row.Kind));
                page = await rows.OrderBy(row => row.Id).Take(Page).ToListAsync(ct);
            }
            if (page.Count > 0) yield return page;
            if (page.Count < Page) yield break;
            last = page[^1].Id;
        }
    }

    private async Task<Dictionary<Guid, MessageRow>> FatesOf(List<Guid> messages, CancellationToken ct)
    {
        if (messages.Count == 0) return [];
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Set<MessageRow>().AsNoTracking().Where(row => messages.Contains(row.Message)).ToDictionaryAsync(row => row.Message, ct);
    }

    /// <summary>As they were asked for; what another version wrote, and this one cannot read, is among the records.</summary>
    private static IEnumerable<PersonMessage> MessagesIn(TimelineRow row)
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(row.At);
        try
        {
            return RecordJson.Read(row.Record, Topic.Events).Body switch
            {
                JourneyMoved moved => [.. moved.Trail.Where(step => step.Message is not null).Select(step => Asked(step.Message!, at, moved.Journey, moved.Version, step.Step))],
                MessageComposed composed => [Asked(composed.Message, at)],
                MessageSent sent => [Known(sent.Message, sent.Channel, sent.Place)],
                MessageFailed failed => [Known(failed.Message, failed.Channel, failed.Place)],
                _ => [],
            };
        }
        catch (JsonException)
        {
            return [];
        }

        PersonMessage Known(MessageId id, Channel channel, StepPlace? place) =>
            new(id, at, channel, null, null, null, place?.Journey, place?.Version, place?.Step, "asked", null, null, null, false, false);
    }

    private static PersonMessage Asked(MessageText message, DateTimeOffset at, string? journey = null, int? version = null, string? step = null) =>
        new(message.Id, at, message.Channel, message.To, message.Text, message.Template, journey, version, step, "asked", null, null, null, false, false);

    private static PersonMessage With(PersonMessage message, MessageRow? fate)
    {
        if (fate is null) return message;
        var marks = (MessageMarks)fate.Marks;
        return message with
        {
            State = (marks & MessageMarks.Final) switch
            {
                MessageMarks.NotSent => "notSent",
                MessageMarks.Delivered => "delivered",
                MessageMarks.Undelivered => "undelivered",
                _ => marks.HasFlag(MessageMarks.Sent) ? "sent" : "asked",
            },
            SentAt = Moment(fate.SentAt),
            FinalAt = Moment(fate.FinalAt),
            Reason = fate.Reason,
            Seen = marks.HasFlag(MessageMarks.Seen),
            Clicked = marks.HasFlag(MessageMarks.Clicked),
        };
    }

    private static DateTimeOffset? Moment(long milliseconds) => milliseconds == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
