using Bunit;
using Cpd.Contracts;
using Cpd.Engine.People;
using Cpd.Web.Features.People;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Web.Tests.Features.People;

public sealed class PersonPageTests : PageTest
{
    private static readonly PersonId Ana = Person("ana");

    private readonly KnownPeople _known = new();

    public PersonPageTests() => Services.AddSingleton<IPeopleStore>(_known);

    [Fact]
    public async Task A_person_is_shown_with_name_address_and_attributes()
    {
        Identify("""{"firstName":"Ana","lastName":"Kovač","phone":"+385911234567","city":"Split"}""");

        var page = await Open();

        Assert.Equal("Ana Kovač", page.Find("h1").TextContent);
        Assert.Contains("+385911234567", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Split", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Consent_is_marked_with_its_proof()
    {
        Identify("""{"phone":"+385911234567","consent":{"marketing":{"sms":{"granted":true,"source":"checkout"}}}}""");

        var mark = (await Open()).Find(".chip.good");

        Assert.Equal("Marketing allowed", mark.TextContent);
        Assert.Contains("checkout", mark.GetAttribute("title"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_timeline_grows_while_one_watches()
    {
        Identify("""{"firstName":"Ana"}""");
        var page = await Open();

        Happens(Ana, new MessageSent(Ids.Derive<MessageId>(Now, "m"), Channel.Sms, null));

        await page.WaitForAssertionAsync(() => Assert.Equal("SMS sent", page.Find(".entry .text").TextContent));
    }

    [Fact]
    public async Task A_time_zone_and_a_language_that_nobody_told_are_marked_as_assumed()
    {
        Identify("""{"firstName":"Ana","timezone":"Not/AZone"}""");

        Assert.Equal(["12:01 UTC (assumed)", "English (assumed)"], (await Open()).FindAll(".title .chip.assumed").Select(chip => chip.TextContent));
    }

    [Fact]
    public async Task A_time_zone_and_a_language_they_told_are_shown_as_theirs()
    {
        Identify("""{"firstName":"Ana","timezone":"Europe/Zagreb","locale":"hr-HR"}""");

        Assert.Equal(["13:01 for them", "Croatian (Croatia)"], (await Open()).FindAll(".title .chip").Select(chip => chip.TextContent));
    }

    [Fact]
    public async Task Nobody_at_an_address_is_said_plainly()
    {
        var page = Render<PersonPage>(parameters => parameters.Add(page => page.Id, "no-such-id"));

        await page.WaitForAssertionAsync(() => Assert.Contains("There is nobody at this address", page.Markup, StringComparison.Ordinal));
    }

    private async Task<IRenderedComponent<PersonPage>> Open()
    {
        var page = Render<PersonPage>(parameters => parameters.Add(page => page.Id, Ana.ToString()));
        await page.WaitForElementAsync("h1");
        await page.WaitForElementAsync(".entry");
        return page;
    }

    private void Identify(string traits)
    {
        var identified = new PersonIdentified(new GivenIds("ana", null), Now, RawJson.From(traits));
        _known.Profile = Profile.New(Ana, Workspace, Now).Fold(identified, Now);
        Happens(Ana, identified);
    }

    private sealed class KnownPeople : IPeopleStore
    {
        public Profile? Profile { get; set; }

        public Task<PersonState?> Find(string workspace, PersonId person, CancellationToken ct) =>
            Task.FromResult(Profile is { } profile && person == profile.Id ? new PersonState(profile, Memory.Empty, []) : null);
    }
}
