using System.Collections.Frozen;
using System.Globalization;
using Cpd.Contracts;

namespace Cpd.Engine.Templates.Email;

/// <summary>Which files go with an e-mail, and how many. The limits are ours: the provider publishes none.</summary>
public static class EmailAttachments
{
    public const int Most = 10;

    /// <summary>Bytes of all that goes with one e-mail: base64 makes a third more of them, and there are servers that take no mail above ten million.</summary>
    public const int LargestTogether = 5 * 1024 * 1024;

    public const int LongestName = 120;

    /// <summary>By what the name ends in: mailboxes go by that, and keep back what can run.</summary>
    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        [".pdf"] = "application/pdf",
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".gif"] = "image/gif",
        [".txt"] = "text/plain",
        [".csv"] = "text/csv",
        [".ics"] = "text/calendar",
        [".docx"] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        [".xlsx"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        [".pptx"] = "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        [".pkpass"] = "application/vnd.apple.pkpass",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>What a name may end in, with the dot, for people and for browsers.</summary>
    public static IReadOnlyList<string> Endings { get; } = [.. Types.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Null for what is not sent.</summary>
    public static string? TypeOf(string name) => Types.GetValueOrDefault(Path.GetExtension(name));

    /// <summary>Without anything that is a path or cannot be seen, and not too long; what it ends in stays.</summary>
    public static string NameOf(string given)
    {
        var name = string.Concat(EmailContent.OneLine(given[(given.LastIndexOfAny(['/', '\\']) + 1)..]).Where(letter => letter is not ('"' or '<' or '>' or '|' or ':' or '*' or '?')
            && CharUnicodeInfo.GetUnicodeCategory(letter) is not UnicodeCategory.Format)).Trim();
        if (name.Length <= LongestName) return name;

        var ending = Path.GetExtension(name);
        return ending.Length < LongestName ? name[..(LongestName - ending.Length)] + ending : name[..LongestName];
    }

    /// <summary>Whether the bytes begin as such a file does: a name alone makes no PDF.</summary>
    public static bool IsWhatItSays(string type, ReadOnlySpan<byte> content) => type switch
    {
        "application/pdf" => content[..Math.Min(content.Length, 1024)].IndexOf("%PDF-"u8) >= 0,
        "image/png" => content.StartsWith<byte>([0x89, (byte)'P', (byte)'N', (byte)'G']),
        "image/jpeg" => content.StartsWith<byte>([0xFF, 0xD8, 0xFF]),
        "image/gif" => content.StartsWith("GIF8"u8),
        "text/plain" or "text/csv" => content.StartsWith<byte>([0xFF, 0xFE]) || content.StartsWith<byte>([0xFE, 0xFF]) || !content.Contains((byte)0),
        "text/calendar" => !content.Contains((byte)0) && content.IndexOf("BEGIN:VCALENDAR"u8) >= 0,
        _ => content.StartsWith("PK"u8),
    };

    /// <summary>All that is wrong with a list of them.</summary>
    public static IEnumerable<string> Problems(IReadOnlyList<Attachment> attachments)
    {
        if (attachments.Count > Most) yield return $"An e-mail may have at most {Most} attachments. Remove some.";
        if (attachments.Sum(one => (long)one.Size) > LargestTogether)
            yield return $"The attachments of an e-mail may have at most {Words(LargestTogether)} in total. Remove one, or link to it in the e-mail.";
        foreach (var one in attachments)
            if (one.Size <= 0 || !IsHash(one.Hash) || one.Name.Length == 0 || NameOf(one.Name) != one.Name || TypeOf(one.Name) != one.Type)
                yield return $"“{one.Name}” cannot be sent as an attachment. Upload it again in Templates.";
    }

    /// <summary>A size for people: 640 KB, 1.4 MB.</summary>
    public static string Words(long bytes) => bytes switch
    {
        < 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
        < 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{(bytes + 512) / 1024} KB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024d / 1024:0.#} MB"),
    };

    private static bool IsHash(string text) => text.Length == 64 && text.All(letter => letter is >= '0' and <= '9' or >= 'a' and <= 'f');
}
