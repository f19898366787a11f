using Cpd.Contracts;
using Cpd.Engine.Dashboards;
using Cpd.Engine.Tests.UserView;
using Cpd.Engine.UserView;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.Tests.Dashboards;

/// <summary>What dashboards show is what anybody can count in the timeline by hand.</summary>
public sealed class NumbersAgreeWithTheTimeline : IDisposable
{
    private static readonly ReportRange Day = Asking.LastDay(Given.Start);

    private readonly ViewDatabase _view = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Of_messages_events_and_goals(int seed)
    {
        // Those who were erased are counted and have no timeline any more.
        foreach (var window in ManyLives.Of(seed, 900).Where(record => record.Body is not PersonForgotten).Chunk(40)) _view.Project(window);

        var report = await _view.Report(Day);
        var lines = await Timeline();

        Assert.Equal(lines.Count(record => record.Body is EventTracked), report.Events.Sum());
        Assert.Equal(lines.Count(record => record.Body is JourneyMoved { End: RunEnd.ReachedGoal }), report.Goals.Sum());
        var fates = ByHand(lines);
        Assert.NotEmpty(fates);
        foreach (var fate in Enum.GetValues<MessageFate>())
            Assert.Equal((fate, fates.Count(known => known.Fate == fate)), (fate, report.Messages(fate).Sum()));
        foreach (var channel in report.Channels)
            foreach (var fate in Enum.GetValues<MessageFate>())
                Assert.Equal(fates.Count(known => known == (channel.Channel, fate)), channel.Total(fate));
        Assert.Equal(report.Failed, report.Failures.Sum(failure => failure.Count));
        Assert.Equal(report.Messages(MessageFate.Sent).Sum(), report.Channels.Sum(channel => channel.SendingSteps.Values.Sum()));
        Assert.Equal(report.Messages(MessageFate.Delivered).Sum(), report.Channels.Sum(channel => channel.DeliverySteps.Values.Sum()));
    }

    [Fact]
    public async Task Of_people_who_did_something_each_once_in_a_minute_an_hour_and_a_day()
    {
        var records = ManyLives.Of(seed: 3, count: 900).Where(record => record.Body is not (PersonForgotten or PersonMerged)).ToList();
        foreach (var window in records.Chunk(40)) _view.Project(window);
        var own = records.Where(record => record.Body is PersonIdentified or EventTracked { Origin: null }).ToList();

        var hours = await _view.Report(Day);
        var minutes = await _view.Report(ReportRange.Of(ReportRange.Hour, null, null, Given.Start.AddMinutes(30)));

        Assert.Equal(own.Select(record => record.Person).Distinct().Count(), hours.Active.Sum());
        Assert.Equal(own.Select(record => record.Person).Distinct().Count(), hours.ActivePeople);
        Assert.Equal(own.Select(record => (record.Person, Buckets.Of(record.At, Per.Minute))).Distinct().Count(), minutes.Active.Sum());
        Assert.Equal(hours.Events.Sum(), minutes.Events.Sum());
    }

    [Fact]
    public async Task Of_a_range_whichever_way_it_is_asked_for()
    {
        for (var day = 0; day < 12; day++)
            _view.Project(Given.Record(Given.Person("ana"), Given.Tracked("Viewed"), second: day * 86_400), Given.Record(Given.Person("ben"), Given.Tracked("Viewed"), second: day * 86_400 + 7_200));
        var now = _view.Now = Given.Start.AddDays(11);

        var week = await _view.Report(ReportRange.Of(ReportRange.Week, null, null, now));
        var same = await _view.Report(ReportRange.Of(null, "2030-01-06", "2030-01-12", now));
        var month = await _view.Report(ReportRange.Of(ReportRange.Month, null, null, now));
        var past = await _view.Report(ReportRange.Of(null, "2030-01-02", "2030-01-03", now));

        Assert.Equal((14, 168), (week.Events.Sum(), week.Events.Count));
        Assert.Equal(week.Events, same.Events);
        Assert.Equal(24, month.Events.Sum());
        Assert.Equal(2, month.Active[^1]);
        Assert.Equal((4, null), (past.Events.Sum(), past.ActivePeople));
    }

    [Fact]
    public async Task And_another_workspace_has_numbers_of_its_own()
    {
        _view.Project(Given.Record(Given.Person("ana"), Given.Tracked("Viewed")));

        var other = await _view.Report(Day, "other");

        Assert.Equal((0, 0), (other.Events.Sum(), other.ActivePeople));
    }

    public void Dispose() => _view.Dispose();

    private async Task<List<LogRecord>> Timeline()
    {
        await using var db = _view.CreateDbContext();
        var rows = await db.Set<TimelineRow>().OrderBy(row => row.Id).Select(row => row.Record).ToListAsync();
        return [.. rows.Select(record => RecordJson.Read(record, Topic.Events))];
    }

    /// <summary>Reads the records of each message as a person would.</summary>
    private static List<(string Channel, MessageFate Fate)> ByHand(List<LogRecord> lines)
    {
        var known = new List<(string, MessageFate)>();
        foreach (var message in lines.Where(record => MessageFold.Of(record.Body) is not null).GroupBy(record => MessageFold.Of(record.Body)))
        {
            var channel = message.Select(record => record.Body switch { MessageSent sent => sent.Channel, MessageFailed failed => failed.Channel, _ => (Channel?)null })
                .FirstOrDefault(channel => channel is not null);
            if (channel is null) continue;   // nobody ever said that it was sent, or tried to

            var fates = message.Select(record => record.Body switch
            {
                MessageSent => MessageFate.Sent,
                MessageFailed => MessageFate.NotSent,
                MessageReported { Outcome: DeliveryOutcome.Delivered } => MessageFate.Delivered,
                MessageReported => MessageFate.Undelivered,
                MessageReacted { Automatic: not null } => MessageFate.Automatic,
                MessageReacted { Reaction: Reaction.Seen } => MessageFate.Seen,
                _ => MessageFate.Clicked,
            }).ToList();
            var final = fates.Where(fate => fate is MessageFate.NotSent or MessageFate.Delivered or MessageFate.Undelivered).Take(1);
            known.AddRange(fates.Where(fate => fate is MessageFate.Sent or MessageFate.Seen or MessageFate.Clicked or MessageFate.Automatic).Distinct().Concat(final)
                .Select(fate => (channel.Value.ToString(), fate)));
        }
        return known;
    }
}
