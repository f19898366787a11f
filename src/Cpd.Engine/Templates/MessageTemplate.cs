using Cpd.Engine.Conditions;

namespace Cpd.Engine.Templates;

public sealed class MessageTemplate
{
    public static TemplateCompile Compile(string source, TemplateEscaping escaping = TemplateEscaping.None) => throw new NotImplementedException();
    public RenderResult Render(Facts facts) => throw new NotImplementedException();
    public IEnumerable<string> Variables() => throw new NotImplementedException();
}

public enum TemplateEscaping { None, Html }
