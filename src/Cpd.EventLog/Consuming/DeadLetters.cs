using Cpd.Contracts;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.EventLog.Consuming;

internal sealed class DeadLetters(IDbContextFactory<CpdDb> databases, IEventLog log) : IDeadLetters
{
    /// <summary>Puts a record aside in the transaction that moves the position past it.</summary>
    public static void Bury(
        SqliteSession sql, LogGroup group, int partition, long position, string type, byte[] payload, Exception reason, DateTimeOffset now) =>
        sql.Prepare("""
            INSERT INTO dead_letters (consumer_group, topic, partition, position, type, reason, at, payload)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """)
            .Bind(1, group.Name).Bind(2, (long)group.Topic).Bind(3, partition).Bind(4, position).Bind(5, type)
            .Bind(6, $"{reason.GetType().Name}: {reason.Message}").Bind(7, now.ToUnixTimeMilliseconds()).Bind(8, payload)
            .Run();

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
            OnlyFor = row.Group,
        });
    }, ct);

    private static DeadLetter ToLetter(DeadLetterRow row) => new(
        row.Id, row.Group, ((Topic)row.Topic).Name(), row.Partition, row.Position, row.Type, row.Reason,
        DateTimeOffset.FromUnixTimeMilliseconds(row.At), row.Payload,
        row.ReplayedAt is { } replayed ? DateTimeOffset.FromUnixTimeMilliseconds(replayed) : null);
}
