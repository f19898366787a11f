using Bunit;
using Cpd.Contracts;
using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Testing;
using Cpd.Engine.People;
using Cpd.Web.Features.Journeys.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Web.Tests.Features.Journeys.Testing;

public sealed class TestPanelTests : PageTest
{
    private static readonly Journey Cart = Ready("abandoned-cart");

    private readonly KnownPeople _people = new();
    private TestPath _path = TestPath.None;

    public TestPanelTests() => Services.AddSingleton<IPeopleStore>(_people);

    [Fact]
    public async Task A_cart_is_walked_to_its_reminder_and_back()
    {
        var panel = Open(Cart);
        await Submit(panel);
        Assert.Equal("wait-paid", _path.Current);

        await panel.Click(".button.main");
        Assert.Contains("Your cart is waiting for you: 1 in all.", panel.Find(".bubble").TextContent, StringComparison.Ordinal);
        Assert.Equal(RunEnd.Finished, _path.End);
        Assert.Contains(("wait-paid", "timeout"), _path.Exits);

        await panel.Click(".moments li:nth-child(2) button");
        Assert.Equal("wait-paid", _path.Current);
        Assert.Empty(panel.FindAll(".bubble"));

        await panel.Click("[aria-label='Next']");
        Assert.Equal(RunEnd.Finished, _path.End);
    }

    [Fact]
    public async Task Whoever_signs_up_gets_the_welcome_in_their_own_name()
    {
        var panel = Open(Ready("signup-welcome"));
        await Submit(panel);

        Assert.Contains("Hi Ana, welcome aboard!", panel.Find(".bubble").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wait_that_is_not_ended_says_by_which_values()
    {
        var panel = Open(Cart);
        await Submit(panel);
        await panel.On("#test-json", field => field.ChangeAsync(new() { Value = """{"cart_id":"other"}""" }));
        await Submit(panel);

        Assert.Contains("event.cart_id is \"other\", entry.cart_id is \"A-1\"", panel.Find(".note").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_json_is_said_and_nothing_is_done()
    {
        var panel = Open(Cart);
        await panel.On("#test-json", field => field.ChangeAsync(new() { Value = "{" }));
        await Submit(panel);
        Assert.Contains("this is not valid JSON", panel.Find("form .problem").TextContent, StringComparison.Ordinal);
        Assert.Single(panel.FindAll(".moments .chip"));

        await panel.On("#test-attributes", field => field.ChangeAsync(new() { Value = "[1]" }));
        Assert.Contains("Enter an object", panel.Find(".row-of .problem").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_attributes_make_the_same_deeds_come_out_otherwise()
    {
        var panel = Open(Ready("signup-welcome"));
        await Submit(panel);
        await panel.On("#test-attributes", field => field.ChangeAsync(new() { Value = """{"firstName":"Bea"}""" }));

        Assert.Empty(panel.FindAll(".bubble"));
        Assert.Contains("The person has no address for SMS", panel.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_draft_with_mistakes_says_what_has_to_be_mended()
    {
        var panel = Open(Cart with { First = "nowhere" });

        Assert.Contains("The first step", panel.Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chance_can_be_given_somebody_else()
    {
        var panel = Open(JourneyJson.Read("""
            {"id":"halves","name":"Halves","entries":[{"event":"Go"}],"first":"half",
             "steps":[{"id":"half","type":"split","parts":[{"name":"a","weight":50,"next":null},{"name":"b","weight":50,"next":null}]}]}
            """).Journey!);
        await Submit(panel);
        var first = _path.Exits.Single().Port;

        await panel.Click(".line .chip");

        Assert.Equal(first == "a" ? "b" : "a", _path.Exits.Single().Port);
    }

    [Fact]
    public async Task Somebody_known_is_found_and_tried_as_they_are()
    {
        Happens(Person("bea"), new PersonIdentified(new("bea", null), Now, RawJson.From("""{"name":"Bea Known"}""")));
        var bea = TestPeople.Invent(Workspace, RawJson.From("""{"firstName":"Bea","phone":"385910000000"}"""), Now);
        _people.Add(bea with { Profile = bea.Profile with { Id = Person("bea") } });
        var panel = Open(Ready("signup-welcome"));

        await panel.Click("[aria-label=Who] .chip:last-child");
        await panel.On("#test-person", field => field.InputAsync(new() { Value = "bea" }));
        await panel.Click(".found button");
        await Submit(panel);

        Assert.Contains("Hi Bea, welcome aboard!", panel.Find(".bubble").TextContent, StringComparison.Ordinal);
    }

    private static Journey Ready(string id) => JourneyJson.Read(JourneyGallery.All.Single(ready => ready.Id == id).Json).Journey!;

    private IRenderedComponent<TestPanel> Open(Journey journey) => Render<TestPanel>(parameters => parameters
        .Add(panel => panel.Journey, journey)
        .Add(panel => panel.PathChanged, path => _path = path));

    private static Task Submit(IRenderedComponent<TestPanel> panel) => panel.On("form:not(.clock)", form => form.SubmitAsync());

    private sealed class KnownPeople : IPeopleStore
    {
        private readonly Dictionary<PersonId, PersonState> _people = [];

        public void Add(PersonState person) => _people[person.Profile.Id] = person;

        public Task<PersonState?> Find(string workspace, PersonId person, CancellationToken ct) =>
            Task.FromResult(workspace == Workspace ? _people.GetValueOrDefault(person) : null);
    }
}
