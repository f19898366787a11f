using Bunit;
using Cpd.Contracts;
using Cpd.Web.Features.Events;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Web.Tests.Features.Events;

public sealed class EventsPageTests : PageTest
{
    [Fact]
    public async Task Nothing_came_yet_teaches_how_to_send_something()
    {
        var page = await Open("/events", ".empty");

        Assert.Contains("No events yet", page.Markup, StringComparison.Ordinal);
        Assert.Contains("/v1/track", page.Find("pre").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_are_listed_with_how_often_they_came_while_one_watches()
    {
        var page = await Open("/events", ".empty");

        Happens(Person("ana"), Tracked("Cart Updated", """{"total":5}"""), Tracked("Cart Updated", """{"total":6}"""));

        await page.WaitForAssertionAsync(() => Assert.Equal(["Cart Updated", "total", "2"], page.FindAll("tbody td").Take(3).Select(cell => cell.TextContent.Trim())));
    }

    [Fact]
    public async Task An_event_shows_its_properties_with_types_and_values_and_leads_to_Live()
    {
        foreach (var who in new[] { "ana", "ivo" }) Happens(Person(who), Tracked("Cart Updated", """{"plan":"gold","total":5,"phone":"+385911234567"}"""));

        var page = await Open("/events?event=Cart%20Updated", ".side table");

        Assert.Equal(
            ["event.phone", "text", "", "event.plan", "text", "gold", "event.total", "number", "5"],
            page.FindAll(".side tbody td").Select(cell => cell.TextContent.Trim()));
        Assert.Equal("/live?kind=EventTracked&name=Cart%20Updated", page.Find(".side .content a").GetAttribute("href"));
    }

    [Fact]
    public async Task Names_that_were_too_many_to_learn_are_told_of_as_a_number()
    {
        Happens(Person("ana"), [.. Enumerable.Range(0, 2_003).Select(number => Tracked($"Order {number}", "{}"))]);

        var page = await Open("/events", "tbody");

        Assert.Contains("3 events with other names are counted together", string.Join(' ', page.Find("p.quiet.small").TextContent.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_finds_events_and_properties()
    {
        Happens(Person("ana"), Tracked("Cart Updated", """{"total":5}"""), Tracked("Signed Up", "{}"), Tracked("Order Paid", """{"totals":5}"""));

        var page = await Open("/events?q=TOTAL", "tbody");

        Assert.Equal(["Cart Updated", "Order Paid"], page.FindAll("a.row").Select(link => link.TextContent));
    }

    [Fact]
    public async Task Many_events_come_in_pages()
    {
        Happens(Person("ana"), [.. Enumerable.Range(100, 60).Select(number => Tracked($"Event {number}", "{}"))]);

        var page = await Open("/events?page=2", "tbody");

        Assert.Equal(("Event 150", 10), (page.Find("a.row").TextContent, page.FindAll("a.row").Count));
        Assert.Contains("Page 2 of 2", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attributes_of_people_have_a_list_of_their_own()
    {
        foreach (var who in new[] { "ana", "ivo" })
            Happens(Person(who), new PersonIdentified(new GivenIds(who, null), Now, RawJson.From("""{"city":"Split","email":"a@example.com"}""")));

        var page = await Open("/events?of=people", "tbody");

        Assert.Equal(["person.city", "text", "Split", "person.email", "text", ""], page.FindAll("tbody td").Select(cell => cell.TextContent.Trim()));
    }

    private static EventTracked Tracked(string name, string properties) => new(name, Now, RawJson.From(properties), new GivenIds("u", null));

    private async Task<IRenderedComponent<EventsPage>> Open(string address, string until)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        var page = Render<EventsPage>();
        await page.WaitForElementAsync(until);
        return page;
    }
}
