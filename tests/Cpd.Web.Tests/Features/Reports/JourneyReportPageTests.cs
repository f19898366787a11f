using Bunit;
using Cpd.Contracts;
using Cpd.Engine.Journeys;
using Cpd.Web.Features.Reports;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Web.Tests.Features.Reports;

public sealed class JourneyReportPageTests : PageTest
{
    private const string Id = "signup-welcome";

    private static readonly Journey Split = JourneyJson.Read("""
        {"id":"signup-welcome","name":"Sign-up welcome","entries":[{"event":"Signed Up"}],"goal":{"event":"Order Paid"},"first":"half","steps":[
         {"id":"half","type":"split","parts":[{"name":"a","weight":50,"next":"rest"},{"name":"b","weight":50,"next":"rest"}]},
         {"id":"rest","type":"wait","for":"1 day","next":null}]}
        """).Journey!;

    [Fact]
    public async Task Where_nobody_entered_it_says_what_would_stand_there()
    {
        var page = await Open();

        Assert.Contains("No entries in this period", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Entry: Signed Up", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journey_that_is_not_there_is_said_plainly()
    {
        var page = await Open("nowhere");

        Assert.Contains("Journey not found", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_tells_how_far_people_come_and_which_way_they_took()
    {
        Journeys.Publish(Split);
        Enter("ana", "a", goal: true);
        Enter("ben", "b", goal: false);

        var page = await Open();

        Assert.Contains("2 entered, 1 of them are in the journey now. 1 reached the goal, Order Paid: 50.0 %.", page.Markup, StringComparison.Ordinal);
        var steps = page.FindAll("[aria-label='Funnel'] tbody tr").Select(row => string.Join('|', row.Children.Take(2).Select(cell => cell.TextContent)));
        Assert.Equal(["Signed Up|2", "Split at random 50 : 50|2", "Wait 1 day|2", "Reached the goal: Order Paid|1"], steps);
        var ways = page.FindAll("[aria-label='Paths'] tbody tr").Select(row => string.Join('|', row.Children.Select(cell => cell.TextContent))).ToList();
        Assert.Contains("Split at random 50 : 50|A|Wait 1 day|1", ways);
        Assert.Contains("Wait 1 day|Waits|In journey|1", ways);
    }

    [Fact]
    public async Task Of_few_people_nothing_is_decided_and_of_many_it_is()
    {
        Journeys.Publish(Split);
        for (var i = 0; i < 8; i++) Enter($"few-{i}", i % 2 == 0 ? "a" : "b", goal: i is 0 or 2 or 1);
        var page = await Open();
        Assert.Contains("A leads B by 25.0 points, 95 % between −", page.Markup, StringComparison.Ordinal);
        Assert.Contains("not significant yet", page.Markup, StringComparison.Ordinal);

        for (var i = 0; i < 200; i++) Enter($"many-{i}", i % 2 == 0 ? "a" : "b", goal: i % 2 == 0 ? i % 4 == 0 : i % 40 == 1);

        await page.WaitForAssertionAsync(() => Assert.Contains("statistically significant", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_way_is_worth_against_the_control_is_told_once_there_are_enough_people()
    {
        Journeys.Publish(JourneyJson.Read(JourneyJson.ToText(Split).Replace("\"b\"", "\"control\"", StringComparison.Ordinal)).Journey!);
        for (var i = 0; i < 8; i++) Enter($"few-{i}", i % 2 == 0 ? "a" : "control", goal: i is 0 or 2 or 1);
        var page = await Open();
        string[] Row() => [.. page.FindAll(".uplifts tbody tr").SelectMany(row => row.Children.Select(cell => cell.TextContent.Trim()))];

        Assert.Equal("Compared with Control", page.Find(".uplifts").GetAttribute("aria-label"));
        Assert.Equal(["A", "", "not enough people yet"], [Row()[0], .. Row()[2..]]);
        Assert.StartsWith("+25.0 (−", Row()[1], StringComparison.Ordinal);

        for (var i = 0; i < 192; i++) Enter($"many-{i}", i % 2 == 0 ? "a" : "control", goal: i % 2 == 0 ? i % 4 == 0 : i % 8 == 1);

        await page.WaitForAssertionAsync(() => Assert.Equal(["A", "+25.0 (+11.6 to +37.2)", "+100.0 % (+36.3 % to +196.4 %)", "better"], Row()));
    }

    [Fact]
    public async Task It_tells_by_channel_what_became_of_each_steps_messages()
    {
        Journeys.Publish(JourneyJson.Read("""
            {"id":"signup-welcome","name":"Sign-up welcome","entries":[{"event":"Signed Up"}],"first":"ask","steps":[
             {"id":"ask","type":"message","channel":"rcs","text":"Come?","next":"thank","failover":[{"channel":"sms","text":"Come?","on":["undeliverable"],"after":"1 hour"}]},
             {"id":"thank","type":"message","channel":"sms","text":"Thanks","next":null}]}
            """).Journey!);
        foreach (var name in new[] { "ana", "ben" }) Happens(Person(name), new JourneyMoved(RunOf(name), Id, 2, true, [new("ask", "message", null, false)], "ask", null, null));
        Send("ana", "ask", Channel.Rcs, DeliveryOutcome.Delivered, Reaction.Seen);
        Send("ben", "ask", Channel.Rcs, DeliveryOutcome.Undeliverable);
        Send("ben", "ask", Channel.Sms, DeliveryOutcome.Delivered);

        var page = await Open();

        string[] Rows() => [.. page.FindAll("[aria-label='Messages'] tbody tr").Select(row => string.Join('|', row.Children.Select(cell => cell.TextContent)))];
        await page.WaitForAssertionAsync(() => Assert.Equal(
            ["RCS, then SMS: “Come?”|RCS|2|0|1|1|1|0|0|50.0 %", "RCS, then SMS: “Come?”|SMS|1|0|1|0|0|0|0|100.0 %"], Rows()));
        Assert.Contains("RCS, 1 not delivered", page.Markup, StringComparison.Ordinal);
    }

    private void Send(string name, string step, Channel channel, DeliveryOutcome outcome, Reaction? reaction = null)
    {
        var message = Ids.Derive<MessageId>(Now, "message", name, step, channel.ToString());
        Happens(Person(name), new MessageSent(message, channel, new StepPlace(RunOf(name), Id, 2, step, 0)));
        Happens(Person(name), new MessageReported(message, outcome, "STATUS", null, true, Now));
        if (reaction is { } what) Happens(Person(name), new MessageReacted(message, what, null, Now));
    }

    private void Enter(string name, string arm, bool goal)
    {
        Happens(Person(name), new JourneyMoved(RunOf(name), Id, 2, true, [new("half", "split", arm, true), new("rest", "wait", null, true)], "rest", null, null));
        if (goal) Happens(Person(name), new JourneyMoved(RunOf(name), Id, 2, false, [new("rest", "wait", null, false)], null, null, RunEnd.ReachedGoal));
    }

    private static RunId RunOf(string name) => Ids.Derive<RunId>(Now, "run", name);

    private async Task<IRenderedComponent<JourneyReportPage>> Open(string id = Id)
    {
        var page = Render<JourneyReportPage>(parameters => parameters.Add(page => page.Id, id));
        await page.WaitForElementAsync("h1, .empty");
        return page;
    }
}
