using System.Globalization;
using Cpd.Engine.Conditions;

namespace Cpd.Engine.Templates;

/// <summary>
/// A message's text with places to fill in, in Handlebars' syntax: <c>Hi {{default person.firstName "there"}}</c>. Compiled
/// once, rendered by any number of threads. It sees the <see cref="Facts"/> and nothing else: no object of the program, no file.
/// </summary>
/// <remarks>
/// Strict: a place without a value and without a <c>default</c> stops the message and says which one it was. Blocks ask
/// before they look, so <c>if</c>, <c>unless</c>, <c>each</c> and <c>with</c> take a missing value for no.
/// </remarks>
public sealed class MessageTemplate
{
    /// <summary>Characters of a rendered text; an email of that length would be clipped by every mailbox.</summary>
    public const int LongestText = 256 * 1024;

    private const int LongestSource = 256 * 1024;

    private readonly TemplateNode[] _nodes;
    private readonly string[] _variables;
    private readonly TemplateEscaping _escaping;

    private MessageTemplate(TemplateNode[] nodes, IEnumerable<string> variables, TemplateEscaping escaping)
    {
        _nodes = nodes;
        _variables = [.. variables];
        _escaping = escaping;
    }

    /// <summary>Reads a template; where there are problems, all of them at once, each with its line and column.</summary>
    public static TemplateCompile Compile(string source, TemplateEscaping escaping = TemplateEscaping.None)
    {
        if (source.Length > LongestSource)
            return new(null, [new(0, 0, string.Create(CultureInfo.InvariantCulture, $"A template may have at most {LongestSource} characters."))]);

        var parser = new TemplateParser(source);
        var nodes = parser.Parse();
        return parser.Problems.Count > 0
            ? new(null, parser.Problems)
            : new(new MessageTemplate(nodes, parser.Variables, escaping), []);
    }

    /// <summary>The text for one person. Never throws, whatever the facts.</summary>
    public RenderResult Render(Facts facts)
    {
        using var output = new TemplateOutput(_escaping, LongestText);
        var run = new TemplateRun(facts, output);
        run.Render(_nodes);
        return run.Result();
    }

    /// <summary>The paths it looks at, each once; of a list's elements only the list.</summary>
    public IEnumerable<string> Variables() => _variables;
}

/// <summary>What becomes of characters that mean something where the text goes.</summary>
public enum TemplateEscaping
{
    /// <summary>Texts as they are: SMS, chat, voice.</summary>
    None,

    /// <summary>Values are escaped for HTML; <c>{{{value}}}</c> is not.</summary>
    Html,

    /// <summary>Values are escaped for the inside of JSON's quotes, so that nobody's name ends a text; numbers stay as they are. <c>{{{value}}}</c> is not.</summary>
    Json,

    /// <summary>Values are percent-encoded as one part of an address or a form's field; <c>{{{value}}}</c> is not.</summary>
    Url,
}
