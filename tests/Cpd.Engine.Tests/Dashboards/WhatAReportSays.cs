using Cpd.Contracts;
using Cpd.Engine.Dashboards;
using Cpd.Engine.Tests.UserView;

namespace Cpd.Engine.Tests.Dashboards;

public sealed class WhatAReportSays : IDisposable
{
    private static readonly PersonId Ana = Given.Person("ana");
    private static readonly ReportRange Day = Asking.LastDay(Given.Start);
    private static readonly RunId Run = Ids.Derive<RunId>(Given.Start, "run", "ana");
    private static readonly StepTaken ArmA = new("half", "split", "a", true);

    private readonly ViewDatabase _view = new();

    [Fact]
    public async Task A_failure_is_named_by_its_reason_also_where_the_report_overtook_the_sending()
    {
        Project(
            new MessageFailed(Given.Message("one"), Channel.Email, "message.no-consent", "No.", true, null),
            new MessageReported(Given.Message("two"), DeliveryOutcome.Undeliverable, "UNREACHABLE", null, true, Given.Start));
        Project(new MessageSent(Given.Message("two"), Channel.Sms, null));

        var report = await _view.Report(Day);

        Assert.Equal(
            [new FailureReport("Email", MessageFate.NotSent, "message.no-consent", 1), new FailureReport("Sms", MessageFate.Undelivered, "UNREACHABLE", 1)],
            report.Failures.OrderBy(failure => failure.Channel, StringComparer.Ordinal));
    }

    [Fact]
    public async Task How_long_it_took_counts_from_the_event_that_was_answered()
    {
        var message = Ids.Derive<MessageId>(Given.Start, "message", "hello");
        _view.Project(
            Given.Record(Ana, new MessageSent(message, Channel.Sms, null), second: 3),
            Given.Record(Ana, new MessageReported(message, DeliveryOutcome.Delivered, "DELIVERED", null, false, Given.Start), second: 60));

        var report = await _view.Report(Day);

        Assert.InRange(report.Sending(0.5)!.Value.TotalSeconds, 2.7, 3.3);
        Assert.InRange(report.Delivery(0.95)!.Value.TotalSeconds, 54, 66);
    }

    [Fact]
    public async Task A_journeys_range_has_the_whole_way_of_those_who_entered_in_it_and_nobody_else()
    {
        var early = Ids.Derive<RunId>(Given.Start.AddDays(-3), "run", "early");
        Project(
            Given.Moved(true, "wait", null, new StepTaken("wait", "wait", null, true)) with { Run = Run },
            Given.Moved(false, null, RunEnd.Finished, new StepTaken("wait", "wait", "next", false)) with { Run = early });
        _view.Project(Given.Record(Ana, Given.Moved(false, null, RunEnd.ReachedGoal, new StepTaken("wait", "wait", null, false)) with { Run = Run }, second: 5 * 86_400));

        var numbers = await _view.Journey(Day);

        Assert.Equal((1, 1, 0), (numbers.Began, numbers.Ended["ReachedGoal"], numbers.Active));
        Assert.DoesNotContain("Finished", numbers.Ended.Keys);
        Assert.Equal((1, 0), (numbers.Steps["wait"].Entered, numbers.Steps["wait"].Waiting));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_goal_counts_for_the_arm_that_led_there_whichever_is_read_first(bool armFirst)
    {
        var passed = Given.Moved(true, "wait", null, ArmA, new StepTaken("wait", "wait", null, true)) with { Run = Run };
        var goal = Given.Moved(false, null, RunEnd.ReachedGoal, new StepTaken("wait", "wait", null, false)) with { Run = Run };
        Project(armFirst ? passed : goal);
        Project(armFirst ? goal : passed);
        Project(passed, goal);   // nobody counts twice, in a loop or after a replay

        Assert.Equal(1, (await _view.Journey(Day)).Steps["half"].Goals["a"]);
    }

    [Fact]
    public async Task An_end_that_is_no_goal_is_no_conversion()
    {
        Project(Given.Moved(true, null, RunEnd.Finished, ArmA) with { Run = Run });

        Assert.Empty((await _view.Journey(Day)).Steps["half"].Goals);
    }

    [Fact]
    public async Task A_steps_messages_are_told_by_what_became_of_them()
    {
        var message = Given.Message("hello");
        Project(
            new MessageSent(message, Channel.Sms, Given.Place(Run)),
            new MessageReported(message, DeliveryOutcome.Delivered, "DELIVERED", null, false, Given.Start),
            new MessageReacted(message, Reaction.Clicked, null, Given.Start));

        var step = (await _view.Journey(Day)).Steps["sms"];

        Assert.Equal((1, 1, 1, 0), (step.Fate("Sent"), step.Fate("Delivered"), step.Fate("Clicked"), step.Fate("Undelivered")));
    }

    public void Dispose() => _view.Dispose();

    private void Project(params IReadOnlyList<IRecordBody> bodies) => _view.Project([.. bodies.Select((body, i) => Given.Record(Ana, body, i))]);
}
