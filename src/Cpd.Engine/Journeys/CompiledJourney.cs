using System.Collections.Frozen;
using Cpd.Engine.People;
using Cpd.Engine.Templates.Stored;

namespace Cpd.Engine.Journeys;

/// <summary>What came of making a journey ready.</summary>
/// <param name="Journey">Null where there are errors.</param>
/// <param name="Problems">All of them, errors and warnings, in the order of the journey.</param>
public sealed record JourneyCompilation(CompiledJourney? Journey, IReadOnlyList<JourneyProblem> Problems);

/// <summary>A journey made ready to run: steps in an array, exits as places in it, and what it wants remembered.</summary>
public sealed class CompiledJourney
{
    /// <summary>Where an exit leads when the journey ends there.</summary>
    internal const int End = -1;

    private readonly FrozenDictionary<string, int> _places;

    private CompiledJourney(Journey journey)
    {
        Journey = journey;
        _places = journey.Steps.Select((step, place) => (step.Id, place)).ToFrozenDictionary(step => step.Id, step => step.place, StringComparer.Ordinal);

        var paths = journey.Steps.SelectMany(step => step.Texts()).Select(text => text.Text)
            .Concat(JourneyRules.TextsOfJourney(journey).Select(text => text.Text)).SelectMany(text => text.Paths()).ToList();
        // A template may look at something else with its next saving: at all that a run can have.
        var hasTemplates = journey.Steps.OfType<JourneyStep.Message>().Any(step => step.Contents.Any(content => content.Template is not null));
        ReadsEntry = hasTemplates || paths.Any(path => path.StartsWith("entry", StringComparison.Ordinal));
        ReadsEvent = hasTemplates || paths.Any(path => path.StartsWith("event", StringComparison.Ordinal));

        var asked = paths.Select(JourneyRules.StepOf).OfType<string>()
            .Concat(journey.Steps.OfType<JourneyStep.WaitForMessage>().Select(wait => wait.Of)).ToHashSet(StringComparer.Ordinal);
        var graph = new JourneyGraph(journey);
        Steps = [.. journey.Steps.Select(step => new CompiledStep(
            step, [.. step.Exits().Select(exit => (exit.Port, exit.To is null ? End : _places[exit.To]))], graph.IsInLoop(step.Id), asked.Contains(step.Id) || step.FollowsItself || (hasTemplates && step.LeavesResult)))];
        First = _places[journey.First];
        Needs = FindNeeds(journey);
    }

    public Journey Journey { get; }

    /// <summary>The past that its conditions and waits ask for.</summary>
    public MemoryNeeds Needs { get; }

    internal CompiledStep[] Steps { get; }

    internal int First { get; }

    /// <summary>False where nobody looks at <c>entry.</c>, so that it need not be parsed.</summary>
    internal bool ReadsEntry { get; }

    /// <summary>False where nobody looks at <c>event.</c>, so that it need not be kept.</summary>
    internal bool ReadsEvent { get; }

    /// <summary>Reads, checks and compiles: what publishing does with a file.</summary>
    /// <param name="templates">The workspace's; null where they are not at hand, and then nothing is said of those the journey names.</param>
    public static JourneyCompilation Read(ReadOnlyMemory<byte> json, FindTemplate? templates = null) =>
        Read(json, templates, problem => problem.Level is ProblemLevel.Error);

    /// <summary>The same of a version that was published: what is refused only by now keeps it from nothing.</summary>
    public static JourneyCompilation ReadPublished(ReadOnlyMemory<byte> json) => Read(json, templates: null, JourneyRules.KeepsFromRunning);

    public static JourneyCompilation Compile(Journey journey)
    {
        var problems = JourneyRules.Check(journey);
        return new JourneyCompilation(problems.Any(problem => problem.Level is ProblemLevel.Error) ? null : new CompiledJourney(journey), problems);
    }

    /// <summary>The step's place; -1 where there is none.</summary>
    internal int PlaceOf(string step) => _places.TryGetValue(step, out var place) ? place : -1;

    private static JourneyCompilation Read(ReadOnlyMemory<byte> json, FindTemplate? templates, Func<JourneyProblem, bool> isInTheWay)
    {
        var reading = JourneyJson.Read(json);
        if (reading.Journey is null) return new JourneyCompilation(null, reading.Problems);

        IReadOnlyList<JourneyProblem> problems = [.. reading.Problems, .. JourneyRules.Check(reading.Journey, templates)];
        return new JourneyCompilation(problems.Any(isInTheWay) ? null : new CompiledJourney(reading.Journey), problems);
    }

    private static MemoryNeeds FindNeeds(Journey journey)
    {
        var needs = new Dictionary<string, EventNeed>(StringComparer.Ordinal);
        foreach (var text in journey.Steps.SelectMany(step => step.Texts()).Concat(JourneyRules.TextsOfJourney(journey)))
            foreach (var (name, within) in text.Text.Asked()) Merge(needs, name, new EventNeed(within is not null, within ?? TimeSpan.Zero, TimeSpan.Zero));

        foreach (var (name, lookBack) in journey.Steps.SelectMany(step => step.Awaited()))
            if (lookBack > TimeSpan.Zero) Merge(needs, name, new EventNeed(false, TimeSpan.Zero, lookBack));
        return new MemoryNeeds(needs);
    }

    /// <summary>Adds a need to what others need of the same event: the longer one counts.</summary>
    internal static void Merge(Dictionary<string, EventNeed> needs, string name, EventNeed need)
    {
        var other = needs.GetValueOrDefault(name) ?? need;
        needs[name] = new EventNeed(
            need.Times || other.Times,
            need.TimesWithin > other.TimesWithin ? need.TimesWithin : other.TimesWithin,
            need.LookBack > other.LookBack ? need.LookBack : other.LookBack);
    }
}

/// <param name="Loops">True where a run can come by more than once, so that its visits are counted.</param>
/// <param name="Kept">True where somebody asks for what this step left behind.</param>
internal sealed record CompiledStep(JourneyStep Step, (string Port, int To)[] Exits, bool Loops, bool Kept)
{
    /// <summary>Where a port leads; null where the step has no such port.</summary>
    public int? To(string port)
    {
        foreach (var (name, to) in Exits)
            if (name == port) return to;
        return null;
    }
}
