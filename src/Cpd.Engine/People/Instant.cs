using System.Text;

namespace Cpd.Engine.People;

/// <summary>
/// Moments as they stand in people's data: <c>2026-01-02</c>, <c>2026-01-02T10:30Z</c>, <c>2026-01-02 10:30:00.123+01:00</c>.
/// Without an offset they are UTC, on every machine.
/// </summary>
public static class Instant
{
    public static DateTimeOffset ToMilliseconds(this DateTimeOffset at) => DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());

    public static DateTimeOffset? Of(string? text)
    {
        if (text is null || text.Length > 40) return null;
        Span<byte> utf8 = stackalloc byte[text.Length * 3];
        return TryRead(utf8[..Encoding.UTF8.GetBytes(text, utf8)], out var at) ? at : null;
    }

    public static bool TryRead(ReadOnlySpan<byte> text, out DateTimeOffset at)
    {
        at = default;
        if (text.Length is < 10 or > 40 || text[4] != '-' || text[7] != '-') return false;
        if (!Digits(text[..4], out var year) || !Digits(text[5..7], out var month) || !Digits(text[8..10], out var day)) return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;

        var ticks = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc).Ticks;
        var rest = text[10..];
        if (!rest.IsEmpty && !TryReadTime(rest, ref ticks)) return false;
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks) return false;

        at = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;
    }

    private static bool TryReadTime(ReadOnlySpan<byte> text, ref long ticks)
    {
        if (text.Length < 6 || text[0] is not ((byte)'T' or (byte)'t' or (byte)' ') || text[3] != ':') return false;
        if (!Digits(text[1..3], out var hours) || !Digits(text[4..6], out var minutes) || hours > 23 || minutes > 59) return false;
        ticks += hours * TimeSpan.TicksPerHour + minutes * TimeSpan.TicksPerMinute;
        text = text[6..];

        if (text.Length >= 3 && text[0] == ':')
        {
            if (!Digits(text[1..3], out var seconds) || seconds > 59) return false;
            ticks += seconds * TimeSpan.TicksPerSecond;
            text = text[3..];
            if (!text.IsEmpty && text[0] == '.' && !TryReadFraction(ref text, ref ticks)) return false;
        }
        return text.IsEmpty || TryReadOffset(text, ref ticks);
    }

    private static bool TryReadFraction(ref ReadOnlySpan<byte> text, ref long ticks)
    {
        var length = 1;
        var unit = TimeSpan.TicksPerSecond;
        for (; length < text.Length && text[length] is >= (byte)'0' and <= (byte)'9'; length++)
        {
            unit /= 10;
            ticks += (text[length] - '0') * unit;
        }
        text = text[length..];
        return length > 1;
    }

    private static bool TryReadOffset(ReadOnlySpan<byte> text, ref long ticks)
    {
        if (text.Length == 1 && text[0] is (byte)'Z' or (byte)'z') return true;
        if (text.Length is not (5 or 6) || text[0] is not ((byte)'+' or (byte)'-') || text.Length == 6 && text[3] != ':') return false;
        if (!Digits(text[1..3], out var hours) || !Digits(text[^2..], out var minutes) || hours > 14 || minutes > 59) return false;

        var offset = hours * TimeSpan.TicksPerHour + minutes * TimeSpan.TicksPerMinute;
        ticks += text[0] == '+' ? -offset : offset;
        return true;
    }

    private static bool Digits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (var digit in text)
        {
            if (digit is < (byte)'0' or > (byte)'9') return false;
            value = value * 10 + (digit - '0');
        }
        return true;
    }
}
