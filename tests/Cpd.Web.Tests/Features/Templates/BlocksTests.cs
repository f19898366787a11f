using Bunit;
using Cpd.Adapters.Preferences;
using Cpd.Contracts;
using Cpd.Engine.People;
using Cpd.Engine.Templates.Email;
using Cpd.Engine.Templates.Stored;
using Cpd.Web.Features.Templates;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Web.Tests.Features.Templates;

/// <summary>An e-mail that somebody puts together who writes no HTML.</summary>
public sealed class BlocksTests : PageTest
{
    private const string AnyBlock = ".block header";

    public BlocksTests()
    {
        Services.AddSingleton<IPeopleStore>(new Nobody());
        AddChannels();
    }

    [Fact]
    public async Task A_new_one_begins_with_blocks_and_is_made_of_what_they_become()
    {
        var page = Open("new", "email");
        Assert.Equal(["Heading", "Text", "Button", "Footer"], Names(page));
        Assert.Empty(page.FindAll(".problems"));   // nobody has come that far
        await Type(page, "input.name", "Order");
        await Type(page, "[aria-label='Subject']", "Order");
        await page.Click("[data-save]");
        Assert.Contains("Fix the error", page.Find(".notice").TextContent, StringComparison.Ordinal);
        Assert.Contains("Enter the button's URL", page.Find("[role=group][aria-label=Button] .problems").TextContent, StringComparison.Ordinal);

        await Type(page, "[aria-label='Link']", "https://shop.example/{{entry.id}}");
        await page.WaitForAssertionAsync(() => Assert.Contains("href=\"https://shop.example/", page.Find("iframe").GetAttribute("srcdoc"), StringComparison.Ordinal));
        await page.Click("[data-save]");

        var saved = (await Templates.Find(Workspace, "order", default))!.Content.Variants[0];
        Assert.Equal(["blocks", "subject"], saved.Parts.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_empty_field_is_told_of_once_somebody_was_in_it_also_where_its_block_has_moved()
    {
        var page = Open("new", "email");

        await page.On("[role=group][aria-label=Button] .block-text:nth-of-type(2)", field => field.FocusOutAsync(new()));
        Assert.Contains("Enter the button's URL", page.Find("[role=group][aria-label=Button] .problems").TextContent, StringComparison.Ordinal);
        await page.Click("[role=group][aria-label=Button] [data-up]");
        await page.Click("[aria-label='Add a block'] button:nth-of-type(3)");

        Assert.Equal(["Heading", "Button", "Text", "Button", "Footer"], Names(page));
        Assert.Contains("Enter the button's URL", page.Find(".block:nth-child(2) .problems").TextContent, StringComparison.Ordinal);
        Assert.Single(page.FindAll(".problems"));
    }

    [Theory]
    [InlineData("image/png", true)]
    [InlineData("image/svg+xml", false)]
    public async Task A_new_one_looks_as_the_workspace_does(string type, bool isShown)
    {
        await Log.Write(async transaction =>
        {
            await PageLooks.Save(transaction, Workspace, new PageLook("#aa0044", $"data:{type};base64,AQID"));
            return true;
        }, default);

        var page = Open("new", "email");

        Assert.Equal("#aa0044", page.Find("#blocks-accent").GetAttribute("value"));
        Assert.Equal(isShown, page.FindAll("[aria-label='Image URL']").Any(address => address.GetAttribute("value") == "http://127.0.0.1:5080/p/demo/logo"));
        var logo = await Services.GetRequiredService<MailLogos>().Read(Workspace, default);
        Assert.Equal(isShown ? [1, 2, 3] : null, logo?.Picture);
    }

    [Fact]
    public async Task Blocks_are_added_moved_doubled_and_removed()
    {
        var page = Open(await Saved(new EmailBlock.Heading("H"), new EmailBlock.Words("T"), new EmailBlock.Footer("Shop", "Out")));

        await page.Click("[aria-label='Add a block'] button:nth-of-type(5)");
        Assert.Equal(["Heading", "Text", "Divider", "Footer"], Names(page));
        await page.Click(".block:nth-child(2) [data-up]");
        await page.Click(".block:nth-child(1) [aria-label=Duplicate]");
        Assert.Equal(["Text", "Text", "Heading", "Divider", "Footer"], Names(page));
        await page.Click(".block:nth-child(1) [aria-label=Remove]");
        await page.Click(".block:nth-child(3) [aria-label=Remove]");
        await page.Click("[data-save]");

        Assert.Equal(
            [new EmailBlock.Words("T"), new EmailBlock.Heading("H"), new EmailBlock.Footer("Shop", "Out")],
            EmailBlocks.Read((await Templates.Find(Workspace, "order", default))!.Content.Variants[0].Parts["blocks"], out _)!.Blocks);
    }

    [Fact]
    public async Task A_column_has_blocks_of_its_own()
    {
        var page = Open(await Saved(new EmailBlock.Columns([new EmailBlock.Words("L")], [])));

        await page.Click(".columns > div:last-child [aria-label='Add a block'] button");
        await Type(page, ".columns > div:last-child textarea", "R");
        await page.Click("[data-save]");

        Assert.Contains("\"right\":[{\"type\":\"heading\",\"text\":\"R\"}]", (await Templates.Find(Workspace, "order", default))!.Content.Variants[0].Parts["blocks"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_writes_the_code_by_hand_is_asked_once_and_may_go_back()
    {
        var page = Open(await Saved(new EmailBlock.Heading("H")));
        await page.Click(".write [role=tab]:nth-child(2)");
        Assert.Contains(">H</h1>", page.Find("[aria-label=HTML]").GetAttribute("value"), StringComparison.Ordinal);

        await Type(page, "[aria-label=HTML]", "<p>By hand</p>");
        await page.Click("[role=alertdialog] [data-esc]");
        Assert.Contains(">H</h1>", page.Find("[aria-label=HTML]").GetAttribute("value"), StringComparison.Ordinal);

        await Type(page, "[aria-label=HTML]", "<p>By hand</p>");
        await page.Click("[role=alertdialog] .danger");
        await Type(page, "[aria-label=HTML]", "<p>By hand!</p>");
        Assert.Empty(page.FindAll("[role=alertdialog]"));
        await page.WaitForAssertionAsync(() => Assert.EndsWith("<p>By hand!</p>", page.Find("iframe").GetAttribute("srcdoc"), StringComparison.Ordinal));

        await page.On("button:contains('Back to blocks')", button => button.ClickAsync(new()));
        Assert.Equal(["Heading"], Names(page));
    }

    private MessageTemplates Templates => Services.GetRequiredService<MessageTemplates>();

    private async Task<string> Saved(params EmailBlock[] blocks) => (await Services.GetRequiredService<TemplateActions>().Create("Order", Channel.Email, new TemplateContent(
        [new TemplateVariant("", new Dictionary<string, string> { ["subject"] = "S", ["blocks"] = new EmailBlocks("#2458c9", blocks).ToJson() })]))).Id!;

    private IRenderedComponent<TemplatePage> Open(string id, string? channel = null)
    {
        if (channel is not null) Services.GetRequiredService<NavigationManager>().NavigateTo($"/templates/{id}?channel={channel}");
        var page = Render<TemplatePage>(parameters => parameters.Add(it => it.Id, id));
        page.WaitForElement(AnyBlock);
        return page;
    }

    private static IEnumerable<string> Names(IRenderedComponent<TemplatePage> page) => page.FindAll(".blocks:not(.columns .blocks) > .block > header > strong").Select(name => name.TextContent);

    private static Task Type(IRenderedComponent<TemplatePage> page, string selector, string text) =>
        page.On(selector, element => element.InputAsync(new() { Value = text }));

    private sealed class Nobody : IPeopleStore
    {
        public Task<PersonState?> Find(string workspace, PersonId person, CancellationToken ct) => Task.FromResult<PersonState?>(null);
    }
}
