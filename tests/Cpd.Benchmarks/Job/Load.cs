using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Cpd.Benchmarks.Job;

/// <summary>Sends the job's events: 5,000 people, four of five pass the gate, every event with an order number of its own.</summary>
/// <param name="withEmail">Whether they have an e-mail address beside their phone.</param>
internal sealed class Load(ProductProcess product, bool withEmail = false)
{
    public const int People = 5_000;

    private int _order;

    /// <summary>Is four of five: these get a message.</summary>
    public static bool Passes(int person) => person % 5 != 0;

    public async Task Introduce()
    {
        for (var from = 0; from < People; from += 100)
        {
            var batch = new StringBuilder("""{"batch":[""");
            for (var person = from; person < from + 100; person++)
            {
                batch.Append(CultureInfo.InvariantCulture, $$"""
                    {{(person > from ? "," : "")}}{"type":"identify","messageId":"{{Guid.NewGuid()}}","userId":"user-{{person}}",
                    "traits":{"firstName":"Person {{person}}","phone":"+38591{{person:0000000}}","tier":"{{(Passes(person) ? "gold" : "basic")}}","city":"Zagreb"{{(withEmail ? $",\"email\":\"person-{person}@example.com\"" : "")}}} }
                    """);
            }
            await Post("/v1/batch", batch.Append("]}").ToString());
        }
    }

    /// <summary>One batch of events; when each was posted, by order number.</summary>
    public async Task<IReadOnlyList<(string Order, int Person)>> PostOrders(int count, string name = "Order Placed")
    {
        var orders = new List<(string, int)>(count);
        var batch = new StringBuilder("""{"batch":[""");
        for (var i = 0; i < count; i++)
        {
            var number = Interlocked.Increment(ref _order);
            var order = number.ToString(CultureInfo.InvariantCulture);
            var person = number * 7919 % People;
            orders.Add((order, person));
            if (i > 0) batch.Append(',');
            AppendEvent(batch, name, person, order);
        }
        await Post("/v1/batch", batch.Append("]}").ToString());
        return orders;
    }

    /// <summary>One event as a request of its own; the moment it was posted.</summary>
    public async Task<(string Order, int Person, long At)> PostOrder()
    {
        var number = Interlocked.Increment(ref _order);
        var order = number.ToString(CultureInfo.InvariantCulture);
        var person = number * 7919 % People;
        var at = Stopwatch.GetTimestamp();
        await Post("/v1/track", AppendEvent(new StringBuilder(), "Order Placed", person, order).ToString());
        return (order, person, at);
    }

    private static StringBuilder AppendEvent(StringBuilder text, string name, int person, string order) => text.Append(CultureInfo.InvariantCulture, $$"""
        {"type":"track","messageId":"{{Guid.NewGuid()}}","userId":"user-{{person}}","event":"{{name}}","timestamp":"2026-01-01T00:00:00Z",
        "properties":{"order":"{{order}}","total":{{order}}.5,"currency":"EUR","items":3,"source":"app"} }
        """);

    private async Task Post(string path, string body)
    {
        using var answer = await product.Client.PostAsync(new Uri(path, UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"{path} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }
}
