using Cpd.Contracts;
using Cpd.Engine.UserView;
using Cpd.Engine.UserView.Seen;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cpd.Engine.Tests.UserView.Seen;

public sealed class WhatCameIn : IDisposable
{
    private readonly ViewDatabase _view = new();

    [Fact]
    public async Task An_event_is_known_with_its_properties_their_types_and_when_it_came()
    {
        _view.Project(Tracked("ana", """{"total":149.5,"gift":true,"ships_at":"2030-02-01","items":[{"sku":"a-1"}],"Order number":7,"to":{"city":"Split"}}""", 0));
        _view.Project(Tracked("ivo", """{"total":"none"}""", 130));

        var cart = Assert.Single((await Catalog.All(Given.Shop, default)).Events);

        Assert.Equal(("Cart Updated", 2L, Given.Start, Given.Start.AddMinutes(2)), (cart.Name, cart.Count, cart.FirstSeen, cart.LastSeen));
        Assert.Equal(
            [
                ("event[\"Order number\"]", SeenTypes.Number), ("event.gift", SeenTypes.Truth), ("event.items", SeenTypes.List), ("event.items.0.sku", SeenTypes.Text),
                ("event.ships_at", SeenTypes.Date), ("event.to", SeenTypes.Structure), ("event.to.city", SeenTypes.Text), ("event.total", SeenTypes.Number | SeenTypes.Text),
            ],
            cart.Properties.Select(property => (property.Under("event"), property.Types)));
    }

    [Fact]
    public async Task A_value_is_an_example_once_two_people_sent_it()
    {
        _view.Project(Tracked("ana", """{"plan":"gold","note":"call me at my sister's"}""", 0), Tracked("ana", """{"plan":"gold"}""", 1));
        Assert.All(await Properties(), property => Assert.Empty(property.Samples));

        _view.Project(Tracked("ivo", """{"plan":"gold","note":"thanks"}""", 2));

        Assert.Equal([("note", ""), ("plan", "\"gold\"")], (await Properties()).Select(property => (property.Path, string.Join(' ', property.Samples))));
    }

    [Theory]
    [InlineData("""{"contact":"ana@example.com"}""")]
    [InlineData("""{"contact":"+385 91 123-4567"}""")]
    [InlineData("""{"contact":385911234567}""")]
    [InlineData("""{"contact":"https://example.com/a?b"}""")]
    [InlineData("""{"mobilePhone":"none"}""")]
    [InlineData("""{"deliveryAddress":"Ilica 1"}""")]
    [InlineData("""{"contact":"a text that is much too long to be picked from a list of values"}""")]
    public async Task What_reaches_somebody_is_never_an_example(string properties)
    {
        _view.Project(Tracked("ana", properties, 0), Tracked("ivo", properties, 1));

        Assert.Empty((await Properties()).Single().Samples);
    }

    [Fact]
    public async Task Attributes_of_people_come_from_what_they_told_and_what_journeys_set()
    {
        var place = new StepPlace(Ids.Derive<RunId>(Given.Start, "run"), "welcome", 1, "set", 0);
        _view.Project(
            Given.Record(Given.Person("ana"), Given.Identified("u-1", """{"city":"Split","consent":{"marketing":{"sms":{"granted":true,"source":"x"}}}}"""), 0),
            Given.Record(Given.Person("ana"), new ProfileChanged(RawJson.From("""{"plan":"gold","city":null}"""), place), 1));

        Assert.Equal(
            [("person.city", SeenTypes.Text), ("person.consent.marketing.sms", SeenTypes.Truth), ("person.plan", SeenTypes.Text)],
            (await Catalog.All(Given.Shop, default)).Attributes.Select(value => (value.Under("person"), value.Types)));
    }

    [Fact]
    public async Task A_sender_that_invents_names_fills_nothing_with_them()
    {
        _view.Project([.. Enumerable.Range(0, 1_999).Select(number => Named($"Order {number}", number))]);
        _view.Project([Named("Order 1998", 2_000), Named("The last that is learned", 2_001), Named("One more", 2_002), Named("One more", 2_003)]);
        _view.Project([Named("One more", 2_004), Named("Yet another", 2_005), Named("Order 5", 2_006), Named(new string('n', 300), 2_007)]);

        Assert.Null(await Catalog.Find(Given.Shop, "One more", default));
        Assert.Equal(2L, (await Catalog.Find(Given.Shop, "Order 5", default))!.Count);
        Assert.Equal(1L, (await Catalog.Find(Given.Shop, "The last that is learned", default))!.Count);
        Assert.Equal(5L, (await Catalog.All(Given.Shop, default)).Others);
    }

    [Fact]
    public async Task Nothing_of_one_workspace_is_seen_in_another()
    {
        _view.Project(Given.Record(Given.Person("ana"), Given.Tracked("Secret", "u-1"), 0, workspace: "bank"));

        Assert.Empty((await Catalog.All(Given.Shop, default)).Events);
        Assert.Null(await Catalog.Find(Given.Shop, "Secret", default));
        Assert.NotNull(await Catalog.Find("bank", "Secret", default));
    }

    [Fact]
    public void What_is_known_costs_nothing_to_come_by_again()
    {
        LogRecord[] Window(int second) => [Tracked("ana", """{"total":1}""", second), Tracked("ivo", """{"total":1}""", second + 1)];
        _view.Project(Window(0));
        var before = _view.Statements;
        _view.Project(new SeenMemory(), Window(10));
        var anew = _view.Statements - before;

        before = _view.Statements;
        _view.Project(Window(20));

        Assert.Equal(anew - 1, _view.Statements - before);   // nobody asks what is remembered
    }

    [Fact]
    public async Task What_a_process_remembers_from_before_a_rebuild_is_looked_for_anew()
    {
        var seen = new SeenMemory();
        var record = Tracked("ana", """{"total":1}""", 0);
        _view.Project(seen, record);
        _view.Do(transaction =>
        {
            Rebuilds.Ask(transaction);
            Rebuilds.Begin(transaction);
            foreach (var table in UserViewTables.Names) transaction.Sql.Run(new Cpd.EventLog.Storage.HotStatement($"DELETE FROM {table}", $"DELETE FROM {table}", $"DELETE FROM {table}"));
            return 0;
        });

        _view.Project(seen, record);

        Assert.Equal("total", Assert.Single(await Properties()).Path);
    }

    [Fact]
    public async Task Two_processes_that_find_something_new_in_one_event_do_not_lose_any_of_it()
    {
        var (one, other) = (new SeenMemory(), new SeenMemory());
        _view.Project(one, Tracked("ana", """{"a":1}""", 0));
        _view.Project(other, Tracked("ana", """{"a":1}""", 1));
        _view.Project(one, Tracked("ana", """{"b":1}""", 2));

        _view.Project(other, Tracked("ivo", """{"c":1}""", 3));
        _view.Project(one, Tracked("ivo", """{"d":1}""", 4));

        Assert.Equal(["a", "b", "c", "d"], (await Properties()).Select(property => property.Path));
    }

    [Fact]
    public async Task However_many_places_an_event_has_only_so_many_are_kept()
    {
        var properties = string.Join(',', Enumerable.Range(0, 500).Select(number => $"\"id-{number}\":1"));
        _view.Project(Tracked("ana", $"{{{properties}}}", 0));

        Assert.Equal(Shape.MostPaths, (await Properties()).Count);
    }

    public void Dispose() => _view.Dispose();

    private static LiveFeed Feed => new(TimeProvider.System, NullLogger<LiveFeed>.Instance);

    private SeenCatalog Catalog => new(_view, Feed);

    private async Task<IReadOnlyList<SeenValue>> Properties() => (await Catalog.All(Given.Shop, default)).Events.Single().Properties;

    private static LogRecord Named(string name, int second) => Given.Record(Given.Person("ana"), Given.Tracked(name, "ana"), second);

    private static LogRecord Tracked(string who, string properties, int second) =>
        Given.Record(Given.Person(who), Given.Tracked("Cart Updated", who, properties: properties), second);
}
