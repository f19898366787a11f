using Bunit;
using Cpd.Contracts;
using Cpd.Web.Features.Phone;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Web.Tests.Features.Phone;

public sealed class InboxPageTests : PageTest
{
    [Fact]
    public async Task An_empty_inbox_says_how_to_fill_it()
    {
        var page = Render<InboxPage>();

        await page.WaitForAssertionAsync(() => Assert.NotEmpty(page.FindAll("a[href='/templates/new?channel=email']")));
    }

    [Fact]
    public async Task A_mailbox_that_is_asked_for_says_whose_it_is_and_that_nothing_came()
    {
        Happens(Person("ana"), new PersonIdentified(new GivenIds("ana", null), Now, RawJson.From("""{"firstName":"Ana","email":"Ana@example.com"}""")));
        Services.GetRequiredService<NavigationManager>().NavigateTo("/phone/inbox?address=ANA@example.com");

        var page = Render<InboxPage>();

        await page.WaitForAssertionAsync(() => Assert.Equal("Ana", page.Find(".owner").TextContent));
        Assert.Contains("No e-mails to this address", page.Markup, StringComparison.Ordinal);
    }
}
