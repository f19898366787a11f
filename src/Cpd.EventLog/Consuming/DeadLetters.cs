using Cpd.Contracts;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.EventLog.Consuming;

internal sealed class DeadLetters(IDbContextFactory<CpdDb> databases, IEventLog log) : IDeadLetters
{
    private static readonly HotStatement Insert = new HotTable(
        "dead_letters",
        [new("id", HotKind.Number)],
        new("consumer_group", HotKind.Text), new("topic", HotKind.Number), new("partition", HotKind.Number), new("position", HotKind.Number),
        new("type", HotKind.Text), new("reason", HotKind.Text), new("at", HotKind.Number), new("payload", HotKind.Bytes))
        .Insert("consumer_group", "topic", "partition", "position", "type", "reason", "at", "payload");

    /// <summary>Stands for a group where the log itself could not take a record; no group can be called that.</summary>
    public const string Unpublished = "(outbox)";

    /// <summary>Puts a record aside in the transaction that moves the position past it.</summary>
    public static void Bury(
        SqlSession sql, LogGroup group, int partition, long position, string type, byte[] payload, Exception reason, DateTimeOffset now) =>
        sql.Run(
            Insert, group.Name, (long)group.Topic, partition, position, type, $"{reason.GetType().Name}: {reason.Message}",
            now.ToUnixTimeMilliseconds(), payload);

    public async Task<IReadOnlyList<DeadLetter>> List(int count, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await db.Set<DeadLetterRow>().AsNoTracking().OrderByDescending(row => row.Id).Take(count).ToListAsync(ct);
        return [.. rows.Select(ToLetter)];
    }

    public Task Replay(long id, CancellationToken ct) => log.Write(async transaction =>
    {
        await using var db = transaction.OpenDb();
        var row = await db.Set<DeadLetterRow>().SingleOrDefaultAsync(letter => letter.Id == id, ct)
            ?? throw new KeyNotFoundException($"There is no dead letter {id}.");
        if (row.ReplayedAt is not null) return;

        var record = RecordJson.Read(row.Payload, (Topic)row.Topic);
        row.ReplayedAt = transaction.Now.ToUnixTimeMilliseconds();
        await db.SaveChangesAsync(ct);
        transaction.Append(new LogRecord
        {
            Id = record.Id,
            Workspace = record.Workspace,
            Key = record.Key,
            Person = record.Person,
            At = record.At,
            Body = record.Body,
            Cause = record.Cause,
            Trace = record.Trace,
            // What could not be published has not been with anybody.
            OnlyFor = row.Group == Unpublished ? null : row.Group,
            FailedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.At),
        });
    }, ct);

    private static DeadLetter ToLetter(DeadLetterRow row) => new(
        row.Id, row.Group, ((Topic)row.Topic).Name(), row.Partition, row.Position, row.Type, row.Reason,
        DateTimeOffset.FromUnixTimeMilliseconds(row.At), row.Payload,
        row.ReplayedAt is { } replayed ? DateTimeOffset.FromUnixTimeMilliseconds(replayed) : null);
}
