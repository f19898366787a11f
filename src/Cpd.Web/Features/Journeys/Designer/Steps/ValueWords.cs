using System.Globalization;
using System.Text.Json;
using Cpd.Engine.Journeys;

namespace Cpd.Web.Features.Journeys.Designer.Steps;

/// <summary>What a value of a step is, as an author chooses it.</summary>
public enum ValueKind
{
    /// <summary>With places to fill in, or without.</summary>
    Text,
    Number,
    Truth,
    Copied,
    Null,

    /// <summary>Lists and objects.</summary>
    Json,
}

/// <summary>Values of steps, there and back between what they are and what stands in a field.</summary>
internal static class ValueWords
{
    public static ValueKind KindOf(StepValue value) => value switch
    {
        StepValue.Copied => ValueKind.Copied,
        StepValue.Fixed { Value.ValueKind: JsonValueKind.Number } => ValueKind.Number,
        StepValue.Fixed { Value.ValueKind: JsonValueKind.True or JsonValueKind.False } => ValueKind.Truth,
        StepValue.Fixed { Value.ValueKind: JsonValueKind.Null } => ValueKind.Null,
        StepValue.Fixed { Value.ValueKind: JsonValueKind.Array or JsonValueKind.Object } => ValueKind.Json,
        _ => ValueKind.Text,
    };

    public static string TextOf(StepValue value) => value switch
    {
        StepValue.Filled filled => filled.Template.Text,
        StepValue.Copied copied => copied.Path.Text,
        StepValue.Fixed { Value: { ValueKind: JsonValueKind.String } text } => text.GetString()!,
        StepValue.Fixed { Value: var other } => other.GetRawText(),
        _ => "",
    };

    /// <summary>Null where the text is no value of this kind.</summary>
    public static StepValue? Read(ValueKind kind, string text) => kind switch
    {
        ValueKind.Text => Text(text),
        ValueKind.Copied => new StepValue.Copied(new PathText(text)),
        ValueKind.Number => decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? new StepValue.Fixed(JsonSerializer.SerializeToElement(number)) : null,
        _ => Json(text),
    };

    public static string? Problem(ValueKind kind, string? wrong) => (wrong, kind) switch
    {
        (null, _) => null,
        (_, ValueKind.Number) => "Enter a number such as 5 or 12.50.",
        _ => "Enter a JSON array or object, with texts in quotes: [\"a\", \"b\"].",
    };

    /// <summary>The same value as another kind, as far as it can be one.</summary>
    public static StepValue Turned(StepValue value, ValueKind kind) => kind switch
    {
        ValueKind.Null => new StepValue.Fixed(JsonElement.Parse("null")),
        ValueKind.Truth => Truth(true),
        ValueKind.Json => new StepValue.Fixed(JsonElement.Parse("[]")),
        ValueKind.Number => Read(kind, TextOf(value)) ?? new StepValue.Fixed(JsonElement.Parse("0")),
        ValueKind.Text when value is StepValue.Copied { Path.Text.Length: > 0 } copied => Text($"{{{{{copied.Path.Text}}}}}"),
        ValueKind.Copied => new StepValue.Copied(new PathText(TextOf(value).Trim('{', '}', ' '))),
        _ => Text(KindOf(value) is ValueKind.Null ? "" : TextOf(value)),
    };

    public static StepValue Truth(bool truth) => new StepValue.Fixed(JsonSerializer.SerializeToElement(truth));

    public static StepValue Text(string text) => text.Contains("{{", StringComparison.Ordinal)
        ? new StepValue.Filled(new TemplateText(text))
        : new StepValue.Fixed(JsonSerializer.SerializeToElement(text));

    /// <summary>Only lists and objects: everything else has a kind of its own, and <c>{"value": "entry.total"}</c> is a copy.</summary>
    private static StepValue? Json(string text)
    {
        try
        {
            var json = JsonElement.Parse(text);
            if (json.ValueKind is JsonValueKind.Object && json.GetPropertyCount() == 1 && json.TryGetProperty("value", out var path) && path.ValueKind is JsonValueKind.String)
                return new StepValue.Copied(new PathText(path.GetString()!));
            return json.ValueKind is JsonValueKind.Array or JsonValueKind.Object ? new StepValue.Fixed(json) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
