using Bunit;
using Cpd.Contracts;
using Cpd.Engine.Journeys.Running;
using Cpd.Web.Features.Journeys.Live;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Web.Tests.Features.Journeys.Live;

public sealed class StepPeopleTests : PageTest
{
    private readonly Waiting _waiting = new();

    public StepPeopleTests()
    {
        Services.AddSingleton<IWaitingPeople>(_waiting);
        foreach (var name in new[] { "ana", "bea" })
        {
            Happens(Person(name), new PersonIdentified(new(name, null), Now, RawJson.From($$"""{"name":"{{name}}"}""")));
            _waiting.People.Add(new WaitingRun(Person(name), Ids.Derive<RunId>(Now, "run", name), 1, Now, Now.AddHours(1)));
        }
    }

    [Fact]
    public async Task Everybody_who_waits_is_named_with_the_way_they_came()
    {
        var panel = await Open();

        Assert.Equal(["ana", "bea"], panel.FindAll(".who a").Select(link => link.TextContent));
        Assert.Equal($"/people/{Person("ana")}/runs/{_waiting.People[0].Run}", panel.Find("[aria-label='Path of ana']").GetAttribute("href"));
    }

    [Fact]
    public async Task Whoever_is_pushed_on_is_asked_for_once_and_gone_when_it_is_done()
    {
        var panel = await Open();
        await panel.Click("[aria-label='Skip wait for bea']");

        var order = Assert.IsType<PushOnRun>(Assert.Single(Log.Appended).Body);
        Assert.Equal((Person("bea"), "wait-paid"), (order.Person, order.Step));
        Assert.Contains("Skipping…", panel.Markup, StringComparison.Ordinal);

        _waiting.People.RemoveAt(1);
        Happens(Person("bea"), new RunPushAsked(order.Run, order.Step, order.MessageId, null));
        await panel.WaitForAssertionAsync(() => Assert.Equal(["ana"], panel.FindAll(".who a").Select(link => link.TextContent)));
    }

    [Fact]
    public async Task Many_are_taken_out_after_a_question()
    {
        var panel = await Open();
        await panel.On("label.check input", box => box.ChangeAsync(new() { Value = true }));
        await panel.Click("[role=group] .danger");
        Assert.Empty(Log.Appended);
        Assert.Contains("2 people leave the journey for good", panel.Find("[role=alertdialog]").TextContent, StringComparison.Ordinal);

        await panel.Click("[role=alertdialog] .danger");

        Assert.Equal([Person("ana"), Person("bea")], Log.Appended.Select(record => Assert.IsType<TakeOutRun>(record.Body).Person));
    }

    [Fact]
    public async Task A_refusal_is_shown_and_the_person_can_be_acted_on_again()
    {
        var panel = await Open();
        await panel.Click("[aria-label='Skip wait for ana']");
        var order = (PushOnRun)Assert.Single(Log.Appended).Body;

        Happens(Person("ana"), new CommandRefused(nameof(PushOnRun), order.MessageId, "journey.paused", "The journey is paused."));

        await panel.WaitForAssertionAsync(() => Assert.Equal("The journey is paused.", panel.Find("[role=alert]").TextContent));
        Assert.NotNull(panel.Find("[aria-label='Skip wait for ana']"));
    }

    private async Task<IRenderedComponent<StepPeople>> Open()
    {
        var panel = Render<StepPeople>(parameters => parameters.Add(panel => panel.Journey, "abandoned-cart").Add(panel => panel.Step, "wait-paid"));
        await panel.WaitForElementAsync(".who");
        return panel;
    }

    private sealed class Waiting : IWaitingPeople
    {
        public List<WaitingRun> People { get; } = [];

        public Task<IReadOnlyList<WaitingRun>> At(
            string workspace, string journey, string step, int? version, string? name, int count, CancellationToken ct) =>
            Task.FromResult<IReadOnlyList<WaitingRun>>(workspace == Workspace ? [.. People.Take(count)] : []);
    }
}
