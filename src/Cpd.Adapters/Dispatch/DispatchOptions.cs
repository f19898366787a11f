namespace Cpd.Adapters.Dispatch;

/// <summary>How messages leave the house. Section <c>Cpd:Dispatch</c>; the defaults suit one provider account.</summary>
public sealed class DispatchOptions
{
    public const string Section = "Cpd:Dispatch";

    /// <summary>The most messages in one HTTP call.</summary>
    public int MessagesPerCall { get; set; } = 100;

    /// <summary>How many calls are under way at the same time.</summary>
    public int Connections { get; set; } = 16;

    /// <summary>With so many messages waiting for HTTP no more are taken from the log: after a crash each of them needs a look-up.</summary>
    public int MostWaiting { get; set; } = 5_000;

    /// <summary>With so many messages of unknown outcome no more are taken from the log, whatever else is possible.</summary>
    public int MostHeld { get; set; } = 50_000;

    /// <summary>After this a call's outcome counts as unknown.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How far the provider's own logs may lag behind what it accepted.</summary>
    public TimeSpan LookUpMargin { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// A request goes out no later than this after the attempt's time in the database; whatever waited longer gets a new
    /// time there first. So the stored time tells, after a crash, when the last possible request is over.
    /// </summary>
    public TimeSpan StartWithin { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>For how long the provider's logs tell of a message; after that "not known" proves nothing.</summary>
    public TimeSpan LookUpHorizon { get; set; } = TimeSpan.FromHours(47);

    /// <summary>The most message ids in one look-up; providers limit the length of such a question.</summary>
    public int LookUpBatch { get; set; } = 50;

    /// <summary>How often a message is tried that the provider refuses for the time being.</summary>
    public int ItemAttempts { get; set; } = 4;

    /// <summary>How long until the second try of such a message; doubles from then on.</summary>
    public TimeSpan ItemBackoff { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>What is still unsent so long after it was requested fails instead.</summary>
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromDays(3);

    public TimeSpan FirstBackoff { get; set; } = TimeSpan.FromMilliseconds(500);

    public TimeSpan LongestBackoff { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long nothing is tried after the provider refused our credentials.</summary>
    public TimeSpan CredentialsRetry { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Messages per second of each sender on each channel; null: as fast as it goes.</summary>
    public double? MessagesPerSecond { get; set; }

    /// <summary>The same for one channel (<c>Sms</c>) or one sender of it (<c>Sms/Shop</c>).</summary>
    public Dictionary<string, double> Rates { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The account's circuit opens when this part of the calls failed,</summary>
    public double CircuitFailureRatio { get; set; } = 0.5;

    /// <summary>of at least so many,</summary>
    public int CircuitMinimumCalls { get; set; } = 10;

    /// <summary>within this time,</summary>
    public TimeSpan CircuitSampling { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>and after this one call tries again.</summary>
    public TimeSpan CircuitBreak { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Where there are several adapter processes: how often each shows the others that it lives,</summary>
    public TimeSpan LeaseRenewal { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>and after how long without that the others take over what it has.</summary>
    public TimeSpan LeaseExpiry { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>So long a process may send after it last showed itself.</summary>
    internal TimeSpan LeaseHolds => LeaseExpiry - LeaseRenewal;

    /// <summary>When the outcome of a request that began then can surely be looked up.</summary>
    internal DateTimeOffset SurelyOver(DateTimeOffset started) => started + RequestTimeout + LookUpMargin;

    /// <summary>The same, where only the attempt's stored time is known.</summary>
    internal DateTimeOffset SurelyOverSince(DateTimeOffset stored) => SurelyOver(stored + StartWithin);

    /// <summary>All that is wrong with the settings, one sentence each.</summary>
    internal IEnumerable<string> Problems()
    {
        if (MessagesPerCall is < 1 or > CallItems.Most) yield return $"{Section}:MessagesPerCall must be between 1 and {CallItems.Most}.";
        if (Connections is < 1 or > 1_000) yield return $"{Section}:Connections must be between 1 and 1000.";
        if (MostWaiting < 1 || MostHeld < 1) yield return $"{Section}:MostWaiting and MostHeld must be at least 1.";
        if (LookUpBatch is < 1 or > 1_000) yield return $"{Section}:LookUpBatch must be between 1 and 1000.";
        if (ItemAttempts is < 1 or > CallItems.MostTries) yield return $"{Section}:ItemAttempts must be between 1 and {CallItems.MostTries}.";
        if (RequestTimeout <= TimeSpan.Zero || LookUpMargin < TimeSpan.Zero || StartWithin <= TimeSpan.Zero)
            yield return $"{Section}:RequestTimeout and StartWithin must be above 0, LookUpMargin at least 0.";
        if (FirstBackoff <= TimeSpan.Zero || ItemBackoff <= TimeSpan.Zero || LongestBackoff < FirstBackoff)
            yield return $"{Section}:FirstBackoff and ItemBackoff must be above 0, LongestBackoff at least FirstBackoff.";
        if (CredentialsRetry <= TimeSpan.Zero || GiveUpAfter <= TimeSpan.Zero || LookUpHorizon <= TimeSpan.Zero)
            yield return $"{Section}:CredentialsRetry, GiveUpAfter and LookUpHorizon must be above 0.";
        if (MessagesPerSecond <= 0 || Rates.Values.Any(rate => rate <= 0)) yield return $"{Section}: a rate must be above 0; leave it out for no limit.";
        if (CircuitFailureRatio is <= 0 or > 1 || CircuitMinimumCalls < 2) yield return $"{Section}:CircuitFailureRatio must be between 0 and 1, CircuitMinimumCalls at least 2.";
        if (LeaseRenewal < TimeSpan.FromMilliseconds(100) || LeaseExpiry < LeaseRenewal * 3)
            yield return $"{Section}:LeaseRenewal must be at least 0.1 seconds, LeaseExpiry at least three times as long.";
        if (CircuitSampling < TimeSpan.FromMilliseconds(500) || CircuitBreak < TimeSpan.FromMilliseconds(500))
            yield return $"{Section}:CircuitSampling and CircuitBreak must be at least half a second.";
    }
}
