using System.Collections.Frozen;
using Cpd.Contracts;
using Cpd.Engine.Conditions;
using Cpd.Engine.Templates.Chat;
using Cpd.Engine.Templates.Email;

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

    /// <summary>It lies at the provider, and only what is approved there is sent.</summary>
    public bool IsMirrored => _variants.Values.Any(variant => variant.Remote is not null);

    /// <summary>It brings a one-time code, for which somebody waits.</summary>
    public bool BringsCode => _variants.Values.Any(variant => variant.Remote?.Code is not null);

    /// <summary>What keeps it from being sent to anybody, whoever they are; null where nothing does.</summary>
    public TemplateDefect? Defect
    {
        get
        {
            if (!IsMirrored || !_variants.TryGetValue(TemplateLanguages.Default, out var main) || main.Remote is null) return null;
            if (_variants.Values.All(variant => !variant.MayBeSent)) return new("template.not-approved", $"The template {Id} is not sent: {main.Remote.WhyNot()}.");

            var open = _variants.Values.Where(variant => variant.MayBeSent)
                .SelectMany(variant => variant.Remote!.Places().Where(place => place.Otherwise is null && !variant.Written.ContainsKey(place.Part))).FirstOrDefault();
            return open is null ? null : new("template.unfilled", ChatContent.Unfilled(Id, open));
        }
    }

    /// <summary>The paths that any of its languages looks at.</summary>
    public IReadOnlyList<string> Variables => _variables;

    /// <summary>Whatever the content: a language that cannot be read is said when it is to be sent.</summary>
    public static CompiledTemplate Compile(string workspace, string id, Channel channel, bool isArchived, TemplateContent content) =>
        new(workspace, id, channel, isArchived, content.Variants.Select(variant => Variant.Of(channel, TemplateRules.Inheriting(variant, content), isOfBlocks: variant.Parts.ContainsKey(TemplateParts.Blocks))));

    /// <summary>What one person gets, in their language.</summary>
    public ComposedMessage Compose(Facts facts)
    {
        var language = TemplateLanguages.Choose(wanted => _variants.GetValueOrDefault(wanted)?.MayBeSent is true, TemplateLanguages.Of(facts.Person));
        return _variants.TryGetValue(language, out var variant)
            ? variant.Compose(Id, facts)
            : ComposedMessage.Not("template.invalid", $"The template {Id} has no default text for other languages.");
    }

    /// <param name="Chosen">What goes along as it is.</param>
    /// <param name="IsOfBlocks">Of an e-mail with addresses that are filled in: whether it is made of blocks; null where there are no such addresses.</param>
    private sealed record Variant(
        Channel Channel, string Language, FrozenDictionary<string, MessageTemplate?> Written, FrozenDictionary<string, string>? Chosen, RemoteTemplate? Remote, bool? IsOfBlocks)
    {
        public bool MayBeSent => Remote?.MayBeSent ?? true;

        public static Variant Of(Channel channel, TemplateVariant variant, bool isOfBlocks)
        {
            var parts = TemplateParts.Of(channel, variant).Where(part => !part.IsGiven).Where(part => variant.Parts.ContainsKey(part.Name)).ToLookup(part => part.Choices is null);
            var chosen = parts[false].Select(part => part.Name).Concat(variant.Parts.ContainsKey(TemplateParts.Attachments) ? [TemplateParts.Attachments] : [])
                .ToFrozenDictionary(part => part, part => variant.Parts[part], StringComparer.Ordinal);
            return new Variant(
                channel, variant.Language,
                parts[true].Where(part => !string.IsNullOrWhiteSpace(variant.Parts[part.Name]) || part is { IsOptional: false, Name: TemplateParts.Text or TemplateParts.Subject or TemplateParts.Html }).ToFrozenDictionary(part => part.Name, part => MessageTemplate.Compile(variant.Parts[part.Name], part.Escaping).Template, StringComparer.Ordinal),
                chosen.Count == 0 ? null : chosen, RemoteTemplate.Of(variant),
                channel is Channel.Email && MailAddresses.AreFilledIn(variant.Parts.GetValueOrDefault(TemplateParts.Html, "")) ? isOfBlocks : null);
        }

        public ComposedMessage Compose(string id, Facts facts)
        {
            if (Remote?.WhyNot() is { } closed) return ComposedMessage.Not("template.not-approved", $"The template {id} is not sent: {closed}.");

            var parts = new Dictionary<string, string>(StringComparer.Ordinal);
            List<string>? missing = null;
            string? why = null;
            foreach (var (name, template) in Written)
            {
                if (template is null) return ComposedMessage.Not("template.invalid", $"The template {id} has errors. Fix them in Templates.");
                var rendered = template.Render(facts);
                if (rendered.Text is { } part)
                {
                    parts[name] = part;
                    continue;
                }
                why ??= rendered.Why!;
                (missing ??= []).AddRange(rendered.Missing);
            }
            if (why is not null)
            {
                if (missing!.Count > 0) why = new RenderResult(null, missing = [.. missing.Distinct(StringComparer.Ordinal)]).Why!;
                return ComposedMessage.Not("message.missing-variable", why) with { Missing = missing };
            }

            foreach (var (name, value) in Chosen ?? FrozenDictionary<string, string>.Empty) parts[name] = value;
            if (IsOfBlocks is { } ofBlocks && parts.TryGetValue(TemplateParts.Html, out var html) && MailAddresses.Problem(html, ofBlocks) is { } wrong)
                return ComposedMessage.Not(MailAddresses.Code, wrong);
            if (Channel is Channel.Email)
                return parts.ContainsKey(TemplateParts.Subject) && parts.ContainsKey(TemplateParts.Html)
                    ? EmailContent.Finish(parts)
                    : ComposedMessage.Not("template.invalid", $"The template {id} has no subject or no content. Add them in Templates.");

            if (Remote is not null) return ChatContent.Finish(id, Remote, parts);
            if (Channel.IsRich()) return ChatContent.Finish(parts);
            if (Channel is Channel.Voice) return SpokenTemplate.Finish(id, Language, parts);

            parts.Remove(TemplateParts.Text, out var text);
            return new ComposedMessage(text ?? "", parts.Count == 0 ? null : parts, null, null);
        }
    }
}

/// <summary>Why a template reaches nobody.</summary>
/// <param name="Code">Stable, for programs.</param>
public sealed record TemplateDefect(string Code, string Sentence);

/// <summary>A message made from a template, or why there is none.</summary>
/// <param name="Text">Null where the message must not be sent.</param>
/// <param name="Parts">What there is beside the text; null for nothing.</param>
/// <param name="Code">Stable, where there is no text.</param>
/// <param name="Problem">A sentence for people, where there is no text.</param>
public sealed record ComposedMessage(string? Text, IReadOnlyDictionary<string, string>? Parts, string? Code, string? Problem)
{
    /// <summary>Where values were missing: their paths.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>The message as people are shown it in a list: an e-mail begins with its subject.</summary>
    public string? Shown => Parts?.GetValueOrDefault(TemplateParts.Subject) is { } subject && Text is not null ? $"{subject}\n\n{Text}" : Text;

    internal static ComposedMessage Not(string code, string problem) => new(null, null, code, problem);
}
