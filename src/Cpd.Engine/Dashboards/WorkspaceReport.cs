using Cpd.Engine.UserView;

namespace Cpd.Engine.Dashboards;

/// <summary>What went on in a workspace in a range of time.</summary>
/// <param name="Events">Each with a number for every point of the range's chart, the oldest first.</param>
/// <param name="Active">People who did something, in each point once: they do not add up.</param>
/// <param name="ActivePeople">
/// People who did something in the range, each once. Null for a range that is over: only when somebody did something last is
/// kept of each person.
/// </param>
/// <param name="NewPeople">More than have gone by merging and erasing, or fewer.</param>
/// <param name="Channels">By name; those that had messages.</param>
/// <param name="Failures">The most frequent first.</param>
public sealed record WorkspaceReport(
    ReportRange Range, IReadOnlyList<long> Events, IReadOnlyList<long> Active, long? ActivePeople, IReadOnlyList<long> NewPeople, IReadOnlyList<long> Goals,
    IReadOnlyList<ChannelReport> Channels, IReadOnlyList<FailureReport> Failures)
{
    /// <summary>Messages of all channels of which this is known, point by point.</summary>
    public IReadOnlyList<long> Messages(params IReadOnlyList<MessageFate> fates)
    {
        var sum = new long[Range.Points];
        foreach (var channel in Channels)
            foreach (var fate in fates)
                for (var i = 0; i < sum.Length; i++) sum[i] += channel.Points(fate)[i];
        return sum;
    }

    public long Failed => Messages(MessageFate.NotSent, MessageFate.Undelivered).Sum();

    /// <inheritdoc cref="Latency.Percentile"/>
    public TimeSpan? Sending(double share) => Latency.Percentile(Together(Channels.Select(channel => channel.SendingSteps)), share);

    /// <inheritdoc cref="Latency.Percentile"/>
    public TimeSpan? Delivery(double share) => Latency.Percentile(Together(Channels.Select(channel => channel.DeliverySteps)), share);

    private static Dictionary<int, long> Together(IEnumerable<IReadOnlyDictionary<int, long>> counts) =>
        counts.SelectMany(one => one).GroupBy(pair => pair.Key).ToDictionary(same => same.Key, same => same.Sum(pair => pair.Value));
}

/// <summary>What is known of messages. Each is counted in the minute in which it became known.</summary>
public enum MessageFate
{
    /// <summary>The provider took it.</summary>
    Sent,

    /// <summary>Never left the house, or the provider did not take it.</summary>
    NotSent,
    Delivered,

    /// <summary>The provider took it and could not deliver it.</summary>
    Undelivered,
    Seen,
    Clicked,

    /// <summary>A program looked through it, and it counts for neither of the two before.</summary>
    Automatic,
}

/// <param name="Channel">A <see cref="Contracts.Channel"/>'s name.</param>
/// <param name="SendingSteps">How long messages took until they were sent; for <see cref="Latency.Percentile"/>.</param>
/// <param name="DeliverySteps">The same, until they were delivered.</param>
public sealed record ChannelReport(
    string Channel, IReadOnlyDictionary<MessageFate, IReadOnlyList<long>> Fates, IReadOnlyDictionary<int, long> SendingSteps,
    IReadOnlyDictionary<int, long> DeliverySteps)
{
    public IReadOnlyList<long> Points(MessageFate fate) => Fates[fate];

    public long Total(MessageFate fate) => Fates[fate].Sum();
}

/// <param name="Fate"><see cref="MessageFate.NotSent"/> or <see cref="MessageFate.Undelivered"/>.</param>
/// <param name="Code">Ours, such as <c>message.no-consent</c>, or the provider's word.</param>
public sealed record FailureReport(string Channel, MessageFate Fate, string Code, long Count);
