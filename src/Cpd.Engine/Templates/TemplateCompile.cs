namespace Cpd.Engine.Templates;

/// <summary>What came of compiling a template: the template, or all its problems.</summary>
public sealed record TemplateCompile(MessageTemplate? Template, IReadOnlyList<string> Problems);
