using Cpd.Engine.Journeys;

namespace Cpd.EndToEnd.Tests;

/// <summary>The ready journey with other patience: who pays for their cart is left alone, and only they.</summary>
public sealed class CartsLeftBehind
{
    [Fact]
    public async Task Only_who_did_not_pay_for_that_very_cart_is_reminded()
    {
        await using var app = await RunningApp.Start();
        await Publish(app, version: 1, timeout: "1 day");
        foreach (var (person, phone) in new[] { ("ana", "+385910000001"), ("ben", "+385910000002"), ("cleo", "+385910000003") })
            await app.Post("/v1/identify", $$$"""{"userId":"{{{person}}}","traits":{"phone":"{{{phone}}}","consent":{"marketing":true} } }""");

        await Paid(app, "cleo", "cart-3");   // a moment before the cart itself: events overtake each other
        await Cart(app, "cleo", "cart-3");
        await Cart(app, "ana", "cart-1");
        await Paid(app, "ana", "cart-1");
        await RunningApp.Until(() => Ended(app), ended => ended.SequenceEqual(["ana", "cleo"]));   // by paying: a day is not over

        // Whoever waits for a day has paid by now, however slow the machine is; this one shall wait in vain.
        await Publish(app, version: 2, timeout: "2 seconds");
        await Cart(app, "ben", "cart-2");
        await Paid(app, "ben", "cart-of-last-week");

        await RunningApp.Until(() => Ended(app), ended => ended.SequenceEqual(["ana", "ben", "cleo"]));
        var message = Assert.Single(await RunningApp.Until(app.Received, messages => messages.Count > 0));
        Assert.Equal("+385910000002", message.To);
        Assert.Equal("Your cart is waiting for you: 20 in all. Come back whenever you like.", message.Text);
    }

    [Fact]
    public async Task Who_signs_in_and_pays_in_one_breath_for_the_cart_they_filled_as_a_visitor_is_left_alone()
    {
        await using var app = await RunningApp.Start();
        await Publish(app, version: 1, timeout: "1 hour");
        var people = Enumerable.Range(1, 6).ToList();
        foreach (var n in people) await app.Post("/v1/identify", $$$"""{"userId":"u{{{n}}}","traits":{"phone":"+38591000000{{{n}}}","consent":{"marketing":true} } }""");
        foreach (var n in people) await app.Post("/v1/track", $$$"""{"anonymousId":"a{{{n}}}","event":"Cart Updated","properties":{"cart_id":"c{{{n}}}","total":20} }""");
        await RunningApp.Until(() => app.Count("SELECT count(*) FROM runs WHERE journey = 'impatient-cart' AND step = 'wait-paid'"), waiting => waiting == people.Count);

        foreach (var n in people)
        {
            using var answer = await app.Post("/v1/batch", $$$"""
                {"batch":[
                  {"type":"identify","messageId":"i{{{n}}}","userId":"u{{{n}}}","anonymousId":"a{{{n}}}","traits":{} },
                  {"type":"track","messageId":"t{{{n}}}","userId":"u{{{n}}}","event":"Order Paid","properties":{"cart_id":"c{{{n}}}"} }]}
                """);
            answer.EnsureSuccessStatusCode();
        }

        var over = await RunningApp.Until(() => Ended(app), ended => ended.Count == people.Count);
        Assert.Equal(people.Select(n => $"u{n}"), over);
        Assert.All(await Exits(app), exit => Assert.Equal("Order Paid", exit));
        Assert.Empty(await app.Received());
    }

    private static async Task Publish(RunningApp app, int version, string timeout)
    {
        const string id = "impatient-cart";
        var ready = JourneyGallery.All.Single(journey => journey.Id == "abandoned-cart").Json;
        var definition = ready.Replace("\"abandoned-cart\"", $"\"{id}\"", StringComparison.Ordinal).Replace("\"1 hour\"", $"\"{timeout}\"", StringComparison.Ordinal);
        using var answer = await app.Post("/v1/commands/publish", $$"""{"journey":"{{id}}","definition":{{definition}}}""");
        answer.EnsureSuccessStatusCode();
        await RunningApp.Until(() => app.Count($"SELECT count(*) FROM timeline WHERE kind = 'JourneyPublished' AND name = '{id}'"), count => count == version);
    }

    private static Task Cart(RunningApp app, string person, string cart) => Track(app, person, "Cart Updated", cart);

    private static Task Paid(RunningApp app, string person, string cart) => Track(app, person, "Order Paid", cart);

    private static async Task Track(RunningApp app, string person, string name, string cart)
    {
        using var answer = await app.Post("/v1/track", $$$"""{"userId":"{{{person}}}","event":"{{{name}}}","properties":{"cart_id":"{{{cart}}}","total":20}}""");
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>How the runs that are over left the wait.</summary>
    private static Task<IReadOnlyList<string>> Exits(RunningApp app) => app.Texts("""
        SELECT CAST(record AS TEXT) ->> '$.data.trail[0].exit' FROM timeline
        WHERE kind = 'JourneyMoved' AND name = 'impatient-cart' AND CAST(record AS TEXT) ->> '$.data.end' = 'Finished'
        """);

    /// <summary>Whose run is over.</summary>
    private static Task<IReadOnlyList<string>> Ended(RunningApp app) => app.Texts("""
        SELECT user_id FROM timeline JOIN people_view USING (person)
        WHERE kind = 'JourneyMoved' AND name = 'impatient-cart' AND CAST(record AS TEXT) ->> '$.data.end' = 'Finished' ORDER BY user_id
        """);
}
