using Cpd.Engine.Dashboards;
using Cpd.Engine.UserView;
using Cpd.Web.Features.Reports;
using Cpd.Web.Features.Shared;

namespace Cpd.Web.Features.Overview;

/// <summary>Something a person should look at, and where.</summary>
public sealed record Concern(string Sentence, string Way, string Link)
{
    /// <summary>Of so few messages that fail nothing can be said of a journey.</summary>
    private const int Few = 10;

    /// <param name="ever">Its minutes are the last hour, whatever the page shows.</param>
    /// <param name="dead">The workspace's records that could not be processed.</param>
    internal static IEnumerable<Concern> Of(Figures ever, int dead, IReadOnlyList<JourneyFunnel> funnels)
    {
        if (dead > 0)
            yield return new($"{Count(dead, "record")} could not be processed.", "View", "/operations");
        if (ever.Failed.Minutes.Sum() is > 0 and var failed)
            yield return new($"{Count(failed, "message")} failed in the last hour.", "See messages", $"/live?kind={LiveFilter.Failures}");
        if (ever.Refused.Minutes.Sum() is > 0 and var refused)
            yield return new($"{Count(refused, "command")} refused in the last hour.", "View", "/live?kind=CommandRefused");
        foreach (var funnel in funnels)
        {
            var lost = funnel.Numbers.Steps.Values.Sum(step => step.Fate("NotSent") + step.Fate("Undelivered"));
            var asked = lost + funnel.Numbers.Steps.Values.Sum(step => step.Fate("Delivered"));
            if (lost >= Few && lost * 5 > asked)
                yield return new($"{Numbers.Percent(lost, asked)} of the messages of {funnel.Summary.Name} failed.", "Open report", $"/journeys/{funnel.Summary.Id}/report");
            if (funnel.Numbers.Ended.GetValueOrDefault("Failed") is > 0 and var broken)
                yield return new($"{Count(broken, "run")} of {funnel.Summary.Name} failed.", "Open journey", $"/journeys/{funnel.Summary.Id}");
        }
    }

    private static string Count(long count, string thing) => $"{Numbers.Text(count)} {thing}{(count == 1 ? "" : "s")}";
}
