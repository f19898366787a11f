using System.Collections.Immutable;
using Cpd.Contracts;
using Cpd.EventLog;
using Cpd.EventLog.Storage;

namespace Cpd.Engine.Journeys.Running;

/// <summary>
/// What a window changes of people and their runs: collected person by person, written as one set for each kind of change.
/// The database numbers the runs, because several processes add them.
/// </summary>
internal sealed class PeopleStore(SqlSession sql, int partitions)
{
    private readonly HotRows _people = PeopleStatements.SavePeople.Rows();
    private readonly HotRows _inserted = PeopleStatements.InsertRuns.Rows();
    private readonly HotRows _updated = PeopleStatements.UpdateRuns.Rows();
    private readonly HotRows _deleted = PeopleStatements.DeleteRuns.Rows();
    private readonly HotRows _awaited = PeopleStatements.WakeRunsAt.Rows();
    private readonly Dictionary<PersonId, DateTimeOffset> _postponed = [];
    private readonly HashSet<PersonId> _dropped = [];

    /// <summary>Collects what the window changed of a person.</summary>
    /// <param name="wakeAt">When a run is to be woken; null while its journey is paused.</param>
    /// <param name="givesUpAt">When somebody who begins to wait for a take-over goes on alone.</param>
    public void Add(LoadedPerson person, Func<JourneyRun, long?> wakeAt, DateTimeOffset givesUpAt)
    {
        var (before, after) = (person.Stored, person.State);
        if (after is null)
        {
            if (!person.WasGone && (person.IsErased || person.MergedInto is not null)) AddGone(person);
            return;
        }
        if (!ReferenceEquals(before?.Profile, after.Profile) || !ReferenceEquals(before?.Memory, after.Memory))
            _people.Add(person.Id.Value, person.Workspace, after.Profile.ToBytes(), after.Memory.ToBytes(), (Guid?)null);
        AddRuns(person, before?.Runs ?? [], after.Runs, after.Awaits is null ? wakeAt : _ => null);
        AddAwaited(person, givesUpAt);
    }

    /// <summary>Runs of somebody who is not there cannot go on.</summary>
    public void DropRunsOf(PersonId person) => _dropped.Add(person);

    /// <summary>Wakes somebody again later.</summary>
    public void Postpone(PersonId person, DateTimeOffset until) => _postponed[person] = until;

    /// <summary>Lets somebody wait for a take-over until then.</summary>
    public void Await(LoadedPerson person, DateTimeOffset until)
    {
        if (person.AwaitedRow is not { } known) return;
        _awaited.Add(known.Row, until.ToUnixTimeMilliseconds());
        person.AwaitedRow = (known.Row, until);
    }

    /// <summary>Writes what was collected. What is known of single runs comes after what is said of all runs of a person.</summary>
    public void Write()
    {
        Write(_people);
        Write(_awaited);
        if (_postponed.Count > 0)
        {
            var postponed = PeopleStatements.Postpone.Rows();
            foreach (var (person, until) in _postponed) postponed.Add(person.Value, until.ToUnixTimeMilliseconds());
            sql.Run(postponed);
            _postponed.Clear();
        }
        if (_dropped.Count > 0)
        {
            var dropped = PeopleStatements.DropRuns.Rows();
            foreach (var person in _dropped) dropped.Add(person.Value);
            sql.Run(dropped);
            _dropped.Clear();
        }
        Write(_deleted);
        Write(_updated);
        Write(_inserted);
    }

    private void Write(HotRows rows)
    {
        if (rows.Count == 0) return;
        sql.Run(rows);
        rows.Clear();
    }

    private void AddRuns(LoadedPerson person, ImmutableArray<JourneyRun> before, ImmutableArray<JourneyRun> after, Func<JourneyRun, long?> wakeAt)
    {
        foreach (var run in before)
            if (!Contains(after, run.Id)) _deleted.Add(person.RunRows[run.Id].Row);

        foreach (var run in after)
        {
            var due = wakeAt(run);
            if (!person.RunRows.TryGetValue(run.Id, out var known)) Insert(person, run.Journey, run.Version, run.Step, due, run.ToBytes());
            else if (!IsUnchanged(before, run) || known.WakeAt != due) _updated.Add(known.Row, run.Version, run.Step, RunRow.PlaceOf(person.Workspace, run.Journey, run.Step), due, run.ToBytes());
        }
    }

    private void AddAwaited(LoadedPerson person, DateTimeOffset givesUpAt)
    {
        var after = person.State!.Awaits;
        if (after is null)
        {
            if (person.AwaitedRow is { } over) _deleted.Add(over.Row);
        }
        else if (person.AwaitedRow is not { } known)
        {
            Insert(person, RunRow.OfAwaited, 0, "", givesUpAt.ToUnixTimeMilliseconds(), after.ToBytes());
        }
        else if (!ReferenceEquals(person.Stored?.Awaits, after))
        {
            // The next one to be awaited has a time of its own.
            var until = person.Stored?.Awaits?.From == after.From ? known.GivesUpAt : givesUpAt;
            _updated.Add(known.Row, 0, "", RunRow.PlaceOf(person.Workspace, RunRow.OfAwaited, ""), until.ToUnixTimeMilliseconds(), after.ToBytes());
        }
    }

    private void Insert(LoadedPerson person, string journey, int version, string step, long? wakeAt, byte[] state) =>
        _inserted.Add(person.Id.Value, Partitioning.Of(person.Id.ToString(), partitions), journey, version, step, RunRow.PlaceOf(person.Workspace, journey, step), wakeAt, state);

    /// <summary>
    /// Nothing of the person stays here but where they went, or that they are not to come back: a report, or what a journey
    /// of theirs emitted, may still be on its way.
    /// </summary>
    private void AddGone(LoadedPerson person)
    {
        foreach (var (row, _) in person.RunRows.Values) _deleted.Add(row);
        if (person.AwaitedRow is { } awaited) _deleted.Add(awaited.Row);
        _people.Add(person.Id.Value, person.Workspace, Array.Empty<byte>(), Array.Empty<byte>(), person.MergedInto?.Value);
    }

    private static bool Contains(ImmutableArray<JourneyRun> runs, RunId id)
    {
        foreach (var run in runs)
            if (run.Id == id) return true;
        return false;
    }

    private static bool IsUnchanged(ImmutableArray<JourneyRun> before, JourneyRun run)
    {
        foreach (var known in before)
            if (ReferenceEquals(known, run)) return true;
        return false;
    }
}
