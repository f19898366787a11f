using Cpd.Engine.People;

namespace Cpd.Engine.Templates.Stored;

/// <summary>Languages as templates name them: <c>hr</c>, <c>de-AT</c>.</summary>
public static class TemplateLanguages
{
    /// <summary>For everybody whose language the template does not have.</summary>
    public const string Default = "";

    /// <summary>The way a language is written, however it was typed; null for what is none.</summary>
    public static string? Normalize(string? typed) => Cultures.Find(typed?.Trim()) is { Name.Length: > 0 } culture ? culture.Name : null;

    /// <summary>In words: "German (Austria)".</summary>
    public static string NameOf(string language) =>
        language == Default ? "Default" : Cultures.Find(language)?.EnglishName ?? language;

    /// <summary>Which of a template's languages somebody gets: theirs with its region, without it, and at last the default.</summary>
    /// <param name="wanted">Null where nobody told us theirs.</param>
    public static string Choose(Func<string, bool> has, string? wanted)
    {
        for (var language = wanted; language is { Length: > 0 }; language = language.LastIndexOf('-') is > 0 and var end ? language[..end] : null)
            if (has(language)) return language;
        return Default;
    }

    internal static string? Of(Profile person) => person.KnowsLanguage ? person.Culture.Name : null;
}
