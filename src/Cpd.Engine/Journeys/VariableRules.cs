using Cpd.Contracts;
using Cpd.Engine.Templates.Stored;

namespace Cpd.Engine.Journeys;

/// <summary>Values that are used before they exist, or after they are gone.</summary>
internal static class VariableRules
{
    public static IEnumerable<JourneyProblem> Check(
        Journey journey, List<(JourneyStep Step, string Path)> places, JourneyGraph graph, FindTemplate? templates)
    {
        var byId = places.DistinctBy(place => place.Step.Id).ToDictionary(place => place.Step.Id, place => place.Step, StringComparer.Ordinal);
        var (always, sometimes) = graph.Before();
        var withoutEvent = graph.WithoutEvent();

        foreach (var text in JourneyRules.TextsOfJourney(journey))
            if (Link(text, inMessage: false) is { } problem) yield return problem with { Path = text.Path };
        foreach (var text in JourneyRules.TextsOfJourney(journey))
            foreach (var used in text.Text.Paths().Select(JourneyRules.StepOf).OfType<string>().Distinct())
                if (Unusable(used, byId) is { } problem) yield return problem with { Path = text.Path };

        foreach (var (step, path) in places)
        {
            foreach (var text in step.Texts().Concat(OfTemplate(step, templates)))
            {
                var place = $"{path}.{text.Path}";
                if (Link(text, step is JourneyStep.Message) is { } link) yield return link with { StepId = step.Id, Path = place };
                foreach (var used in text.Text.Paths().Select(JourneyRules.StepOf).OfType<string>().Distinct())
                    if ((Unusable(used, byId) ?? TooEarly(used, step.Id, always, sometimes)) is { } problem) yield return problem with { StepId = step.Id, Path = place };

                if (!text.OfAnotherEvent && withoutEvent.Contains(step.Id) && text.Text.Paths().FirstOrDefault(IsOfEvent) is { } gone)
                    yield return new("variable.event-gone", $"\"{gone}\" has no value here because the run has waited since the event. Use entry. or steps. instead.",
                        step.Id, place, ProblemLevel.Warning);
            }

            if (step is JourneyStep.WaitForMessage { Of: var message } && message.Length > 0)
            {
                var problem = byId.GetValueOrDefault(message) is not JourneyStep.Message
                    ? new JourneyProblem("wait.unknown-message", $"There is no message step \"{message}\".", null, "")
                    : TooEarly(message, step.Id, always, sometimes);
                if (problem is not null) yield return problem with { StepId = step.Id, Path = $"{path}.message" };
                if (byId.GetValueOrDefault(message) is JourneyStep.Message asked && ((JourneyStep.WaitForMessage)step).NeverComes(asked) is { } never)
                    yield return never with { StepId = step.Id, Path = $"{path}.on" };
            }
        }
    }

    /// <summary>What the template of a message looks at, as if it were written in the step.</summary>
    private static IEnumerable<StepText> OfTemplate(JourneyStep step, FindTemplate? templates) =>
        step is not JourneyStep.Message message || templates is null ? []
        : message.Contents.Select((content, place) => (Template: content.Template is { } id ? templates(id) : null, place)).Where(content => content.Template is not null)
            .Select(content => new StepText(new NamedTemplate(content.Template!), $"{JourneyStep.Message.PathOf(content.place)}template"));

    private sealed class NamedTemplate(CompiledTemplate template) : Written(template.Id)
    {
        public override IReadOnlyList<string> Problems => [];

        public override IEnumerable<string> Paths() => template.Variables;
    }

    private static bool IsOfEvent(string path) => path.StartsWith("event", StringComparison.Ordinal) && path.Length > 5 && path[5] is '.' or '[';

    /// <summary>People's own addresses are put in as a message goes out; nothing else has them.</summary>
    private static JourneyProblem? Link(StepText text, bool inMessage)
    {
        if (text.Text.Paths().FirstOrDefault(path => path.StartsWith(MessageLinks.Root + ".", StringComparison.Ordinal)) is not { } used) return null;
        if (!inMessage) return new("variable.link-outside-message", $"\"{used}\" is only available in messages. Remove it here.", null, "");
        return text.Text.Paths().FirstOrDefault(path => path.StartsWith(MessageLinks.Root + ".", StringComparison.Ordinal) && !MessageLinks.Paths.Contains(path)) is { } unknown
            ? new("variable.unknown-link", $"Unknown link \"{unknown}\". Use one of: {string.Join(", ", MessageLinks.Paths)}.", null, "")
            : null;
    }

    private static JourneyProblem? Unusable(string used, Dictionary<string, JourneyStep> steps)
    {
        if (!steps.TryGetValue(used, out var step)) return new("variable.unknown-step", $"steps.{used} is used, but there is no step \"{used}\".", null, "");
        if (!step.LeavesResult) return new("variable.no-result", $"The step \"{used}\" has no result to use.", null, "");
        return null;
    }

    private static JourneyProblem? TooEarly(
        string used, string by, Dictionary<string, HashSet<string>> always, Dictionary<string, HashSet<string>> sometimes)
    {
        if (!always.TryGetValue(by, out var surely) || surely.Contains(used)) return null;   // unreachable is another problem
        return sometimes[by].Contains(used)
            ? new("variable.perhaps-missing", $"Not every path to this step passes \"{used}\", so its result may be missing.", null, "", ProblemLevel.Warning)
            : new("variable.too-early", $"The step \"{used}\" does not come before this one, so its result is missing.", null, "");
    }
}
