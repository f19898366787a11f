using System.Text;

namespace Cpd.EventLog;

public static class Partitioning
{
    /// <summary>The partition of a key: FNV-1a over its UTF-8, the same on every machine and in every version.</summary>
    public static int Of(string key, int partitions)
    {
        const uint Prime = 16777619;
        var hash = 2166136261;
        Span<byte> utf8 = stackalloc byte[256];
        if (Encoding.UTF8.TryGetBytes(key, utf8, out var length)) utf8 = utf8[..length];
        else utf8 = Encoding.UTF8.GetBytes(key);

        foreach (var b in utf8) hash = (hash ^ b) * Prime;
        return (int)(hash % (uint)partitions);
    }
}
