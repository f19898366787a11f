using System.Buffers.Binary;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Cpd.Contracts;
using Cpd.EventLog.Storage;

namespace Cpd.Engine.Commands;

/// <summary>One window's look at <see cref="SeenMessages"/>: asks each record by itself, so that of two equal ones in a window the first is taken.</summary>
/// <param name="known">Of earlier windows.</param>
/// <param name="before">Each partition's rows as of the last commit.</param>
/// <param name="clashed">Told when another owner has written in between.</param>
internal sealed class SeenWindow(SqlSession sql, SeenHashes known, Dictionary<int, SeenPartition> before, Action clashed)
{
    private readonly HashSet<UInt128> _here = [];
    private readonly SortedDictionary<int, List<UInt128>> _fresh = [];

    /// <summary>What was new in this window.</summary>
    public IEnumerable<UInt128> Taken => _fresh.Values.SelectMany(hashes => hashes);

    /// <summary>Partitions whose rows have changed.</summary>
    public Dictionary<int, SeenPartition> Partitions { get; } = [];

    public long Hour { get; } = known.Newest;

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
        var (added, dropped) = (SeenStatements.Insert.Rows(), SeenStatements.DeleteBetween.Rows());
        foreach (var (partition, hashes) in _fresh)
        {
            var rows = Of(partition);
            rows = rows.With(Hour, rows.Last + 1);
            added.Add(SeenRow.IdOf(partition, rows.Last), Hour, SeenRow.Written(hashes));
            Partitions[partition] = DropOldHours(partition, rows, dropped);
        }
        try
        {
            sql.Run(added);
        }
        catch (DbException)
        {
            clashed();
            throw;
        }
        sql.Run(dropped);
    }

    /// <summary>A partition's rows are numbered in the order of their hours, so whole hours go by one number and no index is needed.</summary>
    private SeenPartition DropOldHours(int partition, SeenPartition rows, HotRows dropped)
    {
        var oldest = Hour - SeenHashes.HoursKept;
        if (rows.Hours[0].Hour >= oldest) return rows;

        // The newest row stays, whatever its age: it holds the numbering.
        var last = Math.Min(rows.Hours.Last(hour => hour.Hour < oldest).Last, rows.Last - 1);
        dropped.Add(SeenRow.IdOf(partition, 0), SeenRow.IdOf(partition, last));
        return rows with { Hours = [.. rows.Hours.Where(hour => hour.Last > last)] };
    }

    private SeenPartition Of(int partition) => before.GetValueOrDefault(partition, SeenPartition.Empty);

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
