using Cpd.Contracts;
using Cpd.Engine.Templates.Stored;

namespace Cpd.Engine.Messages.Sending;

/// <summary>Something people can agree to or refuse, as the administrator keeps it and as they read it.</summary>
/// <param name="Id">As message steps and consent name it.</param>
/// <param name="Channels">On which it can be chosen.</param>
/// <param name="Texts">By language; one of them for everybody whose language has none of its own.</param>
public sealed record ConsentPurpose(string Id, IReadOnlyList<Channel> Channels, IReadOnlyList<PurposeText> Texts)
{
    /// <summary>In somebody's language, else everybody's; null where nobody wrote any.</summary>
    public PurposeText? In(string? language)
    {
        var chosen = TemplateLanguages.Choose(name => Texts.Any(text => text.Language == name), language);
        return Texts.FirstOrDefault(text => text.Language == chosen) ?? (Texts.Count > 0 ? Texts[0] : null);
    }
}

/// <param name="Language">As <see cref="TemplateLanguages"/> writes it; empty for everybody else.</param>
/// <param name="Description">What the person gets; null for nothing more to say.</param>
public sealed record PurposeText(string Language, string Name, string? Description = null);

/// <summary>What is wrong with the purposes of a workspace: all of it.</summary>
public static class PurposeCheck
{
    public const int LongestName = 80, LongestDescription = 300, LongestId = 60;

    /// <summary>Stands where somebody has not said yet which language it is.</summary>
    public const string Unsaid = "?";

    private const int MostPurposes = 30;

    /// <summary>Where the problems of a purpose are.</summary>
    public static string Path(int index) => $"purposes.{index}";

    public static IEnumerable<SendingProblem> Of(IReadOnlyList<ConsentPurpose> purposes)
    {
        if (purposes.Count > MostPurposes) yield return new("sending.purposes", $"You can have at most {MostPurposes} purposes. Remove some.", "purposes");
        for (var index = 0; index < purposes.Count; index++)
            foreach (var (code, sentence) in Of(purposes[index]))
                yield return new(code, sentence, Path(index));
        foreach (var twice in purposes.GroupBy(purpose => purpose.Id, StringComparer.Ordinal).Where(same => same.Key.Length > 0 && same.Count() > 1))
            yield return new("sending.purpose-twice", $"The purpose “{twice.Key}” is listed twice. Remove one.", "purposes");
    }

    private static IEnumerable<(string Code, string Sentence)> Of(ConsentPurpose purpose)
    {
        if (purpose.Id is not { Length: > 0 and <= LongestId } || !purpose.Id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'))
            yield return ("sending.purpose-id", $"“{purpose.Id}” is not a valid purpose id. Use letters, digits, - and _, for example marketing.");
        if (purpose.Channels.Count == 0) yield return ("sending.purpose-channels", "Select at least one channel.");
        if (purpose.Texts.All(text => text.Language != TemplateLanguages.Default)) yield return ("sending.purpose-text", "Enter a default name for the other languages.");
        foreach (var text in purpose.Texts)
        {
            if (string.IsNullOrWhiteSpace(text.Name)) yield return ("sending.purpose-name", $"Enter a name{In(text)}.");
            if (text.Name.Length > LongestName || text.Description?.Length > LongestDescription)
                yield return ("sending.purpose-long", $"Use at most {LongestName} characters for the name and {LongestDescription} for the description{In(text)}.");
            if (text.Language != TemplateLanguages.Default && TemplateLanguages.Normalize(text.Language) != text.Language)
                yield return ("sending.purpose-language", text.Language == Unsaid ? "Enter a language, for example hr or de-AT." : $"“{text.Language}” is not a valid language. Enter for example hr or de-AT.");
        }
        foreach (var twice in purpose.Texts.GroupBy(text => text.Language, StringComparer.Ordinal).Where(same => same.Count() > 1))
            yield return ("sending.purpose-language-twice", $"{TemplateLanguages.NameOf(twice.Key)} is listed twice. Remove one.");
    }

    private static string In(PurposeText text) => text.Language is TemplateLanguages.Default or Unsaid ? "" : $" in {TemplateLanguages.NameOf(text.Language)}";
}
