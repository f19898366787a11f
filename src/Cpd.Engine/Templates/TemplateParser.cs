namespace Cpd.Engine.Templates;

/// <summary>Makes a template out of its tags: which block holds what, what each name means. Goes on after a problem to find the others.</summary>
internal sealed class TemplateParser
{
    private const int Deepest = 32;
    private const int MostProblems = 50;

    private readonly string _source;
    private readonly List<TemplateProblem> _problems = [];
    private readonly List<TemplateTag> _tags;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private int _next;
    private int _depth;

    public TemplateParser(string source)
    {
        _source = source;
        _tags = TemplateTags.Cut(source, Note);
    }

    public IReadOnlyList<TemplateProblem> Problems => _problems;

    public List<string> Variables { get; } = [];

    public TemplateNode[] Parse()
    {
        var nodes = new List<TemplateNode>();
        while (true)
        {
            nodes.AddRange(Nodes(null, out var end));
            if (end.Content is null) return [.. nodes];
            Refuse(end.At, $"{{{{{end.Content}}}}} is outside of any block.");
        }
    }

    /// <summary>The nodes up to the tag that closes or divides the block around, or up to the end.</summary>
    private List<TemplateNode> Nodes(TemplateScope? scope, out TemplateTag end)
    {
        var nodes = new List<TemplateNode>();
        while (_next < _tags.Count)
        {
            var tag = _tags[_next++];
            if (tag.Text.Length > 0) nodes.Add(new TemplateNode.Text(tag.Text));
            if (tag.Content is null || IsEnd(tag.Content))
            {
                end = tag;
                return nodes;
            }
            if (Node(tag, tag.Content, scope) is { } node) nodes.Add(node);
        }
        end = new("", null, _source.Length, false);
        return nodes;
    }

    private static bool IsEnd(string content) =>
        content is ['/', ..] or "^" or "else" || content.StartsWith("else ", StringComparison.Ordinal);

    private TemplateNode? Node(in TemplateTag tag, string content, TemplateScope? scope)
    {
        switch (content)
        {
            case ['#', ..]: return Block(tag, content[1..], scope);
            case ['>', ..]: return Refuse(tag.At, "Partials are not supported.");
            case ['^', ..]: return Refuse(tag.At, "Use {{#unless ...}} for the opposite of a block.");
            case ['*' or '=', ..]: return Refuse(tag.At, "This kind of tag is not supported.");
        }
        var raw = tag.IsRaw;
        return Read(tag, content, scope, reader => reader.Expression() is { } place ? new TemplateNode.Place(place, raw) : null);
    }

    private TemplateNode? Block(in TemplateTag tag, string content, TemplateScope? scope)
    {
        if (++_depth > Deepest)
        {
            _next = _tags.Count;
            return Refuse(tag.At, "The blocks are nested too deeply; the limit is 32 levels.");
        }

        var reader = new TagReader(content, scope);
        var kind = reader.Word();
        var node = kind switch
        {
            "if" or "unless" => Choice(tag, kind, reader, scope),
            "each" or "with" => About(tag, kind, reader, scope),
            _ => Unknown(tag, kind, scope),
        };
        _depth--;
        return node;
    }

    private TemplateNode.Choice Choice(in TemplateTag tag, string kind, TagReader reader, TemplateScope? scope)
    {
        var branches = new List<(TemplateExpression, bool, TemplateNode[])>();
        var (question, expected) = (Read(tag, reader, () => reader.Argument()), kind == "if");
        while (true)
        {
            var nodes = Nodes(scope, out var end);
            if (question is not null) branches.Add((question, expected, [.. nodes]));
            if (end.Content is not { } divider || !divider.StartsWith("else ", StringComparison.Ordinal))
                return new TemplateNode.Choice([.. branches], Otherwise(tag, kind, end, scope));

            var next = new TagReader(divider[5..], scope);
            var word = next.Word();
            if (word is not ("if" or "unless")) Refuse(end.At, "Expected if, unless or nothing after else.");
            (question, expected) = (Read(end, next, () => next.Argument()), word != "unless");
        }
    }

    private TemplateNode? About(in TemplateTag tag, string kind, TagReader reader, TemplateScope? scope)
    {
        string[] names = [];
        var about = Read(tag, reader, () =>
        {
            var argument = reader.Argument();
            names = reader.Names();
            return argument;
        });
        var path = (about?.Name ?? "?") + (kind == "each" ? "[]" : "");
        var inner = new TemplateScope(scope, path, names.ElementAtOrDefault(0), names.ElementAtOrDefault(1), IsLoop: kind == "each");
        TemplateNode[] nodes = [.. Nodes(inner, out var end)];
        var otherwise = Otherwise(tag, kind, end, scope);
        if (about is null) return null;
        return kind == "each" ? new TemplateNode.Each(about, nodes, otherwise) : new TemplateNode.With(about, nodes, otherwise);
    }

    private TemplateNode? Unknown(in TemplateTag tag, string kind, TemplateScope? scope)
    {
        Refuse(tag.At, $"Unknown block \"{kind}\"; use if, unless, each or with.");
        Nodes(scope, out var end);
        Otherwise(tag, kind, end, scope);
        return null;
    }

    /// <summary>What stands between else and the block's end, which is checked on the way.</summary>
    private TemplateNode[] Otherwise(in TemplateTag tag, string kind, TemplateTag end, TemplateScope? scope)
    {
        TemplateNode[] nodes = [];
        if (end.Content is "else" or "^") nodes = [.. Nodes(scope, out end)];

        if (end.Content is null) Refuse(tag.At, $"The block is not closed; {{{{/{kind}}}}} is missing.");
        else if (end.Content is not ['/', ..]) Refuse(end.At, $"Unexpected {{{{{end.Content}}}}}.");
        else if (end.Content[1..].Trim() != kind) Refuse(end.At, $"{{{{{end.Content}}}}} does not match {{{{#{kind}}}}}.");
        return nodes;
    }

    private TemplateNode? Read(in TemplateTag tag, string content, TemplateScope? scope, Func<TagReader, TemplateNode?> read)
    {
        var reader = new TagReader(content, scope);
        return Read(tag, reader, () => read(reader));
    }

    private T? Read<T>(in TemplateTag tag, TagReader reader, Func<T?> read) where T : class
    {
        var result = read();
        if (reader.Problem is null && !reader.AtEnd) reader.Refuse("Unexpected text at the end of the tag.");
        if (reader.Problem is { } problem) Refuse(tag.At, problem);
        foreach (var path in reader.Paths)
            if (_seen.Add(path)) Variables.Add(path);
        return reader.Problem is null ? result : null;
    }

    private TemplateNode? Refuse(int at, string sentence)
    {
        Note(at, sentence);
        return null;
    }

    private void Note(int at, string sentence)
    {
        if (_problems.Count >= MostProblems) return;

        var before = _source.AsSpan(0, at);
        _problems.Add(new(before.Count('\n') + 1, at - before.LastIndexOf('\n'), sentence));
    }
}
