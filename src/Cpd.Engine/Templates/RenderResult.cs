namespace Cpd.Engine.Templates;

/// <summary>A rendered text, or why there is none.</summary>
/// <param name="Text">Null where the message must not be sent.</param>
/// <param name="Missing">Paths that had no value and no default.</param>
/// <param name="Problem">A sentence for people where something else stopped it, for example too long a text.</param>
public sealed record RenderResult(string? Text, IReadOnlyList<string> Missing, string? Problem = null);
