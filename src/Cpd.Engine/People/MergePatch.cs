using System.Text.Json;

namespace Cpd.Engine.People;

/// <summary>JSON Merge Patch, RFC 7386. Of a member that stands twice in a patch the last one counts.</summary>
internal static class MergePatch
{
    /// <param name="except">A member on the first level that is left out of the result.</param>
    public static void Write(Utf8JsonWriter writer, JsonElement target, JsonElement patch, string? except = null)
    {
        // By name once, not searched for again and again: a patch may have thousands of members.
        var changes = new Dictionary<string, JsonElement>(patch.GetPropertyCount(), StringComparer.Ordinal);
        foreach (var member in patch.EnumerateObject()) changes[member.Name] = member.Value;

        var written = new HashSet<string>(StringComparer.Ordinal);
        if (except is not null) written.Add(except);

        writer.WriteStartObject();
        if (target.ValueKind is JsonValueKind.Object)
            foreach (var member in target.EnumerateObject())
                if (written.Add(member.Name)) WriteMember(writer, member.Name, member.Value, changes);

        foreach (var name in changes.Keys)
            if (written.Add(name)) WriteMember(writer, name, default, changes);
        writer.WriteEndObject();
    }

    private static void WriteMember(Utf8JsonWriter writer, string name, JsonElement old, Dictionary<string, JsonElement> changes)
    {
        var changed = changes.TryGetValue(name, out var change);
        if (changed && change.ValueKind is JsonValueKind.Null) return;

        writer.WritePropertyName(name);
        if (changed && change.ValueKind is JsonValueKind.Object) Write(writer, old, change);
        else (changed ? change : old).WriteTo(writer);
    }
}
