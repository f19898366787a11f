using System.Text.Json.Nodes;

namespace Cpd.EventLog.Description;

/// <summary>What is the same around every record: the envelope in its value, as <see cref="Contracts.RecordJson"/> writes it, and the headers beside it.</summary>
internal static class Envelopes
{
    public static JsonObject Message(string type, string? summary)
    {
        var message = new JsonObject { ["name"] = type, ["title"] = type };
        if (summary is not null) message["summary"] = summary;
        message["contentType"] = "application/json";
        message["headers"] = Both(RecordSchemas.Reference("Headers"), Members(("ce_type", Constant("cpd." + type))));
        message["payload"] = Both(RecordSchemas.Reference("Envelope"), Members(("type", Constant(type)), ("data", RecordSchemas.Reference(type))));
        message["bindings"] = new JsonObject
        {
            ["kafka"] = new JsonObject { ["key"] = Text("The same as \"key\" of the value; never personal data."), ["bindingVersion"] = "0.5.0" },
        };
        return message;
    }

    public static JsonObject Record() => Required(
        Members(
            ("id", Described(RecordSchemas.Id(), "Of the record: a repeat has it as well. Its first 12 digits are milliseconds since 1970.")),
            ("type", Text("What \"data\" says.")),
            ("workspace", Text("Whose it is.")),
            ("key", Text("Decides the partition; the records of one key are in order.")),
            ("person", Described(RecordSchemas.Id(), "Whom it is about; missing in commands, and where it is about nobody.")),
            ("at", Described(RecordSchemas.Moment(), "When it was written, in UTC. When it happened outside is a member of \"data\".")),
            ("cause", Described(RecordSchemas.Id(), "The record this one follows from.")),
            ("source", Text("Who wrote it, for recognising a repeat.")),
            ("sequence", Described(new JsonObject { ["type"] = "integer" }, "Its number at its source; there whenever \"source\" is.")),
            ("trace", Text("W3C trace parent of the request it all began with.")),
            ("onlyFor", Text("Set on a record that was put aside and is tried again: the one consumer group that takes it. Others pass it over.")),
            ("data", Described(new JsonObject { ["type"] = "object" }, "What it says; its shape follows from \"type\"."))),
        "id", "type", "workspace", "key", "at", "data");

    public static JsonObject Headers() => Required(
        Members(
            ("ce_specversion", Constant("1.0")),
            ("ce_id", Described(RecordSchemas.Id(), "The record's id.")),
            ("ce_type", Text("\"cpd.\" and the record's type.")),
            ("ce_source", Text("\"/cpd/\" and the workspace, percent-encoded.")),
            ("ce_time", RecordSchemas.Moment()),
            ("content-type", Constant("application/json")),
            ("traceparent", Text("W3C trace parent; there where the request it all began with is traced."))),
        "ce_specversion", "ce_id", "ce_type", "ce_source", "ce_time", "content-type");

    private static JsonObject Both(params JsonObject[] schemas) => new() { ["allOf"] = new JsonArray([.. schemas]) };

    private static JsonObject Members(params (string Name, JsonObject Schema)[] members)
    {
        var properties = new JsonObject();
        foreach (var (name, schema) in members) properties[name] = schema;
        return new JsonObject { ["type"] = "object", ["properties"] = properties };
    }

    private static JsonObject Required(JsonObject schema, params string[] names)
    {
        schema["required"] = new JsonArray([.. names.Select(name => (JsonNode)name)]);
        return schema;
    }

    private static JsonObject Constant(string text) => new() { ["type"] = "string", ["const"] = text };

    private static JsonObject Text(string description) => Described(new JsonObject { ["type"] = "string" }, description);

    private static JsonObject Described(JsonObject schema, string description)
    {
        schema["description"] = description;
        return schema;
    }
}
