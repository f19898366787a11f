using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Cpd.Engine.UserView;

namespace Cpd.Web.Api.Description;

/// <summary>The HTTP API as OpenAPI 3.1 describes it, made of <see cref="ApiCalls"/>.</summary>
internal static class ApiDescription
{
    private const string Media = "application/json";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Refusals that every call may get, by status.</summary>
    private static readonly (int Status, string Words)[] Refusals =
    [
        (400, "Something in the call is wrong; code and message say what."),
        (401, "The key is missing, unknown, or not good from here."),
        (403, "The key may not be used for this."),
        (409, "The dead letter cannot be replayed; the message says why."),
        (413, "The call is too large; send it in parts."),
        (415, "The body's Content-Encoding is unknown: use gzip, deflate, br or none."),
        (429, "The key sent more events than it may; wait as long as Retry-After says."),
        (503, "Log or database do not answer; send the call again, with the same messageId."),
    ];

    /// <summary>The document, in UTF-8.</summary>
    public static ReadOnlyMemory<byte> Json { get; } = JsonSerializer.SerializeToUtf8Bytes(Document(), Readable);

    internal static JsonObject Document()
    {
        var paths = new JsonObject();
        foreach (var call in ApiCalls.All)
        {
            if (paths[call.Path] is not JsonObject path) paths[call.Path] = path = [];
            path[call.Method.ToLowerInvariant()] = Operation(call);
        }

        var responses = new JsonObject();
        foreach (var (status, words) in Refusals) responses[Refused(status)] = Response(words, Named("Problem"));
        responses["NotFound"] = Response("There is no such thing in the key's workspace.", Named("Problem"));

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Cpd",
                ["version"] = typeof(ApiDescription).Assembly.GetName().Version!.ToString(3),
                ["description"] =
                    "Events, people, messages and journeys. A call is answered once it is durable; a repeated call with the same messageId counts once. "
                    + "Every refusal has a stable code and a message that says what to do. Programs must ignore members they do not know: more may be added.",
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["security"] = new JsonArray(new JsonObject { ["writeKey"] = new JsonArray() }),
            ["tags"] = new JsonArray([.. ApiCalls.All.Select(call => call.Section).Distinct().Select(section => new JsonObject { ["name"] = section })]),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject
                {
                    ["writeKey"] = new JsonObject { ["type"] = "http", ["scheme"] = "basic", ["description"] = "The key is the user name; the password stays empty." },
                },
                ["responses"] = responses,
                ["schemas"] = Schemas(),
            },
        };
    }

    private static JsonObject Operation(ApiCall call)
    {
        var operation = new JsonObject
        {
            ["operationId"] = call.Name,
            ["tags"] = new JsonArray(call.Section),
            ["summary"] = call.Words,
            ["description"] = $"Needs a key for {call.Scope.ToString().ToLowerInvariant()}.",
        };
        // The key may stand in the body instead.
        if (call.Section is ApiCalls.Tracking) operation["security"] = new JsonArray(new JsonObject { ["writeKey"] = new JsonArray() }, new JsonObject());
        if (call.Parameters.Count > 0) operation["parameters"] = new JsonArray([.. call.Parameters.Select(parameter => Parameter(call, parameter))]);
        if (call.Body.Count > 0)
        {
            var content = new JsonObject { ["schema"] = Body(call) };
            if (call.Example is { } example) content["example"] = JsonNode.Parse(example);
            operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = new JsonObject { [Media] = content } };
        }

        var (status, words, schema) = Answer(call.Answer);
        var responses = new JsonObject { [$"{status}"] = Response(words, schema) };
        foreach (var (refused, _) in Refusals.Where(refusal => MayBe(call, refusal.Status))) responses[$"{refused}"] = Reference("responses", Refused(refused));
        if (call.Path.Contains('{', StringComparison.Ordinal)) responses["404"] = Reference("responses", "NotFound");
        operation["responses"] = responses;
        return operation;
    }

    private static bool MayBe(ApiCall call, int status) => status switch
    {
        413 or 415 => call.Section is ApiCalls.Tracking or ApiCalls.Commands,
        409 => call.Path.EndsWith("{id}/replay", StringComparison.Ordinal),
        429 => call.Section is ApiCalls.Tracking,
        400 => call.Body.Count + call.Parameters.Count > 0,
        _ => true,
    };

    private static JsonObject Parameter(ApiCall call, ApiField parameter)
    {
        var isInPath = call.Path.Contains($"{{{parameter.Name}}}", StringComparison.Ordinal);
        return new JsonObject
        {
            ["name"] = parameter.Name,
            ["in"] = isInPath ? "path" : "query",
            ["required"] = isInPath,
            ["description"] = parameter.Words,
            ["schema"] = Schema(parameter),
        };
    }

    private static JsonObject Body(ApiCall call)
    {
        var members = new JsonObject();
        foreach (var field in call.Body)
        {
            var schema = Schema(field);
            schema["description"] = field.Words;
            members[field.Name] = schema;
        }
        var body = new JsonObject { ["type"] = "object", ["properties"] = members };
        if (call.Body.Any(field => field.IsRequired)) body["required"] = new JsonArray([.. call.Body.Where(field => field.IsRequired).Select(field => JsonValue.Create(field.Name))]);
        return body;
    }

    private static JsonObject Schema(ApiField field)
    {
        var schema = field.Type switch
        {
            ApiType.Time => new JsonObject { ["type"] = "string", ["format"] = "date-time" },
            ApiType.Flag => new JsonObject { ["type"] = "boolean" },
            ApiType.Number => new JsonObject { ["type"] = "integer", ["format"] = "int64", ["minimum"] = 1 },
            ApiType.Object => new JsonObject { ["type"] = "object" },
            ApiType.Journey => new JsonObject { ["$ref"] = "/schemas/journey.json" },
            ApiType.Calls => new JsonObject { ["type"] = "array", ["maxItems"] = Limits.BatchEvents, ["items"] = Named("TrackingCall") },
            ApiType.Numbers => new JsonObject
            {
                ["type"] = "array", ["minItems"] = 1, ["maxItems"] = OperationsApi.MostAtOnce, ["items"] = new JsonObject { ["type"] = "integer", ["format"] = "int64" },
            },
            _ => new JsonObject { ["type"] = "string" },
        };
        if (field.Most is { } most) schema[field.Type is ApiType.Number ? "maximum" : "maxLength"] = most;
        if (field.Values.Count > 0) schema["enum"] = new JsonArray([.. field.Values.Select(value => JsonValue.Create(value))]);
        return schema;
    }

    private static (int Status, string Words, JsonObject Schema) Answer(ApiAnswerKind kind) => kind switch
    {
        ApiAnswerKind.PartlyTaken => (200, "Durable. Where some calls were refused, refused says which and why.", Named("Batch")),
        ApiAnswerKind.Accepted => (202, "The command is durable. What comes of it is on the log under this id, and on the page Live.", Named("Accepted")),
        ApiAnswerKind.Journeys => (200, "The journeys.", Named("Journeys")),
        ApiAnswerKind.Journey => (200, "The definition.", new JsonObject { ["$ref"] = "/schemas/journey.json" }),
        ApiAnswerKind.Person => (200, "The person.", Named("Person")),
        ApiAnswerKind.Export => (200, "The person, beside their runs, memory, messages and timeline.", new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["person"] = Named("Person") } }),
        ApiAnswerKind.DeadLetters => (200, "The dead letters.", Named("DeadLetters")),
        ApiAnswerKind.DeadLettersDone => (200, "How many it was done to, and why not to the others.", Named("DeadLettersDone")),
        ApiAnswerKind.UserView => (200, "Records in all and left; both 0 where nothing is rebuilt.", Named("UserView")),
        _ => (200, "Durable.", Named("Taken")),
    };

    private static JsonObject Schemas()
    {
        // Each tracking call with its type: what a batch holds.
        var calls = new JsonArray();
        foreach (var call in ApiCalls.All.Where(call => call.Section is ApiCalls.Tracking && call.Answer is ApiAnswerKind.Taken))
        {
            var body = Body(call);
            ((JsonObject)body["properties"]!)["type"] = new JsonObject { ["const"] = call.Name };
            body["required"] = new JsonArray(["type", .. call.Body.Where(field => field.IsRequired).Select(field => JsonValue.Create(field.Name))]);
            calls.Add(body);
        }

        return new JsonObject
        {
            ["TrackingCall"] = new JsonObject { ["oneOf"] = calls },
            ["Taken"] = Object(("success", Constant(true))),
            ["Problem"] = Object(("success", Constant(false)), ("code", Text("Stable, for programs.")), ("message", Text("A sentence that says what to do.")), ("problems?", List(Named("JourneyProblem")))),
            ["Batch"] = Object(("success", new JsonObject { ["type"] = "boolean" }), ("refused?", List(Object(("index", Integer("The call's place in the batch, from 0.")), ("code", Text("Stable.")), ("message", Text("What to do.")))))),
            ["Accepted"] = Object(("success", Constant(true)), ("id", Text("The command's id on the log.")), ("problems?", List(Named("JourneyProblem")))),
            ["JourneyProblem"] = Object(
                ("level", new JsonObject { ["enum"] = new JsonArray("error", "warning") }), ("code", Text("Stable.")), ("path", Text("Where in the definition.")), ("step?", Text("The step's id.")), ("message", Text("What is wrong."))),
            ["Person"] = Object(
                ("id", Text("Ours.")), ("userId", Nullable("Yours, the latest.")), ("userIds", List(Text("Yours."))), ("anonymousIds", List(Text("Of a browser or device."))),
                ("createdAt", Moment()), ("seenAt", Moment()), ("timeZone", Nullable("IANA.")), ("locale", Nullable("BCP 47.")), ("preferredChannel", Nullable("A channel.")),
                ("attributes", new JsonObject { ["type"] = "object" }),
                ("addresses", List(Object(("channel", Text("A channel.")), ("address", Text("A number, an address or an id."))))),
                ("consents", List(Object(
                    ("purpose", Nullable("For what.")), ("channel", Nullable("On which channel.")), ("granted", new JsonObject { ["type"] = "boolean" }), ("at", Moment()), ("source", Nullable("Where it was given.")), ("text", Nullable("What was agreed to."))))),
                ("suppressed", List(Object(("channel", Text("A channel.")), ("address", Text("What nothing is sent to.")), ("reason", Text("Why.")), ("at", Moment()))))),
            ["Journeys"] = Of<ListedJourneys>(),
            ["DeadLetters"] = Of<ListedLetters>(),
            ["DeadLettersDone"] = Of<LettersDone>(),
            ["UserView"] = Of<RebuildProgress>(),
        };
    }

    /// <param name="members">With a question mark behind the name of one that may be missing.</param>
    private static JsonObject Object(params (string Name, JsonObject Schema)[] members)
    {
        var properties = new JsonObject();
        foreach (var (name, schema) in members) properties[name.TrimEnd('?')] = schema;
        return new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray([.. members.Where(member => !member.Name.EndsWith('?')).Select(member => JsonValue.Create(member.Name))]),
        };
    }

    private static JsonObject Text(string words) => new() { ["type"] = "string", ["description"] = words };

    private static JsonObject Nullable(string words) => new() { ["type"] = new JsonArray("string", "null"), ["description"] = words };

    private static JsonObject Moment() => new() { ["type"] = "string", ["format"] = "date-time" };

    private static JsonObject Integer(string words) => new() { ["type"] = "integer", ["description"] = words };

    private static JsonObject Constant(bool value) => new() { ["const"] = value };

    private static JsonObject List(JsonObject items) => new() { ["type"] = "array", ["items"] = items };

    /// <summary>As the serializer writes it.</summary>
    private static JsonObject Of<T>() => (JsonObject)JsonSerializerOptions.Web.GetJsonSchemaAsNode(typeof(T), new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true });

    private static JsonObject Response(string words, JsonObject schema) =>
        new() { ["description"] = words, ["content"] = new JsonObject { [Media] = new JsonObject { ["schema"] = schema } } };

    private static JsonObject Named(string schema) => Reference("schemas", schema);

    private static JsonObject Reference(string section, string name) => new() { ["$ref"] = $"#/components/{section}/{name}" };

    private static string Refused(int status) => "Refused" + status;
}
