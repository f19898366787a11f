using Cpd.Contracts;
using Cpd.Engine.Commands;
using Cpd.EventLog;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.Journeys.Publishing;

/// <summary>Publishes versions and pauses, resumes and stops journeys.</summary>
public sealed class JourneyCommands(JourneyCatalogs catalogs) : IJourneyCommands
{
    /// <summary>Checks the definition and keeps it as the newest version; the same definition again changes nothing, also of a paused journey.</summary>
    public async Task<Decision> Publish(PublishJourney command, LogRecord record, LogTransaction transaction)
    {
        var templates = catalogs.Current(transaction).Templates;
        var compilation = CompiledJourney.Read(command.Definition.Utf8, id => templates.Find(record.Workspace, id));
        if (compilation.Journey?.Journey is not { } journey)
            return Decision.Refuse("journey.invalid", Sentence(compilation.Problems));
        if (journey.Id != command.Journey)
            return Decision.Refuse("journey.other-id", $"The definition is for {journey.Id}, not for {command.Journey}.");

        await using var db = transaction.OpenDb();
        var row = await db.Set<JourneyRow>().SingleOrDefaultAsync(known => known.Workspace == record.Workspace && known.Id == journey.Id);
        var definition = System.Text.Encoding.UTF8.GetBytes(JourneyJson.ToText(journey));
        if (row is { Status: not JourneyStatus.Stopped } && await IsLatest(db, row, definition)) return Decision.Nothing;

        if (row is null) db.Add(row = new JourneyRow { Workspace = record.Workspace, Id = journey.Id });
        row.Status = JourneyStatus.Active;
        row.Latest++;
        db.Add(new JourneyVersionRow
        {
            Workspace = record.Workspace,
            Journey = journey.Id,
            Version = row.Latest,
            Definition = definition,
            PublishedAt = transaction.Now.ToUnixTimeMilliseconds(),
            Note = command.Note,
            By = command.By is { Length: > JourneyVersionRow.LongestBy } by ? by[..JourneyVersionRow.LongestBy] : command.By,
        });
        await db.SaveChangesAsync();
        JourneyStamps.Renew(transaction);
        return Decision.Record(new JourneyPublished(journey.Id, row.Latest, command.Note, command.By));
    }

    public async Task<Decision> Change(ChangeJourney command, LogRecord record, LogTransaction transaction)
    {
        await using var db = transaction.OpenDb();
        var row = await db.Set<JourneyRow>().SingleOrDefaultAsync(known => known.Workspace == record.Workspace && known.Id == command.Journey);
        if (row is null)
            return Decision.Refuse("journey.unknown", $"There is no journey {command.Journey}.");

        var (status, refusal) = Next(row.Status, command.Change);
        if (refusal is not null) return Decision.Refuse("journey.stopped", refusal);
        if (status == row.Status) return Decision.Nothing;

        row.Status = status;
        // Those inside leave one after the other; a version that is published meanwhile must not keep them.
        if (status is JourneyStatus.Stopped) row.StoppedUpTo = row.Latest;
        await db.SaveChangesAsync();
        JourneyStamps.Renew(transaction);
        return Decision.Record(new JourneyChanged(command.Journey, command.Change, command.By));
    }

    /// <summary>The life of a journey; publishing a version makes any journey active.</summary>
    internal static (JourneyStatus Status, string? Refusal) Next(JourneyStatus now, JourneyChange change) => (now, change) switch
    {
        (JourneyStatus.Stopped, JourneyChange.Stop) => (now, null),
        (JourneyStatus.Stopped, _) => (now, "A stopped journey stays stopped. Publish it again to let people in."),
        (_, JourneyChange.Pause) => (JourneyStatus.Paused, null),
        (_, JourneyChange.Resume) => (JourneyStatus.Active, null),
        (_, JourneyChange.Stop) => (JourneyStatus.Stopped, null),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static async Task<bool> IsLatest(DbContext db, JourneyRow row, byte[] definition)
    {
        var latest = await db.Set<JourneyVersionRow>().AsNoTracking()
            .SingleAsync(version => version.Workspace == row.Workspace && version.Journey == row.Id && version.Version == row.Latest);
        return latest.Definition.AsSpan().SequenceEqual(definition);
    }

    internal static string Sentence(IReadOnlyList<JourneyProblem> problems) => string.Join(
        ' ', problems.Where(problem => problem.Level is ProblemLevel.Error).Select(problem => $"{problem.Path}: {problem.Sentence}"));
}
