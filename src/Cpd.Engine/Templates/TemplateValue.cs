using System.Runtime.InteropServices;
using System.Text.Json;
using Cpd.Engine.Conditions;
using Cpd.Engine.People;

namespace Cpd.Engine.Templates;

/// <summary>What an expression of a template comes to: a JSON value, a text made by a helper, or nothing.</summary>
internal readonly struct TemplateValue
{
    private TemplateValue(JsonElement json, string? text, bool isJsonText = false) => (Json, Text, IsJsonText) = (json, text, isJsonText);

    public JsonElement Json { get; }

    public string? Text { get; }

    /// <summary>The text is a whole JSON value, quotes and all: within JSON it stands as it is.</summary>
    public bool IsJsonText { get; }

    public bool IsNothing => Text is null && Json.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    public bool IsComposite => Text is null && Json.ValueKind is JsonValueKind.Object or JsonValueKind.Array;

    /// <summary>As Handlebars has it: nothing, false, 0, an empty text and an empty list are no.</summary>
    public bool IsTrue => Text is not null ? Text.Length > 0 : Json.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.Object => true,
        JsonValueKind.String => JsonMarshal.GetRawUtf8Value(Json).Length > 2,
        JsonValueKind.Number => Scalar.Of(Json).CompareTo(new Scalar(0m)) != 0,
        JsonValueKind.Array => Json.GetArrayLength() > 0,
        _ => false,
    };

    /// <summary>Nothing, or a text of blanks only.</summary>
    public bool IsBlank => IsNothing || !IsComposite && Json.ValueKind is not (JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False) && string.IsNullOrWhiteSpace(AsText());

    public static TemplateValue Of(JsonElement? json) => new(json.GetValueOrDefault(), null);

    public static TemplateValue Of(string? text) => new(default, text);

    public static TemplateValue OfJsonText(string json) => new(default, json, isJsonText: true);

    public static TemplateValue Of(bool truth) => new(JsonPath.Truth(truth), null);

    /// <summary>As it is printed; null for nothing, for objects and for lists.</summary>
    public string? AsText() => Text ?? Json.ValueKind switch
    {
        JsonValueKind.String => JsonPath.TextOf(Json),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => Scalar.Of(Json).ToString(),
        _ => null,
    };
}
