using Cpd.Engine.Templates.Stored;

namespace Cpd.Web.Features.Templates;

/// <summary>What somebody is writing, until it is saved.</summary>
internal sealed class TemplateDraft
{
    private readonly string _savedName;
    private readonly byte[]? _saved;
    private readonly List<TemplateVariant> _variants;
    private readonly Dictionary<string, string> _begun = new(StringComparer.Ordinal);

    private TemplateDraft(string name, TemplateContent content, int basedOn, bool isSaved)
    {
        (Name, _savedName, BasedOn) = (name, name, basedOn);
        _variants = [.. content.Variants];
        if (_variants.All(variant => variant.Language != TemplateLanguages.Default)) _variants.Add(new TemplateVariant(TemplateLanguages.Default, new Dictionary<string, string>()));
        _saved = isSaved ? Content.ToBytes() : null;
    }

    public string Name { get; set; }

    /// <summary>The version this began with; 0 for a new one.</summary>
    public int BasedOn { get; private set; }

    /// <summary>The language in hand.</summary>
    public string Language { get; set; } = TemplateLanguages.Default;

    public TemplateContent Content => new([.. _variants]);

    /// <summary>The default first.</summary>
    public IEnumerable<string> Languages => _variants.Select(variant => variant.Language).Order(StringComparer.Ordinal);

    public TemplateVariant Variant => _variants.Find(variant => variant.Language == Language)!;

    /// <summary>Whether leaving would lose something.</summary>
    public bool IsChanged => _saved is null
        ? Name.Length > 0 || _variants.Exists(variant => variant.Parts.Any(part => part.Value.Length > 0 && _begun.GetValueOrDefault(part.Key) != part.Value))
        : Name != _savedName || !Content.ToBytes().AsSpan().SequenceEqual(_saved);

    public static TemplateDraft Of(TemplateDetail detail) => new(detail.Summary.Name, detail.Content, detail.Summary.Version, isSaved: true);

    public static TemplateDraft New() => new("", new TemplateContent([]), 0, isSaved: false);

    /// <summary>What was saved is no change any more; what was typed meanwhile is.</summary>
    public TemplateDraft Saved(int version, string name, TemplateContent content)
    {
        var saved = new TemplateDraft(name, content, version, isSaved: true) { Name = Name };
        saved.Take(Content);
        saved.Language = Language;
        return saved;
    }

    public void Set(string part, string? value)
    {
        var place = _variants.FindIndex(variant => variant.Language == Language);
        _variants[place] = _variants[place].With(part, value);
    }

    /// <summary>What a new one begins with before anybody has written something: no change.</summary>
    public void Begin(string part, string value)
    {
        _begun[part] = value;
        Set(part, value);
    }

    /// <summary>Begins with what everybody else gets: it is easier to translate than to remember.</summary>
    public void Add(string language)
    {
        if (!Has(language)) _variants.Add(new TemplateVariant(language, _variants.Find(variant => variant.Language == TemplateLanguages.Default)!.Parts));
        Language = language;
    }

    public bool Has(string language) => _variants.Exists(variant => variant.Language == language);

    public void Remove(string language)
    {
        if (language == TemplateLanguages.Default) return;
        _variants.RemoveAll(variant => variant.Language == language);
        Language = TemplateLanguages.Default;
    }

    /// <summary>An earlier version comes back as something that can be looked at before it is saved.</summary>
    public void Take(TemplateContent content)
    {
        _variants.Clear();
        _variants.AddRange(content.Variants);
        if (!Has(Language)) Language = TemplateLanguages.Default;
    }

    /// <summary>Somebody saved in between, and this is to be saved over it.</summary>
    public void BaseOn(int version) => BasedOn = version;
}
