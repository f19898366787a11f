using System.Text.Json;
using Cpd.Engine.Templates.Chat;

namespace Cpd.Engine.Templates.Stored;

/// <summary>What a template says, in each of its languages. What the parts of a language are is the channel's business: <see cref="TemplateParts"/>.</summary>
public sealed record TemplateContent(IReadOnlyList<TemplateVariant> Variants)
{
    /// <summary>One text for everybody.</summary>
    public static TemplateContent Of(string text) =>
        new([new TemplateVariant(TemplateLanguages.Default, new Dictionary<string, string> { [TemplateParts.Text] = text })]);

    /// <summary>As it is stored: the same content is always the same bytes.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(new Stored([.. Variants
        .OrderBy(variant => variant.Language, StringComparer.Ordinal)
        .Select(variant => variant with { Parts = new SortedDictionary<string, string>(variant.Parts.ToDictionary(), StringComparer.Ordinal) })]), JsonSerializerOptions.Web);

    /// <exception cref="JsonException">The bytes are not what <see cref="ToBytes"/> writes.</exception>
    public static TemplateContent Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<Stored>(json, JsonSerializerOptions.Web) is { Variants: { } variants } ? new TemplateContent(variants) : throw new JsonException("A template's content has variants.");

    private sealed record Stored(IReadOnlyList<TemplateVariant> Variants);
}

/// <summary>A template in one language.</summary>
/// <param name="Language">As <see cref="TemplateLanguages"/> writes it; empty for everybody whose language has none of its own.</param>
/// <param name="Parts">By name: <c>text</c>.</param>
public sealed record TemplateVariant(string Language, IReadOnlyDictionary<string, string> Parts)
{
    public string Text => Parts.GetValueOrDefault(TemplateParts.Text, "");

    /// <summary>What it is recognised by in a list: the subject where there is one, what a mirrored template reads as, else the text.</summary>
    public string Headline => Parts.GetValueOrDefault(TemplateParts.Subject) ?? (RemoteTemplate.Of(this) is { } remote ? RemoteTemplate.Fill(remote.Body, number => Parts.GetValueOrDefault(ChatParts.Body(number))) : Text);

    public TemplateVariant With(string part, string? value)
    {
        var parts = Parts.Where(known => known.Key != part).ToDictionary();
        if (value is not null) parts[part] = value;
        return this with { Parts = parts };
    }
}
