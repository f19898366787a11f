using System.Buffers.Binary;
using System.Text;

namespace Cpd.Benchmarks.Job;

/// <summary>As much of MessagePack as a page's connection to its server speaks.</summary>
internal static class PagePack
{
    /// <summary>A message with its length in front.</summary>
    public static byte[] Framed(params object?[] message)
    {
        using var body = new MemoryStream();
        Write(body, message);
        using var framed = new MemoryStream();
        var length = (uint)body.Length;
        for (; length >= 0x80; length >>= 7) framed.WriteByte((byte)(length | 0x80));
        framed.WriteByte((byte)length);
        body.WriteTo(framed);
        return framed.ToArray();
    }

    /// <summary>All messages that are complete, and how many bytes they took.</summary>
    public static List<object?[]> Messages(ReadOnlySpan<byte> bytes, out int used)
    {
        var messages = new List<object?[]>();
        used = 0;
        while (used < bytes.Length)
        {
            var (length, at, shift) = (0, used, 0);
            for (; at < bytes.Length; shift += 7)
            {
                length |= (bytes[at] & 0x7F) << shift;
                if ((bytes[at++] & 0x80) == 0) break;
            }
            if (at + length > bytes.Length) break;
            var start = at;
            if (Read(bytes, ref at) is object?[] message) messages.Add(message);
            used = start + length;
        }
        return messages;
    }

    private static void Write(Stream to, object? value)
    {
        switch (value)
        {
            case null:
                to.WriteByte(0xC0);
                break;
            case bool flag:
                to.WriteByte(flag ? (byte)0xC3 : (byte)0xC2);
                break;
            case long number:
                to.WriteByte(0xD3);
                Span<byte> bytes = stackalloc byte[8];
                BinaryPrimitives.WriteInt64BigEndian(bytes, number);
                to.Write(bytes);
                break;
            case string text:
                to.WriteByte(0xDB);
                var utf8 = Encoding.UTF8.GetBytes(text);
                Length(to, utf8.Length);
                to.Write(utf8);
                break;
            case object?[] items:
                to.WriteByte(0xDD);
                Length(to, items.Length);
                foreach (var item in items) Write(to, item);
                break;
            case Headers:
                to.WriteByte(0x80);
                break;
            default:
                throw new ArgumentException($"{value.GetType()} is never sent.", nameof(value));
        }
    }

    private static void Length(Stream to, int length)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, length);
        to.Write(bytes);
    }

    private static object? Read(ReadOnlySpan<byte> bytes, ref int at)
    {
        var kind = bytes[at++];
        return kind switch
        {
            < 0x80 => (long)kind,
            < 0x90 => Map(bytes, ref at, kind & 0x0F),
            < 0xA0 => Items(bytes, ref at, kind & 0x0F),
            < 0xC0 => Text(bytes, ref at, kind & 0x1F),
            0xC0 => null,
            0xC2 => false,
            0xC3 => true,
            0xC4 or 0xC5 or 0xC6 => Bytes(bytes, ref at, (int)Number(bytes, ref at, 1 << (kind - 0xC4))),
            0xCA => Number(bytes, ref at, 4),
            0xCB => Number(bytes, ref at, 8),
            0xCC or 0xCD or 0xCE or 0xCF => Number(bytes, ref at, 1 << (kind - 0xCC)),
            0xD0 or 0xD1 or 0xD2 or 0xD3 => Number(bytes, ref at, 1 << (kind - 0xD0)),
            0xD9 or 0xDA or 0xDB => Text(bytes, ref at, (int)Number(bytes, ref at, 1 << (kind - 0xD9))),
            0xDC or 0xDD => Items(bytes, ref at, (int)Number(bytes, ref at, 2 << (kind - 0xDC))),
            0xDE or 0xDF => Map(bytes, ref at, (int)Number(bytes, ref at, 2 << (kind - 0xDE))),
            >= 0xE0 => (long)(sbyte)kind,
            _ => throw new FormatException($"{kind:x2} begins nothing that is ever sent."),
        };
    }

    private static long Number(ReadOnlySpan<byte> bytes, ref int at, int size)
    {
        long number = 0;
        for (var i = 0; i < size; i++) number = (number << 8) | bytes[at++];
        return number;
    }

    private static string Text(ReadOnlySpan<byte> bytes, ref int at, int length)
    {
        at += length;
        return Encoding.UTF8.GetString(bytes.Slice(at - length, length));
    }

    private static byte[] Bytes(ReadOnlySpan<byte> bytes, ref int at, int length)
    {
        at += length;
        return bytes.Slice(at - length, length).ToArray();
    }

    private static object?[] Items(ReadOnlySpan<byte> bytes, ref int at, int count)
    {
        var items = new object?[count];
        for (var i = 0; i < count; i++) items[i] = Read(bytes, ref at);
        return items;
    }

    private static Headers Map(ReadOnlySpan<byte> bytes, ref int at, int count)
    {
        for (var i = 0; i < count * 2; i++) Read(bytes, ref at);
        return Headers.None;
    }

    /// <summary>A map; there is never anything in one.</summary>
    internal sealed class Headers
    {
        public static readonly Headers None = new();
    }
}
