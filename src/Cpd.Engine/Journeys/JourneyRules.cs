using System.Text.RegularExpressions;
using Cpd.Contracts;
using Cpd.Engine.Conditions;
using Cpd.Engine.Templates.Stored;

namespace Cpd.Engine.Journeys;

/// <summary>What makes a journey fit to be published. All problems at once: authors mend them together.</summary>
public static partial class JourneyRules
{
    private const int MostSteps = 500;

    /// <summary>What journeys could be published with once, and those that were run on.</summary>
    private const string Segment = "condition.segment";

    /// <param name="templates">The workspace's; null where they are not at hand, and then nothing is said of those the journey names.</param>
    public static IReadOnlyList<JourneyProblem> Check(Journey journey, FindTemplate? templates = null)
    {
        var places = journey.Steps.Select((step, index) => (step, Path: $"steps[{index}]")).ToList();
        var graph = new JourneyGraph(journey);
        return
        [
            .. CheckJourney(journey, graph),
            .. CheckIds(places),
            .. places.SelectMany(place => place.step.Problems().Select(problem =>
                new JourneyProblem(problem.Code, problem.Sentence, place.step.Id, $"{place.Path}.{problem.Path}", problem.Level))),
            .. places.SelectMany(place => CheckExits(place.step, place.Path, graph)),
            .. TextsOfJourney(journey).SelectMany(text => CheckText(text, null, text.Path)),
            .. places.SelectMany(place => place.step.Texts().SelectMany(text => CheckText(text, place.step.Id, $"{place.Path}.{text.Path}"))),
            .. CheckWays(places, graph),
            .. templates is null ? [] : places.SelectMany(place => CheckTemplate(place.step, place.Path, templates)),
            .. VariableRules.Check(journey, places, graph, templates),
        ];
    }

    /// <summary>Messages that name no sender on a channel that has none: warnings, since the account may have one of its own.</summary>
    /// <param name="hasSender">What the workspace has set up; the engine does not know.</param>
    public static IEnumerable<JourneyProblem> CheckSenders(Journey journey, Func<Channel, bool> hasSender)
    {
        for (var i = 0; i < journey.Steps.Count; i++)
            if (journey.Steps[i] is JourneyStep.Message step)
                foreach (var (content, place) in step.Contents.Select((content, place) => (content, place)))
                    if (content.Sender is null or "" && !hasSender(content.Channel))
                        yield return new("message.no-sender", $"{ChannelNames.Of(content.Channel)} has no sender. Choose one in Channels.", step.Id, $"steps[{i}].{JourneyStep.Message.PathOf(place)}sender", ProblemLevel.Warning);
    }

    /// <summary>Conditions and keys that belong to no step.</summary>
    internal static IEnumerable<StepText> TextsOfJourney(Journey journey)
    {
        for (var i = 0; i < journey.Entries.Count; i++)
            if (journey.Entries[i].When is { } when) yield return new(when, $"entries[{i}].when");
        if (journey.Reentry is Reentry.Keyed keyed) yield return new(keyed.Key, "reentry.key");
        if (journey.Goal?.When is { } reached) yield return new(reached, "goal.when", OfAnotherEvent: true);
        for (var i = 0; i < journey.ExitWhen.Count; i++)
            if (journey.ExitWhen[i].When is { } when) yield return new(when, $"exitWhen[{i}].when", OfAnotherEvent: true);
    }

    /// <summary>Words that let people into another live journey, too: a warning, since it may be meant so.</summary>
    public static IEnumerable<JourneyProblem> CheckWords(Journey journey, IReadOnlyList<Journey> live)
    {
        for (var i = 0; i < journey.Entries.Count; i++)
        {
            if (journey.Entries[i].Reply is not { } reply) continue;
            foreach (var other in live.Where(other => other.Id != journey.Id))
                foreach (var word in other.Entries.Select(entry => entry.Reply).OfType<ReplyEntry>().SelectMany(reply.SharedWith).Distinct(StringComparer.Ordinal))
                    yield return new("reply.word-of-another", $"“{word}” also starts {other.Name}: people who write it enter both journeys. Choose another word, channel or sender for one of them.",
                        null, $"entries[{i}].reply.words", ProblemLevel.Warning);
        }
    }

    /// <summary>The step whose result a path looks at; null for other paths.</summary>
    internal static string? StepOf(string path) => ValuePath.TryParse(path, out var parsed, out _) && parsed.Root == "steps" ? parsed.Names.First() : null;

    private static IEnumerable<JourneyProblem> CheckJourney(Journey journey, JourneyGraph graph)
    {
        if (!JourneyId().IsMatch(journey.Id))
            yield return new("journey.id", "A journey id may have at most 64 lower-case letters, digits and dashes.", null, "id");
        if (string.IsNullOrWhiteSpace(journey.Name)) yield return new("journey.no-name", "Enter a name for the journey.", null, "name");
        if (journey.Steps.Count == 0) yield return new("journey.steps", "Add the first step.", null, "steps");
        if (journey.Steps.Count > MostSteps) yield return new("journey.steps", $"A journey may have at most {MostSteps} steps. Split it, and let one journey start the next with an event.", null, "steps");
        if (journey.Steps.Count > 0 && !graph.Has(journey.First))
            yield return new("first.unknown", $"The first step \"{journey.First}\" does not exist.", null, "first");
        if (journey.Reentry is Reentry.After { Span: var span } && span <= TimeSpan.Zero)
            yield return new("reentry.span", "Set how long after entering people may enter again, for example \"30 days\".", null, "reentry.after");

        for (var i = 0; i < journey.Entries.Count; i++)
            if (journey.Entries[i].Reply is { } reply)
                foreach (var problem in reply.Problems()) yield return new(problem.Code, problem.Sentence, null, $"entries[{i}].reply.{problem.Path}");
            else if (string.IsNullOrWhiteSpace(journey.Entries[i].Event))
                yield return new("event.no-name", "Choose the entry event.", null, $"entries[{i}].event");
        if (journey.Goal is { } goal && string.IsNullOrWhiteSpace(goal.Event)) yield return new("event.no-name", "Choose the goal event.", null, "goal.event");
        for (var i = 0; i < journey.ExitWhen.Count; i++)
            if (journey.ExitWhen[i] is { Event: null, When: null } or { Event: "" })
                yield return new("exit-rule.empty", "Choose an event or a condition for the exit rule (\"event\" or \"when\").", null, $"exitWhen[{i}]");
    }

    private static IEnumerable<JourneyProblem> CheckIds(IEnumerable<(JourneyStep Step, string Path)> places)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (step, path) in places)
        {
            if (!StepId().IsMatch(step.Id)) yield return new("step.id", "A step id may have at most 64 letters, digits, dashes and underscores.", step.Id, $"{path}.id");
            else if (!seen.Add(step.Id)) yield return new("step.duplicate-id", $"Two steps have the id \"{step.Id}\". Rename one.", step.Id, $"{path}.id");
        }
    }

    private static IEnumerable<JourneyProblem> CheckExits(JourneyStep step, string path, JourneyGraph graph)
    {
        var ports = new HashSet<string>(StringComparer.Ordinal);
        foreach (var exit in step.Exits())
        {
            if (exit.To is { } to && !graph.Has(to))
                yield return new("exit.unknown-step", $"The exit \"{exit.Port}\" leads to the step \"{to}\", which does not exist.", step.Id, $"{path}.{exit.Path}");
            if (!ports.Add(exit.Port))
                yield return new("exit.duplicate-name", $"Two exits have the name \"{exit.Port}\". Rename one.", step.Id, $"{path}.{exit.Path}");
        }
    }

    /// <summary>False for what a version that was published before may have, and runs with as it did.</summary>
    internal static bool KeepsFromRunning(JourneyProblem problem) => problem is { Level: ProblemLevel.Error, Code: not Segment };

    private static IEnumerable<JourneyProblem> CheckText(StepText text, string? step, string path) =>
    [
        .. Unreadable(text, step, path),
        .. ((text.Text as ConditionText)?.Condition?.Questions() ?? []).OfType<Condition.InSegment>().Select(asked => new JourneyProblem(
            Segment, $"There are no segments: {asked} holds for nobody. Ask for attributes or behaviour here instead, for example person.plan = \"vip\" or did \"Order Paid\" at least 3 times in last 90 days.",
            step, path)),
    ];

    private static IEnumerable<JourneyProblem> Unreadable(StepText text, string? step, string path) =>
        text.Text.Problems.Select(problem => new JourneyProblem(text.Text switch
        {
            ConditionText => "condition.unreadable",
            TemplateText => "template.unreadable",
            KeyText => "key.unreadable",
            _ => "path.unreadable",
        }, problem, step, path));

    private static IEnumerable<JourneyProblem> CheckTemplate(JourneyStep step, string path, FindTemplate templates)
    {
        if (step is not JourneyStep.Message message) yield break;

        foreach (var (content, place) in message.Contents.Select((content, place) => (content, place)))
        {
            if (content.Template is not { } id) continue;
            if (CheckTemplate(id, content.Channel, step, $"{path}.{JourneyStep.Message.PathOf(place)}template", templates) is { } problem) yield return problem;
            if (!message.Transactional && templates(id) is { BringsCode: true })
                yield return new(
                    "message.code-held", "People are waiting for a one-time code, but quiet hours, caps or a marketing opt-out would hold it back. Make the step transactional.",
                    step.Id, $"{path}.transactional", ProblemLevel.Warning);
        }
    }

    private static JourneyProblem? CheckTemplate(string id, Channel channel, JourneyStep step, string path, FindTemplate templates)
    {
        if (templates(id) is not { } template)
            return new("template.unknown", $"There is no template \"{id}\". Choose another one, or create it in Templates.", step.Id, path);
        if (template.Channel != channel)
            return new("template.other-channel", $"The template \"{id}\" is for {ChannelNames.Of(template.Channel)}, but this step sends by {ChannelNames.Of(channel)}. Choose another one.", step.Id, path);
        if (template.Defect is { } defect) return new(defect.Code, defect.Sentence, step.Id, path);
        return template.IsArchived
            ? new("template.archived", $"The template \"{id}\" is archived. It is still sent: restore it, or choose another one.", step.Id, path, ProblemLevel.Warning)
            : null;
    }

    private static IEnumerable<JourneyProblem> CheckWays(List<(JourneyStep Step, string Path)> places, JourneyGraph graph)
    {
        var paths = places.DistinctBy(place => place.Step.Id).ToDictionary(place => place.Step.Id, place => place.Path, StringComparer.Ordinal);
        if (graph.Has(graph.First))
        {
            var reached = graph.ReachableFrom(graph.First);
            foreach (var step in graph.Steps.Where(step => step != graph.First && !reached.Contains(step)))
                yield return new("step.unreachable", "No step leads here.", step, paths[step], ProblemLevel.Warning);
        }
        foreach (var loop in graph.LoopsWithoutDelay())
            yield return new("loop.no-delay", $"Endless loop without a wait: {string.Join(" → ", loop)}. Add a wait to the loop.", loop[0], paths[loop[0]]);
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex JourneyId();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex StepId();
}
