using System.Globalization;
using System.Text.Json;
using Cpd.Engine.People;
using Cpd.Web.Features.Shared;

namespace Cpd.Web.Features.People;

/// <summary>What an attribute's value is, as people are told and as it stays when it is changed.</summary>
public enum AttributeType
{
    Text,
    Number,
    YesNo,

    /// <summary>A text that reads as a day or a moment, as conditions and waits take it.</summary>
    Date,

    /// <summary>Comes as data; cannot be written by hand.</summary>
    List,

    /// <inheritdoc cref="List"/>
    Group,
}

/// <summary>An attribute's value on its way to a field and back.</summary>
internal static class AttributeValue
{
    private const int LongestText = 10_000;

    private const int LongestNumber = 100;

    /// <summary>Those that can be written by hand.</summary>
    public static IReadOnlyList<AttributeType> Writable { get; } = [AttributeType.Text, AttributeType.Number, AttributeType.YesNo, AttributeType.Date];

    public static AttributeType TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => AttributeType.Number,
        JsonValueKind.True or JsonValueKind.False => AttributeType.YesNo,
        JsonValueKind.Array => AttributeType.List,
        JsonValueKind.Object => AttributeType.Group,
        _ => Instant.Of(Typed(value)) is null ? AttributeType.Text : AttributeType.Date,
    };

    public static string Word(AttributeType type) => type switch
    {
        AttributeType.YesNo => "yes or no",
        _ => type.ToString().ToLowerInvariant(),
    };

    /// <summary>As a field has it.</summary>
    public static string Typed(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => TextOf(value),
        _ => value.GetRawText(),
    };

    /// <summary>As a page shows it.</summary>
    public static string Shown(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        _ => Typed(value),
    };

    /// <summary>What somebody typed as a value of that type; else a sentence that says how it is written.</summary>
    public static (JsonElement? Value, string? Problem) Read(AttributeType type, string typed)
    {
        switch (type)
        {
            case AttributeType.Text when typed.Length > LongestText:
                return (null, $"A text may have at most {Numbers.Text(LongestText)} characters.");
            case AttributeType.Text:
                return (JsonSerializer.SerializeToElement(typed), null);
            case AttributeType.YesNo:
                return typed is "true" or "false" ? (JsonElement.Parse(typed), null) : (null, "Choose yes or no.");
            case AttributeType.Number:
                return Number(typed.Trim()) is { } number ? (number, null) : (null, "Enter a number, for example 12, -3 or 12.5.");
            case AttributeType.Date:
                return Instant.Of(typed.Trim()) is not null ? (JsonSerializer.SerializeToElement(typed.Trim()), null) : (null, "Enter a date such as 2026-03-31 or, with a time, 2026-03-31T10:30:00Z.");
            default:
                return (null, "Lists and groups cannot be edited here. Send them with /v1/identify.");
        }
    }

    /// <summary>Its digits stay as they were typed: of a long number none is rounded away.</summary>
    private static JsonElement? Number(string typed)
    {
        if (typed.Length is 0 or > LongestNumber || !double.TryParse(typed, NumberStyles.Float & ~NumberStyles.AllowLeadingWhite & ~NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number)) return null;
        try
        {
            return JsonElement.Parse(typed);
        }
        catch (JsonException)
        {
            return null;   // 007, +5 and .5 are no numbers in JSON
        }
    }

    private static string TextOf(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return text.GetRawText();   // its escapes make no text
        }
    }
}
