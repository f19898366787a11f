using Cpd.Engine.Dashboards;
using Cpd.Engine.Journeys;
using Cpd.Engine.UserView;
using Cpd.Web.Features.Journeys;

namespace Cpd.Web.Features.Reports;

/// <summary>Where people went from where: every way of a journey that anybody took, and where those are who took none yet.</summary>
/// <param name="Back">Ways back to where one had been, which a picture from left to right cannot show.</param>
public sealed record JourneyFlow(IReadOnlyDictionary<string, string> Names, IReadOnlyList<FlowLink> Links, IReadOnlyList<FlowLink> Back)
{
    public const string Entry = "(entry)", End = "(end)", Gone = "(gone)", Inside = "(inside)";

    public string NameOf(string node) => Names.GetValueOrDefault(node) ?? JourneyNames.Readable(node);

    public static JourneyFlow Of(Journey journey, JourneyNumbers numbers)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Entry] = StepSentences.Entry(journey), [End] = "End", [Gone] = "Goal, exit rule or removed", [Inside] = "In journey",
        };
        foreach (var step in journey.Steps) names[step.Id] = StepSentences.Of(step);

        var links = new List<FlowLink>();
        void Link(string from, string to, string way, long count)
        {
            if (count > 0) links.Add(new FlowLink(from, to, way, count));
        }

        Link(Entry, journey.First, "Entered", numbers.Began);
        foreach (var step in journey.Steps)
        {
            if (numbers.Steps.GetValueOrDefault(step.Id) is not { } counted) continue;
            var exits = step.Exits();
            foreach (var exit in exits)
                Link(step.Id, exit.To is { } to && names.ContainsKey(to) ? to : End, StepSentences.Exit(step, exit.Port), counted.Left.GetValueOrDefault(exit.Port));
            // A way that an older version had.
            foreach (var (port, count) in counted.Left.Where(left => exits.All(exit => exit.Port != left.Key))) Link(step.Id, End, JourneyNames.Readable(port), count);
            if (step is not JourneyStep.Exit) Link(step.Id, Gone, "Left before the end", counted.Ended);
            Link(step.Id, Inside, "Waits", counted.Waiting);
        }

        var back = Backwards(links);
        return new JourneyFlow(names, [.. links.Where(link => !back.Contains(link))], [.. back]);
    }

    /// <summary>Links that close a loop, found by walking on until one comes to a step one is already on the way from.</summary>
    private static HashSet<FlowLink> Backwards(List<FlowLink> links)
    {
        var (back, done, way) = (new HashSet<FlowLink>(), new HashSet<string>(), new HashSet<string>());
        void Walk(string node)
        {
            way.Add(node);
            foreach (var link in links.Where(link => link.From == node))
            {
                if (way.Contains(link.To)) back.Add(link);
                else if (!done.Contains(link.To)) Walk(link.To);
            }
            way.Remove(node);
            done.Add(node);
        }
        foreach (var node in links.Select(link => link.From).Distinct().ToList())
            if (!done.Contains(node)) Walk(node);
        return back;
    }
}

/// <param name="Way">The exit's name, for people.</param>
public sealed record FlowLink(string From, string To, string Way, long Count);
