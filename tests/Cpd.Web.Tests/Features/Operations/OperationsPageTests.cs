using Bunit;
using Cpd.Web.Features.Operations;

namespace Cpd.Web.Tests.Features.Operations;

public sealed class OperationsPageTests : PageTest
{
    [Fact]
    public async Task A_letter_appears_while_one_watches()
    {
        var page = Render<OperationsPage>();
        await page.WaitForAssertionAsync(() => Assert.Contains("None, and that is how it should be", page.Markup, StringComparison.Ordinal));

        Letters.Arrives(1, "EventTracked", "{}"u8.ToArray());

        await page.WaitForAssertionAsync(() => Assert.Contains("It would not.", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_letter_is_tried_again_once()
    {
        Letters.Arrives(1, "EventTracked", "{}"u8.ToArray());
        var page = Render<OperationsPage>();

        await page.Click(".list td .button:not(.bare)");

        await page.WaitForAssertionAsync(() => Assert.Contains("Tried again", page.Find(".list .chip").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_record_that_cannot_be_read_stays_and_says_so()
    {
        Letters.Arrives(1, "?", "{broken"u8.ToArray());
        var page = Render<OperationsPage>();

        await page.Click(".list td .button:not(.bare)");

        await page.WaitForAssertionAsync(() => Assert.Contains("cannot be read", page.Find(".notice").TextContent, StringComparison.Ordinal));
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
        var page = Render<OperationsPage>();
        await page.Click(".bar .button");

        await page.Click("[role=alertdialog] .danger");

        await page.WaitForAssertionAsync(() => Assert.Contains("nothing was changed", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("[role=alertdialog]"));
    }
}
