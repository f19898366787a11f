namespace Cpd.Engine.Templates;

/// <summary>What names mean at a place of a template: the block around it, known when it is compiled.</summary>
/// <param name="Path">The path of the element, as people are told of it: <c>entry.items[]</c>.</param>
/// <param name="ElementName">From <c>as |item index|</c>.</param>
/// <param name="IsLoop">Whether <c>@index</c> and its like have a meaning.</param>
internal sealed record TemplateScope(TemplateScope? Outer, string Path, string? ElementName, string? PlaceName, bool IsLoop)
{
    public int Depth { get; } = Outer is null ? 1 : Outer.Depth + 1;
}
