using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Cpd.Contracts;
using Cpd.EventLog.Storage;

namespace Cpd.Engine.Commands;

/// <summary>One window's look at <see cref="SeenMessages"/>: asks each record by itself, so that of two equal ones in a window the first is taken.</summary>
internal sealed class SeenWindow(
    SqliteSession sqlite, IReadOnlySet<UInt128> known, IReadOnlyDictionary<long, SeenHour> hours, long lastRow, long hour, long oldest)
{
    private const int HashSize = 16;

    private readonly HashSet<UInt128> _here = [];
    private readonly SortedDictionary<int, List<UInt128>> _fresh = [];

    /// <summary>What came to memory's knowledge in this window, by hour.</summary>
    public Dictionary<long, SeenHour> Added { get; } = [];

    public long LastRow { get; private set; } = lastRow;

    public long Hour => hour;

    /// <summary>The first hour that is still of interest.</summary>
    public long Oldest => oldest;

    /// <summary>All rows at first use; later what windows of this same transaction wrote, or nothing.</summary>
    public void ReadNewRows(IReadOnlySet<int> partitions)
    {
        var rows = sqlite.Prepare("SELECT id, partition, hour, hashes FROM seen_messages WHERE id > ?1 ORDER BY id").Bind(1, LastRow);
        while (rows.Step())
        {
            LastRow = rows.GetLong(0);
            var at = HourOf(rows.GetLong(2), LastRow);
            if (rows.GetLong(2) < oldest || !partitions.Contains(rows.GetInt(1))) continue;

            for (var hashes = rows.GetBlob(3); hashes.Length >= HashSize; hashes = hashes[HashSize..])
            {
                var hash = BinaryPrimitives.ReadUInt128BigEndian(hashes);
                if (_here.Add(hash)) at.Hashes.Add(hash);
            }
        }
    }

    /// <summary>False for a command that came before, here or in an earlier window.</summary>
    public bool IsNew(LogRecord record)
    {
        var hash = HashOf(record);
        if (known.Contains(hash) || !_here.Add(hash)) return false;

        if (!_fresh.TryGetValue(record.Partition, out var hashes)) _fresh[record.Partition] = hashes = [];
        hashes.Add(hash);
        return true;
    }

    public void Write()
    {
        foreach (var (partition, hashes) in _fresh)
        {
            var bytes = new byte[hashes.Count * HashSize];
            for (var i = 0; i < hashes.Count; i++) BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(i * HashSize), hashes[i]);

            sqlite.Prepare("INSERT INTO seen_messages(id, partition, hour, hashes) VALUES (?1, ?2, ?3, ?4)")
                .Bind(1, ++LastRow).Bind(2, partition).Bind(3, hour).Bind(4, bytes.AsSpan()).Run();
            HourOf(hour, LastRow).Hashes.AddRange(hashes);
        }
        DropOldHours();
    }

    /// <summary>Rows are numbered in the order of their hours, so whole hours go by one number and no index is needed.</summary>
    private void DropOldHours()
    {
        var last = hours.Concat(Added).Where(seen => seen.Key < oldest).Select(seen => seen.Value.LastRow).DefaultIfEmpty().Max();
        // The newest row stays, whatever its age: it holds the numbering.
        if (last > 0) sqlite.Prepare("DELETE FROM seen_messages WHERE id <= ?1").Bind(1, Math.Min(last, LastRow - 1)).Run();
    }

    private SeenHour HourOf(long at, long row)
    {
        if (!Added.TryGetValue(at, out var seen)) Added[at] = seen = new SeenHour();
        seen.LastRow = row;
        return seen;
    }

    /// <summary>
    /// A client's call is known by its own id together with whom it is about: one partition's business, so that the answer
    /// does not depend on how partitions are shared out. A provider's report is known by its record's id.
    /// </summary>
    private static UInt128 HashOf(LogRecord record)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (CommandRecords.MessageId(record.Body) is not { } messageId)
        {
            record.Id.Value.TryWriteBytes(hash, bigEndian: true, out _);
            return BinaryPrimitives.ReadUInt128BigEndian(hash);
        }

        var most = Encoding.UTF8.GetMaxByteCount(record.Workspace.Length + record.Type.Length + record.Key.Length + messageId.Length) + 3;
        var text = most <= 1024 ? stackalloc byte[1024] : new byte[most];
        var used = 0;
        foreach (var part in (ReadOnlySpan<string>)[record.Workspace, record.Type, record.Key, messageId])
        {
            used += Encoding.UTF8.GetBytes(part, text[used..]);
            text[used++] = 0xFF;
        }
        SHA256.HashData(text[..used], hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
