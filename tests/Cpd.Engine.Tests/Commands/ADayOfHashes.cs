using Cpd.Engine.Commands;

namespace Cpd.Engine.Tests.Commands;

public sealed class ADayOfHashes
{
    /// <summary>Whatever comes in whatever order: it knows exactly what a plain set would.</summary>
    [Theory]
    [InlineData(1, 300, 3)]
    [InlineData(2, 40_000, 2)]
    [InlineData(3, 40_000, 50)]
    public void It_knows_what_came_within_a_day_and_nothing_else(int seed, int different, int longestPause)
    {
        var random = new Random(seed);
        var ids = Enumerable.Range(0, different).Select(number => Id(random, number)).ToArray();
        var (hashes, latest, hour) = (new SeenHashes(), new Dictionary<UInt128, long>(), 500_000L);
        for (var window = 0; window < 300; window++)
        {
            if (random.Next(3) == 0) hour += random.Next(longestPause + 1);
            hashes.Advance(hour);
            for (var i = 0; i < 400; i++)
            {
                var id = ids[random.Next(ids.Length)];
                var isKnown = latest.TryGetValue(id, out var at) && at >= hour - 24;
                Assert.Equal(isKnown, hashes.Contains(id));

                // Rows of another process come in the order of their hours, partition by partition: old ones after new ones.
                var came = hour - (random.Next(4) == 0 ? random.Next(30) : 0);
                hashes.Add(id, came);
                if (came >= hour - 24) latest[id] = isKnown ? Math.Max(at, came) : came;
            }
        }
        Assert.All(ids, id => Assert.Equal(latest.TryGetValue(id, out var at) && at >= hour - 24, hashes.Contains(id)));
    }

    [Fact]
    public void An_hour_ahead_of_the_clock_counts_as_now()
    {
        var hashes = new SeenHashes();
        hashes.Advance(500_000);
        hashes.Add(1, 500_000);
        hashes.Add(2, 500_030);
        hashes.Advance(500_001);

        Assert.Equal((500_030, false, true), (hashes.Newest, hashes.Contains(1), hashes.Contains(2)));
    }

    [Fact]
    public void A_million_of_them_take_twenty_bytes_each_at_most_and_old_ones_make_room()
    {
        var (random, hashes) = (new Random(4), new SeenHashes());
        for (var hour = 500_000; hour < 500_100; hour++)
            for (var i = 0; i < 40_000; i++) hashes.Add(Id(random, 0), hour);

        Assert.InRange(hashes.Slots * 12, 25 * 40_000 * 12, 25 * 40_000 * 20);
    }

    /// <summary>Hashes proper; and ids of records, which have the moment in front, and here nothing else that differs.</summary>
    private static UInt128 Id(Random random, int number) => number % 10 == 1
        ? new UInt128(((ulong)(1_900_000_000_000 + number) << 16) | 0x7abc, 0x8123_4567_89ab_cdef)
        : new UInt128((ulong)random.NextInt64(long.MinValue, long.MaxValue), (ulong)random.NextInt64(long.MinValue, long.MaxValue));
}
