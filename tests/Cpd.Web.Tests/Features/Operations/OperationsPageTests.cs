using Bunit;
using Cpd.Web.Features.Operations;

namespace Cpd.Web.Tests.Features.Operations;

public sealed class OperationsPageTests : PageTest
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void A_letter_appears_while_one_watches()
    {
        var page = Render<OperationsPage>();
        page.WaitForAssertion(() => Assert.Contains("None, and that is how it should be", page.Markup, StringComparison.Ordinal), Patience);

        Letters.Arrives(1, "EventTracked", "{}"u8.ToArray());

        page.WaitForAssertion(() => Assert.Contains("It would not.", page.Markup, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public void A_letter_is_tried_again_once()
    {
        Letters.Arrives(1, "EventTracked", "{}"u8.ToArray());
        var page = Render<OperationsPage>();

        page.WaitForElement(".list td .button:not(.bare)", Patience).Click();

        page.WaitForAssertion(() => Assert.Contains("Tried again", page.Find(".list .chip").TextContent, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public void A_record_that_cannot_be_read_stays_and_says_so()
    {
        Letters.Arrives(1, "?", "{broken"u8.ToArray());
        var page = Render<OperationsPage>();

        page.WaitForElement(".list td .button:not(.bare)", Patience).Click();

        page.WaitForAssertion(() => Assert.Contains("cannot be read", page.Find(".notice").TextContent, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public void The_view_says_how_far_behind_it_is()
    {
        Log.Behind = 1_234;

        var page = Render<OperationsPage>();

        page.WaitForAssertion(() => Assert.Contains("1,234 records behind", page.Markup, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public void A_rebuild_is_asked_for_twice_and_says_when_it_did_not_begin()
    {
        var page = Render<OperationsPage>();
        page.WaitForElement(".bar .button", Patience).Click();

        page.Find("[role=alertdialog] .danger").Click();

        page.WaitForAssertion(() => Assert.Contains("nothing was changed", page.Find("[role=alert]").TextContent, StringComparison.Ordinal), Patience);
        Assert.Empty(page.FindAll("[role=alertdialog]"));
    }
}
