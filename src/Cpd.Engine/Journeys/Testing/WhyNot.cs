using Cpd.Contracts;
using Cpd.Engine.Messages.Sending;
using Cpd.Engine.People;

namespace Cpd.Engine.Journeys.Testing;

/// <summary>Why a record did not let somebody in, or did not end a wait that listens to such records. The machine itself says nothing of what did not happen.</summary>
internal static class WhyNot
{
    private const string Nothing = "Nothing happened: no step is waiting for this.";

    /// <param name="before">Before the record.</param>
    /// <param name="after">Right after it.</param>
    public static string? Of(
        JourneyCatalog catalog, PublishedJourney published, PersonState before, PersonState after, LogRecord record, IReadOnlyList<LogRecord> records)
    {
        var moves = records.Select(said => said.Body).OfType<JourneyMoved>().ToList();
        if (moves.Any(move => move.Began)) return null;

        var reasons = new List<string>();
        if (NotEntered(catalog, published, after, record) is { } kept) reasons.Add(kept);
        foreach (var run in after.Runs)
            if (before.Runs.Contains(run) && NotEnded(catalog, published, after, run, record) is { } stays) reasons.Add(stays);

        if (reasons.Count > 0) return string.Join(' ', reasons);
        return moves.Count > 0 || records.Count > 0 || after.Runs != before.Runs || record.Body is PersonIdentified ? null : Nothing;
    }

    private static string? NotEntered(JourneyCatalog catalog, PublishedJourney published, PersonState person, LogRecord record)
    {
        var journey = published.Journey.Journey;
        var (name, data) = record.Body switch
        {
            EventTracked tracked => (tracked.Name, tracked.Properties),
            EnrolmentAsked asked => (null, asked.Data),
            _ => ("", default),
        };
        JourneyEntry[] entries = [.. journey.Entries.Where(entry => entry.Reply is null && entry.Event == name)];
        if (record.Body is ReplyReceived reply)
        {
            if (!journey.Entries.Any(entry => entry.Reply is not null)) return null;
            if (Entering.Heard(new Turn(catalog, person), journey.Entries, reply, isAnswer: false, Moments.Floor(record.At)) is not var (heard, properties, _) || Keywords.Of(reply.Text) is not null)
                return person.Runs.IsEmpty ? $"“{reply.Text}” does not start this journey. {Ways(journey)}" : null;
            (name, data, entries) = ("reply", properties, [heard]);
        }
        if (name is not null && entries.Length == 0)
            return person.Runs.IsEmpty && name.Length > 0 ? $"“{name}” does not start this journey. {Ways(journey)}" : null;

        var turn = new Turn(catalog, person);
        var facts = Entering.FactsOf(turn, data.Parse(), Moments.Floor(record.At));
        var key = (journey.Reentry as Reentry.Keyed)?.Key;
        return NotAdmitted.Sentence(Entering.Admit(turn, published, entries, facts, key?.Key(facts)), turn, journey, entries, facts);
    }

    private static string? NotEnded(JourneyCatalog catalog, PublishedJourney published, PersonState person, JourneyRun run, LogRecord record)
    {
        if (record.Body is not EventTracked tracked || published.Journey.Journey.Steps.FirstOrDefault(step => step.Id == run.Step) is not JourneyStep.WaitForEvent wait)
            return null;

        var advance = new Advance(new Turn(catalog, person), published, run, new Origin(record), Moments.Floor(record.At)).With(tracked.Properties.Parse());
        var looked = wait.Events.Where(awaited => awaited.Event == tracked.Name).Select(awaited => awaited.Explain(advance.Facts)).OfType<string>().ToList();
        return looked.Count == 0 ? null : $"Still waiting at {run.Step}: {string.Join("; ", looked)}.";
    }

    private static string Ways(Journey journey) => journey.Entries.Count == 0
        ? "People enter it only through the API."
        : $"People enter it by {string.Join(", ", journey.Entries.Select(WayIn).Distinct(StringComparer.Ordinal))}, or through the API.";

    private static string WayIn(JourneyEntry entry) => entry.Reply is not { } reply ? entry.Event
        : reply.Words.Count == 0 ? "any message" : $"writing {string.Join(" or ", reply.Words.Select(word => word.Word))}";
}
