using Bunit;
using Cpd.Contracts;
using Cpd.Engine.People;
using Cpd.Engine.Templates.Stored;
using Cpd.Web.Features.Templates;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Web.Tests.Features.Templates;

public sealed class TemplatePageTests : PageTest
{
    private static readonly PersonId Ana = Person("ana");

    private readonly OnePerson _people = new();

    public TemplatePageTests()
    {
        Services.AddSingleton<IPeopleStore>(_people);
        AddChannels();
    }

    private TemplateActions Actions => Services.GetRequiredService<TemplateActions>();

    [Fact]
    public async Task A_new_one_is_saved_under_its_name()
    {
        var page = Open(TemplateKeeper.New);
        await Type(page, "input.name", "Welcome back");
        await Type(page, "textarea", "Hi");
        await page.Click("[data-save]");

        Assert.EndsWith("/templates/welcome-back", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        Assert.Equal("Hi", Assert.Single(await Templates.List(Workspace, default)).Text);
    }

    [Fact]
    public async Task The_preview_follows_every_letter_and_says_what_is_missing()
    {
        await Create("Welcome", "Hi");
        var page = Open("welcome");
        await Type(page, "textarea", "Hi {{person.firstName}}, {{entry.code}}");

        Assert.Equal("Hi Ana, 1234", page.Find(".bubble").TextContent);

        await Type(page, "[aria-label='Value of entry.code']", "");
        Assert.Empty(page.FindAll(".bubble"));
        Assert.Equal(["entry.code"], page.FindAll(".not-sent .chip").Select(chip => chip.TextContent));
    }

    [Fact]
    public async Task The_preview_shows_a_real_person_in_place_of_inventions()
    {
        Happens(Ana, new PersonIdentified(new GivenIds("iva-1", null), Now, RawJson.From("""{"firstName":"Iva","locale":"hr"}""")));
        _people.Is(Ana, """{"firstName":"Iva","locale":"hr"}""");
        await Create("Welcome", "Hi {{person.firstName}} {{person.nick}}");
        var page = Open("welcome");

        await Type(page, "[aria-label='Preview as a person']", "iva");
        await page.Click(".found button");

        Assert.Equal(["person.nick"], page.FindAll(".not-sent .chip").Select(chip => chip.TextContent));
        await Type(page, "textarea", "Hi {{person.firstName}}");
        Assert.Equal("Hi Iva", page.Find(".bubble").TextContent);
        Assert.Empty(page.FindAll(".values"));
    }

    [Fact]
    public async Task Saving_says_what_is_missing_until_somebody_goes_on_writing()
    {
        var page = Open("new");
        await page.Click("[data-save]");
        Assert.Contains("Enter a name", page.Find(".done").TextContent, StringComparison.Ordinal);

        await Type(page, "input.name", "Welcome");
        Assert.Empty(page.FindAll(".done .notice"));
        await page.Click("[data-save]");
        Assert.Contains("Enter the message text.", page.Find(".done [role=alert]").TextContent, StringComparison.Ordinal);

        await Type(page, "textarea", "Hi");
        Assert.Empty(page.FindAll(".done .notice"));
    }

    [Fact]
    public async Task Mistakes_stand_at_their_line_and_are_not_saved()
    {
        await Create("Welcome", "Hi");
        var page = Open("welcome");
        await Type(page, "textarea", "Hi\n  {{person.}}");

        Assert.Equal("Line 2, column 3", page.Find(".problems button").TextContent);
        await page.Click("[data-save]");
        Assert.Contains("Fix the error", page.Find(".notice").TextContent, StringComparison.Ordinal);
        Assert.Equal(1, (await Templates.Find(Workspace, "welcome", default))!.Summary.Version);
    }

    [Fact]
    public async Task The_counter_names_the_character_that_costs()
    {
        await Create("Welcome", "Hi");
        var page = Open("welcome");
        Assert.Contains("GSM-7", page.Find(".counter").TextContent, StringComparison.Ordinal);

        await Type(page, "textarea", "Günaydın");

        Assert.Contains("UCS-2 · 62 left", page.Find(".counter").TextContent, StringComparison.Ordinal);
        Assert.Equal(["ı"], page.FindAll(".why code").Select(code => code.TextContent));
        await page.Click(".why button");
        Assert.Contains("GSM-7 with the turkish table · 146 left", page.Find(".counter").TextContent, StringComparison.Ordinal);
        await page.Click("[data-save]");
        Assert.Equal("turkish", (await Templates.Find(Workspace, "welcome", default))!.Content.Variants[0].Parts["alphabet"]);
    }

    [Fact]
    public async Task An_email_is_written_in_its_parts_and_seen_as_a_mail_and_as_a_text()
    {
        var page = Open(TemplateKeeper.New);
        await page.On("[aria-label='Channel']", select => select.ChangeAsync(new() { Value = "Email" }));
        await page.WaitForElementAsync(".write [role=tab]:first-child[aria-selected=true]");   // its first blocks have come
        await Type(page, "input.name", "Order");
        await Type(page, "[aria-label='Subject']", "Hi {{person.firstName}}");
        await page.Click(".write [role=tab]:nth-child(2)");
        await Type(page, "[aria-label='HTML']", "<h1>Thanks</h1><p>{{person.firstName}}</p><script>x</script>");
        await page.Click("[role=alertdialog] .danger");

        Assert.Equal("Hi Ana", page.Find(".subject").TextContent);
        await page.WaitForAssertionAsync(() => Assert.Contains("<h1>Thanks</h1>", page.Find("iframe").GetAttribute("srcdoc"), StringComparison.Ordinal));
        var frame = page.Find("iframe");
        Assert.Equal("", frame.GetAttribute("sandbox"));
        Assert.EndsWith("<h1>Thanks</h1><p>Ana</p><script>x</script>", frame.GetAttribute("srcdoc"), StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", frame.GetAttribute("srcdoc"), StringComparison.Ordinal);
        await page.Click(".letter [role=tab]:last-child");
        Assert.Equal("Thanks\n======\n\nAna", page.Find(".letter .text").TextContent);

        await page.Click("[data-save]");
        var saved = Assert.Single(await Templates.List(Workspace, default));
        Assert.Equal((Channel.Email, "Hi {{person.firstName}}"), (saved.Channel, saved.Text));
    }

    [Fact]
    public async Task A_test_of_an_email_carries_all_its_parts_to_an_address()
    {
        await Actions.Create("Order", Channel.Email, new TemplateContent([new TemplateVariant("", new Dictionary<string, string> { ["subject"] = "S", ["html"] = "<p>Hi</p>" })]));
        var page = Open("order");

        await Type(page, "[aria-label='Test e-mail address']", "+385911234567");
        await page.InvokeAsync(() => page.Find("form.test").SubmitAsync(new()));
        Assert.Contains("Enter an e-mail address", page.Find("form.test .problem").TextContent, StringComparison.Ordinal);

        await Type(page, "[aria-label='Test e-mail address']", " ana@example.com ");
        await page.InvokeAsync(() => page.Find("form.test").SubmitAsync(new()));
        var test = Assert.IsType<SendTest>(Assert.Single(Log.Appended).Body);
        Assert.Equal((Channel.Email, "ana@example.com", "Hi", "S", "<p>Hi</p>"), (test.Channel, test.To, test.Text, test.Parts!["subject"], test.Parts["html"]));
    }

    [Fact]
    public async Task Each_language_has_a_text_of_its_own()
    {
        await Create("Welcome", "Hi");
        var page = Open("welcome");
        await Type(page, "[aria-label='Add a language']", "HR");
        await page.InvokeAsync(() => page.Find(".languages form").SubmitAsync(new()));
        await Type(page, "textarea", "Bok");
        await page.Click("[data-save]");

        Assert.Equal([("", "Hi"), ("hr", "Bok")], (await Templates.Find(Workspace, "welcome", default))!.Content.Variants.Select(variant => (variant.Language, variant.Text)));
    }

    [Fact]
    public async Task Who_was_overtaken_keeps_what_they_wrote_and_chooses()
    {
        await Create("Welcome", "Hi");
        var page = Open("welcome");
        await Type(page, "textarea", "Mine");
        await Actions.Save("welcome", 1, "Welcome", TemplateContent.Of("Theirs"));

        await page.Click("[data-save]");
        Assert.Contains("version 2", page.Find(".notice").TextContent, StringComparison.Ordinal);
        Assert.Equal("Mine", page.Find("textarea").GetAttribute("value"));

        await page.Click(".notice .danger");
        Assert.Equal("Mine", (await Templates.Find(Workspace, "welcome", default))!.Content.Variants[0].Text);
    }

    [Fact]
    public async Task Leaving_with_unsaved_changes_asks()
    {
        await Create("Welcome", "Hi");
        var page = Open("welcome");
        var navigation = Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo("/templates/welcome");
        await Type(page, "textarea", "Changed");

        await page.InvokeAsync(() => navigation.NavigateTo("/people"));

        Assert.EndsWith("/templates/welcome", navigation.Uri, StringComparison.Ordinal);
        await page.Click("[role=alertdialog] .danger");
        Assert.EndsWith("/people", navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_carries_what_the_preview_shows()
    {
        await Create("Welcome", "Hi");
        var page = Open("welcome");
        await Type(page, "textarea", "Hi {{person.firstName}}");
        await Type(page, "[aria-label='Test phone number']", "+385 91 123-4567");
        await page.InvokeAsync(() => page.Find("form.test").SubmitAsync(new()));

        var test = Assert.IsType<SendTest>(Assert.Single(Log.Appended).Body);
        Assert.Equal(("+385911234567", "Hi Ana", "welcome"), (test.To, test.Text, test.Template));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("091 123 4567", null)]
    [InlineData("ana@example.com", null)]
    [InlineData("+1 (555) 123-4567", "+15551234567")]
    [InlineData("00385911234567", "+385911234567")]
    public void A_number_for_a_test_has_its_country(string typed, string? number) => Assert.Equal(number, TemplateActions.Address(Channel.Sms, typed));

    [Fact]
    public async Task No_more_than_some_tests_a_minute_are_sent()
    {
        for (var i = 0; i < 10; i++) Assert.Null(await Actions.SendTest(Channel.Sms, "+385911234567", "Hi", null, null));

        Assert.Equal("test.too-many", (await Actions.SendTest(Channel.Sms, "+385911234567", "Hi", null, null))?.Code);
    }

    [Fact]
    public async Task What_is_put_away_is_listed_apart()
    {
        await Create("Welcome", "Hi {{person.firstName}}");
        await Create("Old", "Bye");
        await Actions.Archive("old", archived: true);

        var page = Render<TemplatesPage>();
        await page.WaitForAssertionAsync(() => Assert.Equal(["Welcome"], page.FindAll("a.row").Select(row => row.TextContent)));

        Services.GetRequiredService<NavigationManager>().NavigateTo("/templates?state=archived");
        page = Render<TemplatesPage>();
        await page.WaitForAssertionAsync(() => Assert.Equal(["Old"], page.FindAll("a.row").Select(row => row.TextContent)));
    }

    private MessageTemplates Templates => Services.GetRequiredService<MessageTemplates>();

    private async Task Create(string name, string text) =>
        Assert.NotNull((await Actions.Create(name, Channel.Sms, TemplateContent.Of(text))).Id);

    private IRenderedComponent<TemplatePage> Open(string id)
    {
        var page = Render<TemplatePage>(parameters => parameters.Add(it => it.Id, id));
        page.WaitForElement("textarea");
        return page;
    }

    private static Task Type(IRenderedComponent<TemplatePage> page, string selector, string text) =>
        page.On(selector, element => element.InputAsync(new() { Value = text }));

    private sealed class OnePerson : IPeopleStore
    {
        private PersonState? _person;

        public void Is(PersonId id, string traits)
        {
            var nobody = PersonState.New(id, Workspace, Now);
            _person = nobody with { Profile = nobody.Profile.Fold(new PersonIdentified(new GivenIds("iva-1", null), Now, RawJson.From(traits)), Now) };
        }

        public Task<PersonState?> Find(string workspace, PersonId person, CancellationToken ct) => Task.FromResult(_person);
    }
}
