using Cpd.Contracts;
using Cpd.Engine.Dashboards;
using Cpd.Engine.UserView;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cpd.Engine.Tests.UserView;

public sealed class JourneyCountsTests : IDisposable
{
    private static readonly PersonId Ana = Given.Person("ana");

    private readonly ViewDatabase _view = new();

    [Fact]
    public async Task Who_entered_a_step_and_did_not_leave_waits_there()
    {
        Project(Given.Moved(true, "wait", null, new StepTaken("wait", "wait", null, true)));

        var numbers = await Numbers();

        Assert.Equal((1, 1), (numbers.Began, numbers.Active));
        Assert.Equal((1, 1), (numbers.Steps["wait"].Entered, numbers.Steps["wait"].Waiting));
    }

    [Fact]
    public async Task Who_left_is_counted_at_the_exit()
    {
        Project(
            Given.Moved(true, "wait", null, new StepTaken("wait", "wait", null, true)),
            Given.Moved(false, null, RunEnd.Finished, new StepTaken("wait", "wait", "timedOut", false)));

        var numbers = await Numbers();

        Assert.Equal(0, numbers.Active);
        Assert.Equal(0, numbers.Steps["wait"].Waiting);
        Assert.Equal(1, numbers.Steps["wait"].Left["timedOut"]);
        Assert.Equal(1, numbers.Ended["Finished"]);
    }

    [Fact]
    public async Task Who_failed_at_a_step_waits_no_more()
    {
        Project(
            Given.Moved(true, "call", null, new StepTaken("call", "webhook", null, true)),
            Given.Moved(false, null, RunEnd.Failed, new StepTaken("call", "webhook", null, false)));

        var step = (await Numbers()).Steps["call"];

        Assert.Equal((1, 0, 1), (step.Entered, step.Waiting, step.Failed));
    }

    [Fact]
    public async Task Another_workspace_sees_nothing_of_it()
    {
        Project(Given.Moved(true, null, RunEnd.Finished));

        Assert.Empty(await Counts().All("other", default));
    }

    public void Dispose() => _view.Dispose();

    private void Project(params IReadOnlyList<JourneyMoved> moves) =>
        _view.Project([.. moves.Select((moved, i) => Given.Record(Ana, moved, i))]);

    private Task<JourneyNumbers> Numbers() => Counts().Of(Given.Shop, "welcome", 1, default);

    private JourneyCounts Counts() => new(_view, new LiveFeed(TimeProvider.System, NullLogger<LiveFeed>.Instance));
}
