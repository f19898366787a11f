using System.Globalization;
using System.Text.Json;

namespace Cpd.Engine.Journeys;

/// <summary>Writes a journey's members, each kind of value in its one form. What is not there is left out; only exits are always written.</summary>
internal sealed class JourneyWriter(Utf8JsonWriter json)
{
    public JourneyWriter Text(string name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
        return this;
    }

    public JourneyWriter Text(string name, Written? value) => Text(name, value?.Text);

    public JourneyWriter Flag(string name, bool value)
    {
        if (value) json.WriteBoolean(name, true);
        return this;
    }

    public JourneyWriter Number(string name, int value)
    {
        json.WriteNumber(name, value);
        return this;
    }

    public JourneyWriter Duration(string name, TimeSpan? value) => Text(name, value is { } span ? Durations.ToText(span) : null);

    public JourneyWriter TimeOfDay(string name, TimeOnly? value) => Text(name, value?.ToString("HH:mm", CultureInfo.InvariantCulture));

    public JourneyWriter Place(string name, CanvasPlace? value) =>
        Text(name, value is { } place ? string.Create(CultureInfo.InvariantCulture, $"{place.X}, {place.Y}") : null);

    public JourneyWriter Exit(string name, string? to)
    {
        if (to is null) json.WriteNull(name);
        else json.WriteString(name, to);
        return this;
    }

    public JourneyWriter Object(string name, Action<JourneyWriter> members)
    {
        json.WriteStartObject(name);
        members(this);
        json.WriteEndObject();
        return this;
    }

    public JourneyWriter Objects<T>(string name, IReadOnlyList<T> items, Action<JourneyWriter, T> members)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            members(this, item);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        return this;
    }

    public JourneyWriter Texts(string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
        return this;
    }

    public JourneyWriter Raw(string name, JsonElement value)
    {
        json.WritePropertyName(name);
        value.WriteTo(json);
        return this;
    }
}
