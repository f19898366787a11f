using System.Buffers.Binary;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;
using static Cpd.EventLog.Storage.HotKind;

namespace Cpd.Engine.Commands;

/// <summary>
/// Commands that were taken within the last day, as hashes: one row for each window and partition. The partition's owner
/// numbers them; another one that believes to be it clashes with the number.
/// </summary>
internal sealed class SeenRow
{
    private const int NumberBits = 44;
    private const int HashSize = 16;

    /// <summary>Partition and number in one: 44 bits of number, counted up within the partition.</summary>
    public long Id { get; init; }

    /// <summary>Hours since 1970 when the window ran; never falls from row to row of a partition.</summary>
    public long Hour { get; init; }

    /// <summary>16 bytes for each command.</summary>
    public byte[] Hashes { get; init; } = [];

    public static long IdOf(int partition, long number) => ((long)partition << NumberBits) | number;

    public static long NumberOf(long id) => id & ((1L << NumberBits) - 1);

    public static byte[] Written(List<UInt128> hashes)
    {
        var bytes = new byte[hashes.Count * HashSize];
        for (var i = 0; i < hashes.Count; i++) BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(i * HashSize), hashes[i]);
        return bytes;
    }

    public static UInt128[] HashesOf(ReadOnlySpan<byte> bytes)
    {
        var hashes = new UInt128[bytes.Length / HashSize];
        for (var i = 0; i < hashes.Length; i++) hashes[i] = BinaryPrimitives.ReadUInt128BigEndian(bytes[(i * HashSize)..]);
        return hashes;
    }
}

internal static class SeenStatements
{
    private static readonly HotTable Table = new("seen_messages", [new("id", Number)], new("hour", Number), new("hashes", Bytes));

    public static readonly HotStatement Insert = Table.Insert("id", "hour", "hashes");

    /// <summary>A row has the commands of one window: some megabytes at most.</summary>
    public const int RowsOfPage = 1_000;

    /// <summary>After which row, before which, how many.</summary>
    public static readonly HotStatement ReadPage = new(
        "SELECT id, hour, hashes FROM seen_messages WHERE id > ?1 AND id < ?2 ORDER BY id LIMIT ?3",
        """
        SELECT id, hour, hashes FROM seen_messages WHERE id > ($1::bigint[])[1] AND id < ($2::bigint[])[1]
        ORDER BY id LIMIT ($3::bigint[])[1]
        """,
        """
        SELECT s.id, s.hour, s.hashes FROM {rows} CROSS APPLY (
          SELECT TOP (r.l3) id, hour, hashes FROM seen_messages WHERE id > r.l1 AND id < r.l2 ORDER BY id) s ORDER BY s.id
        """,
        Number, Number, Number);

    /// <summary>From which row to which.</summary>
    public static readonly HotStatement DeleteBetween = new(
        "DELETE FROM seen_messages WHERE id >= ?1 AND id <= ?2",
        "DELETE FROM seen_messages USING {rows} WHERE id >= r.l1 AND id <= r.l2",
        "DELETE seen_messages FROM seen_messages JOIN {rows} ON id >= r.l1 AND id <= r.l2",
        Number, Number);
}

internal sealed class CommandTables : ITableMap
{
    public void Map(ModelBuilder model) => model.Entity<SeenRow>(row =>
    {
        row.ToTable("seen_messages");
        row.HasKey(it => it.Id);
        row.Property(it => it.Id).HasColumnName("id").ValueGeneratedNever();
        row.Property(it => it.Hour).HasColumnName("hour");
        row.Property(it => it.Hashes).HasColumnName("hashes");
    });
}
