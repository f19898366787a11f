using Bunit;
using Cpd.Contracts;
using Cpd.Engine.Journeys;
using Cpd.Engine.Templates.Stored;
using Cpd.Engine.UserView;
using Cpd.Engine.Workspaces;
using Cpd.EventLog.Storage;
using Cpd.Web.Access;
using Cpd.Web.Features.Templates;
using Cpd.Web.Shell;
using Cpd.Web.Shell.Palette;
using Cpd.Web.Tests.Features;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Web.Tests.Shell;

public sealed class CommandPaletteTests : PageTest
{
    private readonly BunitJSModuleInterop _script;

    public CommandPaletteTests()
    {
        var module = JSInterop.SetupModule("./palette.js");
        _script = module.SetupModule(call => call.Identifier == "attach");
        _script.Mode = JSRuntimeMode.Loose;
        AddChannels();
    }

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    [Fact]
    public async Task With_nothing_typed_it_lists_all_that_one_may_do_and_see()
    {
        var palette = await Open();

        Assert.Equal(["New journey", "New template", "Invite a member", "Sign out"], Listed(palette, "Actions"));
        Assert.Equal(
            [
                "Overview", "Live", "People", "Events", "Journeys", "Journey templates", "Templates", "Channels", "Sending rules", "Reports", "Phone", "Inbox", "Operations",
                "Settings", "Members", "Keys", "Audit", "Password",
            ],
            Listed(palette, "Pages"));
    }

    [Fact]
    public async Task Whoever_only_looks_is_offered_nothing_else()
    {
        Role = MemberRole.Analyst;
        var palette = await Open();

        Assert.Equal(["Sign out"], Listed(palette, "Actions"));
        Assert.Equal(["Overview", "Live", "People", "Events", "Journeys", "Journey templates", "Templates", "Reports", "Settings", "Members", "Password"], Listed(palette, "Pages"));
    }

    [Theory]
    [InlineData(MemberRole.Developer, "Overview, Live, People, Events, Journeys, Templates, Reports, Phone, Operations, Settings")]
    [InlineData(MemberRole.Marketer, "Overview, Live, People, Events, Journeys, Templates, Reports, Phone, Settings")]
    [InlineData(MemberRole.Owner, "Overview, Live, People, Events, Journeys, Templates, Channels, Reports, Phone, Operations, Settings")]
    public void The_rail_has_the_same_pages_but_for_those_within_them(MemberRole role, string pages)
    {
        Role = role;

        var rail = Render<Rail>();

        Assert.Equal(pages, string.Join(", ", rail.FindAll("nav a").Select(link => link.TextContent)));
    }

    [Fact]
    public async Task Pages_are_found_by_the_beginnings_of_their_words()
    {
        var palette = await Open();

        await Type(palette, "RUL");
        Assert.Equal(["Sending rules"], Listed(palette, "Pages"));

        await Type(palette, "settings au");
        Assert.Equal(["Audit"], Listed(palette, "Pages"));
    }

    [Fact]
    public async Task Two_letters_find_journeys_templates_and_people_by_name_id_or_address()
    {
        Journeys.Publish("""{"id":"lost-ones","name":"Winning back","entry":{"event":"Gone"},"start":"end","steps":[{"id":"end","type":"exit"}]}""");
        await Drafts.Save(Workspace, new Journey("win-2", "Second try", [new JourneyEntry("")], new Reentry.AfterLeaving(), "", []), 0, 0, "Ana", default);
        Assert.NotNull((await Services.GetRequiredService<TemplateActions>().Create("You win", Channel.Sms, TemplateContent.Of("Hi"))).Id);
        Identify("winona", """{"firstName":"Nona","email":"nona@example.com"}""");
        var palette = await Open();

        await Type(palette, "w");
        Assert.Empty(palette.FindAll("[href^='/journeys/lost']"));

        await Type(palette, "WIN");
        await palette.WaitForAssertionAsync(() => Assert.Equal(["Nona"], Listed(palette, "People")));
        Assert.Equal(["Winning back", "Second try"], Listed(palette, "Journeys"));
        Assert.Equal("/journeys/win-2/edit", palette.Find("[role=option]:has(.called:contains('Second'))").GetAttribute("href"));
        Assert.Equal(["You win"], Listed(palette, "Templates"));

        await Type(palette, "lost-o");
        Assert.Equal(["Winning back"], Listed(palette, "Journeys"));

        await Type(palette, "nona@ex");
        await palette.WaitForAssertionAsync(() => Assert.Equal(["Nona"], Listed(palette, "People")));
    }

    [Fact]
    public async Task Of_many_some_are_listed_and_the_way_to_all()
    {
        for (var i = 0; i < PaletteSearch.Most + 1; i++) Identify($"zora-{i}", """{"firstName":"Zora"}""");
        var palette = await Open();

        await Type(palette, "zora");

        await palette.WaitForAssertionAsync(() => Assert.Equal(PaletteSearch.Most + 1, Listed(palette, "People").Count()));
        Assert.Equal("/people?q=zora", palette.FindAll("[role=option]")[^1].GetAttribute("href"));
    }

    [Fact]
    public async Task What_is_in_another_workspace_is_not_found()
    {
        Identify("zora-1", """{"firstName":"Zora"}""");
        await using (var db = Database.CreateDbContext())
        {
            db.Add(new PersonRow { Person = Guid.NewGuid(), Workspace = "other", FirstName = "Zorana", Search = "zorana" });
            db.Add(new TemplateRow { Id = "zorana", Name = "Zorana", Workspace = "other", Channel = Channel.Sms });
            await db.SaveChangesAsync();
        }
        var palette = await Open();

        await Type(palette, "zora");

        await palette.WaitForAssertionAsync(() => Assert.Equal(["Zora"], Listed(palette, "People")));
        Assert.Empty(Listed(palette, "Templates"));
    }

    [Fact]
    public async Task Whoever_is_in_several_workspaces_switches_to_another_of_theirs()
    {
        await using (var db = Database.CreateDbContext())
        {
            foreach (var (id, name) in new[] { ("shop", "Web shop"), ("bank", "Bank") }) db.Add(new WorkspaceRow { Id = id, Name = name, CreatedAt = 0 });
            var account = (await db.Set<MemberRow>().SingleAsync()).Account;
            db.Add(new MemberRow { Workspace = "shop", Account = account, Role = MemberRole.Analyst, Since = 1 });
            await db.SaveChangesAsync();
        }
        var palette = await Open();

        Assert.Equal(["Switch to Web shop"], Listed(palette, "Workspaces"));
        await Type(palette, "shop");
        Assert.Equal("/w/shop/", palette.Find("[role=option]").GetAttribute("href"));
    }

    [Fact]
    public async Task Who_is_a_member_no_more_is_told_so_and_nothing_else()
    {
        Identify("zora-1", """{"firstName":"Zora"}""");
        var palette = await Open();
        await using (var db = Database.CreateDbContext()) await db.Set<MemberRow>().ExecuteDeleteAsync();

        await Type(palette, "zora");

        await palette.WaitForAssertionAsync(() => Assert.Contains("no longer a member", palette.Find("[role=status]").TextContent, StringComparison.Ordinal));
        Assert.Empty(palette.FindAll("[role=option]"));
    }

    [Fact]
    public async Task What_nothing_is_like_is_said()
    {
        var palette = await Open();

        await Type(palette, " qwxyz ");

        await palette.WaitForAssertionAsync(() => Assert.Equal("Nothing found for “qwxyz”.", palette.Find("[role=status]").TextContent));
        Assert.Equal("false", palette.Find("input").GetAttribute("aria-expanded"));
        Assert.False(palette.Find("input").HasAttribute("aria-activedescendant"));
    }

    [Fact]
    public async Task The_arrows_go_round_and_Enter_follows_what_they_stand_on()
    {
        var palette = await Open();
        await Type(palette, "new");
        Assert.Equal("New journey", Active(palette));

        await Press(palette, "ArrowDown");
        Assert.Equal("New template", Active(palette));
        await Press(palette, "ArrowDown");
        Assert.Equal("New journey", Active(palette));
        await Press(palette, "ArrowUp");
        Assert.Equal(palette.Find("[aria-selected=true]").Id, palette.Find("input").GetAttribute("aria-activedescendant"));
        await Press(palette, "Enter");

        Assert.Equal([palette.Find("[href='/templates/new']").Id], _script.Invocations["go"].Select(call => call.Arguments[0]));
    }

    [Fact]
    public async Task Enter_before_the_answer_follows_the_first_that_comes()
    {
        Identify("zora-1", """{"firstName":"Zora"}""");
        var palette = await Open();

        await Type(palette, "zora");
        await Press(palette, "Enter");
        Assert.Empty(_script.Invocations["go"]);

        await palette.WaitForAssertionAsync(() => Assert.Single(_script.Invocations["go"]));
        Assert.Equal("Zora", Active(palette));
    }

    [Fact]
    public async Task An_answer_that_comes_late_does_not_take_the_place_of_a_newer_one()
    {
        var slow = new SlowDatabase(Database);
        Services.AddSingleton<IDbContextFactory<CpdDb>>(slow);
        Identify("zora-1", """{"firstName":"Zora"}""");
        Identify("petra-1", """{"firstName":"Petra"}""");
        var palette = await Open();

        var held = slow.HoldNext();
        await Type(palette, "zora");
        await held;
        await Type(palette, "petra");
        await palette.WaitForAssertionAsync(() => Assert.Equal(["Petra"], Listed(palette, "People")));
        await palette.InvokeAsync(slow.LetGo);

        Assert.Equal(["Petra"], Listed(palette, "People"));
    }

    [Fact]
    public async Task What_was_opened_last_comes_first_but_for_what_is_open()
    {
        var zora = Identify("zora-1", """{"firstName":"Zora"}""");
        Render<CommandPalette>();
        Navigation.NavigateTo("/journeys/abandoned-cart/report");
        Navigation.NavigateTo($"/people/{zora}");
        Navigation.NavigateTo("/journeys/gallery");
        Navigation.NavigateTo("/journeys/signup-welcome");

        var palette = await Open();

        Assert.Equal(["Zora", "Abandoned cart"], Listed(palette, "Recently opened"));
        Assert.Equal("Zora", Active(palette));
    }

    [Fact]
    public async Task Closed_it_holds_nothing_and_begins_anew()
    {
        var palette = await Open();
        await Type(palette, "qwxyz");

        await palette.On("dialog", dialog => dialog.TriggerEventAsync("onclose", EventArgs.Empty));
        Assert.Empty(palette.FindAll("[role=option]"));
        Assert.Equal("", palette.Find("[role=status]").TextContent);

        await palette.On("input", field => field.FocusAsync(new()));
        await palette.WaitForAssertionAsync(() => Assert.Equal("New journey", Active(palette)));
    }

    private IDbContextFactory<CpdDb> Database =>
        (IDbContextFactory<CpdDb>)Services.First(service => service.ServiceType == typeof(IDbContextFactory<CpdDb>)).ImplementationInstance!;

    private PersonId Identify(string id, string traits)
    {
        Happens(Person(id), new PersonIdentified(new GivenIds(id, null), Now, RawJson.From(traits)));
        return Person(id);
    }

    private async Task<IRenderedComponent<CommandPalette>> Open()
    {
        var palette = Render<CommandPalette>();
        await palette.On("input", field => field.FocusAsync(new()));
        await palette.WaitForElementAsync("[role=option]");
        return palette;
    }

    /// <summary>Comes back when the page has heard it, which is before people are found.</summary>
    private static Task Type(IRenderedComponent<CommandPalette> palette, string text) =>
        palette.InvokeAsync(() => { _ = palette.Find("input").InputAsync(new() { Value = text }); });

    private static Task Press(IRenderedComponent<CommandPalette> palette, string key) =>
        palette.On("input", field => field.KeyDownAsync(new KeyboardEventArgs { Key = key }));

    private static string Active(IRenderedComponent<CommandPalette> palette) => palette.Find("[aria-selected=true] .called").TextContent;

    private static IEnumerable<string> Listed(IRenderedComponent<CommandPalette> palette, string group) => palette.FindAll("[role=group]")
        .Where(one => one.QuerySelector(".group")!.TextContent == group)
        .SelectMany(one => one.QuerySelectorAll(".called")).Select(called => called.TextContent);

    /// <summary>Takes as long over one question as the test likes.</summary>
    private sealed class SlowDatabase(IDbContextFactory<CpdDb> database) : IDbContextFactory<CpdDb>
    {
        private readonly TaskCompletionSource _released = new();
        private TaskCompletionSource? _held;

        public Task HoldNext() => (_held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

        public void LetGo() => _released.SetResult();

        public CpdDb CreateDbContext() => database.CreateDbContext();

        public async Task<CpdDb> CreateDbContextAsync(CancellationToken ct)
        {
            if (Interlocked.Exchange(ref _held, null) is { } held)
            {
                held.SetResult();
                await _released.Task;
            }
            return await database.CreateDbContextAsync(CancellationToken.None);
        }
    }
}
