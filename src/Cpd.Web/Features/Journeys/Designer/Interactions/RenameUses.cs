using System.Text.RegularExpressions;
using Cpd.Engine.Journeys;

namespace Cpd.Web.Features.Journeys.Designer.Interactions;

/// <summary>Conditions and templates that look at <c>steps.old.…</c> look at <c>steps.new.…</c> after a step got another id.</summary>
internal static partial class RenameUses
{
    public static JourneyStep In(JourneyStep step, IReadOnlyDictionary<string, string> ids)
    {
        var text = JourneyJson.ToText(step);
        var renamed = Uses().Replace(text, found => ids.TryGetValue(found.Groups[1].Value, out var id) ? $"steps.{id}" : found.Value);
        return renamed == text || JourneyJson.ReadStep(renamed) is not { Step: { } read, Problems.Count: 0 } ? step : read;
    }

    [GeneratedRegex(@"\bsteps\.([A-Za-z0-9][A-Za-z0-9_-]*)", RegexOptions.CultureInvariant)]
    private static partial Regex Uses();
}
