using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Voice;
using Cpd.Contracts;

namespace Cpd.Adapters.Sandbox.Voice;

/// <summary>What Infobip checks in a call's request. Which of it refuses the whole request and which one message is not published: it is ours here.</summary>
internal static class VoiceRules
{
    private const string Empty = "must not be empty", Null = "must not be null", Blank = "must not be blank";

    /// <summary>What the sandbox speaks: the languages a template offers, and any more exact form of them.</summary>
    private static readonly string[] Languages =
    [
        "ar", "bg", "ca", "cs", "da", "de", "el", "en", "es", "fi", "fr", "he", "hi", "hr", "hu", "id", "it", "ja", "ko", "ms", "nl", "no", "pl", "pt", "ro",
        "ru", "sk", "sl", "sv", "ta", "th", "tr", "vi", "zh",
    ];

    public static bool Speaks(string language) => Languages.Contains(language.Split('-')[0].ToLowerInvariant());

    /// <summary>All that is wrong with the shape, by path; the whole call is refused for it.</summary>
    public static List<ApiViolation> Check(IReadOnlyList<VoiceMessage>? messages, string? bulkId)
    {
        var wrong = new List<ApiViolation>();
        SendRules.Size(bulkId, 100, "bulkId", wrong);
        if (messages is not { Count: > 0 }) wrong.Add(new ApiViolation("messages", Empty));
        else for (var i = 0; i < messages.Count; i++) Check(messages[i], $"messages[{i}]", wrong);
        return wrong;
    }

    /// <summary>Why one message is not spoken; null where it is.</summary>
    public static int? Refused(VoiceMessage message)
    {
        if (message.AudioFileUrl is { } audio) return IsWeb(audio) ? null : VoiceStatuses.AudioUrl;
        if (message.Text is null || !SpokenText.HasWords(message.Text)) return VoiceStatuses.EmptyMessage;
        if (message.Language is { } language && !Speaks(language)) return VoiceStatuses.Language;
        return message.NotifyUrl is { } url && !IsWeb(url) ? VoiceStatuses.NotifyUrl : null;
    }

    private static void Check(VoiceMessage? message, string path, List<ApiViolation> wrong)
    {
        if (message is null)
        {
            wrong.Add(new ApiViolation(path, Null));
            return;
        }

        if (string.IsNullOrWhiteSpace(message.From)) wrong.Add(new ApiViolation(path + ".from", Blank));
        SendRules.Size(message.Text, SpokenText.MostLetters, path + ".text", wrong);
        SendRules.Size(message.CallbackData, 700, path + ".callbackData", wrong);
        if (message.Destinations is not { Count: > 0 } destinations)
        {
            wrong.Add(new ApiViolation(path + ".destinations", Empty));
            return;
        }
        for (var i = 0; i < destinations.Count; i++)
        {
            if (destinations[i] is null) wrong.Add(new ApiViolation($"{path}.destinations[{i}]", Null));
            else SendRules.Size(destinations[i].MessageId, 200, $"{path}.destinations[{i}].messageId", wrong);
        }
    }

    private static bool IsWeb(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";
}
