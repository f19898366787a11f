using System.Buffers;

namespace Cpd.Engine.UserView.Seen;

/// <summary>Which values may be shown to authors as examples: short ones that reach nobody and open nothing.</summary>
internal static class SampleRules
{
    private const int Longest = 42;   // with its quotes
    private const int MostDigits = 6;

    private static readonly SearchValues<byte> Reaching = SearchValues.Create("@\\\n\r"u8);

    /// <summary>Names of what is an address, or a secret, whatever it looks like.</summary>
    private static readonly SearchValues<string> Private = SearchValues.Create(
        [
            "phone", "mobile", "msisdn", "mail", "address", "street", "iban", "card", "password", "passcode", "one_time", "onetime", "verification", "token", "secret", "firstname", "lastname", "first_name",
            "last_name", "fullname", "full_name", "surname", "birth", "ssn", "passport", "device", "ip_",
        ],
        StringComparison.OrdinalIgnoreCase);

    public static bool IsPrivate(string name) => name.AsSpan().ContainsAny(Private) || name is "ip" or "name" or "id" or "url" or "otp" or "pin";

    /// <param name="json">A text with its quotes, or a number.</param>
    public static bool MayShow(string name, ReadOnlySpan<byte> json)
    {
        if (json.Length is < 1 or > Longest || json.SequenceEqual("\"\""u8) || IsPrivate(name) || json.ContainsAny(Reaching)) return false;
        if (json.IndexOf("://"u8) >= 0) return false;

        // Many digits and hardly anything else reach somebody by phone; a date does not.
        int digits = 0, letters = 0;
        foreach (var letter in json)
            if (letter is >= (byte)'0' and <= (byte)'9') digits++;
            else if (letter is >= (byte)'A' and <= (byte)'Z' or >= (byte)'a' and <= (byte)'z' or >= 0x80) letters++;
        return digits <= MostDigits || letters > digits || People.Instant.TryRead(json.Trim((byte)'"'), out _);
    }

    /// <summary>FNV-1a, mixed, as the smallest of these are chosen by all their bits.</summary>
    public static long Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = 14695981039346656037;
        foreach (var one in bytes) hash = (hash ^ one) * 1099511628211;
        hash ^= hash >> 33;
        hash *= 0xff51afd7ed558ccd;
        hash ^= hash >> 33;
        return (long)hash;
    }

    /// <summary>Two bytes: that two people are not the same one is nearly always seen, and nobody is told by them.</summary>
    public static int Person(Guid? person)
    {
        if (person is not { } id) return 0;
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return (int)(Hash(bytes) & 0xFFFF);
    }
}
