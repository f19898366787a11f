using Cpd.Contracts;

namespace Cpd.Engine.Templates.Stored;

/// <summary>What a call made from a template needs beside its text.</summary>
public static class SpokenTemplate
{
    /// <summary>The language that a text in <paramref name="variant"/>'s language is spoken in; null where no voice speaks it.</summary>
    public static string? LanguageOf(string variant)
    {
        var exact = variant.ToLowerInvariant();
        if (TemplateParts.SpokenLanguages.Contains(exact)) return exact;
        var language = exact.Split('-')[0];
        return TemplateParts.SpokenLanguages.Contains(language) ? language : null;
    }

    /// <param name="variant">The language of the text; empty for the one that everybody else gets.</param>
    internal static ComposedMessage Finish(string id, string variant, Dictionary<string, string> parts)
    {
        if (!parts.Remove(TemplateParts.Text, out var text)) return ComposedMessage.Not("template.invalid", $"The template {id} has no text. Add it in Templates.");
        if (text.Length > SpokenText.MostLetters)
            return ComposedMessage.Not("voice.too-long", $"A call may have at most {SpokenText.MostLetters} characters, and this text has {text.Length}. Shorten it.");
        if (!parts.ContainsKey(TemplateParts.Language) && LanguageOf(variant) is { } language) parts[TemplateParts.Language] = language;
        return new ComposedMessage(text, parts.Count == 0 ? null : parts, null, null);
    }
}
