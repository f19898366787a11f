using System.Buffers.Binary;
using Cpd.Contracts;

namespace Cpd.Adapters.Dispatch;

/// <summary>One message of a call. Its text lies on the log; after a restart it is read from there again.</summary>
internal sealed class CallItem
{
    /// <summary>Which of the row's items it is.</summary>
    public required int Slot { get; init; }

    public required MessageId Message { get; init; }

    public required PersonId Person { get; init; }

    public required Channel Channel { get; init; }

    /// <summary>Where the dispatch record lies.</summary>
    public required int Partition { get; init; }

    public required long Position { get; init; }

    /// <summary>The dispatch record; null after a restart until it is read, and for good where the log no longer has it.</summary>
    public LogRecord? Record { get; set; }

    /// <summary>How often the provider refused it for the time being.</summary>
    public int Tries { get; set; }

    /// <summary>Nobody knows whether it was sent: to be looked up before anything else.</summary>
    public bool IsUnknown { get; set; }

    public MessageRequested? Request => Record?.Body as MessageRequested;
}

/// <summary>
/// The items of a call as they lie in its row: 44 bytes each. The row is the truth about which of them are answered; an
/// answer counts only where it closes an item here.
/// </summary>
/// <remarks>partition 2, position 8, message 16, person 16, channel 1, flags 1 (top bit: answered; the rest: tries). Big-endian.</remarks>
internal static class CallItems
{
    public const int Most = 1_000;
    public const int MostTries = 100;

    private const int Size = 44;
    private const int MessageAt = 10;
    private const int PersonAt = 26;
    private const int ChannelAt = 42;
    private const int FlagsAt = 43;
    private const byte Answered = 0x80;

    public static byte[] Encode(IReadOnlyList<CallItem> items)
    {
        var bytes = new byte[items.Count * Size];
        foreach (var item in items)
        {
            var at = bytes.AsSpan(item.Slot * Size, Size);
            BinaryPrimitives.WriteUInt16BigEndian(at, (ushort)item.Partition);
            BinaryPrimitives.WriteInt64BigEndian(at[2..], item.Position);
            item.Message.Value.TryWriteBytes(at[MessageAt..], bigEndian: true, out _);
            item.Person.Value.TryWriteBytes(at[PersonAt..], bigEndian: true, out _);
            at[ChannelAt] = (byte)item.Channel;
            at[FlagsAt] = (byte)item.Tries;
        }
        return bytes;
    }

    /// <summary>The items that nobody answered yet.</summary>
    public static List<CallItem> DecodeOpen(ReadOnlySpan<byte> bytes)
    {
        var items = new List<CallItem>(bytes.Length / Size);
        for (var slot = 0; (slot + 1) * Size <= bytes.Length; slot++)
        {
            var at = bytes.Slice(slot * Size, Size);
            if ((at[FlagsAt] & Answered) != 0) continue;

            items.Add(new CallItem
            {
                Slot = slot,
                Partition = BinaryPrimitives.ReadUInt16BigEndian(at),
                Position = BinaryPrimitives.ReadInt64BigEndian(at[2..]),
                Message = new MessageId(new Guid(at.Slice(MessageAt, 16), bigEndian: true)),
                Person = new PersonId(new Guid(at.Slice(PersonAt, 16), bigEndian: true)),
                Channel = (Channel)at[ChannelAt],
                Tries = at[FlagsAt],
            });
        }
        return items;
    }

    /// <summary>Marks an item as answered; false where it was before, or is not the one it is taken for.</summary>
    public static bool Close(Span<byte> bytes, CallItem item)
    {
        if (!IsOpen(bytes, item)) return false;

        bytes[item.Slot * Size + FlagsAt] |= Answered;
        return true;
    }

    /// <summary>Writes down how often an open item was tried.</summary>
    public static bool Note(Span<byte> bytes, CallItem item)
    {
        if (!IsOpen(bytes, item)) return false;

        bytes[item.Slot * Size + FlagsAt] = (byte)item.Tries;
        return true;
    }

    public static bool AllAnswered(ReadOnlySpan<byte> bytes)
    {
        for (var flags = FlagsAt; flags < bytes.Length; flags += Size)
            if ((bytes[flags] & Answered) == 0) return false;

        return true;
    }

    private static bool IsOpen(ReadOnlySpan<byte> bytes, CallItem item)
    {
        if ((item.Slot + 1) * Size > bytes.Length) return false;

        var at = bytes.Slice(item.Slot * Size, Size);
        return (at[FlagsAt] & Answered) == 0 && new Guid(at.Slice(MessageAt, 16), bigEndian: true) == item.Message.Value;
    }
}
