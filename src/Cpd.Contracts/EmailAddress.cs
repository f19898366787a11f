using System.Buffers;

namespace Cpd.Contracts;

/// <summary>An e-mail address with the name it is shown by, as it stands in a message's head: <c>Shop &lt;news@shop.example&gt;</c>.</summary>
/// <param name="Name">Null where the address stands alone.</param>
public sealed record EmailAddress(string? Name, string Address)
{
    /// <summary>As the rules of mail have it.</summary>
    public const int LongestAddress = 254;

    private const int LongestLocalPart = 64;

    /// <summary>What has a meaning in a head where it is not quoted.</summary>
    private static readonly SearchValues<char> Special = SearchValues.Create(",;:@\"()[]\\.");

    /// <summary>Reads what people write, with or without a name. What breaks a line is no address: it would become a line of the head.</summary>
    public static bool TryParse(string? text, out EmailAddress address)
    {
        address = null!;
        if (text is null || text.AsSpan().ContainsAnyInRange('\0', '\x1f')) return false;

        text = text.Trim();
        if (text is not [.., '>'])
        {
            if (IsAddress(text)) address = new EmailAddress(null, text);
            return address is not null;
        }

        var open = text.LastIndexOf('<');
        if (open < 0 || !IsAddress(text[(open + 1)..^1].Trim())) return false;

        var name = text[..open].Trim().Trim('"').Replace("\\\"", "\"", StringComparison.Ordinal).Trim();
        if (name.AsSpan().ContainsAny('<', '>')) return false;

        address = new EmailAddress(name.Length == 0 ? null : name, text[(open + 1)..^1].Trim());
        return true;
    }

    /// <summary>Whether mail can be sent there, as far as its letters tell.</summary>
    public static bool IsAddress(string text)
    {
        var at = text.LastIndexOf('@');
        return at is > 0 and <= LongestLocalPart && text.Length <= LongestAddress && IsLocalPart(text[..at]) && IsDomain(text[(at + 1)..]);
    }

    /// <summary>As it stands in the head: a name that has a meaning there is quoted.</summary>
    public override string ToString() => Name switch
    {
        null => Address,
        _ when Name.AsSpan().ContainsAny(Special) => $"\"{Name.Replace("\\", "", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\" <{Address}>",
        _ => $"{Name} <{Address}>",
    };

    private static bool IsLocalPart(string text) =>
        text[0] != '.' && text[^1] != '.' && !text.Contains("..", StringComparison.Ordinal)
        && text.All(letter => letter > ' ' && letter != '\x7f' && !"()<>[],;:\\\"@".Contains(letter, StringComparison.Ordinal));

    private static bool IsDomain(string text) =>
        text.Contains('.', StringComparison.Ordinal)
        && text.Split('.').All(label => label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-' && label.All(letter => char.IsLetterOrDigit(letter) || letter == '-'));
}
