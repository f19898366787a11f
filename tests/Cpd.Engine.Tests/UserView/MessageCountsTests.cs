using Cpd.Contracts;
using Cpd.Engine.Dashboards;
using Cpd.Engine.UserView;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cpd.Engine.Tests.UserView;

public sealed class MessageCountsTests : IDisposable
{
    private static readonly PersonId Ana = Given.Person("ana");
    private static readonly MessageId Hello = Given.Message("hello");
    private static readonly MessageSent Sent = new(Hello, Channel.Sms, null);

    private readonly ViewDatabase _view = new();

    [Fact]
    public async Task A_report_that_comes_twice_counts_once()
    {
        Project(Sent, Reported(DeliveryOutcome.Delivered), Reported(DeliveryOutcome.Delivered));

        var figures = await Figures();

        Assert.Equal((1, 1, 0), (figures.Sent.Total, figures.Delivered.Total, figures.Failed.Total));
    }

    [Fact]
    public async Task The_first_final_report_stays()
    {
        Project(Sent, Reported(DeliveryOutcome.Delivered), Reported(DeliveryOutcome.Expired), Reported(DeliveryOutcome.Pending));

        var figures = await Figures();

        Assert.Equal((1, 0), (figures.Delivered.Total, figures.Failed.Total));
    }

    [Fact]
    public async Task A_report_that_overtook_the_sending_counts_with_it()
    {
        Project(Reported(DeliveryOutcome.Delivered));
        Assert.Equal(0, (await Figures()).Delivered.Total);

        Project(Sent);

        var figures = await Figures();
        Assert.Equal((1, 1), (figures.Sent.Total, figures.Delivered.Total));
    }

    [Fact]
    public async Task What_was_never_sent_is_a_failure_and_no_sending()
    {
        Project(new MessageFailed(Hello, Channel.Sms, "message.no-address", "There is no phone number.", true, null));

        var figures = await Figures();

        Assert.Equal((0, 1), (figures.Sent.Total, figures.Failed.Total));
    }

    [Fact]
    public async Task The_last_hour_is_told_by_the_minute()
    {
        _view.Project(Given.Record(Ana, Given.Tracked("Viewed"), 0), Given.Record(Ana, Given.Tracked("Bought"), 61));

        var events = (await Figures(Given.Start.AddMinutes(1))).Events;

        Assert.Equal(2, events.Total);
        Assert.Equal([1, 1], events.Minutes.TakeLast(2));
    }

    public void Dispose() => _view.Dispose();

    private void Project(params IReadOnlyList<IRecordBody> bodies) =>
        _view.Project([.. bodies.Select((body, i) => Given.Record(Ana, body, i))]);

    private Task<Figures> Figures(DateTimeOffset? now = null)
    {
        var clock = new FixedClock(now ?? Given.Start);
        return new WorkspaceFigures(_view, new LiveFeed(clock, NullLogger<LiveFeed>.Instance), clock).Of(Given.Shop, default);
    }

    private static MessageReported Reported(DeliveryOutcome outcome) => new(Hello, outcome, outcome.ToString(), null, false, Given.Start);

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
