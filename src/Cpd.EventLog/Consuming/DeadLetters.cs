using System.Text.Json;
using Cpd.Contracts;
using Cpd.EventLog.Kafka;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.EventLog.Consuming;

internal sealed class DeadLetters(IDbContextFactory<CpdDb> databases, IEventLog log, IEnumerable<ITopicDoor> doors) : IDeadLetters
{
    /// <summary>Stands for the type of what is no record.</summary>
    public const string Unreadable = DeadLetter.NoType;

    private static readonly HotStatement Insert = new HotTable(
        "dead_letters",
        [new("id", HotKind.Number)],
        new("consumer_group", HotKind.Text), new("topic", HotKind.Number), new("partition", HotKind.Number), new("position", HotKind.Number),
        new("type", HotKind.Text), new("reason", HotKind.Text), new("at", HotKind.Number), new("payload", HotKind.Bytes),
        new("origin", HotKind.Text), new("workspace", HotKind.Text), new("written_at", HotKind.Number))
        .Insert("consumer_group", "topic", "partition", "position", "type", "reason", "at", "payload", "origin", "workspace", "written_at");

    /// <summary>Stands for a group where the log itself could not take a record; no group can be called that.</summary>
    public const string Unpublished = "(outbox)";

    /// <summary>Puts a record aside in the transaction that moves the position past it.</summary>
    /// <param name="type">Of the record; <see cref="Unreadable"/> where it could not be read.</param>
    public static void Bury(
        SqlSession sql, LogGroup group, int partition, long position, string type, byte[] payload, Exception reason, DateTimeOffset now,
        DateTimeOffset? writtenAt = null) =>
        sql.Run(
            Insert, group.Name, (long)group.Topic, partition, position, type, DeadLetterReason.Of(reason, isOfReading: type == Unreadable),
            now.ToUnixTimeMilliseconds(), payload, group.From?.Name, group.From?.Workspace, writtenAt?.ToUnixTimeMilliseconds());

    public async Task<IReadOnlyList<DeadLetter>> List(int count, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await db.Set<DeadLetterRow>().AsNoTracking().OrderByDescending(row => row.Id).Take(count).ToListAsync(ct);
        return [.. rows.Select(ToLetter)];
    }

    public async Task<IReadOnlyList<DeadLetter>> List(DeadLetterState state, int count, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var all = db.Set<DeadLetterRow>().AsNoTracking();
        var rows = state switch
        {
            DeadLetterState.Replayed => all.Where(row => row.ReplayedAt != null),
            DeadLetterState.PutAway => all.Where(row => row.ReplayedAt == null && row.PutAwayAt != null),
            _ => all.Where(row => row.ReplayedAt == null && row.PutAwayAt == null),
        };
        return [.. (await rows.OrderByDescending(row => row.Id).Take(count).ToListAsync(ct)).Select(ToLetter)];
    }

    public async Task<IReadOnlyList<DeadLetter>> Find(IReadOnlyCollection<long> ids, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return [.. (await db.Set<DeadLetterRow>().AsNoTracking().Where(row => ids.Contains(row.Id)).ToListAsync(ct)).Select(ToLetter)];
    }

    public Task Replay(long id, Func<LogTransaction, Task>? along, CancellationToken ct) => log.Write(async transaction =>
    {
        await using var db = transaction.OpenDb();
        var row = await Find(db, id, ct);
        if (row.ReplayedAt is not null) return;

        var letter = ToLetter(row);
        var again = letter.IsForeign ? ReadAgain(letter) : Copy(letter, row);
        row.ReplayedAt = transaction.Now.ToUnixTimeMilliseconds();
        await db.SaveChangesAsync(ct);
        if (along is not null) await along(transaction);
        if (again is not null) transaction.Append(again);
    }, ct);

    public Task PutAway(long id, string by, Func<LogTransaction, Task>? along, CancellationToken ct) => log.Write(async transaction =>
    {
        await using var db = transaction.OpenDb();
        var row = await Find(db, id, ct);
        if (row.ReplayedAt is not null || row.PutAwayAt is not null) return;

        row.PutAwayAt = transaction.Now.ToUnixTimeMilliseconds();
        row.PutAwayBy = by.Length > DeadLetter.LongestName ? by[..DeadLetter.LongestName] : by;
        await db.SaveChangesAsync(ct);
        if (along is not null) await along(transaction);
    }, ct);

    private static LogRecord Copy(DeadLetter letter, DeadLetterRow row)
    {
        var record = letter.Read() ?? throw new JsonException("The letter's payload is no record.");
        return new LogRecord
        {
            Id = record.Id,
            Workspace = record.Workspace,
            Key = record.Key,
            Person = record.Person,
            At = record.At,
            Body = record.Body,
            Cause = record.Cause,
            Trace = record.Trace,
            // What could not be published, or came through a door, has not been with anybody.
            OnlyFor = row.Group == Unpublished || row.Origin is not null ? null : row.Group,
            FailedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.At),
        };
    }

    /// <summary>By the door as it is set today, which may be another one than the letter met.</summary>
    private LogRecord? ReadAgain(DeadLetter letter)
    {
        var door = doors.FirstOrDefault(door => door.Group == letter.Group)
            ?? throw new UnreadableRecordException("door.gone", $"No door reads {letter.Origin} any more: set it in Cpd:Kafka:Doors again, or put the letter away.");
        return door.Read(new RawRecord(letter.Topic, letter.Partition, letter.Position, letter.Payload, letter.WrittenAt ?? letter.At));
    }

    private static async Task<DeadLetterRow> Find(CpdDb db, long id, CancellationToken ct) =>
        await db.Set<DeadLetterRow>().SingleOrDefaultAsync(letter => letter.Id == id, ct)
            ?? throw new KeyNotFoundException($"There is no dead letter {id}.");

    private static DeadLetter ToLetter(DeadLetterRow row) => new(
        row.Id, row.Group, row.Origin ?? ((Topic)row.Topic).Name(), row.Partition, row.Position, row.Type, row.Reason,
        DateTimeOffset.FromUnixTimeMilliseconds(row.At), row.Payload,
        Moment(row.ReplayedAt), Moment(row.PutAwayAt), row.PutAwayBy, row.Origin, row.Workspace, Moment(row.WrittenAt));

    private static DateTimeOffset? Moment(long? milliseconds) =>
        milliseconds is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;
}
