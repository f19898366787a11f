using System.Text.Json;
using System.Text.Json.Nodes;
using Cpd.Contracts;
using Cpd.Engine.Conditions;

namespace Cpd.Engine.Journeys.Testing;

/// <summary>Events to begin with, that hold what a journey looks at: values that its conditions ask for, else ones that look like the name.</summary>
public static class Sample
{
    /// <summary>What any of the journey's entries may be asked for.</summary>
    public static RawJson OfEntry(Journey journey, JourneyEntry? entry = null)
    {
        var sample = new JsonObject();
        if (entry?.When?.Condition is { } when) Satisfy(sample, when, "event", "entry");
        if (entry?.Reply is { } reply)
        {
            foreach (var name in new[] { "text", "word" }) sample[name] = reply.Words is [var first, ..] ? first.Word : "Hello";
            sample["channel"] = JourneyStep.Message.WireName(reply.Channel ?? Channel.Sms);
        }
        var own = JourneyRules.TextsOfJourney(journey with { Entries = entry is null ? [] : [entry], Goal = null, ExitWhen = [] }).SelectMany(text => text.Text.Paths());
        var steps = journey.Steps.SelectMany(step => step.Texts()).SelectMany(text => text.Text.Paths()).Where(path => path.StartsWith("entry", StringComparison.Ordinal));
        foreach (var path in own.Concat(steps)) Put(sample, path, null, "event", "entry");
        return Json(sample);
    }

    /// <summary>An event that belongs to this run, and is as the wait wants it.</summary>
    internal static RawJson Of(AwaitedEvent awaited, TestRun run, JourneyRun waiting)
    {
        var sample = new JsonObject();
        if (awaited.When?.Condition is { } when) Satisfy(sample, when, "event");
        var facts = new Facts { Person = run.Person.Profile, Memory = run.Person.Memory, Entry = waiting.Entry.Parse(), Now = run.Now };
        if (awaited.Key?.Wanted(facts) is { } wanted) Put(sample, wanted.Names, JsonNode.Parse(wanted.Value.GetRawText()));
        foreach (var path in awaited.When?.Paths() ?? []) Put(sample, path, null, "event");
        return Json(sample);
    }

    /// <summary>Of alternatives the first. What nothing can satisfy, or what asks about the person, the author sees and mends.</summary>
    private static void Satisfy(JsonObject sample, Condition condition, params string[] roots)
    {
        switch (condition)
        {
            case Condition.And and:
                foreach (var part in and.Parts) Satisfy(sample, part, roots);
                break;
            case Condition.Or or:
                Satisfy(sample, or.Parts[0], roots);
                break;
            case Condition.Compare { With: Operand.Fixed { Literal: var literal }, Comparison: not Comparison.NotEqual } compare:
                Put(sample, compare.Path.ToString(), Near(literal, compare.Comparison), roots);
                break;
        }
    }

    /// <summary>The literal itself, or a number beside it.</summary>
    private static JsonNode? Near(Literal literal, Comparison comparison)
    {
        try
        {
            var node = JsonNode.Parse(literal.ToString());
            if (node?.GetValueKind() is not JsonValueKind.Number || !node.AsValue().TryGetValue(out decimal number)) return node;
            return comparison switch
            {
                Comparison.More => JsonValue.Create(number + 1),
                Comparison.Less => JsonValue.Create(number - 1),
                _ => node,
            };
        }
        catch (Exception problem) when (problem is JsonException or OverflowException)
        {
            return null;   // a number wider than any, or a text written otherwise than JSON writes it
        }
    }

    private static void Put(JsonObject sample, string path, JsonNode? value, params string[] roots)
    {
        if (ValuePath.TryParse(path, out var parsed, out _) && roots.Contains(parsed.Root)) Put(sample, [.. parsed.Names], value);
    }

    /// <summary>Leaves alone what is there already, and places in lists.</summary>
    private static void Put(JsonObject sample, IReadOnlyList<string> names, JsonNode? value)
    {
        if (names.Count == 0 || names.Any(name => name.All(char.IsAsciiDigit))) return;
        var at = sample;
        foreach (var name in names.SkipLast(1))
        {
            if (!at.ContainsKey(name)) at[name] = new JsonObject();
            if (at[name] is not JsonObject inner) return;
            at = inner;
        }
        if (!at.ContainsKey(names[^1])) at[names[^1]] = value ?? Guess(names[^1]);
    }

    private static JsonValue Guess(string name) => name.ToLowerInvariant() switch
    {
        var id when id.EndsWith("id", StringComparison.Ordinal) => JsonValue.Create("A-1"),
        var sum when Numeric.Any(part => sum.Contains(part, StringComparison.Ordinal)) => JsonValue.Create(100),
        var date when date.EndsWith("date", StringComparison.Ordinal) || date.EndsWith("_at", StringComparison.Ordinal) => JsonValue.Create("2030-01-31"),
        _ => JsonValue.Create(name),
    };

    private static readonly string[] Numeric = ["total", "amount", "price", "sum", "count", "quantity", "score", "value"];

    private static RawJson Json(JsonObject sample) => RawJson.From(sample.ToJsonString(Writing));

    private static readonly JsonSerializerOptions Writing = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
