using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cpd.Contracts;
using Cpd.Engine.Conditions;

namespace Cpd.Engine.Journeys;

/// <summary>
/// Names and values that a step writes somewhere. A text with <c>{{</c> is a template; <c>{"value": "entry.total"}</c>
/// copies a value as it is; everything else stands for itself, and null takes an attribute away.
/// </summary>
public sealed record StepValues(IReadOnlyList<KeyValuePair<string, StepValue>> Items)
{
    private RawJson _always;   // where nothing is to be filled in it is the same for everybody

    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    internal static StepValues Read(JourneyReader? json) => new(json is null ? [] :
        [.. json.Members().Select(member => KeyValuePair.Create(member.Name, StepValue.Read(member.Value)))]);

    internal void Write(string name, JourneyWriter json) => json.Object(name, members =>
    {
        foreach (var (member, value) in Items) value.Write(member, members);
    });

    internal IEnumerable<StepText> Texts(string path) =>
        Items.Where(item => item.Value.Text is not null).Select(item => new StepText(item.Value.Text!, $"{path}.{item.Key}"));

    /// <summary>The values as one JSON object. What has no value is left out: a missing name must not become an empty one.</summary>
    internal RawJson Fill(Facts facts)
    {
        if (!_always.IsMissing) return _always;

        var buffer = new ArrayBufferWriter<byte>(128);
        using var json = new Utf8JsonWriter(buffer, Writing);
        json.WriteStartObject();
        foreach (var (name, value) in Items) value.Fill(name, facts, json);
        json.WriteEndObject();
        json.Flush();
        var filled = new RawJson(buffer.WrittenSpan.ToArray());
        return Items.All(item => item.Value is StepValue.Fixed) ? _always = filled : filled;
    }
}

/// <summary>One value of <see cref="StepValues"/>.</summary>
public abstract record StepValue
{
    private StepValue() { }

    internal virtual Written? Text => null;

    internal static StepValue Read(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String when json.GetString()!.Contains("{{", StringComparison.Ordinal) => new Filled(new TemplateText(json.GetString()!)),
        JsonValueKind.Object when json.GetPropertyCount() == 1 && json.TryGetProperty("value", out var path) && path.ValueKind is JsonValueKind.String
            => new Copied(new PathText(path.GetString()!)),
        _ => new Fixed(json.Clone()),
    };

    internal abstract void Write(string name, JourneyWriter json);

    internal abstract void Fill(string name, Facts facts, Utf8JsonWriter json);

    public sealed record Fixed(JsonElement Value) : StepValue
    {
        internal override void Write(string name, JourneyWriter json) => json.Raw(name, Value);

        internal override void Fill(string name, Facts facts, Utf8JsonWriter json)
        {
            json.WritePropertyName(name);
            Value.WriteTo(json);
        }
    }

    public sealed record Filled(TemplateText Template) : StepValue
    {
        internal override Written Text => Template;

        internal override void Write(string name, JourneyWriter json) => json.Text(name, Template);

        internal override void Fill(string name, Facts facts, Utf8JsonWriter json)
        {
            if (Template.Render(facts).Text is { } text) json.WriteString(name, text);
        }
    }

    public sealed record Copied(PathText Path) : StepValue
    {
        internal override Written Text => Path;

        internal override void Write(string name, JourneyWriter json) => json.Object(name, value => value.Text("value", Path));

        internal override void Fill(string name, Facts facts, Utf8JsonWriter json)
        {
            if (Path.Get(facts) is not { } value) return;
            json.WritePropertyName(name);
            value.WriteTo(json);
        }
    }
}
