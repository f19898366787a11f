using Cpd.Engine.Templates.Stored;

namespace Cpd.Engine.Templates.Chat;

/// <summary>What a template of the provider's is here: its languages as they are there, and what people wrote into its places.</summary>
internal static class MirroredContent
{
    /// <param name="there">The languages of one template, each once.</param>
    /// <param name="before">As it was kept until now; null for a new one.</param>
    public static TemplateContent Of(IReadOnlyList<RemoteTemplate> there, TemplateContent? before)
    {
        var main = Main(there, before);
        var variants = new List<TemplateVariant>();
        foreach (var remote in there.OrderBy(remote => remote == main ? 0 : 1).ThenBy(remote => remote.Language, StringComparer.Ordinal))
        {
            var language = remote == main ? TemplateLanguages.Default : TemplateLanguages.Normalize(remote.Language.Replace('_', '-'));
            if (language is null || variants.Exists(variant => variant.Language == language)) continue;

            var written = before?.Variants.FirstOrDefault(variant => variant.Language == language)?.Parts ?? new Dictionary<string, string>();
            var places = remote.Places().Select(place => place.Part).ToHashSet(StringComparer.Ordinal);
            var parts = written.Where(part => places.Contains(part.Key)).ToDictionary(StringComparer.Ordinal);
            parts[ChatParts.Remote] = remote.ToPart();
            variants.Add(new TemplateVariant(language, parts));
        }
        return new TemplateContent(variants);
    }

    /// <summary>What somebody wrote, with what is not theirs to change as it is now; as it is written where nothing is mirrored.</summary>
    public static TemplateContent Written(TemplateContent now, TemplateContent written) =>
        now.Variants.All(variant => RemoteTemplate.Of(variant) is null) ? written : new(
        [
            .. now.Variants.Select(variant =>
            {
                if (RemoteTemplate.Of(variant) is not { } remote) return variant;
                var theirs = written.Variants.FirstOrDefault(one => one.Language == variant.Language)?.Parts ?? new Dictionary<string, string>();
                var parts = remote.Places().Where(place => !string.IsNullOrWhiteSpace(theirs.GetValueOrDefault(place.Part))).ToDictionary(place => place.Part, place => theirs[place.Part], StringComparer.Ordinal);
                parts[ChatParts.Remote] = variant.Parts[ChatParts.Remote];
                return new TemplateVariant(variant.Language, parts);
            }),
        ]);

    /// <summary>The same, no longer to be sent.</summary>
    public static TemplateContent Gone(TemplateContent before) => new(
    [
        .. before.Variants.Select(variant => RemoteTemplate.Of(variant) is { } remote
            ? variant.With(ChatParts.Remote, (remote with { State = RemoteTemplate.Gone }).ToPart()) : variant),
    ]);

    /// <summary>What everybody else gets: the language it was before, else English, else the first that may be sent.</summary>
    private static RemoteTemplate Main(IReadOnlyList<RemoteTemplate> there, TemplateContent? before)
    {
        var was = before?.Variants.Where(variant => variant.Language == TemplateLanguages.Default).Select(RemoteTemplate.Of).FirstOrDefault()?.Language;
        return there.FirstOrDefault(remote => remote.Language == was)
            ?? there.OrderBy(remote => remote.MayBeSent ? 0 : 1)
                .ThenBy(remote => remote.Language == "en" ? 0 : remote.Language.StartsWith("en_", StringComparison.Ordinal) ? 1 : 2)
                .ThenBy(remote => remote.Language, StringComparer.Ordinal).First();
    }
}
