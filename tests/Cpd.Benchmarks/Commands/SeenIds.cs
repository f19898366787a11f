using System.Globalization;
using Cpd.Engine.Commands;

namespace Cpd.Benchmarks.Commands;

/// <summary>What the ids of a day of commands take: as the engine keeps them, and as a plain set of them would.</summary>
internal static class SeenIds
{
    private const int Day = 25;
    private const int Window = 400;
    private const long First = 500_000;

    public static void Run(int ids)
    {
        var hashes = new SeenHashes();
        Measure("the engine's", ids, hashes.Contains, hashes.Add, hashes.Advance);
        var (known, hours) = (new HashSet<UInt128>(), new Dictionary<long, List<UInt128>>());
        Measure("a plain set", ids, known.Contains, (id, hour) =>
        {
            if (!hours.TryGetValue(hour, out var list)) hours[hour] = list = [];
            if (known.Add(id)) list.Add(id);
        },
        hour =>
        {
            if (!hours.Remove(hour - Day, out var gone)) return;
            foreach (var id in gone) known.Remove(id);
        });
    }

    /// <summary>Two days: the second is what an engine does that has been there for a while. Processor time, as others may be working here too.</summary>
    private static void Measure(string what, int ids, Func<UInt128, bool> contains, Action<UInt128, long> add, Action<long> advance)
    {
        var (random, before, spent) = (new Random(), Taken(), Environment.CpuUsage.TotalTime);
        for (var hour = First; hour < First + (2 * Day); hour++)
        {
            if (hour == First + Day) spent = Environment.CpuUsage.TotalTime;
            for (var left = ids / Day; left > 0; left -= Window)
            {
                advance(hour);
                for (var i = 0; i < Window; i++)
                {
                    var id = Id(random, hour, i);
                    if (!contains(id)) add(id, hour);
                }
            }
        }
        spent = Environment.CpuUsage.TotalTime - spent;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{what}: {(Taken() - before) / (double)ids:N1} bytes an id, {spent.TotalNanoseconds / ids:N0} ns to make one, look for it and add it"));
        GC.KeepAlive(contains);
    }

    /// <summary>Every other one as a record's id is: time first, and some bits that are the same in all.</summary>
    private static UInt128 Id(Random random, long hour, int number)
    {
        var (upper, lower) = ((ulong)random.NextInt64(long.MinValue, long.MaxValue), (ulong)random.NextInt64(long.MinValue, long.MaxValue));
        return number % 2 == 0
            ? new UInt128(upper, lower)
            : new UInt128(((ulong)((hour * 3_600_000) + number) << 16) | 0x7000 | (upper & 0xFFF), (lower & (ulong.MaxValue >> 2)) | (1UL << 63));
    }

    private static long Taken() => GC.GetTotalMemory(forceFullCollection: true);
}
