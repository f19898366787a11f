namespace Cpd.Engine.Templates;

/// <summary>A rendered text, or why there is none.</summary>
/// <param name="Text">Null where the message must not be sent.</param>
/// <param name="Missing">Paths that had no value and no default; of a list's elements as <c>entry.items[].name</c>.</param>
/// <param name="Problem">A sentence for people where something else stopped it, for example too long a text.</param>
public sealed record RenderResult(string? Text, IReadOnlyList<string> Missing, string? Problem = null)
{
    /// <summary>Why there is no text, in a sentence for people; null where there is one.</summary>
    public string? Why => Text is not null ? null : Problem ?? $"No value for {string.Join(", ", Missing)}. Give it a default, or check for it before the message.";
}
