using Bunit;
using Cpd.Engine.Messages.Sending;
using Cpd.Web.Access;
using Cpd.Web.Features.Channels;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Web.Tests.Features.Channels;

public sealed class RulesPageTests : PageTest
{
    [Fact]
    public async Task What_is_written_is_saved_shown_again_and_in_the_audit_log()
    {
        var page = Render<RulesPage>();
        await Write(page, "[aria-label='Quiet from']", "22:00:00");
        await Write(page, "[aria-label='Quiet to']", "08:00:00");
        await Write(page, "#zone", "Europe/Zagreb");
        await Write(page, "[aria-label='SMS within 24 hours']", "3");
        await Write(page, "[aria-label='Quiet hours of E-mail']", "Never");
        await page.Click("section[aria-label=Countries] button.button:not(.bare)");
        await Write(page, "[aria-label='Country code']", "+33");
        await Write(page, "[aria-label='+33 quiet from']", "20:00:00");
        await Write(page, "[aria-label='+33 quiet to']", "10:00:00");
        await Save(page);
        await page.WaitForAssertionAsync(() => Assert.Contains("The rules apply from now on", page.Markup, StringComparison.Ordinal));

        const string Words = "zone Europe/Zagreb; quiet 22:00 to 08:00; SMS: 3 within 24 hours; E-mail: never quiet; +33: quiet 20:00 to 10:00";
        Assert.Equal((Words, 1), (RulesActions.Words((await Saved()).Rules), (await Saved()).Version));
        var entry = Assert.Single(await Services.GetRequiredService<AuditLog>().Page(Services.GetRequiredService<Caller>(), "rules-saved", null, CancellationToken.None));
        Assert.Equal(("none", Words), (entry.Before, entry.After));

        var again = Render<RulesPage>();
        await again.WaitForAssertionAsync(() => Assert.Equal("22:00", again.Find("[aria-label='Quiet from']").GetAttribute("value")));
        Assert.Equal("3", again.Find("[aria-label='SMS within 24 hours']").GetAttribute("value"));
    }

    [Fact]
    public async Task What_is_wrong_stands_at_its_place_and_nothing_is_saved()
    {
        var page = Render<RulesPage>();
        await Write(page, "[aria-label='Quiet from']", "22:00:00");
        await Write(page, "[aria-label='All channels within 1 hour']", "many");
        await Write(page, "#zone", "Atlantis");
        await Save(page);

        await page.WaitForAssertionAsync(() => Assert.Contains("fix 3 problems first", page.Markup, StringComparison.Ordinal));
        Assert.Contains("Enter a start and a different end", page.Find("section[aria-label='Quiet hours']").TextContent, StringComparison.Ordinal);
        Assert.Contains("“Atlantis” is not a valid time zone", page.Find("section[aria-label='Quiet hours']").TextContent, StringComparison.Ordinal);
        Assert.Contains("A limit must be a whole number from 1 to 100", page.Find("section[aria-label='Frequency caps']").TextContent, StringComparison.Ordinal);
        Assert.Equal(0, (await Saved()).Version);
    }

    [Fact]
    public async Task A_country_needs_hours()
    {
        var page = Render<RulesPage>();
        await page.Click("section[aria-label=Countries] button.button:not(.bare)");
        await Write(page, "[aria-label='Country code']", "33");
        await Write(page, "[aria-label='+33 quiet from']", "20:00:00");
        await Save(page);

        await page.WaitForAssertionAsync(() => Assert.Equal("+33 has no quiet hours. Enter a start and an end, or remove the country.", page.Find("section[aria-label=Countries] .problem").TextContent));
        Assert.Equal(0, (await Saved()).Version);
    }

    [Fact]
    public async Task Two_people_do_not_overwrite_each_other_in_silence()
    {
        var page = Render<RulesPage>();
        await Write(page, "[aria-label='SMS within 24 hours']", "3");
        Assert.Empty(await Services.GetRequiredService<RulesActions>().Save(await Saved(), new SendingRules { Caps = new(null, 9, null) }));
        await Save(page);

        await page.WaitForAssertionAsync(() => Assert.Contains("Someone else saved the rules in the meantime", page.Markup, StringComparison.Ordinal));
        Assert.Equal("9 within 24 hours", RulesActions.Words((await Saved()).Rules));
    }

    [Fact]
    public async Task Who_may_not_change_channels_is_refused()
    {
        var before = await Saved();
        Role = MemberRole.Marketer;
        Assert.Equal(AccessDeniedException.Code, Assert.Single(await Services.GetRequiredService<RulesActions>().Save(before, SendingRules.None)).Code);
        Assert.Equal(0, (await Saved()).Version);
    }

    private Task<SavedSendingRules> Saved() => Services.GetRequiredService<StoredSendingRules>().Of(Workspace, CancellationToken.None);

    /// <summary>As a browser tells it: while it is typed, and when the field is left.</summary>
    private static async Task Write(IRenderedComponent<RulesPage> page, string selector, string text)
    {
        await page.On(selector, element => element.InputAsync(new() { Value = text }));
        await page.On(selector, element => element.ChangeAsync(new() { Value = text }));
    }

    private static Task Save(IRenderedComponent<RulesPage> page) => page.On("form.rules", form => form.SubmitAsync(new()));
}
