using System.Collections.Frozen;
using Cpd.Contracts;
using Cpd.Engine.Conditions;

namespace Cpd.Engine.Templates.Stored;

/// <summary>A template of a workspace, ready to be sent. Immutable: saving makes a new one.</summary>
public sealed class CompiledTemplate
{
    private readonly FrozenDictionary<string, Variant> _variants;
    private readonly string[] _variables;

    private CompiledTemplate(string workspace, string id, Channel channel, bool isArchived, IEnumerable<Variant> variants)
    {
        (Workspace, Id, Channel, IsArchived) = (workspace, id, channel, isArchived);
        _variants = variants.DistinctBy(variant => variant.Language).ToFrozenDictionary(variant => variant.Language, StringComparer.Ordinal);
        _variables = [.. _variants.Values.SelectMany(variant => variant.Written.Values).SelectMany(text => text?.Variables() ?? []).Distinct(StringComparer.Ordinal)];
    }

    public string Workspace { get; }

    public string Id { get; }

    public Channel Channel { get; }

    /// <summary>Put away: what uses it goes on using it, and nothing new is to begin with it.</summary>
    public bool IsArchived { get; }

    /// <summary>The paths that any of its languages looks at.</summary>
    public IReadOnlyList<string> Variables => _variables;

    /// <summary>Whatever the content: a language that cannot be read is said when it is to be sent.</summary>
    public static CompiledTemplate Compile(string workspace, string id, Channel channel, bool isArchived, TemplateContent content) =>
        new(workspace, id, channel, isArchived, content.Variants.Select(variant => Variant.Of(channel, variant)));

    /// <summary>What one person gets, in their language.</summary>
    public ComposedMessage Compose(Facts facts)
    {
        var language = TemplateLanguages.Choose(_variants.ContainsKey, TemplateLanguages.Of(facts.Person));
        return _variants.TryGetValue(language, out var variant)
            ? variant.Compose(Id, facts)
            : ComposedMessage.Not("template.invalid", $"The template {Id} has no text for those whose language it does not have.");
    }

    private sealed record Variant(string Language, FrozenDictionary<string, MessageTemplate?> Written, FrozenDictionary<string, string>? Chosen)
    {
        public static Variant Of(Channel channel, TemplateVariant variant)
        {
            var parts = TemplateParts.Of(channel).Where(part => variant.Parts.ContainsKey(part.Name)).ToLookup(part => part.Choices is null);
            var chosen = parts[false].ToFrozenDictionary(part => part.Name, part => variant.Parts[part.Name], StringComparer.Ordinal);
            return new Variant(
                variant.Language,
                parts[true].ToFrozenDictionary(part => part.Name, part => MessageTemplate.Compile(variant.Parts[part.Name], part.Escaping).Template, StringComparer.Ordinal),
                chosen.Count == 0 ? null : chosen);
        }

        public ComposedMessage Compose(string id, Facts facts)
        {
            var text = "";
            Dictionary<string, string>? others = null;
            foreach (var (name, template) in Written)
            {
                if (template is null) return ComposedMessage.Not("template.invalid", $"The template {id} has mistakes. Open it in Templates and mend them.");
                var rendered = template.Render(facts);
                if (rendered.Text is not { } part) return ComposedMessage.Not("message.missing-variable", rendered.Why!);
                if (name == TemplateParts.Text) text = part;
                else (others ??= [])[name] = part;
            }
            if (others is not null)
                foreach (var (name, value) in Chosen ?? FrozenDictionary<string, string>.Empty) others[name] = value;
            return new ComposedMessage(text, others ?? (IReadOnlyDictionary<string, string>?)Chosen, null, null);
        }
    }
}

/// <summary>A message made from a template, or why there is none.</summary>
/// <param name="Text">Null where the message must not be sent.</param>
/// <param name="Parts">What there is beside the text; null for nothing.</param>
/// <param name="Code">Stable, where there is no text.</param>
/// <param name="Problem">A sentence for people, where there is no text.</param>
public sealed record ComposedMessage(string? Text, IReadOnlyDictionary<string, string>? Parts, string? Code, string? Problem)
{
    internal static ComposedMessage Not(string code, string problem) => new(null, null, code, problem);
}
