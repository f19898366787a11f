using Bunit;
using Cpd.Contracts;
using Cpd.Web.Access;
using Cpd.Web.Features.People;

namespace Cpd.Web.Tests.Features.People;

public sealed class EditingAttributes : PersonPageTest
{
    [Theory]
    [InlineData("\"Split\"", "Zadar", "\"Zadar\"")]
    [InlineData("\"007\"", "12", "\"12\"")]
    [InlineData("12", "12345678901234567890", "12345678901234567890")]
    [InlineData("12.5", "-0.25", "-0.25")]
    [InlineData("true", "false", "false")]
    [InlineData("\"2030-01-31\"", "2030-02-28", "\"2030-02-28\"")]
    [InlineData("\"2030-01-31T10:00:00Z\"", "2030-01-31T11:30:00+01:00", "\"2030-01-31T11:30:00\\u002B01:00\"")]
    public async Task A_value_that_is_changed_keeps_its_type(string before, string typed, string after)
    {
        Identify($$"""{"thing":{{before}}}""");
        var page = await Open();

        await page.Click("[title='Change thing']");
        await Type(page, typed);
        var saving = Submit(page);

        var command = Assert.IsType<EditPerson>((await Given(page)).Body);
        Assert.Equal(new GivenIds("ana", null), command.Who);
        Assert.True(System.Text.Json.JsonElement.DeepEquals(System.Text.Json.JsonElement.Parse($$"""{"thing":{{after}}}"""), command.Attributes.Parse()), command.Attributes.ToString());
        Assert.Contains("Saving…", (await page.WaitForElementAsync("[title='Change thing']")).TextContent, StringComparison.Ordinal);

        Carry(command);
        await saving;
        Assert.DoesNotContain("Saving…", page.Markup, StringComparison.Ordinal);
        Assert.Equal([$"Ana person.attribute-set {Ana} >thing"], await Acts());
    }

    [Theory]
    [InlineData("\"Split\"", "text")]
    [InlineData("12", "number")]
    [InlineData("true", "yes or no")]
    [InlineData("\"2030-01-31\"", "date")]
    [InlineData("[1]", "list")]
    [InlineData("{\"a\":1}", "group")]
    public async Task Its_type_stands_beside_it(string value, string type)
    {
        Identify($$"""{"thing":{{value}}}""");

        Assert.Equal(type, (await Open()).Find("[title='Change thing'] .small").TextContent);
    }

    [Theory]
    [InlineData("12", "many", "Enter a number, for example 12, -3 or 12.5.")]
    [InlineData("12", "007", "Enter a number, for example 12, -3 or 12.5.")]
    [InlineData("12", "1,5", "Enter a number, for example 12, -3 or 12.5.")]
    [InlineData("12", "1e999", "Enter a number, for example 12, -3 or 12.5.")]
    [InlineData("\"2030-01-31\"", "31.1.2030", "Enter a date such as 2026-03-31 or, with a time, 2026-03-31T10:30:00Z.")]
    [InlineData("true", "", "Choose yes or no.")]
    public async Task What_is_no_value_of_that_type_is_refused_with_how_it_is_written(string before, string typed, string sentence)
    {
        Identify($$"""{"thing":{{before}}}""");
        var page = await Open();

        await page.Click("[title='Change thing']");
        await Type(page, typed);
        await Submit(page);

        Assert.Equal(sentence, page.Find("[aria-label='Change thing'] .problem").TextContent);
        Assert.Empty(Log.Appended);
    }

    [Fact]
    public async Task Esc_leaves_a_value_as_it_was()
    {
        Identify("""{"city":"Split"}""");
        var page = await Open();

        await page.Click("[title='Change city']");
        await Type(page, "Zadar");
        await page.On("form[aria-label='Change city']", form => form.KeyDownAsync(Key.Escape));

        Assert.Contains("Split", (await page.WaitForElementAsync("[title='Change city']")).TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("form[aria-label='Change city']"));
        Assert.Empty(Log.Appended);
    }

    [Fact]
    public async Task A_value_that_stays_what_it_was_asks_for_nothing()
    {
        Identify("""{"city":"Split"}""");
        var page = await Open();

        await page.Click("[title='Change city']");
        await Submit(page);

        Assert.Empty(page.FindAll("form[aria-label='Change city']"));
        Assert.Empty(Log.Appended);
    }

    [Fact]
    public async Task An_attribute_is_added_with_the_type_that_was_chosen()
    {
        Identify("""{"city":"Split"}""");
        var page = await Open();

        await Add(page, "visits", AttributeType.Number, "3");
        var saving = Submit(page);

        var command = Assert.IsType<EditPerson>((await Given(page)).Body);
        Assert.Equal("""{"visits":3}""", command.Attributes.ToString());
        Carry(command);
        await saving;
        Assert.Equal("number", page.Find("[title='Change visits'] .small").TextContent);
    }

    [Theory]
    [InlineData("", "Give the attribute a name, for example city.")]
    [InlineData("city", "There is \"city\" already. Edit it above.")]
    [InlineData("userId", "\"userId\" is an id, which comes with events and is not changed by hand.")]
    [InlineData("consent", "Consent cannot be edited by hand: it comes from the person, or as data with its proof.")]
    [InlineData("a.b", "A name cannot contain dots, braces, quotes or line breaks: journeys could not read it.")]
    public async Task A_name_that_cannot_be_is_refused_with_why(string name, string sentence)
    {
        Identify("""{"city":"Split"}""");
        var page = await Open();

        await Add(page, name, AttributeType.Text, "Zadar");
        await Submit(page);

        Assert.Equal(sentence, page.Find("[aria-label='New attribute'] .problem").TextContent);
        Assert.Empty(Log.Appended);
    }

    [Fact]
    public async Task An_attribute_of_any_type_can_be_taken_away()
    {
        Identify("""{"tags":["a","b"],"city":"Split"}""");
        var page = await Open();

        await page.Click("[title='Change tags']");
        Assert.Empty(page.FindAll("[aria-label='Change tags'] input"));
        var removing = page.Click("[aria-label='Change tags'] .danger");

        var command = Assert.IsType<EditPerson>((await Given(page)).Body);
        Assert.Equal("""{"tags":null}""", command.Attributes.ToString());
        Carry(command);
        await removing;
        Assert.Empty(page.FindAll("[title='Change tags']"));
        Assert.Equal([$"Ana person.attribute-removed {Ana} tags>"], await Acts());
    }

    [Fact]
    public async Task What_the_engine_refuses_is_said_and_the_value_is_what_it_was()
    {
        Identify("""{"city":"Split"}""");
        var page = await Open();

        await page.Click("[title='Change city']");
        await Type(page, "Zadar");
        var saving = Submit(page);
        var command = Assert.IsType<EditPerson>((await Given(page)).Body);
        Happens(new CommandRefused(nameof(EditPerson), command.MessageId, "person.unknown", "Nobody is known by this id."));
        await saving;

        Assert.Equal("Nobody is known by this id.", page.Find("[aria-label='Attributes'] [role=alert]").TextContent);
        Assert.Contains("Split", page.Find("[title='Change city']").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_takes_nothing_is_said_in_the_form()
    {
        Identify("""{"city":"Split"}""");
        var page = await Open();
        Log.IsFull = true;

        await page.Click("[title='Change city']");
        await Type(page, "Zadar");
        await Submit(page);

        Assert.Equal(CommandWatch.NotTaken, page.Find("[aria-label='Change city'] .problem").TextContent);
    }

    [Fact]
    public async Task Whoever_may_not_change_people_sees_values_and_no_way_to_change_them()
    {
        Role = MemberRole.Analyst;
        Identify("""{"city":"Split"}""");

        var section = (await Open()).Find("[aria-label='Attributes']");

        Assert.Contains("Split", section.TextContent, StringComparison.Ordinal);
        Assert.Empty(section.QuerySelectorAll("button"));
    }

    private static Task Type(IRenderedComponent<PersonPage> page, string typed) => page.On("[aria-label='Value of thing'], [aria-label='Value of city']", field =>
        field.LocalName == "select" ? field.ChangeAsync(new() { Value = typed }) : field.InputAsync(new() { Value = typed }));

    private static async Task Add(IRenderedComponent<PersonPage> page, string name, AttributeType type, string typed)
    {
        await page.InvokeAsync(() => page.FindAll("[aria-label='Attributes'] button").Single(button => button.TextContent.Contains("Add an attribute", StringComparison.Ordinal)).ClickAsync(new()));
        await page.On("[aria-label='Name of the new attribute']", field => field.InputAsync(new() { Value = name }));
        await page.On("[aria-label='Type of the new attribute']", field => field.ChangeAsync(new() { Value = type.ToString() }));
        await page.On("[aria-label='Value of the new attribute']", field => field.InputAsync(new() { Value = typed }));
    }

    private static Task Submit(IRenderedComponent<PersonPage> page) => page.On("[aria-label='Attributes'] form", form => form.SubmitAsync());
}
