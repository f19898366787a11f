using Cpd.Contracts;
using Cpd.Engine.Journeys;
using Cpd.EventLog.Storage;

namespace Cpd.Engine.UserView;

/// <summary>
/// Counts which ways of a split lead to the goal. A run's split and its goal are records far apart, and after a merge on
/// two partitions that are read in any order: whichever comes second counts.
/// </summary>
internal sealed class RunFold(SqlSession sql, JourneyTally journeys)
{
    private readonly Dictionary<RunId, Known> _known = [];

    /// <summary>Whether a record says anything that is kept here: most advances pass no split and reach no goal.</summary>
    public static bool Concerns(JourneyMoved moved) => moved.End is RunEnd.ReachedGoal || moved.Trail.Any(IsArm);

    /// <summary>Reads what is known of these runs, all at once.</summary>
    public void Load(IEnumerable<RunId> runs)
    {
        var find = FigureStatements.FindRun.Rows();
        foreach (var run in runs)
            if (_known.TryAdd(run, new Known(null, "", false))) find.Add(run.Value);
        if (find.Count == 0) return;

        using var rows = sql.Read(find);
        while (rows.Step()) _known[new RunId(rows.GetId(0))] = new Known(rows.GetLong(1), rows.GetText(2), rows.GetLong(3) != 0);
    }

    public void Take(string workspace, JourneyMoved moved)
    {
        if (!Concerns(moved)) return;
        var known = Of(moved.Run);

        foreach (var taken in moved.Trail.Where(IsArm))
        {
            var arm = $"{taken.Step}\t{taken.Exit}";
            if (!known.Add(arm) || !known.Goal) continue;
            journeys.Up(workspace, moved, taken.Step, Measure.Goal(taken.Exit!));
        }
        if (moved.End is not RunEnd.ReachedGoal || known.Goal) return;

        known.Goal = true;
        foreach (var arm in known.Arms)
        {
            var split = arm.IndexOf('\t', StringComparison.Ordinal);
            journeys.Up(workspace, moved, arm[..split], Measure.Goal(arm[(split + 1)..]));
        }
    }

    /// <exception cref="RacedException">Another process has written one of the runs since they were read.</exception>
    public void Flush()
    {
        var (add, change) = (FigureStatements.AddRun.Rows(), FigureStatements.ChangeRun.Rows());
        foreach (var (run, known) in _known.OrderBy(pair => pair.Key.Value, IdOrder.Bytes))
        {
            if (!known.IsChanged) continue;
            var (arms, goal) = (string.Join('\n', known.Arms), known.Goal ? 1L : 0L);
            if (known.Version is not { } version) add.Add(run.Value, 0L, arms, goal);
            else change.Add(run.Value, version, version + 1, arms, goal);
        }
        _known.Clear();

        if (sql.Run(change) != change.Count) throw new RacedException();
        sql.Run(add);
    }

    private static bool IsArm(StepTaken taken) => taken is { Kind: JourneyStep.Split.Name, Exit: not null };

    private Known Of(RunId run)
    {
        if (!_known.TryGetValue(run, out var known))
        {
            Load([run]);
            known = _known[run];
        }
        return known;
    }

    /// <summary>A run as it was read, and as it is now.</summary>
    private sealed class Known(long? version, string arms, bool goal)
    {
        private readonly SortedSet<string> _arms = new(arms.Split('\n', StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);
        private readonly bool _hadGoal = goal;
        private bool _hasNewArm;

        /// <summary>Null where it is new.</summary>
        public long? Version => version;

        public bool Goal { get; set; } = goal;

        public IEnumerable<string> Arms => _arms;

        public bool IsChanged => _hasNewArm || Goal != _hadGoal;

        /// <summary>False where it had gone this way before, in a loop.</summary>
        public bool Add(string arm)
        {
            var isNew = _arms.Add(arm);
            _hasNewArm |= isNew;
            return isNew;
        }
    }
}
