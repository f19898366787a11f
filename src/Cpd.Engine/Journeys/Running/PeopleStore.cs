using System.Collections.Immutable;
using Cpd.Contracts;
using Cpd.Engine.People;
using Cpd.EventLog;
using Cpd.EventLog.Storage;

namespace Cpd.Engine.Journeys.Running;

/// <summary>A person as the window's shell holds them: the state, and which rows it came from.</summary>
internal sealed class LoadedPerson
{
    public required PersonId Id { get; init; }

    public required string Workspace { get; init; }

    /// <summary>What the rows say; null where there is no row.</summary>
    public PersonState? Stored { get; init; }

    /// <summary>What the window has made of it; null when the person is gone.</summary>
    public PersonState? State { get; set; }

    public PersonId? MergedInto { get; set; }

    /// <summary>Erased: what was still on its way to them is not kept.</summary>
    public bool IsErased { get; set; }

    /// <summary>The row already says that they were merged or erased.</summary>
    public bool WasGone { get; init; }

    /// <summary>The rows of the runs in <see cref="Stored"/>, and when each is to be woken.</summary>
    public Dictionary<RunId, (long Row, long? WakeAt)> RunRows { get; } = [];

    /// <summary>The row of <see cref="PersonState.Awaits"/>, and when the person goes on alone.</summary>
    public (long Row, DateTimeOffset GivesUpAt)? AwaitedRow { get; set; }
}

/// <summary>
/// The engine's hot statements: people and their runs, a window at a time. SQLite has no round trip to save, so one
/// prepared statement a row is the quickest form here.
/// </summary>
internal sealed class PeopleStore(SqliteSession sql, int partitions)
{
    public LoadedPerson Load(PersonId id, string workspace)
    {
        var row = sql.Prepare("SELECT profile, memory, merged_into FROM people WHERE person = ?1 AND workspace = ?2")
            .Bind(1, id.Value).Bind(2, workspace);
        if (!row.Step()) return new LoadedPerson { Id = id, Workspace = workspace };

        PersonId? into = row.IsNull(2) ? null : new PersonId(row.GetId(2));
        if (into is not null || row.GetBlob(0).IsEmpty)
        {
            row.Reset();
            return new LoadedPerson { Id = id, Workspace = workspace, MergedInto = into, IsErased = into is null, WasGone = true };
        }
        var profile = Profile.Read(id, workspace, row.GetBlob(0));
        var memory = Memory.Read(row.GetBlob(1));
        row.Reset();
        return WithRuns(id, workspace, profile, memory);
    }

    /// <summary>Writes what the window changed.</summary>
    /// <param name="wakeAt">When a run is to be woken; null while its journey is paused.</param>
    /// <param name="givesUpAt">When somebody who begins to wait for a take-over goes on alone.</param>
    public void Save(LoadedPerson person, ref long lastRun, Func<JourneyRun, long?> wakeAt, DateTimeOffset givesUpAt)
    {
        var (before, after) = (person.Stored, person.State);
        if (after is null)
        {
            if (!person.WasGone && (person.IsErased || person.MergedInto is not null)) Remove(person);
            return;
        }
        if (!ReferenceEquals(before?.Profile, after.Profile) || !ReferenceEquals(before?.Memory, after.Memory))
        {
            sql.Prepare("""
                INSERT INTO people (person, workspace, profile, memory) VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT (person) DO UPDATE SET profile = ?3, memory = ?4, merged_into = NULL
                """)
                .Bind(1, person.Id.Value).Bind(2, person.Workspace).Bind(3, after.Profile.ToBytes()).Bind(4, after.Memory.ToBytes())
                .Run();
        }
        SaveRuns(person, before?.Runs ?? [], after.Runs, ref lastRun, after.Awaits is null ? wakeAt : _ => null);
        SaveAwaited(person, ref lastRun, givesUpAt);
    }

    /// <summary>The people whose runs are due in a partition, earliest first.</summary>
    public IReadOnlyList<(PersonId Person, DateTimeOffset WakeAt)> Due(int partition, DateTimeOffset now, int most)
    {
        var due = new List<(PersonId, DateTimeOffset)>();
        var rows = sql.Prepare("SELECT person, wake_at FROM runs WHERE partition = ?1 AND wake_at <= ?2 ORDER BY wake_at LIMIT ?3")
            .Bind(1, partition).Bind(2, now.ToUnixTimeMilliseconds()).Bind(3, most);
        while (rows.Step()) due.Add((new PersonId(rows.GetId(0)), DateTimeOffset.FromUnixTimeMilliseconds(rows.GetLong(1))));
        return due;
    }

    /// <summary>When the next run of a partition is due; null when none is.</summary>
    public DateTimeOffset? NextWake(int partition)
    {
        var row = sql.Prepare("SELECT min(wake_at) FROM runs WHERE partition = ?1 AND wake_at IS NOT NULL").Bind(1, partition);
        row.Step();
        DateTimeOffset? next = row.IsNull(0) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetLong(0));
        row.Reset();
        return next;
    }

    /// <summary>The workspace of a person; null when there is no such person.</summary>
    public string? WorkspaceOf(PersonId person)
    {
        var row = sql.Prepare("SELECT workspace FROM people WHERE person = ?1").Bind(1, person.Value);
        if (!row.Step()) return null;
        var workspace = row.GetText(0);
        row.Reset();
        return workspace;
    }

    /// <summary>Runs of somebody who is not there cannot go on.</summary>
    public int DropRunsOf(PersonId person) => sql.Prepare("DELETE FROM runs WHERE person = ?1").Bind(1, person.Value).Run();

    /// <summary>Wakes somebody again later.</summary>
    public void Postpone(PersonId person, DateTimeOffset until) =>
        sql.Prepare("UPDATE runs SET wake_at = ?2 WHERE person = ?1 AND (wake_at IS NULL OR wake_at < ?2)")
            .Bind(1, person.Value).Bind(2, until.ToUnixTimeMilliseconds()).Run();

    /// <summary>Lets somebody wait for a take-over until then.</summary>
    public void Await(LoadedPerson person, DateTimeOffset until)
    {
        if (person.AwaitedRow is not { } known) return;
        sql.Prepare("UPDATE runs SET wake_at = ?2 WHERE id = ?1").Bind(1, known.Row).Bind(2, until.ToUnixTimeMilliseconds()).Run();
        person.AwaitedRow = (known.Row, until);
    }

    public long LastRun()
    {
        var row = sql.Prepare("SELECT max(id) FROM runs");
        row.Step();
        var last = row.IsNull(0) ? 0 : row.GetLong(0);
        row.Reset();
        return last;
    }

    private LoadedPerson WithRuns(PersonId id, string workspace, Profile profile, Memory memory)
    {
        var runs = ImmutableArray.CreateBuilder<JourneyRun>();
        var places = new List<(RunId, long, long?)>();
        var (awaits, awaitedRow) = ((AwaitedTakeOver?)null, ((long, DateTimeOffset)?)null);
        var rows = sql.Prepare("SELECT id, state, wake_at, journey FROM runs WHERE person = ?1 ORDER BY id").Bind(1, id.Value);
        while (rows.Step())
        {
            if (rows.GetText(3) == RunRow.OfAwaited)
            {
                awaits = AwaitedTakeOver.Read(rows.GetBlob(1));
                awaitedRow = (rows.GetLong(0), DateTimeOffset.FromUnixTimeMilliseconds(rows.GetLong(2)));
                continue;
            }
            var run = RunJson.Read(rows.GetBlob(1));
            runs.Add(run);
            places.Add((run.Id, rows.GetLong(0), rows.IsNull(2) ? null : rows.GetLong(2)));
        }

        var state = new PersonState(profile, memory, runs.ToImmutable()) { Awaits = awaits };
        var person = new LoadedPerson { Id = id, Workspace = workspace, Stored = state, State = state, AwaitedRow = awaitedRow };
        foreach (var (run, row, wakeAt) in places) person.RunRows[run] = (row, wakeAt);
        return person;
    }

    private void SaveRuns(
        LoadedPerson person, ImmutableArray<JourneyRun> before, ImmutableArray<JourneyRun> after, ref long lastRun, Func<JourneyRun, long?> wakeAt)
    {
        foreach (var run in before)
            if (!Contains(after, run.Id)) Delete(person.RunRows[run.Id].Row);

        foreach (var run in after)
        {
            var due = wakeAt(run);
            if (!person.RunRows.TryGetValue(run.Id, out var known)) Insert(person, run.Journey, run.Version, run.Step, due, run.ToBytes(), ++lastRun);
            else if (!IsUnchanged(before, run) || known.WakeAt != due) Update(known.Row, run.Version, run.Step, due, run.ToBytes());
        }
    }

    private void SaveAwaited(LoadedPerson person, ref long lastRun, DateTimeOffset givesUpAt)
    {
        var after = person.State!.Awaits;
        if (after is null)
        {
            if (person.AwaitedRow is { } over) Delete(over.Row);
        }
        else if (person.AwaitedRow is not { } known)
        {
            Insert(person, RunRow.OfAwaited, 0, "", givesUpAt.ToUnixTimeMilliseconds(), after.ToBytes(), ++lastRun);
        }
        else if (!ReferenceEquals(person.Stored?.Awaits, after))
        {
            // The next one to be awaited has a time of its own.
            var until = person.Stored?.Awaits?.From == after.From ? known.GivesUpAt : givesUpAt;
            Update(known.Row, 0, "", until.ToUnixTimeMilliseconds(), after.ToBytes());
        }
    }

    private void Insert(LoadedPerson person, string journey, int version, string step, long? wakeAt, byte[] state, long row) =>
        sql.Prepare("INSERT INTO runs (id, person, partition, journey, version, step, wake_at, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
            .Bind(1, row).Bind(2, person.Id.Value).Bind(3, Partitioning.Of(person.Id.ToString(), partitions))
            .Bind(4, journey).Bind(5, version).Bind(6, step).Bind(7, wakeAt).Bind(8, state)
            .Run();

    private void Update(long row, int version, string step, long? wakeAt, byte[] state) =>
        sql.Prepare("UPDATE runs SET version = ?2, step = ?3, wake_at = ?4, state = ?5 WHERE id = ?1")
            .Bind(1, row).Bind(2, version).Bind(3, step).Bind(4, wakeAt).Bind(5, state)
            .Run();

    private void Remove(LoadedPerson person)
    {
        foreach (var (row, _) in person.RunRows.Values) Delete(row);
        if (person.AwaitedRow is { } awaited) Delete(awaited.Row);
        // Nothing of the person stays here but where they went, or that they are not to come back: a report, or what a
        // journey of theirs emitted, may still be on its way.
        var gone = sql.Prepare("""
            INSERT INTO people (person, workspace, profile, memory, merged_into) VALUES (?1, ?2, x'', x'', ?3)
            ON CONFLICT (person) DO UPDATE SET profile = x'', memory = x'', merged_into = ?3
            """)
            .Bind(1, person.Id.Value).Bind(2, person.Workspace);
        (person.MergedInto is { } into ? gone.Bind(3, into.Value) : gone.Bind(3, (long?)null)).Run();
    }

    private void Delete(long row) => sql.Prepare("DELETE FROM runs WHERE id = ?1").Bind(1, row).Run();

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
