using System.Text.Json;
using Cpd.Contracts;

namespace Cpd.Engine.Journeys;

/// <summary>Why a channel did not reach a person, so that the next one may be tried.</summary>
public enum FailoverReason
{
    /// <summary>They have no address on it.</summary>
    NoAddress,

    /// <summary>They do not want this by it: no consent, a STOP, an address that was unsubscribed.</summary>
    NoConsent,

    /// <summary>It could not be made or sent, or a report says that it did not arrive.</summary>
    Undeliverable,

    /// <summary>No report said within the time that it arrived.</summary>
    NotDelivered,
}

/// <summary>The next channel of a message, and when it is tried.</summary>
/// <param name="On">What of the channel before lets this one be tried.</param>
/// <param name="After">How long the channel before has until it is said to be not delivered; null where nobody waits for that.</param>
public sealed record MessageFailover(MessageContent Content, IReadOnlyList<FailoverReason> On, TimeSpan? After)
{
    /// <summary>What a channel has to deliver where somebody draws a failover and says nothing of it yet.</summary>
    public static readonly TimeSpan UsualPatience = TimeSpan.FromMinutes(10);

    public static readonly IReadOnlyList<FailoverReason> AnyReason = Enum.GetValues<FailoverReason>();

    /// <summary>Whether anything can come of the channel before, once it was sent, that lets this one be tried.</summary>
    internal bool Waits => On.Contains(FailoverReason.Undeliverable) || On.Contains(FailoverReason.NotDelivered);

    internal static IEnumerable<StepProblem> Problems(JourneyStep.Message step)
    {
        var seen = new HashSet<Channel> { step.Channel };
        for (var i = 0; i < step.Failover.Count; i++)
        {
            var (next, path) = (step.Failover[i], JourneyStep.Message.PathOf(i + 1));
            if (!seen.Add(next.Content.Channel))
                yield return new("failover.channel-twice", $"{ChannelNames.Of(next.Content.Channel)} is already tried before. Choose another channel.", path + "channel");
            if (next.On.Count == 0)
                yield return new("failover.no-reason", "\"on\" is required: set when this channel is tried (noAddress, noConsent, undeliverable, notDelivered).", path + "on");
            if (next.Waits && next.After is null)
                yield return new("failover.no-after", "\"after\" is required: set how long to wait for the previous channel, for example \"10 minutes\".", path + "after");
            if (next.After < TimeSpan.FromSeconds(1)) yield return new("failover.too-short", "Wait at least one second for the previous channel.", path + "after");
        }
        if (step is { Preferred: true, Failover.Count: 0 })
            yield return new("failover.only-one", "There is only one channel. Add another one to use the preferred channel.", "preferred", ProblemLevel.Warning);
    }

    internal static MessageFailover Read(JourneyReader json)
    {
        var read = new MessageFailover(MessageContent.Read(json), ReadReasons(json), json.DurationOrNull("after"));
        json.Done();
        return read;
    }

    internal void Write(JourneyWriter json)
    {
        Content.Write(json);
        if (On.Count < AnyReason.Count) json.Texts("on", On.Select(NameOf));
        json.Duration("after", After);
    }

    /// <summary>Each once and in one order, so that the text is canonical.</summary>
    private static IReadOnlyList<FailoverReason> ReadReasons(JourneyReader json)
    {
        if (json.Member("on") is not { } given) return AnyReason;

        var named = given.ValueKind is JsonValueKind.Array
            ? given.EnumerateArray().Select(name => name.ValueKind is JsonValueKind.String ? name.GetString() : null).ToList()
            : [null];
        if (named.Exists(name => AnyReason.All(reason => NameOf(reason) != name)))
            json.Report("failover.unknown-reason", $"\"on\" must be an array of: {string.Join(", ", AnyReason.Select(NameOf))}; leave it out for all of them.", "on");
        return [.. AnyReason.Where(reason => named.Contains(NameOf(reason)))];
    }

    private static string NameOf(FailoverReason reason) => JsonNamingPolicy.CamelCase.ConvertName(reason.ToString());
}

/// <summary>How far a run has come at a message with several channels, while it stands there.</summary>
/// <param name="First">The channel it began with, by its place in the step; then come the others in their order.</param>
/// <param name="Try">The channel in hand: 0 for the first that is tried.</param>
/// <param name="IsOut">True while it waits for what becomes of the message; false while it waits for the hour at which it may go out.</param>
public readonly record struct Trying(int First, int Try, bool IsOut)
{
    /// <summary>The place in the step of the channel in hand.</summary>
    public int Place => Try == 0 ? First : Try <= First ? Try - 1 : Try;
}
