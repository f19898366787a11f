using System.Globalization;

namespace Cpd.Engine.Templates;

/// <summary>What came of compiling a template: the template, or all its problems.</summary>
public sealed record TemplateCompile(MessageTemplate? Template, IReadOnlyList<TemplateProblem> Found)
{
    /// <summary>In sentences, each with its place.</summary>
    public IReadOnlyList<string> Problems => [.. Found.Select(problem => problem.ToString())];
}

/// <summary>Something in a template that cannot be read.</summary>
/// <param name="Line">From 1; 0 where it is about the whole text.</param>
/// <param name="Column">From 1.</param>
public sealed record TemplateProblem(int Line, int Column, string Sentence)
{
    public override string ToString() => Line == 0 ? Sentence : string.Create(CultureInfo.InvariantCulture, $"Line {Line}, column {Column}: {Sentence}");
}
