using Cpd.Contracts;
using Cpd.Engine.Templates.Chat;
using Cpd.Engine.Templates.Email;

namespace Cpd.Engine.Templates.Stored;

/// <summary>Something that keeps a template from being saved.</summary>
/// <param name="Code">Stable, for programs.</param>
/// <param name="Language">The variant it is in.</param>
/// <param name="Part">The part of it; null where it is about the variant as a whole.</param>
/// <param name="Place">Where in the part; null where it is about the part as a whole.</param>
public sealed record TemplateMistake(string Code, string Sentence, string Language, string? Part, TemplateProblem? Place = null);

/// <summary>What makes a template fit to be sent. All mistakes at once.</summary>
public static class TemplateRules
{
    private const int MostLanguages = 100;

    public static IReadOnlyList<TemplateMistake> Check(Channel channel, TemplateContent content)
    {
        var mistakes = new List<TemplateMistake>();
        if (content.Variants.All(variant => variant.Language != TemplateLanguages.Default))
            mistakes.Add(new("template.no-default", "Enter the default text.", TemplateLanguages.Default, null));
        if (content.Variants.Count > MostLanguages)
            mistakes.Add(new("template.languages", $"A template may have at most {MostLanguages} languages.", TemplateLanguages.Default, null));
        foreach (var variants in content.Variants.GroupBy(variant => variant.Language))
        {
            if (variants.Key != TemplateLanguages.Default && TemplateLanguages.Normalize(variants.Key) != variants.Key)
                mistakes.Add(new("template.language", $"\"{variants.Key}\" is not a valid language. Enter for example hr or de-AT.", variants.Key, null));
            if (variants.Count() > 1)
                mistakes.Add(new("template.language-twice", $"There are two texts for {TemplateLanguages.NameOf(variants.Key)}. Remove one.", variants.Key, null));
            mistakes.AddRange(EmailBlockRules.Check(channel, variants.First()) ?? Check(TemplateParts.Of(channel, variants.First()), Inheriting(variants.First(), content)));
        }
        if (channel.IsRich()) mistakes.AddRange(ChatRules.Check(channel, content));
        return mistakes;
    }

    /// <summary>
    /// What is sent of a variant: a mirrored one's places are filled as the default's are, where it says nothing of its own;
    /// an e-mail's HTML is made of its blocks.
    /// </summary>
    public static TemplateVariant Inheriting(TemplateVariant variant, TemplateContent content)
    {
        if (variant.Parts.ContainsKey(TemplateParts.Blocks)) return EmailBlocksHtml.Made(variant);
        if (variant.Language == TemplateLanguages.Default || RemoteTemplate.Of(variant) is not { } remote) return variant;
        if (content.Variants.FirstOrDefault(one => one.Language == TemplateLanguages.Default) is not { } main) return variant;

        var parts = variant.Parts.ToDictionary(StringComparer.Ordinal);
        foreach (var place in remote.Places())
            if (string.IsNullOrWhiteSpace(parts.GetValueOrDefault(place.Part)) && main.Parts.TryGetValue(place.Part, out var written)) parts[place.Part] = written;
        return variant with { Parts = parts };
    }

    internal static IEnumerable<TemplateMistake> Check(IReadOnlyList<TemplatePart> parts, TemplateVariant variant)
    {
        foreach (var name in variant.Parts.Keys.Where(name => parts.All(part => part.Name != name)))
            yield return new("template.part", $"Messages on this channel have no part \"{name}\".", variant.Language, name);

        foreach (var part in parts)
        {
            var written = variant.Parts.GetValueOrDefault(part.Name);
            if (part.Name == TemplateParts.Attachments)
            {
                foreach (var sentence in Attachment.Read(written) is { } files ? EmailAttachments.Problems(files) : ["The attachments cannot be read. Remove them and upload them again in Templates."])
                    yield return new("template.attachments", sentence, variant.Language, part.Name);
            }
            if (part.IsGiven) continue;
            if (part.Choices is { } choices)
            {
                if (written is not null && !choices.Contains(written))
                    yield return new("template.choice", $"\"{part.Name}\" must be one of: {string.Join(", ", choices)}.", variant.Language, part.Name);
            }
            else if (string.IsNullOrWhiteSpace(written))
            {
                if (!part.IsOptional) yield return new("template.no-text", NotWritten(part.Name), variant.Language, part.Name);
            }
            else
            {
                foreach (var problem in MessageTemplate.Compile(written, part.Escaping).Found)
                    yield return new("template.unreadable", problem.Sentence, variant.Language, part.Name, problem);
                if (part.Name is TemplateParts.Sender or TemplateParts.ReplyTo && IsWrongAddress(written))
                    yield return new("template.address", $"“{written.Trim()}” is not a valid e-mail address. Enter for example Shop <news@shop.example>.", variant.Language, part.Name);
            }
        }
    }

    private static string NotWritten(string part) => part switch
    {
        TemplateParts.Subject => "Enter a subject.",
        TemplateParts.Html => "Enter the content.",
        not TemplateParts.Text => "Fill this in; use a default for people without the value: {{default person.firstName \"there\"}}.",
        _ => "Enter the message text.",
    };

    /// <summary>What is filled in for each person is looked at when it is known.</summary>
    private static bool IsWrongAddress(string written) => !written.Contains("{{", StringComparison.Ordinal) && !EmailAddress.TryParse(written, out _);
}
