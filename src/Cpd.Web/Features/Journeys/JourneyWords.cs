using System.Collections.Concurrent;
using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Publishing;
using Cpd.Engine.UserView;

namespace Cpd.Web.Features.Journeys;

/// <summary>
/// Names of journeys and what their steps do, for sentences. Read anew when some seconds old: every line of every open
/// page asks for them, and they change when somebody publishes.
/// </summary>
public sealed class JourneyWords(IJourneyLibrary library, TimeProvider clock)
{
    private static readonly TimeSpan Good = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, (DateTimeOffset At, JourneyNames Names)> _known = new(StringComparer.Ordinal);

    /// <summary>Of one version, or of a draft.</summary>
    public static JourneyNames Of(Journey journey)
    {
        var (steps, exits) = (new Dictionary<(string, string), string>(), new Dictionary<(string, string, string), string>());
        Add(journey.Id, journey, steps, exits);
        return new JourneyNames(new Dictionary<string, string> { [journey.Id] = journey.Name }, steps, exits);
    }

    public async Task<JourneyNames> Names(string workspace, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (_known.TryGetValue(workspace, out var known) && now - known.At < Good) return known.Names;

        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        var (steps, exits) = (new Dictionary<(string, string), string>(), new Dictionary<(string, string, string), string>());
        foreach (var journey in await library.List(workspace, ct))
        {
            ids[journey.Id] = journey.Name;
            if (await library.Find(workspace, journey.Id, ct) is not { } detail) continue;
            Add(journey.Id, detail.Definition, steps, exits);
        }
        var names = new JourneyNames(ids, steps, exits);
        _known[workspace] = (now, names);
        return names;
    }

    private static void Add(string id, Journey journey, Dictionary<(string, string), string> steps, Dictionary<(string, string, string), string> exits)
    {
        foreach (var step in journey.Steps)
        {
            steps[(id, step.Id)] = StepSentences.Of(step);
            // The sentence of such a branch is a question, and these are its answers.
            if (step is JourneyStep.Branch { Cases: [{ Name: null, When.Text: not "" }] })
                foreach (var exit in step.Exits()) exits[(id, step.Id, exit.Port)] = StepSentences.Exit(step, exit.Port);
        }
    }
}
