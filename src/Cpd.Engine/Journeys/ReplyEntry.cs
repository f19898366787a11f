using System.Text.Json;
using Cpd.Contracts;
using Cpd.Engine.Messages.Sending;

namespace Cpd.Engine.Journeys;

/// <summary>
/// Something people write that lets them in: one of the words alone, or at the beginning of what they write. Without words
/// everything they write does, but for what a waiting run takes as its answer.
/// </summary>
/// <param name="Words">None: whatever they write.</param>
/// <param name="Channel">Null: by any channel.</param>
/// <param name="To">The sender they write to, such as a short number; null: to any.</param>
public sealed record ReplyEntry(IReadOnlyList<ReplyWord> Words, Channel? Channel = null, string? To = null)
{
    /// <summary>What a run knows of it: <c>entry.text</c>, <c>entry.word</c>, <c>entry.rest</c>, <c>entry.language</c>, <c>entry.channel</c>, <c>entry.to</c>, <c>entry.fields</c>.</summary>
    public static readonly IReadOnlyList<string> Fields = ["text", "word", "rest", "language", "channel", "to", "fields"];

    /// <summary>What was heard in it; null where it is about something else.</summary>
    /// <param name="isAnswer">A run that waited took it. Then it has to be the word and nothing else.</param>
    internal RawJson? Hear(ReplyReceived reply, bool isAnswer)
    {
        if (Channel is { } channel && channel != reply.Channel || To is { Length: > 0 } to && !SameSender(to, reply.To)) return null;
        if (Words.Count == 0) return isAnswer ? null : Data(reply, null, reply.Text.Trim());

        var said = Keywords.Bare(reply.Text, withDigits: true);
        foreach (var word in Words)
        {
            var bare = Keywords.Bare(word.Word, withDigits: true);
            if (bare.Length == 0 || !said.StartsWith(bare, StringComparison.Ordinal)) continue;
            if (said.Length == bare.Length) return Data(reply, word, "");
            if (!isAnswer && said[bare.Length] == ' ') return Data(reply, word, Rest(reply.Text, bare));
        }
        return null;
    }

    /// <summary>Words that let people in here and there by the same message.</summary>
    internal IEnumerable<string> SharedWith(ReplyEntry other) =>
        Channel is { } one && other.Channel is { } two && one != two || To is { Length: > 0 } mine && other.To is { Length: > 0 } theirs && !SameSender(mine, theirs)
            ? []
            : Words.Select(word => word.Word).Where(word => other.Words.Any(its => Keywords.Bare(its.Word, withDigits: true) == Keywords.Bare(word, withDigits: true)));

    private static bool SameSender(string one, string other) => one.Trim().TrimStart('+').Equals(other.Trim().TrimStart('+'), StringComparison.OrdinalIgnoreCase);

    /// <summary>What follows the word, as it was written.</summary>
    private static string Rest(string text, string bare)
    {
        for (var end = 1; end < text.Length; end++)
            if (!char.IsLetterOrDigit(text[end]) && Keywords.Bare(text[..end], withDigits: true) == bare) return text[end..].TrimStart(' ', ',', '.', ':', ';', '-', '!', '?').TrimEnd();
        return "";
    }

    private static RawJson Data(ReplyReceived reply, ReplyWord? word, string rest) => RawJson.From(JsonSerializer.Serialize(new
    {
        text = reply.Text.Trim(),
        word = word?.Word,
        rest,
        language = word?.Language is { Length: > 0 } language ? language : null,
        channel = JourneyStep.Message.WireName(reply.Channel),
        to = reply.To,
        fields = reply.Fields?.Parse(),
    }, Writing));

    private static readonly JsonSerializerOptions Writing = new()
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>What is wrong with it, by the member of <c>reply</c>.</summary>
    internal IEnumerable<StepProblem> Problems()
    {
        foreach (var word in Words)
        {
            if (Keywords.Bare(word.Word, withDigits: true).Length == 0) yield return new("reply.no-word", "A keyword must contain a letter or digit. Change or remove it.", "words");
            else if (Keywords.Of(word.Word) is { } keyword)
                yield return new("reply.stop-word", $"“{word.Word}” {(keyword.Stops ? "unsubscribes people" : "resubscribes people")}, so it cannot start a journey. Choose another keyword.", "words");
        }
        foreach (var twice in Words.GroupBy(word => Keywords.Bare(word.Word, withDigits: true), StringComparer.Ordinal).Where(same => same.Key.Length > 0 && same.Count() > 1))
            yield return new("reply.word-twice", $"“{twice.First().Word}” is listed twice. Remove one.", "words");
    }

    internal static ReplyEntry Read(JourneyReader json)
    {
        var words = new List<ReplyWord>();
        switch (json.Member("words"))
        {
            case null: break;
            case { ValueKind: JsonValueKind.Array } list: words.AddRange(ReadWords(json, list, "words").Select(word => new ReplyWord("", word))); break;
            case { ValueKind: JsonValueKind.Object } languages:
                foreach (var language in languages.EnumerateObject())
                    words.AddRange(ReadWords(json, language.Value, $"words.{language.Name}").Select(word => new ReplyWord(language.Name == ReplyWord.Any ? "" : language.Name, word)));
                break;
            default: json.Report("reply.words", "\"words\" must be an array of words, or one per language: {\"en\": [\"OFFER\"], \"hr\": [\"PONUDA\"]}.", "words"); break;
        }
        Channel? channel = null;
        if (json.TextOrNull("channel") is { } name)
        {
            if (Enum.GetValues<Channel>().Where(one => JourneyStep.Message.WireName(one) == name).Cast<Channel?>().FirstOrDefault() is { } known) channel = known;
            else json.Report("message.unknown-channel", $"Unknown channel \"{name}\".", "channel");
        }
        var entry = new ReplyEntry(words, channel, json.TextOrNull("to"));
        json.Done();
        return entry;
    }

    internal void Write(JourneyWriter json)
    {
        if (Words.Any(word => word.Language.Length > 0))
            json.Object("words", languages =>
            {
                foreach (var language in Words.GroupBy(word => word.Language, StringComparer.Ordinal))
                    languages.Texts(language.Key.Length == 0 ? ReplyWord.Any : language.Key, language.Select(word => word.Word));
            });
        else if (Words.Count > 0) json.Texts("words", Words.Select(word => word.Word));
        json.Text("channel", Channel is { } channel ? JourneyStep.Message.WireName(channel) : null).Text("to", To);
    }

    private static IEnumerable<string> ReadWords(JourneyReader json, JsonElement list, string path)
    {
        if (list.ValueKind is JsonValueKind.Array && list.EnumerateArray().All(word => word.ValueKind is JsonValueKind.String)) return [.. list.EnumerateArray().Select(word => word.GetString()!)];
        json.Report("member.type", "This must be an array of words.", path);
        return [];
    }
}

/// <summary>A word in the language it is of; it counts whatever the person's.</summary>
/// <param name="Language">Empty where nobody said.</param>
public sealed record ReplyWord(string Language, string Word)
{
    /// <summary>Stands for no language in particular, beside others that are one.</summary>
    public const string Any = "*";
}
