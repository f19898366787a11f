using System.Globalization;
using Cpd.Contracts;

namespace Cpd.EndToEnd.Tests.Cluster;

/// <summary>What is still to come, over all processes. Nothing remains once all messages have their end and nobody has anything in hand.</summary>
internal sealed record Remaining(long Reports, long Unfinished, long Due, long Calls, long Outbox, long Lag)
{
    private const int Groups = 4;   // commands, platform, adapter, user-view

    public bool IsNothing => this is { Reports: 0, Unfinished: 0, Due: 0, Calls: 0, Outbox: 0, Lag: 0 };

    /// <param name="messages">So many have to come to an end.</param>
    public static async Task<Remaining> Count(Installation all, long messages)
    {
        var reports = await all.Provider.ReportsToBring();
        var numbers = (await all.Rows($"""
            SELECT {messages} - (SELECT count(*) FROM message_view WHERE sent_at > 0 AND final_at > 0),
                (SELECT count(*) FROM runs WHERE step <> 'paid'), (SELECT count(*) FROM calls), (SELECT count(*) FROM log_outbox)
            """)).Single().Select(number => Convert.ToInt64(number, CultureInfo.InvariantCulture)).ToArray();
        return new Remaining(reports, numbers[0], numbers[1], numbers[2], numbers[3], await LagOf(all));
    }

    private static async Task<long> LagOf(Installation all)
    {
        var ends = all.Broker.Ends();
        var positions = await all.Rows("SELECT topic, partition, next FROM log_positions");
        if (positions.Count < Groups * Broker.Partitions) return long.MaxValue;   // somebody has not begun
        return positions.Sum(row => ends[((Topic)Convert.ToInt64(row[0], CultureInfo.InvariantCulture), Convert.ToInt32(row[1], CultureInfo.InvariantCulture))]
            - Convert.ToInt64(row[2], CultureInfo.InvariantCulture));
    }
}
