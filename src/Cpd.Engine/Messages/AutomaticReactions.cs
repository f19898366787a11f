using Cpd.Contracts;

namespace Cpd.Engine.Messages;

/// <summary>
/// Whether the person saw a message and followed its link, or a program that looks through messages before they do: two
/// rules that anybody can check, each with its sentence. What is taken for a program's doing resumes nobody and is counted apart.
/// </summary>
internal static class AutomaticReactions
{
    /// <summary>No person has a message on the screen, reads it and taps a link sooner than this after it was asked for.</summary>
    public static readonly TimeSpan TooSoon = TimeSpan.FromSeconds(2);

    /// <summary>Beginnings of words by which programs call themselves.</summary>
    private static readonly string[] Programs =
    [
        "crawler", "spider", "scanner", "prefetch", "linkpreview", "urlpreview", "headless", "curl", "wget", "python", "okhttp", "httpclient", "go-http", "libwww",
        "safelinks", "proofpoint", "mimecast", "barracuda", "forcepoint", "trendmicro", "messagelabs", "facebookexternalhit", "skypeuripreview", "whatsapp",
    ];

    /// <summary>Null for the person's own doing.</summary>
    public static string? Why(RecordReaction reaction)
    {
        if (Program(reaction.Device) is { } program) return $"“{program}” is an automated scanner, not a person.";

        var after = reaction.OccurredAt - Ids.TimeOf(reaction.Message.Value);
        return after >= TimeSpan.Zero && after < TooSoon
            ? $"It came {after.TotalSeconds.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture)} seconds after the message was requested, sooner than anyone can read it."
            : null;
    }

    /// <summary>The word of a device's name that gives a program away.</summary>
    private static string? Program(string? device)
    {
        foreach (var word in device?.Split([' ', '/', ';', '(', ')', ','], StringSplitOptions.RemoveEmptyEntries) ?? [])
            if (IsBot(word) || Programs.Any(program => word.StartsWith(program, StringComparison.OrdinalIgnoreCase))) return word;
        return null;
    }

    /// <summary>Googlebot is one; a phone by Cubot is none.</summary>
    private static bool IsBot(string word) => word.EndsWith("bot", StringComparison.OrdinalIgnoreCase) && !word.Equals("cubot", StringComparison.OrdinalIgnoreCase);
}
