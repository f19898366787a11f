using Cpd.Engine.Dashboards;
using Cpd.Engine.Tests.UserView;
using Cpd.Engine.UserView;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cpd.Engine.Tests.Dashboards;

/// <summary>Reports out of a view, at a moment.</summary>
internal static class Asking
{
    public static ReportRange LastDay(DateTimeOffset now) => ReportRange.Of(ReportRange.Day, null, null, now);

    public static Task<WorkspaceReport> Report(this ViewDatabase view, ReportRange range, string workspace = Given.Shop) =>
        new WorkspaceReports(view, Answers()).Of(workspace, range, default);

    public static Task<JourneyNumbers> Journey(this ViewDatabase view, ReportRange range, string journey = "welcome") =>
        new JourneyReports(new JourneyCounts(view, Feed()), Answers()).Of(Given.Shop, journey, null, range, default);

    public static SharedAnswers Answers(TimeProvider? clock = null) => new(Feed(), clock ?? TimeProvider.System);

    private static LiveFeed Feed() => new(TimeProvider.System, NullLogger<LiveFeed>.Instance);
}
