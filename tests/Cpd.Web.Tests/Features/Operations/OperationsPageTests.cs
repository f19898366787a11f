using Bunit;
using Cpd.EventLog.Kafka;
using Cpd.Web.Features.Operations;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Web.Tests.Features.Operations;

public sealed class OperationsPageTests : PageTest
{
    [Fact]
    public async Task A_letter_appears_while_one_watches()
    {
        var page = Render<OperationsPage>();
        await page.WaitForAssertionAsync(() => Assert.Contains("No dead letters", page.Markup, StringComparison.Ordinal));

        Letters.Arrives(1, "EventTracked");

        await page.WaitForAssertionAsync(() => Assert.Contains("It would not.", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_letter_is_tried_again_once()
    {
        Letters.Arrives(1, "EventTracked");
        var page = Render<OperationsPage>();

        await page.Click(".acts .button:first-child");

        await page.WaitForAssertionAsync(() => Assert.Equal(["Needs attention 0", "Retried 1", "Dismissed 0"], Choices(page)));
        Show("Replayed");
        await page.WaitForAssertionAsync(() => Assert.Contains("Retried", page.Find(".acts").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".acts .button"));
    }

    [Fact]
    public async Task A_letter_that_was_put_away_needs_nobody_and_says_who_did_it()
    {
        Letters.Arrives(1, "EventTracked");
        var page = Render<OperationsPage>();

        await page.Click(".acts .button:last-child");

        await page.WaitForAssertionAsync(() => Assert.Equal(["Needs attention 0", "Retried 0", "Dismissed 1"], Choices(page)));
        Assert.Empty(page.FindAll(".list"));
        Show("PutAway");
        await page.WaitForAssertionAsync(() => Assert.Contains("by Ana", page.Find(".acts").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_letter_that_was_put_away_may_still_be_tried_again()
    {
        Letters.Arrives(1, "EventTracked");
        await Letters.PutAway(1, "somebody", along: null, default);
        Show("PutAway");
        var page = Render<OperationsPage>();

        await page.Click(".acts .button");

        await page.WaitForAssertionAsync(() => Assert.Equal(["Needs attention 0", "Retried 1", "Dismissed 0"], Choices(page)));
    }

    [Fact]
    public async Task What_cannot_be_read_cannot_be_tried_again_and_can_be_put_away()
    {
        Letters.Arrives(1, "?", "{broken"u8.ToArray());

        var page = Render<OperationsPage>();

        await page.WaitForAssertionAsync(() => Assert.Equal(["Dismiss"], page.FindAll(".acts .button").Select(button => button.TextContent.Trim())));
        Assert.Contains("Unreadable", page.Find(".list").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_of_the_companys_own_is_named_by_its_topic_and_tried_again_by_its_door()
    {
        Letters.ArrivesThroughADoor(1, """{"other":"ana"}"""u8.ToArray());
        Letters.Refusal = new UnreadableRecordException("person.no-id", "It names nobody.");
        var page = Render<OperationsPage>();
        await page.WaitForAssertionAsync(() => Assert.Contains("From shop.orders", page.Find(".list").TextContent, StringComparison.Ordinal));
        Assert.Contains("It names nobody. (person.no-id)", page.Find(".list").TextContent, StringComparison.Ordinal);

        await page.Click(".list [aria-expanded]");
        await page.WaitForAssertionAsync(() => Assert.Equal("shop.orders, partition 2, position 7", page.Find(".payload p").TextContent));

        await page.Click(".acts .button:first-child");
        await page.WaitForAssertionAsync(() => Assert.Equal("It still cannot be read: It names nobody.", page.Find("[role=alert]").TextContent));

        Letters.Refusal = null;
        await page.Click(".acts .button:first-child");
        await page.WaitForAssertionAsync(() => Assert.Equal(["Needs attention 0", "Retried 1", "Dismissed 0"], Choices(page)));
    }

    [Fact]
    public async Task The_view_says_how_far_behind_it_is()
    {
        Log.Behind = 1_234;

        var page = Render<OperationsPage>();

        await page.WaitForAssertionAsync(() => Assert.Contains("1,234 records behind", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_rebuild_is_asked_for_twice_and_says_when_it_did_not_begin()
    {
        Log.IsFull = true;
        var page = Render<OperationsPage>();
        await page.Click(".bar .button");

        await page.Click("[role=alertdialog] .danger");

        await page.WaitForAssertionAsync(() => Assert.Contains("could not be started", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("[role=alertdialog]"));
    }

    private void Show(string letters) => Services.GetRequiredService<NavigationManager>().NavigateTo($"/operations?letters={letters}");

    private static IEnumerable<string> Choices(IRenderedComponent<OperationsPage> page) => page.FindAll(".bar a.chip").Select(choice => choice.TextContent);
}
