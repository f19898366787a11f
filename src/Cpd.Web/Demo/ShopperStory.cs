using System.Text.Json.Nodes;
using Cpd.Contracts;

namespace Cpd.Web.Demo;

/// <summary>
/// One visit to the shop, from the first page to a paid order or a cart left behind. A newcomer looks around unknown and
/// then signs up, so that the visitor and the customer have to be recognised as one.
/// </summary>
internal static class ShopperStory
{
    private static readonly (string Id, string Name, decimal Price)[] Products =
    [
        ("sku-101", "Trail running shoes", 119.90m), ("sku-102", "Merino base layer", 64.00m), ("sku-103", "Down jacket", 229.00m),
        ("sku-104", "Hiking poles", 54.50m), ("sku-105", "Head torch", 39.90m), ("sku-106", "Water filter", 44.00m),
        ("sku-107", "Two-person tent", 349.00m), ("sku-108", "Sleeping mat", 89.00m), ("sku-109", "Espresso maker", 32.50m),
    ];

    /// <summary>The calls of one visit, in order. Chance comes from <paramref name="random"/> alone.</summary>
    /// <param name="visit">Makes this visit's ids differ from all others'.</param>
    public static IEnumerable<ICommand> Tell(Shopper shopper, string visit, bool newcomer, Random random, TimeProvider clock)
    {
        var visitor = new GivenIds(null, $"browser-{visit}");
        var customer = new GivenIds(shopper.UserId, visitor.Anonymous);
        var step = 0;

        if (newcomer)
        {
            yield return Event(visitor, "Page Viewed", new() { ["name"] = "Home", ["path"] = "/" });
            yield return Event(visitor, "Product Viewed", Product(Pick()));
            yield return Identify(customer);
            yield return Event(customer, "Signed Up", new() { ["source"] = random.Next(2) == 0 ? "newsletter" : "shop" });
        }
        else
        {
            yield return Event(customer, "Signed In", []);
        }

        var cart = $"cart-{visit}";
        var total = 0m;
        for (var looked = random.Next(1, 5); looked > 0; looked--)
        {
            var product = Pick();
            yield return Event(customer, "Product Viewed", Product(product));
            if (random.Next(100) >= 45) continue;

            total += product.Price;
            yield return Event(customer, "Cart Updated", Cart(Product(product)));
        }
        if (total == 0 || random.Next(100) < 40) yield break;   // has gone, with or without a cart

        yield return Event(customer, "Checkout Started", new() { ["cart_id"] = cart, ["total"] = total, ["currency"] = shopper.Currency });
        if (random.Next(100) < 15) yield break;

        yield return Event(customer, "Order Paid", new()
        {
            ["order_id"] = $"order-{visit}", ["cart_id"] = cart, ["total"] = total, ["currency"] = shopper.Currency,
            ["method"] = random.Next(3) == 0 ? "invoice" : "card",
        });

        (string Id, string Name, decimal Price) Pick() => Products[random.Next(Products.Length)];

        JsonObject Product((string Id, string Name, decimal Price) product) =>
            new() { ["product_id"] = product.Id, ["name"] = product.Name, ["price"] = product.Price, ["currency"] = shopper.Currency };

        JsonObject Cart(JsonObject content)
        {
            content["cart_id"] = cart;
            content["total"] = total;
            return content;
        }

        Track Event(GivenIds who, string name, JsonObject properties) =>
            new(who, MessageId(), clock.GetUtcNow(), name, RawJson.From(properties.ToJsonString()));

        Identify Identify(GivenIds who) => new(who, MessageId(), clock.GetUtcNow(), RawJson.From(new JsonObject
        {
            ["firstName"] = shopper.FirstName, ["lastName"] = shopper.LastName, ["phone"] = shopper.Phone, ["email"] = shopper.Email,
            ["locale"] = shopper.Locale, ["timezone"] = shopper.TimeZone, ["consent"] = new JsonObject { ["marketing"] = random.Next(100) < 90 },
        }.ToJsonString()));

        string MessageId() => $"{visit}-{++step}";
    }
}
