using Bunit;
using Bunit.TestDoubles;
using Cpd.Contracts;
using Cpd.Web.Features.Live;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Web.Tests.Features.Live;

public sealed class LivePageTests : PageTest
{
    private static readonly PersonId Ana = Person("ana");

    [Fact]
    public async Task An_empty_workspace_teaches_the_first_event()
    {
        var page = Render<LivePage>();

        await page.WaitForAssertionAsync(() => Assert.Contains("curl", page.Find("pre").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_happens_appears_by_itself()
    {
        var page = Render<LivePage>();

        Happens(Ana, Tracked("Order Paid"));

        await page.WaitForAssertionAsync(() => Assert.Equal("Order Paid", page.Find(".entry .text").TextContent));
    }

    [Fact]
    public async Task A_paused_page_stays_as_it_is_and_catches_up()
    {
        Happens(Ana, Tracked("First"));
        var page = Render<LivePage>();
        await page.WaitForElementAsync(".entry");

        await page.Click(".title button");
        Happens(Ana, Tracked("Second"));
        Assert.Equal(["First"], Texts(page));

        await page.Click(".title button");
        await page.WaitForAssertionAsync(() => Assert.Equal(["Second", "First"], Texts(page)));
    }

    [Fact]
    public async Task The_filter_stands_in_the_address()
    {
        Happens(Ana, Tracked("Viewed"), Tracked("Order Paid"));
        var page = Render<LivePage>();
        await page.WaitForElementAsync(".entry");

        await page.On("input[type=search]", search => search.InputAsync("Order"));

        Assert.EndsWith("?name=Order", Services.GetRequiredService<BunitNavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failures_are_what_was_not_sent_and_what_did_not_arrive()
    {
        var message = Ids.Derive<MessageId>(Now, "m");
        Happens(
            Ana,
            new MessageFailed(message, Channel.Sms, "message.no-address", "The person has no address for SMS.", true, null),
            new MessageReported(message, DeliveryOutcome.Undeliverable, "UNDELIVERABLE", "Absent Subscriber", true, Now),
            new MessageReported(message, DeliveryOutcome.Delivered, "DELIVERED_TO_HANDSET", null, false, Now));
        Services.GetRequiredService<BunitNavigationManager>().NavigateTo("/live?kind=Failures");

        var page = Render<LivePage>();
        await page.WaitForElementAsync(".entry");

        Assert.Equal(["SMS not delivered: Absent Subscriber", "SMS not sent: The person has no address for SMS."], Texts(page));
    }

    [Fact]
    public async Task A_row_unfolds_to_the_record()
    {
        Happens(Ana, Tracked("Viewed"));
        var page = Render<LivePage>();

        await page.Click(".fold");

        await page.WaitForAssertionAsync(() => Assert.Contains("\"type\": \"EventTracked\"", page.Find(".json").TextContent, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Texts(IRenderedComponent<LivePage> page) => page.FindAll(".entry .text").Select(text => text.TextContent);

    private static EventTracked Tracked(string name) => new(name, Now, RawJson.EmptyObject, new GivenIds("ana", null));
}
