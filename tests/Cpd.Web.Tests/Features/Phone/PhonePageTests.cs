using Bunit;
using Cpd.Adapters.Sandbox.Phone;
using Cpd.Contracts;
using Cpd.Web.Features.Phone;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Web.Tests.Features.Phone;

public sealed class PhonePageTests : PageTest
{
    [Fact]
    public async Task A_conversation_stays_open_while_others_come_in()
    {
        await Writes("385911111111", "From the first");
        var page = Render<PhonePage>();
        await page.WaitForElementAsync(".bubble");

        await Writes("385922222222", "From the second");
        await page.WaitForAssertionAsync(() => Assert.Equal(2, page.FindAll(".talk").Count));

        Assert.Equal("+385911111111", page.Find(".phone header strong").TextContent);
    }

    [Fact]
    public async Task The_phone_says_whose_it_is()
    {
        Happens(Person("ana"), new PersonIdentified(new GivenIds("ana", null), Now, RawJson.From("""{"firstName":"Ana","phone":"+385 91 111 1111"}""")));
        Happens(Person("ben"), new PersonIdentified(new GivenIds("ben", null), Now, RawJson.From("""{"firstName":"Ben","phone":"+385911111111"}""")));
        await Writes("385911111111", "Hello");

        var page = Render<PhonePage>();

        await page.WaitForAssertionAsync(() => Assert.Equal("Ben", page.Find(".owner").TextContent));
    }

    private Task Writes(string number, string text) => Services.GetRequiredService<SandboxPhone>().Reply(number, "Cpd", text);
}
