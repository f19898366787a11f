using Cpd.Contracts;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.UserView;

/// <summary>What came of sending somebody into a journey: one of the two.</summary>
/// <param name="Run">Their way through it, which may be over already.</param>
public sealed record EnrolmentOutcome(RunId? Run, CommandRefused? Refusal);

/// <summary>Tells whoever sent somebody into a journey what came of it; it comes over the log, after the command was taken.</summary>
public sealed class EnrolmentOutcomes(IDbContextFactory<CpdDb> databases, Refusals refusals)
{
    private const int LooksBack = 200;

    /// <param name="messageId">The command's own id.</param>
    /// <returns>Null where nothing came of it yet.</returns>
    public async Task<EnrolmentOutcome?> Of(string workspace, PersonId person, string journey, string messageId, CancellationToken ct)
    {
        if (await refusals.Of(workspace, nameof(EnrolPerson), messageId, ct) is { } refusal) return new EnrolmentOutcome(null, refusal);

        await using var db = await databases.CreateDbContextAsync(ct);
        var newest = await db.Set<TimelineRow>().AsNoTracking()
            .Where(row => row.Person == person.Value && row.Workspace == workspace).OrderByDescending(row => row.Id).Take(LooksBack)
            .Where(row => row.Name == journey && (row.Kind == nameof(EnrolmentAsked) || row.Kind == nameof(JourneyMoved)))
            .Select(row => row.Record).ToListAsync(ct);
        var read = newest.Select(Read).OfType<LogRecord>().ToList();
        if (read.Find(record => record.Body is EnrolmentAsked asked && asked.MessageId == messageId) is not { } cause) return null;

        return read.Find(record => record.Cause == cause.Id && record.Body is JourneyMoved { Began: true }) is { Body: JourneyMoved moved } ? new EnrolmentOutcome(moved.Run, null) : null;
    }

    /// <summary>Null where another version wrote what this one cannot read.</summary>
    private static LogRecord? Read(byte[] record)
    {
        try
        {
            return RecordJson.Read(record, Topic.Events);
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }
}
