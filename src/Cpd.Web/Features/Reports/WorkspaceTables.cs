using Cpd.Contracts;
using Cpd.Engine.Dashboards;
using Cpd.Engine.UserView;
using static Cpd.Web.Features.Reports.ReportColumn;

namespace Cpd.Web.Features.Reports;

/// <summary>The tables of a workspace's report.</summary>
internal static class WorkspaceTables
{
    public static readonly IReadOnlyList<MessageFate> Fates = Enum.GetValues<MessageFate>();

    public static readonly IReadOnlyList<ReportColumn> FateColumns = [.. Fates.Select(Column)];

    public static ReportTable Activity(WorkspaceReport report) => new(
        "activity",
        [Words("time", "Time (UTC)"), new("events", "Events"), new("active_people", "Active people"), new("new_people", "New people"), new("goals", "Goals reached")],
        [.. Times(report.Range).Select((time, i) => (object?[])[time, report.Events[i], report.Active[i], report.NewPeople[i], report.Goals[i]])]);

    public static ReportTable Messages(WorkspaceReport report)
    {
        var lines = Fates.Select(fate => report.Messages(fate)).ToList();
        return new(
            "messages",
            [Words("time", "Time (UTC)"), .. FateColumns],
            [.. Times(report.Range).Select((time, i) => (object?[])[time, .. lines.Select(line => (object?)line[i])])]);
    }

    public static ReportTable Channels(WorkspaceReport report) => new(
        "channels",
        [Words("channel", "Channel"), .. FateColumns, new("delivery_rate", "Delivery rate")],
        [.. report.Channels.Select(channel => (object?[])
        [
            NameOf(channel.Channel), .. Fates.Select(fate => (object?)channel.Total(fate)), Of(channel.Total(MessageFate.Delivered), channel.Total(MessageFate.Sent)),
        ])]);

    public static ReportTable Failures(WorkspaceReport report)
    {
        var all = report.Failures.Sum(failure => failure.Count);
        return new(
            "failures",
            [Words("reason", "Reason"), Words("channel", "Channel"), Words("kind", "Status"), Words("code", "Code"), new("messages", "Messages"), new("share", "% of failures")],
            [.. report.Failures.Select(failure => (object?[])
            [
                FailureWords.Of(failure), NameOf(failure.Channel), FailureWords.Of(failure.Fate), failure.Code, failure.Count, Of(failure.Count, all),
            ])]);
    }

    public static ReportTable Latency(WorkspaceReport report)
    {
        IEnumerable<object?[]> Rows(string what, Func<ChannelReport, IReadOnlyDictionary<int, long>> steps) => report.Channels
            .Where(channel => steps(channel).Count > 0)
            .Select(channel => (object?[])
            [
                what, NameOf(channel.Channel), steps(channel).Values.Sum(), Cpd.Engine.UserView.Latency.Percentile(steps(channel), 0.5),
                Cpd.Engine.UserView.Latency.Percentile(steps(channel), 0.95), Cpd.Engine.UserView.Latency.Percentile(steps(channel), 0.99),
            ]);
        return new(
            "latency",
            [Words("until", "Until"), Words("channel", "Channel"), new("messages", "Messages"), new("p50", "50 % within"), new("p95", "95 % within"), new("p99", "99 % within")],
            [.. Rows("Sent", channel => channel.SendingSteps), .. Rows("Delivered", channel => channel.DeliverySteps)]);
    }

    public static IEnumerable<DateTimeOffset> Times(ReportRange range) =>
        Enumerable.Range(0, range.Points).Select(point => range.From + (Buckets.Length(range.Chart) * point));

    public static Share? Of(long part, long whole) => whole == 0 ? null : new Share((double)part / whole);

    public static string NameOf(string channel) => Enum.TryParse<Channel>(channel, out var known) ? ChannelNames.Of(known) : channel;

    private static ReportColumn Column(MessageFate fate) => fate switch
    {
        MessageFate.NotSent => new("not_sent", "Not sent"),
        MessageFate.Undelivered => new("not_delivered", "Not delivered"),
        _ => new(fate.ToString().ToLowerInvariant(), FailureWords.Of(fate)),
    };
}
