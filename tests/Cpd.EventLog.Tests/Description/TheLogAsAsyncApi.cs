using System.Text.Json;
using System.Text.Json.Nodes;
using Cpd.Contracts;
using Cpd.EventLog.Description;
using Cpd.Tests;
using Microsoft.Extensions.Configuration;

namespace Cpd.EventLog.Tests.Description;

/// <summary>What other programs are told about the log is what lies on it.</summary>
public sealed class TheLogAsAsyncApi
{
    private static readonly JsonElement Document = JsonElement.Parse(LogDescription.Document("").ToJsonString());
    private static readonly SchemaCheck Check = new(Document);

    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Repository.Root, "tests", "Cpd.EventLog.Tests", "Wire.txt"));

    public static TheoryData<string> Types => [.. RecordJson.TypeNames];

    [Fact]
    public void Each_topic_has_the_record_types_that_lie_on_it_and_no_others()
    {
        var told = Document.GetProperty("channels").EnumerateObject()
            .SelectMany(channel => channel.Value.GetProperty("messages").EnumerateObject().Select(message => $"{channel.Value.GetProperty("address")} {message.Name}"));

        Assert.Equal(Samples.All.Select(sample => $"{sample.Topic.Name()} {sample.Type}").Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_record_of_the_wire_is_as_it_is_told(string type)
    {
        var line = JsonElement.Parse(Line(type));

        Assert.Empty(Check.Problems(line, Payload(type)));
        Assert.Empty(Untold(line.GetProperty("data"), Document.GetProperty("components").GetProperty("schemas").GetProperty(type), "data"));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_record_without_a_member_that_it_must_have_is_not(string type)
    {
        foreach (var member in (string[])["id", "type", "workspace", "key", "at", "data"]) Assert.NotEmpty(ProblemsWithout(type, record => record, member));

        var schema = Document.GetProperty("components").GetProperty("schemas").GetProperty(type);
        foreach (var member in schema.TryGetProperty("required", out var required) ? required.EnumerateArray().Select(name => name.GetString()!) : [])
            Assert.NotEmpty(ProblemsWithout(type, record => record["data"]!.AsObject(), member));
    }

    [Fact]
    public void What_may_be_null_may_be_missing_and_nothing_else()
    {
        var schemas = Document.GetProperty("components").GetProperty("schemas");

        Assert.Equal(["message", "channel", "to", "text", "transactional"], Required(schemas, "MessageRequested"));
        Assert.Equal(["who", "messageId", "channel", "data", "transactional"], Required(schemas, "SendMessage"));
        Assert.False(schemas.GetProperty("PersonForgotten").TryGetProperty("required", out _));
    }

    [Fact]
    public void Every_reference_leads_somewhere_and_every_record_type_and_topic_is_explained()
    {
        foreach (var reference in References(Document)) Check.Resolve(reference);

        foreach (var message in Document.GetProperty("components").GetProperty("messages").EnumerateObject())
            Assert.NotEmpty(message.Value.GetProperty("summary").GetString()!);
        foreach (var channel in Document.GetProperty("channels").EnumerateObject())
            Assert.NotEmpty(channel.Value.GetProperty("description").GetString()!);
    }

    [Fact]
    public void It_has_what_the_specification_asks_of_a_document()
    {
        Assert.Equal("3.0.0", Document.GetProperty("asyncapi").GetString());
        Assert.All((string[])["title", "version"], member => Assert.NotEmpty(Document.GetProperty("info").GetProperty(member).GetString()!));
        string[] allowed = ["asyncapi", "id", "info", "servers", "defaultContentType", "channels", "operations", "components"];
        Assert.All(Document.EnumerateObject(), member => Assert.Contains(member.Name, allowed));

        foreach (var operation in Document.GetProperty("operations").EnumerateObject())
        {
            Assert.Contains(operation.Value.GetProperty("action").GetString(), (string[])["send", "receive"]);
            Assert.StartsWith("#/channels/", operation.Value.GetProperty("channel").GetProperty("$ref").GetString(), StringComparison.Ordinal);
        }
        foreach (var channel in Document.GetProperty("channels").EnumerateObject())
        {
            Assert.Equal(channel.Value.GetProperty("address").GetString(), channel.Value.GetProperty("bindings").GetProperty("kafka").GetProperty("topic").GetString());
            Assert.All(
                channel.Value.GetProperty("messages").EnumerateObject(),
                message => Assert.Equal($"#/components/messages/{message.Name}", message.Value.GetProperty("$ref").GetString()));
        }
        foreach (var message in Document.GetProperty("components").GetProperty("messages").EnumerateObject())
        {
            Assert.Equal(message.Name, message.Value.GetProperty("name").GetString());
            Assert.All((string[])["payload", "headers"], member => Assert.Equal(JsonValueKind.Object, message.Value.GetProperty(member).ValueKind));
        }
    }

    [Fact]
    public void Topics_are_called_as_they_are_here()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("Cpd:Kafka:TopicPrefix", "north.")]).Build();

        var channels = JsonElement.Parse(new LogDescription(settings).Json.Span).GetProperty("channels");

        Assert.Equal(
            ["north.cpd.commands", "north.cpd.events", "north.cpd.dispatches"],
            channels.EnumerateObject().Select(channel => channel.Value.GetProperty("address").GetString()));
    }

    private static JsonElement Payload(string type) => Document.GetProperty("components").GetProperty("messages").GetProperty(type).GetProperty("payload");

    private static string Line(string type) => Lines.Single(line => line.Contains($"\"type\":\"{type}\"", StringComparison.Ordinal));

    private static IEnumerable<string> ProblemsWithout(string type, Func<JsonObject, JsonObject> part, string member)
    {
        var record = JsonNode.Parse(Line(type))!.AsObject();
        Assert.True(part(record).Remove(member), member);
        return Check.Problems(JsonElement.Parse(record.ToJsonString()), Payload(type));
    }

    private static IEnumerable<string> Required(JsonElement schemas, string type) => schemas.GetProperty(type).GetProperty("required").EnumerateArray().Select(name => name.GetString()!);

    /// <summary>Members that are written and that the schema does not name; what is carried as it came in has no names of ours.</summary>
    private static IEnumerable<string> Untold(JsonElement value, JsonElement schema, string at)
    {
        if (schema.TryGetProperty("$ref", out var reference)) schema = Check.Resolve(reference.GetString()!);
        if (schema.TryGetProperty("allOf", out var parts)) return parts.EnumerateArray().SelectMany(part => Untold(value, part, at));
        if (schema.TryGetProperty("items", out var items)) return value.EnumerateArray().SelectMany(item => Untold(item, items, at));
        if (!schema.TryGetProperty("type", out var type) || type.GetString() != "object" || schema.TryGetProperty("additionalProperties", out _)) return [];

        return value.EnumerateObject().SelectMany(member => schema.TryGetProperty("properties", out var known) && known.TryGetProperty(member.Name, out var its)
            ? Untold(member.Value, its, $"{at}.{member.Name}")
            : [$"{at}.{member.Name} is not told"]);
    }

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member =>
            member is { Name: "$ref", Value.ValueKind: JsonValueKind.String } ? [member.Value.GetString()!] : References(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };
}
