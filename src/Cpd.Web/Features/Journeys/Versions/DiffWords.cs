using System.Globalization;
using System.Text.RegularExpressions;
using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Versions;
using Cpd.Engine.UserView;

namespace Cpd.Web.Features.Journeys.Versions;

/// <summary>Differences of journeys in words.</summary>
internal static partial class DiffWords
{
    /// <summary><c>cases[0].when</c> as "Cases 1, when".</summary>
    public static string Member(string path)
    {
        var numbered = Place().Replace(path, found => " " + (int.TryParse(found.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var place)
            ? (place + 1).ToString(CultureInfo.InvariantCulture) : found.Groups[1].Value));
        var spaced = Hump().Replace(numbered, found => " " + found.Value.ToLowerInvariant());
        return JourneyNames.Readable(spaced.Replace(".", ", ", StringComparison.Ordinal));
    }

    /// <summary>Where ways that stay lead now; those of steps that came or went are seen with the steps.</summary>
    public static IReadOnlyList<string> Ways(JourneyDiff diff, Journey before, Journey after)
    {
        string Name(Journey journey, string? step) => step is null ? "the end"
            : journey.Steps.FirstOrDefault(known => known.Id == step) is { } known ? $"“{StepSentences.Of(known)}”" : $"“{step}”, which does not exist";
        string Exit(JourneyWay way) => way.From is null ? "Entry"
            : after.Steps.First(step => step.Id == way.From) is var step && step.Exits().Count == 1 ? $"From {Name(after, way.From)}"
            : $"From {Name(after, way.From)} by “{StepSentences.Exit(step, way.Port)}”";

        var kept = diff.AddedWays.Where(way => way.From is null || diff.Added.All(step => step.Id != way.From)).ToList();
        return
        [
            .. kept.Select(way => diff.RemovedWays.FirstOrDefault(old => (old.From, old.Port) == (way.From, way.Port)) is { } old
                ? $"{Exit(way)} to {Name(after, way.To)}, before: {Name(before, old.To)}"
                : $"{Exit(way)} to {Name(after, way.To)}(new)"),
        ];
    }

    [GeneratedRegex(@"\[([^\]]*)\]")]
    private static partial Regex Place();

    [GeneratedRegex(@"(?<=[a-z])[A-Z]")]
    private static partial Regex Hump();
}
