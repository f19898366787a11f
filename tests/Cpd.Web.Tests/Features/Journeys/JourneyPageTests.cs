using Bunit;
using Cpd.Contracts;
using Cpd.Engine.Journeys;
using Cpd.Engine.People;
using Cpd.Web.Access;
using Cpd.Web.Features.Journeys;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Web.Tests.Features.Journeys;

public sealed class JourneyPageTests : PageTest
{
    private const string Id = "signup-welcome";

    public JourneyPageTests() => Services.AddSingleton<IPeopleStore>(new NobodyKnown());

    [Fact]
    public async Task A_refusal_is_shown_where_the_command_was_given()
    {
        var page = await Open();
        await page.Click(".actions button");
        await page.WaitForAssertionAsync(() => Assert.Contains("Pausing…", page.Markup, StringComparison.Ordinal));

        Happens(new CommandRefused(nameof(ChangeJourney), Asked().MessageId, "journey.stopped", "A stopped journey stays stopped."));

        await page.WaitForAssertionAsync(() => Assert.Equal("A stopped journey stays stopped.", page.Find("[role=alert]").TextContent));
        Assert.False(page.Find(".actions button").HasAttribute("disabled"));
    }

    [Fact]
    public async Task A_refusal_of_somebody_elses_command_is_not_ours()
    {
        var page = await Open();
        await page.Click(".actions button");
        await page.WaitForAssertionAsync(() => Assert.NotEmpty(Log.Appended));

        Happens(new CommandRefused(nameof(ChangeJourney), "another", "journey.stopped", "Not for us."));
        Journeys.Set(Id, JourneyStatus.Paused);
        Happens(new JourneyChanged(Id, JourneyChange.Pause, null));

        await page.WaitForAssertionAsync(() => Assert.Contains("Resume", page.Find(".actions").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("[role=alert]"));
    }

    [Fact]
    public async Task An_analyst_sees_it_and_is_offered_nothing()
    {
        Role = MemberRole.Analyst;

        var page = await Open(wait: "h1");

        Assert.Empty(page.FindAll(".actions button"));
        Assert.DoesNotContain("Edit", page.Find(".actions").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_is_checked_by_itself_whatever_the_page_offered()
    {
        await Open();
        Role = MemberRole.Analyst;

        await Assert.ThrowsAsync<AccessDeniedException>(() => Services.GetRequiredService<JourneyActions>().Change(Id, JourneyChange.Pause));

        Assert.Empty(Log.Appended);
    }

    [Fact]
    public async Task An_older_version_shows_its_own_picture()
    {
        Journeys.Publish(JourneyJson.Read("""
            {"id":"signup-welcome","name":"Sign-up welcome","entries":[{"event":"Signed Up"}],"first":"hold",
             "steps":[{"id":"hold","type":"wait","for":"2 days","next":null}]}
            """).Journey!);

        Assert.Contains("Wait 2 days", (await Open()).Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("Wait 2 days", (await Open(version: 1)).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_there_never_was_is_said_plainly()
    {
        var page = await Open(version: 7, wait: ".empty");

        Assert.Contains("This journey has no version 7", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_run_lights_its_way_on_the_picture()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/journeys/{Id}?test");
        var page = Render<JourneyPage>(parameters => parameters.Add(page => page.Id, Id));
        await page.On(".test form:not(.clock)", form => form.SubmitAsync());

        Assert.Equal(["entry", "message", "end"], page.FindAll(".card.lit").Select(card => card.ClassList[1]));
        Assert.Empty(page.FindAll(".faded"));
    }

    private ChangeJourney Asked() => Assert.IsType<ChangeJourney>(Assert.Single(Log.Appended).Body);

    private async Task<IRenderedComponent<JourneyPage>> Open(int? version = null, string wait = "h1")
    {
        var navigation = Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo(navigation.GetUriWithQueryParameter("version", version));
        var page = Render<JourneyPage>(parameters => parameters.Add(page => page.Id, Id));
        await page.WaitForElementAsync(wait);
        return page;
    }

    private sealed class NobodyKnown : IPeopleStore
    {
        public Task<PersonState?> Find(string workspace, PersonId person, CancellationToken ct) => Task.FromResult<PersonState?>(null);
    }
}
