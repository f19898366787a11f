using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Cpd.Contracts;
using Cpd.Engine.People;
using Cpd.EventLog.Storage;

namespace Cpd.Engine.Journeys.Running;

/// <summary>Reads people with their runs, all of a window's at once.</summary>
internal sealed class PeopleRows(SqlSession sql, Database database)
{
    private readonly Dictionary<PersonId, Reading> _reading = [];

    /// <summary>Adds the people there are; of whom there is no row is not added.</summary>
    public static void Read(SqlSession sql, Database database, IEnumerable<PersonId> people, Dictionary<PersonId, LoadedPerson?> into)
    {
        var rows = new PeopleRows(sql, database);
        rows.ReadPeople(people, into);
        rows.ReadRuns();
        foreach (var (person, reading) in rows._reading) into[person] = reading.Done(person);
    }

    private void ReadPeople(IEnumerable<PersonId> people, Dictionary<PersonId, LoadedPerson?> into)
    {
        var asked = PeopleStatements.FindPeople.Rows();
        foreach (var person in people) asked.Add(person.Value);
        if (asked.Count == 0) return;

        using var rows = sql.Read(asked);
        while (rows.Step())
        {
            var (id, workspace) = (new PersonId(rows.GetId(0)), rows.GetText(1));
            var merged = rows.GetIdOrNull(4);
            var profile = rows.GetBlob(2);
            if (merged is not null || profile.IsEmpty)
            {
                into[id] = new LoadedPerson
                {
                    Id = id, Workspace = workspace, MergedInto = merged is { } other ? new PersonId(other) : null, IsErased = merged is null, WasGone = true,
                };
                continue;
            }
            var reading = _reading[id] = new Reading { Workspace = workspace };
            try
            {
                reading.Profile = Profile.Read(id, workspace, profile);
                reading.Memory = Memory.Read(rows.GetBlob(3));
            }
            catch (Exception fault) when (!database.IsOwn(fault))
            {
                reading.Fault = ExceptionDispatchInfo.Capture(fault);
            }
        }
    }

    private void ReadRuns()
    {
        var asked = PeopleStatements.FindRuns.Rows();
        foreach (var person in _reading.Keys) asked.Add(person.Value);
        if (asked.Count == 0) return;

        using var rows = sql.Read(asked);
        while (rows.Step())
        {
            var reading = _reading[new PersonId(rows.GetId(0))];
            var row = rows.GetLong(1);
            try
            {
                if (rows.GetText(2) == RunRow.OfAwaited)
                {
                    reading.Awaits = AwaitedTakeOver.Read(rows.GetBlob(3));
                    reading.AwaitedRow = (row, DateTimeOffset.FromUnixTimeMilliseconds(rows.GetLong(4)));
                    continue;
                }
                var run = RunJson.Read(rows.GetBlob(3));
                reading.Runs.Add(run);
                reading.RunRows[run.Id] = (row, rows.GetLongOrNull(4));
            }
            catch (Exception fault) when (!database.IsOwn(fault))
            {
                reading.Fault ??= ExceptionDispatchInfo.Capture(fault);
            }
        }
    }

    private sealed class Reading
    {
        public required string Workspace { get; init; }

        public Profile? Profile { get; set; }

        public Memory? Memory { get; set; }

        public ImmutableArray<JourneyRun>.Builder Runs { get; } = ImmutableArray.CreateBuilder<JourneyRun>(0);

        public Dictionary<RunId, (long Row, long? WakeAt)> RunRows { get; } = [];

        public AwaitedTakeOver? Awaits { get; set; }

        public (long, DateTimeOffset)? AwaitedRow { get; set; }

        public ExceptionDispatchInfo? Fault { get; set; }

        public LoadedPerson Done(PersonId id)
        {
            var state = Fault is null ? new PersonState(Profile!, Memory!, Runs.DrainToImmutable()) { Awaits = Awaits } : null;
            return new LoadedPerson
            {
                Id = id, Workspace = Workspace, Stored = state, State = state, RunRows = RunRows, AwaitedRow = AwaitedRow, Fault = Fault,
            };
        }
    }
}
