using System.Text.Json;
using System.Text.Json.Nodes;
using Cpd.Contracts;
using Microsoft.Extensions.Configuration;

namespace Cpd.EventLog.Description;

/// <summary>
/// The log as AsyncAPI 3.0 describes it, for programs of the company that read the topics: what lies on each, under which
/// keys, with which headers. Made of the contracts, so it cannot say anything else than what is written.
/// </summary>
public sealed class LogDescription
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    private readonly Lazy<byte[]> _json;

    /// <param name="configuration">Topics are called as <c>Cpd:Kafka:TopicPrefix</c> says, also where the log is not Kafka yet.</param>
    public LogDescription(IConfiguration configuration)
    {
        var prefix = configuration["Cpd:Kafka:TopicPrefix"] ?? "";
        _json = new Lazy<byte[]>(() => JsonSerializer.SerializeToUtf8Bytes(Document(prefix), Readable));
    }

    /// <summary>The document, in UTF-8.</summary>
    public ReadOnlyMemory<byte> Json => _json.Value;

    internal static JsonObject Document(string topicPrefix)
    {
        var words = RecordWords.Read(Path.Combine(AppContext.BaseDirectory, "Cpd.Contracts.xml"));
        var schemas = new RecordSchemas(words);
        var channels = new JsonObject();
        var operations = new JsonObject();
        var messages = new JsonObject();
        foreach (var topic in Topics.All)
        {
            var types = RecordJson.Shapes.Where(type => IsOn(type.Type, topic)).OrderBy(type => type.Type.Name, StringComparer.Ordinal).ToList();
            foreach (var type in types)
            {
                schemas.Of(type);
                messages[type.Type.Name] = Envelopes.Message(type.Type.Name, words.Of(type.Type));
            }
            channels[Name(topic)] = Channel(topic, topicPrefix, types.Select(type => type.Type.Name));
            operations["write" + topic] = new JsonObject
            {
                ["action"] = "send",
                ["channel"] = Reference("channels", Name(topic)),
                ["summary"] = $"Cpd writes records to {topicPrefix}{topic.Name()}.",
            };
        }

        var shapes = new JsonObject { ["Envelope"] = Envelopes.Record(), ["Headers"] = Envelopes.Headers() };
        foreach (var (name, schema) in schemas.Named) shapes[name] = schema;
        return new JsonObject
        {
            ["asyncapi"] = "3.0.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Cpd's log",
                ["version"] = typeof(LogDescription).Assembly.GetName().Version!.ToString(3),
                ["description"] =
                    "Three topics that other programs may read. The records of one key are in order. A record may come more than once: its id is the same then. "
                    + "Types and members that a reader does not know are to be passed over; nothing goes away or changes its name. "
                    + "The topics are not for writing: events come in over HTTP.",
            },
            ["defaultContentType"] = "application/json",
            ["channels"] = channels,
            ["operations"] = operations,
            ["components"] = new JsonObject { ["messages"] = messages, ["schemas"] = shapes },
        };
    }

    private static JsonObject Channel(Topic topic, string prefix, IEnumerable<string> types)
    {
        var messages = new JsonObject();
        foreach (var type in types) messages[type] = Reference("components/messages", type);
        return new JsonObject
        {
            ["address"] = prefix + topic.Name(),
            ["description"] = topic switch
            {
                Topic.Commands => "What somebody wants: events as they came in, and what people and programs ask for. Keyed by a hash of the id that came in.",
                Topic.Events => "What happened, decided once. Keyed by the person it is about, or by a hash where it is about nobody.",
                _ => "What has to leave the house: messages and calls. Keyed by the person.",
            },
            ["messages"] = messages,
            ["bindings"] = new JsonObject { ["kafka"] = new JsonObject { ["topic"] = prefix + topic.Name(), ["bindingVersion"] = "0.5.0" } },
        };
    }

    private static bool IsOn(Type body, Topic topic) => body.IsAssignableTo(topic switch
    {
        Topic.Commands => typeof(ICommand),
        Topic.Events => typeof(IEvent),
        _ => typeof(IDispatch),
    });

    private static string Name(Topic topic) => topic.ToString().ToLowerInvariant();

    private static JsonObject Reference(string section, string name) => new() { ["$ref"] = $"#/{section}/{name}" };
}
