using System.Text.Json;
using Cpd.Tests;
using Microsoft.Playwright;

namespace Cpd.EndToEnd.Tests.Pages;

/// <summary>What keeps people out who cannot see well or use no pointer, as axe-core finds it: the rules of WCAG 2, levels A and AA.</summary>
internal static class Barriers
{
    /// <summary>What is looked for: the colours alone are another matter in each theme.</summary>
    public enum Of
    {
        Everything,
        Colours,
    }

    private const string Look =
        """
        async colours => (await axe.run(document, { runOnly: colours ? { type: 'rule', values: ['color-contrast'] } : ['wcag2a', 'wcag2aa'], resultTypes: ['violations'] }))
          .violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary}`))
        """;

    public static async Task<IReadOnlyList<string>> On(IPage page, Of what = Of.Everything)
    {
        // As a text to evaluate, not as a script of the page: those the page's own policy does not let in.
        await page.EvaluateAsync(await Script.Value);
        return (await page.EvaluateAsync<JsonElement>(Look, what == Of.Colours)).Deserialize<List<string>>()!;
    }

    private static readonly Lazy<Task<string>> Script = new(() => File.ReadAllTextAsync(Parts.Axe!));
}
