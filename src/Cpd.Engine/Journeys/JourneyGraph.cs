namespace Cpd.Engine.Journeys;

/// <summary>A journey's steps and exits as a graph. Exits to steps that do not exist are left out; of steps with one id the first counts.</summary>
internal sealed class JourneyGraph
{
    private readonly Dictionary<string, IReadOnlyList<StepExit>> _exits = new(StringComparer.Ordinal);

    public JourneyGraph(Journey journey)
    {
        foreach (var step in journey.Steps) _exits.TryAdd(step.Id, [.. step.Exits()]);
        First = journey.First;
    }

    public string First { get; }

    public IEnumerable<string> Steps => _exits.Keys;

    public bool Has(string step) => _exits.ContainsKey(step);

    public IEnumerable<StepExit> ExitsOf(string step) =>
        _exits.TryGetValue(step, out var exits) ? exits.Where(exit => exit.To is not null && _exits.ContainsKey(exit.To)) : [];

    /// <summary>All steps that can be reached from here by some exits; the step itself only where a way leads back.</summary>
    public HashSet<string> ReachableFrom(string step, Func<StepExit, bool>? by = null)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([step]);
        while (open.TryPop(out var from))
            foreach (var exit in ExitsOf(from))
                if ((by is null || by(exit)) && reached.Add(exit.To!)) open.Push(exit.To!);
        return reached;
    }

    public bool IsInLoop(string step) => ReachableFrom(step).Contains(step);

    /// <summary>Groups of steps that somebody could go round in without ever waiting.</summary>
    public IEnumerable<IReadOnlyList<string>> LoopsWithoutDelay()
    {
        static bool AtOnce(StepExit exit) => exit.Takes is ExitTakes.Nothing or ExitTakes.PerhapsTime;

        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var step in Steps)
        {
            var reached = ReachableFrom(step, AtOnce);
            if (!reached.Contains(step) || told.Contains(step)) continue;

            List<string> loop = [step, .. reached.Where(other => other != step && ReachableFrom(other, AtOnce).Contains(step))];
            told.UnionWith(loop);
            yield return loop;
        }
    }

    /// <summary>Steps that somebody may come to with no event at hand, because a time passed since.</summary>
    public HashSet<string> WithoutEvent()
    {
        var without = new HashSet<string>(StringComparer.Ordinal);
        HashSet<string> reachable = [First, .. ReachableFrom(First)];
        foreach (var step in reachable)
            foreach (var exit in ExitsOf(step))
                if (exit.Takes is ExitTakes.Time or ExitTakes.PerhapsTime && without.Add(exit.To!))
                    without.UnionWith(ReachableFrom(exit.To!, next => next.Takes is ExitTakes.Nothing));
        return without;
    }

    /// <summary>For every step the steps that somebody has passed who comes to it: on every way, and on some way.</summary>
    public (Dictionary<string, HashSet<string>> Always, Dictionary<string, HashSet<string>> Sometimes) Before()
    {
        var always = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal) { [First] = [] };
        var sometimes = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal) { [First] = [] };
        var open = new Queue<string>([First]);
        while (open.TryDequeue(out var from))
            foreach (var exit in ExitsOf(from))
            {
                HashSet<string> passed = [.. always[from], from];
                HashSet<string> perhaps = [.. sometimes[from], from];
                bool news;
                if (always.TryGetValue(exit.To!, out var known))
                {
                    var count = known.Count;
                    known.IntersectWith(passed);
                    var other = sometimes[exit.To!];
                    var otherCount = other.Count;
                    other.UnionWith(perhaps);
                    news = known.Count != count || other.Count != otherCount;
                }
                else
                {
                    (always[exit.To!], sometimes[exit.To!], news) = (passed, perhaps, true);
                }
                if (news) open.Enqueue(exit.To!);
            }
        return (always, sometimes);
    }
}
