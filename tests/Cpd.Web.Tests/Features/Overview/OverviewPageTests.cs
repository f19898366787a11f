using Bunit;
using Cpd.Contracts;
using Cpd.Web.Demo;
using Cpd.Web.Features.Overview;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Web.Tests.Features.Overview;

public sealed class OverviewPageTests : PageTest
{
    public OverviewPageTests() => Services.AddSingleton<IDemoShoppers>(new NoShoppers());

    [Fact]
    public async Task Figures_move_while_one_watches()
    {
        var page = await Open();
        Assert.Equal("0", Value(page, "Events"));

        Happens(Person("ana"), Tracked("Viewed"), Sent("m-1"), Delivered("m-1"));

        await page.WaitForAssertionAsync(() => Assert.Equal("1", Value(page, "Events")));
        Assert.Equal(("1", "1", "1"), (Value(page, "Active people"), Value(page, "Messages sent"), Value(page, "Delivered")));
    }

    [Fact]
    public async Task The_first_steps_are_checked_off_by_what_is_a_fact_and_go_when_all_are()
    {
        var page = await Open();
        Assert.Equal(["Publish a journey"], Done(page));

        Happens(Person("ana"), Tracked("Signed Up"));
        await page.WaitForAssertionAsync(() => Assert.Equal(["Send an event", "Publish a journey"], Done(page)));

        Services.GetRequiredService<OpenedPeople>().Note(Workspace);
        Happens(Person("ana"), Sent("m-1"));
        await page.WaitForAssertionAsync(() => Assert.Empty(page.FindAll(".first")));
    }

    [Fact]
    public async Task What_needs_somebody_is_said_with_the_way_there()
    {
        Happens(Person("ana"), [.. Enumerable.Range(0, 3).Select(number => Failed($"m-{number}"))]);

        var page = await Open();

        var notice = page.Find("[aria-label=Problems] .notice");
        Assert.Contains("3 messages failed in the last hour.", notice.TextContent, StringComparison.Ordinal);
        Assert.Equal("/live?kind=Failures", notice.QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains("Opted out", page.Find("[aria-label=Failures]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Records_that_could_not_be_processed_are_those_of_this_workspace_that_nobody_has_looked_at()
    {
        Letters.Arrives(1, "EventTracked");
        Letters.ArrivesThroughADoor(2, "{}"u8.ToArray());
        Letters.Arrives(3, "EventTracked", """{"id":"0191a0c0de0070008000000000000001","type":"EventTracked","workspace":"other","key":"k","at":"2030-01-01T00:00:00Z","data":{"name":"Old","data":{} } }"""u8.ToArray());
        Letters.Arrives(4, "?", "no record"u8.ToArray());
        Letters.Arrives(5, "EventTracked");
        await Letters.PutAway(5, "ana", along: null, default);

        var notice = (await Open()).Find("[aria-label=Problems] .notice");

        Assert.StartsWith("2 records could not be processed.", notice.TextContent.Trim(), StringComparison.Ordinal);
        Assert.Equal("/operations", notice.QuerySelector("a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task The_time_in_the_address_is_what_is_shown()
    {
        Happens(Person("ana"), Tracked("Viewed"));

        Assert.Equal("1", Value(await Open("?range=1h"), "Events"));
        Assert.Equal("0", Value(await Open("?from=2029-12-01&to=2029-12-30"), "Events"));
        Assert.Equal("1", Value(await Open("?range=rubbish&from=x"), "Events"));
    }

    [Fact]
    public async Task A_charts_table_says_the_same_and_can_be_had_as_a_file()
    {
        Happens(Person("ana"), Sent("m-1"), Delivered("m-1"));
        var page = await Open("?range=1h");

        Assert.NotEmpty(page.FindAll("[aria-label=Messages] .chart"));
        await page.Click("[aria-label=Messages] button");

        Assert.Empty(page.FindAll("[aria-label=Messages] .chart"));
        Assert.Equal(60, page.FindAll("[aria-label=Messages] tbody tr").Count);
        Assert.Equal(1, page.FindAll("[aria-label=Messages] td[data-label=Delivered]").Sum(cell => int.Parse(cell.TextContent, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal("/reports/export/messages.csv?range=1h", page.Find("[aria-label=Messages] a[download]").GetAttribute("href"));
    }

    private async Task<IRenderedComponent<OverviewPage>> Open(string query = "")
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("/" + query);
        var page = Render<OverviewPage>();
        await page.WaitForElementAsync(".figures");
        return page;
    }

    private static string Value(IRenderedComponent<OverviewPage> page, string name) =>
        page.FindAll(".tile").Single(tile => tile.QuerySelector(".quiet")!.TextContent == name).QuerySelector(".value")!.TextContent.Split(' ')[0];

    private static IEnumerable<string> Done(IRenderedComponent<OverviewPage> page) => page.FindAll(".first .ticked strong").Select(step => step.TextContent);

    private static EventTracked Tracked(string name) => new(name, Now, RawJson.EmptyObject, new GivenIds("ana", null));

    private static MessageId Message(string name) => Ids.Derive<MessageId>(Now, "message", name);

    private static MessageSent Sent(string name) => new(Message(name), Channel.Sms, null);

    private static MessageReported Delivered(string name) => new(Message(name), DeliveryOutcome.Delivered, "DELIVERED", null, false, Now);

    private static MessageFailed Failed(string name) => new(Message(name), Channel.Sms, "message.no-consent", "The person opted out of marketing by SMS.", true, null);

    private sealed class NoShoppers : IDemoShoppers
    {
        public bool IsRunning => false;

        public event Action? Changed
        {
            add { }
            remove { }
        }

        public void Start() { }

        public void Stop() { }
    }
}
