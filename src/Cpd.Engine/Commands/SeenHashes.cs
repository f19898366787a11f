using System.Runtime.InteropServices;

namespace Cpd.Engine.Commands;

/// <summary>
/// The hashes of a day, each with the hour it came in, in 12 bytes and the air between them. An engine that takes tens of
/// millions of commands a day has as many of them, so they lie in a table of bare slots.
/// </summary>
/// <remarks>
/// Of a hash's 128 bits 99 decide: 8 by the part it lies in, 91 in the slot. Two different ones among a hundred million are
/// taken for one with a chance of one in 10^21. A slot that is too old counts as none and goes when its part is full:
/// no window pays for a whole hour's end.
/// </remarks>
internal sealed class SeenHashes
{
    /// <summary>The current hour, and 24 whole ones before it.</summary>
    public const int HoursKept = 24;

    private const int PartBits = 8;

    /// <summary>Whatever is multiplied by it differs in its upper bits, also where only the lower ones differed, as in ids, which all begin alike.</summary>
    private const ulong Spread = 0x9E37_79B9_7F4A_7C15;

    private readonly Part[] _parts = [.. Enumerable.Range(0, 1 << PartBits).Select(_ => new Part())];

    /// <summary>The latest hour that anybody told of.</summary>
    public long Newest { get; private set; }

    /// <summary>The first hour that is still of interest.</summary>
    public long Oldest => Newest - HoursKept;

    /// <summary>How many slots there are, whether used or not.</summary>
    public long Slots => _parts.Sum(part => (long)part.Slots);

    /// <summary>What is older than a day before this hour is forgotten. Never goes back.</summary>
    public void Advance(long hour) => Newest = Math.Max(Newest, hour);

    public bool Contains(UInt128 hash)
    {
        var (part, print, more) = Split(hash);
        return part.Contains(print, more, Newest);
    }

    /// <summary>Adds it, or notes that it was there in a later hour too.</summary>
    public void Add(UInt128 hash, long hour)
    {
        Advance(hour);
        if (hour < Oldest) return;
        var (part, print, more) = Split(hash);
        part.Add(print, more, hour, Newest);
    }

    /// <summary>
    /// Ids of records are hashes too, but for the moment in front of them: the upper half is spread over its upper bits, and
    /// two hashes that differ in it alone never get the same print.
    /// </summary>
    private (Part Part, ulong Print, uint More) Split(UInt128 hash)
    {
        var upper = (ulong)(hash >> 64) * Spread;
        return (_parts[upper >> (64 - PartBits)], (ulong)hash + upper, (uint)(upper >> (64 - PartBits - Slot.MoreBits)) & ((1 << Slot.MoreBits) - 1));
    }

    /// <summary>A piece of the table, small enough to be laid out anew between two commands.</summary>
    private sealed class Part
    {
        private const int Fewest = 8;

        private Slot[] _slots = [];
        private int _used;

        /// <summary>No slot is older than this hour.</summary>
        private long _from;

        public int Slots => _slots.Length;

        public bool Contains(ulong print, uint more, long newest)
        {
            if (_used == 0) return false;
            if (newest - _from >= Slot.Hours) LayOut(newest);
            var slot = _slots[Find(print, more)];
            return slot.IsUsed && slot.HourFrom(_from) >= newest - HoursKept;
        }

        public void Add(ulong print, uint more, long hour, long newest)
        {
            if (_used >= _slots.Length - (_slots.Length / 8) || newest - _from >= Slot.Hours) LayOut(newest);
            ref var slot = ref _slots[Find(print, more)];
            if (!slot.IsUsed) _used++;
            else if (slot.HourFrom(_from) >= hour) return;
            slot = new Slot(print, more, hour);
        }

        /// <summary>Where it is, or where it would be.</summary>
        private int Find(ulong print, uint more)
        {
            var slots = _slots;
            var at = (int)((print * Spread >> 32) * (ulong)slots.Length >> 32);
            while (slots[at].IsUsed && !slots[at].Is(print, more))
                if (++at == slots.Length) at = 0;
            return at;
        }

        /// <summary>Leaves out what is too old, with room for a sixth more than stays.</summary>
        private void LayOut(long newest)
        {
            var (before, from, oldest) = (_slots, _from, newest - HoursKept);
            var stay = 0;
            foreach (ref readonly var slot in before.AsSpan())
                if (slot.IsUsed && slot.HourFrom(from) >= oldest) stay++;

            (_slots, _used, _from) = (new Slot[Math.Max(Fewest, stay + (stay / 3))], stay, oldest);
            foreach (ref readonly var slot in before.AsSpan())
                if (slot.IsUsed && slot.HourFrom(from) >= oldest) _slots[Find(slot.Print, slot.More)] = slot;
        }
    }

    /// <summary>What is left of a hash, and the hour within a span that is longer than a day; 12 bytes.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private readonly struct Slot(ulong print, uint more, long hour)
    {
        public const int MoreBits = 27;
        private const int HourBits = 32 - MoreBits;

        /// <summary>One less than the bits could tell apart: none of them is an empty slot.</summary>
        public const int Hours = (1 << HourBits) - 1;

        public readonly ulong Print = print;
        private readonly uint _moreAndHour = (more << HourBits) | (uint)((hour % Hours) + 1);

        public bool IsUsed => _moreAndHour != 0;

        public uint More => _moreAndHour >> HourBits;

        public bool Is(ulong print, uint more) => Print == print && More == more;

        /// <summary>The hour, of a slot that is not older than <paramref name="from"/>.</summary>
        public long HourFrom(long from) => from + ((int)(_moreAndHour & ((1 << HourBits) - 1)) - 1 - (int)(from % Hours) + Hours) % Hours;
    }
}
