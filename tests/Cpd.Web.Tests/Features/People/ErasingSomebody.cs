using Bunit;
using Cpd.Contracts;
using Cpd.Web.Access;
using Cpd.Web.Features.People;

namespace Cpd.Web.Tests.Features.People;

public sealed class ErasingSomebody : PersonPageTest
{
    private const string Question = "[role=alertdialog]";

    [Fact]
    public async Task Whoever_types_their_name_erases_them_and_reads_on_the_page_that_it_was_done()
    {
        Identify("""{"firstName":"Ana","lastName":"Kovač"}""");
        var page = await Open();

        await Ask(page);
        await Type(page, "ana kovač ");
        var erasing = page.On($"{Question} form", form => form.SubmitAsync());

        var command = Assert.IsType<ForgetPerson>((await Given(page)).Body);
        Assert.Equal(new GivenIds("ana", null), command.Who);
        Assert.Equal([$"Ana person.erased {Ana} >"], await Acts());

        Forget();
        await erasing;
        await page.WaitForAssertionAsync(() => Assert.Contains("This person was erased", page.Markup, StringComparison.Ordinal));
        Assert.DoesNotContain("Kovač", page.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Ana")]
    [InlineData("erase")]
    public async Task Nothing_else_that_is_typed_erases_them(string typed)
    {
        Identify("""{"firstName":"Ana","lastName":"Kovač"}""");
        var page = await Open();

        await Ask(page);
        await Type(page, typed);
        Assert.True(page.Find($"{Question} .danger").HasAttribute("disabled"));
        await page.On($"{Question} form", form => form.SubmitAsync());

        Assert.Empty(Log.Appended);
        Assert.Empty(await Acts());
    }

    [Fact]
    public async Task The_question_says_what_goes_what_stays_and_that_it_cannot_be_undone_and_can_be_left()
    {
        Identify("""{"firstName":"Ana"}""");
        var page = await Open();

        await Ask(page);

        var question = page.Find(Question).TextContent;
        foreach (var word in (string[])["cannot be undone", "Erased:", "profile", "their journeys", "timeline", "texts of their messages", "Kept:", "audit log"]) Assert.Contains(word, question, StringComparison.Ordinal);
        await page.Click($"{Question} [data-esc]");
        Assert.Empty(page.FindAll(Question));
        Assert.Empty(Log.Appended);
    }

    [Fact]
    public async Task Who_is_gone_already_is_said()
    {
        Happens(Ana, new PersonIdentified(new GivenIds("ana", null), Now, RawJson.From("""{"firstName":"Ana"}""")));
        var page = await Open();

        await Ask(page);
        await Type(page, "Ana");
        await page.On($"{Question} form", form => form.SubmitAsync());

        Assert.Contains("This person no longer exists", page.Find("[aria-label='Their data'] [role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Empty(Log.Appended);
    }

    [Theory]
    [InlineData(MemberRole.Marketer)]
    [InlineData(MemberRole.Analyst)]
    [InlineData(MemberRole.Developer)]
    public async Task Others_than_owners_and_administrators_see_no_way_to_it(MemberRole role)
    {
        Role = role;
        Identify("""{"firstName":"Ana"}""");

        Assert.Empty((await Open()).FindAll("[aria-label='Their data']"));
    }

    private static Task Ask(IRenderedComponent<PersonPage> page) => page.Click("[aria-label='Their data'] button");

    private static Task Type(IRenderedComponent<PersonPage> page, string typed) => page.On($"{Question} input", field => field.InputAsync(new() { Value = typed }));
}
