using Cpd.Engine.Templates.Stored;
using Microsoft.Data.Sqlite;

namespace Cpd.Benchmarks.Job;

/// <summary>The job of <see cref="JobBenchmark"/> with an e-mail in place of the text message: some 2 KB of HTML from a template, its text made from it.</summary>
internal static class EmailJob
{
    private const string Orders = """
        {
          "id": "orders", "name": "Orders", "entries": [{ "event": "Order Placed" }], "reentry": "always", "first": "gate",
          "steps": [
            { "id": "gate", "type": "branch", "cases": [{ "name": "gold", "when": "person.tier = \"gold\"", "next": "thanks" }], "else": null },
            { "id": "thanks", "type": "message", "channel": "email", "template": "thanks", "transactional": true, "next": null }
          ]
        }
        """;

    public static async Task Run(string[] arguments)
    {
        var events = Figures.Number(arguments, "--events", 20_000);
        var rounds = Figures.Number(arguments, "--rounds", 5);
        var settings = new Dictionary<string, string?> { ["Cpd:Infobip:EmailSender"] = "Shop <news@shop.example>" };

        await using var stub = await CountingStub.Start();
        var folder = await WithTemplate(stub.Url);
        await using var product = await ProductProcess.Start(stub.Url, folder, settings);
        await product.Publish("orders", Orders);
        var load = new Load(product, withEmail: true);
        await load.Introduce();
        await JobBenchmark.Drained(product);
        for (var round = 1; round <= rounds; round++) await JobBenchmark.Saturate(product, stub, load, events, round);
    }

    /// <summary>A folder in which the template lies before the product starts.</summary>
    private static async Task<string> WithTemplate(Uri provider)
    {
        string folder;
        await using (var first = await ProductProcess.Start(provider)) folder = first.Folder;

        await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "cpd.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = """
            INSERT INTO templates (workspace, id, name, channel, version) VALUES ('demo', 'thanks', 'Thanks', 'Email', 1);
            INSERT INTO template_versions (workspace, template, version, content, saved_at) VALUES ('demo', 'thanks', 1, $content, 0)
            """;
        var paragraphs = string.Concat(Enumerable.Range(1, 12).Select(number => $"<p style=\"margin:0 0 16px\">Item {number} of {{{{entry.items}}}} for {{{{person.firstName}}}}: <a href=\"https://shop.example/orders/{number}\">what it is</a> and when it comes to {{{{person.city}}}}.</p>"));
        var parts = new Dictionary<string, string>
        {
            [TemplateParts.Subject] = "{{entry.order}}",
            [TemplateParts.Html] = $"<html><body><h1>Thank you, {{{{person.firstName}}}}</h1>{paragraphs}</body></html>",
        };
        command.Parameters.AddWithValue("$content", new TemplateContent([new TemplateVariant("", parts)]).ToBytes());
        await command.ExecuteNonQueryAsync();
        return folder;
    }
}
