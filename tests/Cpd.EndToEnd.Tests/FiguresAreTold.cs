using System.Text.RegularExpressions;
using Cpd.Tests;

namespace Cpd.EndToEnd.Tests;

/// <summary>What the manual says of <c>/metrics</c> is what a running product tells there: every name, with its labels.</summary>
public sealed partial class FiguresAreTold
{
    [Fact]
    public async Task The_manual_lists_every_figure_and_no_other()
    {
        await using var app = await RunningApp.Start();
        await SignUp(app);
        using (await app.Client.PostAsync(new Uri("/v1/track", UriKind.Relative), new StringContent("{"))) { }

        var page = await RunningApp.Until(() => app.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative)), text => text.Contains("cpd_reports_received ", StringComparison.Ordinal));

        var told = Told();
        var families = Family().Matches(page).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        // Of the runtime's own figures the manual names those that are worth a look.
        Assert.Equal(
            told.Keys.Order(StringComparer.Ordinal),
            families.Where(family => told.ContainsKey(family) || !family.StartsWith("dotnet_", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        foreach (var family in told.Keys) Assert.Contains($"# HELP {family} ", page, StringComparison.Ordinal);
        foreach (Match sample in Sample().Matches(page))
        {
            var labels = LabelName().Matches(sample.Groups[2].Value).Select(match => match.Groups[1].Value).Where(name => name is not "le");
            var family = FamilyOf(sample.Groups[1].Value, told);
            if (family.StartsWith("cpd_", StringComparison.Ordinal)) Assert.Equal(told[family], labels);
            else if (told.TryGetValue(family, out var known)) Assert.Empty(labels.Except(known, StringComparer.Ordinal));
        }
        Assert.Matches("cpd_intake_refused{code=\"[a-z.-]+\"} 1\n", page);
        Assert.Contains("cpd_intake_taken 2\n", page, StringComparison.Ordinal);
        Assert.Contains("cpd_dispatch_circuit{account=\"sandbox\"} 0\n", page, StringComparison.Ordinal);
        Assert.Matches("cpd_calls_open [0-9]+\n", page);
        Assert.Matches("http_server_request_duration_seconds_bucket\\{[^}]*http_route=\"/v1/track\"[^}]*,le=\"[0-9.]+\"\\} 1\n", page);
        Assert.DoesNotContain("http_route=\"/health/ready\"", page, StringComparison.Ordinal);
    }

    /// <summary>Names in the manual, with their labels.</summary>
    private static Dictionary<string, string[]> Told()
    {
        var manual = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md"));
        var section = manual[manual.IndexOf("## Figures", StringComparison.Ordinal)..];
        section = section[..section.IndexOf("\n## ", 5, StringComparison.Ordinal)];
        var rows = section.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('|')[1]);
        return rows.SelectMany(row => Name().Matches(row)).ToDictionary(
            match => match.Groups[1].Value,
            match => match.Groups[2].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            StringComparer.Ordinal);
    }

    private static string FamilyOf(string sample, Dictionary<string, string[]> told) =>
        told.ContainsKey(sample) ? sample : PartOfAHistogram().Replace(sample, "");

    private static async Task SignUp(RunningApp app)
    {
        foreach (var (path, json) in new[]
        {
            ("/v1/identify", """{"userId":"ana","traits":{"phone":"+385910000001"}}"""),
            ("/v1/track", """{"userId":"ana","event":"Signed Up"}"""),
        })
        {
            using var answer = await app.Post(path, json);
            answer.EnsureSuccessStatusCode();
        }
    }

    [GeneratedRegex(@"`((?:cpd|http_server|dotnet)_\w+)(?:\{([\w, ]+)\})?`")]
    private static partial Regex Name();

    [GeneratedRegex(@"^# TYPE (\w+) (?:counter|gauge|summary|histogram)$", RegexOptions.Multiline)]
    private static partial Regex Family();

    [GeneratedRegex(@"^(\w+)(\{.*\})? \S+$", RegexOptions.Multiline)]
    private static partial Regex Sample();

    [GeneratedRegex(@"(\w+)=""")]
    private static partial Regex LabelName();

    [GeneratedRegex("_(sum|count|bucket)$")]
    private static partial Regex PartOfAHistogram();
}
