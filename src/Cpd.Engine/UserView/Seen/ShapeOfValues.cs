using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using Cpd.Engine.People;

namespace Cpd.Engine.UserView.Seen;

/// <summary>Adds what one JSON object tells to a shape.</summary>
/// <param name="person">Who sent it, in two bytes.</param>
internal ref struct ShapeOfValues(ImmutableDictionary<string, SeenPath> paths, int person)
{
    private const int Deepest = 4;

    /// <summary>A list of things is told by its first one; of a list of values a few are looked at.</summary>
    private const int MostElements = 5;

    private readonly int _person = person;

    public ImmutableDictionary<string, SeenPath> Paths { get; private set; } = paths;

    public void Take(JsonElement json)
    {
        if (json.ValueKind is JsonValueKind.Object) Members(json, "", 1);
    }

    /// <summary>Attributes as events' properties, but for consent, which conditions ask for by purpose and channel.</summary>
    public void TakeAttributes(JsonElement json)
    {
        if (json.ValueKind is not JsonValueKind.Object) return;
        foreach (var member in json.EnumerateObject())
        {
            if (member.Name != "consent") Value(member.Name, member.Name, member.Value, 1);
            else if (member.Value.ValueKind is JsonValueKind.Object) Consent(member.Value);
        }
    }

    private void Consent(JsonElement purposes)
    {
        foreach (var purpose in purposes.EnumerateObject())
        {
            if (purpose.Value.ValueKind is not JsonValueKind.Object) continue;
            foreach (var channel in purpose.Value.EnumerateObject())
                if (Channels.TryParse(channel.Name, out _)) Put($"consent{Shape.Between}{purpose.Name}{Shape.Between}{channel.Name}", SeenTypes.Truth);
        }
    }

    private void Members(JsonElement json, string prefix, int depth)
    {
        foreach (var member in json.EnumerateObject()) Value(prefix.Length == 0 ? member.Name : prefix + member.Name, member.Name, member.Value, depth);
    }

    private void Value(string key, string name, JsonElement value, int depth)
    {
        if (name.Contains(Shape.Between) || key.Length > Shape.LongestPath) return;
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                Put(key, SeenTypes.Structure);
                if (depth < Deepest && !SampleRules.IsPrivate(name)) Members(value, key + Shape.Between, depth + 1);
                break;
            case JsonValueKind.Array:
                Put(key, SeenTypes.List);
                Elements(key, name, value, depth);
                break;
            case JsonValueKind.String:
                var text = JsonMarshal.GetRawUtf8Value(value);
                Put(key, Instant.TryRead(text[1..^1], out _) ? SeenTypes.Date : SeenTypes.Text, name, text);
                break;
            case JsonValueKind.Number:
                Put(key, SeenTypes.Number, name, JsonMarshal.GetRawUtf8Value(value));
                break;
            case JsonValueKind.True or JsonValueKind.False:
                Put(key, SeenTypes.Truth);
                break;
        }
    }

    private void Elements(string key, string name, JsonElement list, int depth)
    {
        var place = 0;
        foreach (var element in list.EnumerateArray())
        {
            if (element.ValueKind is JsonValueKind.Object && place == 0)
            {
                if (depth < Deepest) Members(element, $"{key}{Shape.Between}0{Shape.Between}", depth + 1);
                return;
            }
            if (element.ValueKind is JsonValueKind.String or JsonValueKind.Number) Put(key, SeenTypes.List, name, JsonMarshal.GetRawUtf8Value(element));
            if (++place == MostElements) return;
        }
    }

    private void Put(string key, SeenTypes type, string? name = null, ReadOnlySpan<byte> json = default)
    {
        var before = Paths.GetValueOrDefault(key);
        if (before is null && Paths.Count >= Shape.MostPaths) return;

        var after = (before ?? SeenPath.None).With(type);
        if (name is not null && SampleRules.MayShow(name, json)) after = after.With(SampleRules.Hash(json), _person, json);
        if (!ReferenceEquals(before, after)) Paths = Paths.SetItem(key, after);
    }
}
