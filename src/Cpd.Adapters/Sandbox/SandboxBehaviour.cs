using System.Text.Json;
using System.Text.Json.Serialization;
using Cpd.Adapters.Infobip;
using Cpd.Contracts;

namespace Cpd.Adapters.Sandbox;

/// <summary>
/// How the sandbox misbehaves; what is left out is as usual. Rates are from 0 to 1; it survives a restart, as the moods of a
/// real service do.
/// </summary>
/// <remarks>Set, not init: the generated reader gives a left-out init property its type's default, a 0, instead of ours.</remarks>
public sealed record SandboxBehaviour
{
    /// <summary>How long it waits with the answer after it did what was asked.</summary>
    public int LatencyMs { get; set; }

    /// <summary>How long it waits before it does what was asked: a caller that gives up meanwhile is served all the same.</summary>
    public int HoldMs { get; set; }

    /// <summary>Answers 500 and does nothing.</summary>
    public double FailRate { get; set; }

    /// <summary>Accepts the messages and answers 500.</summary>
    public double FailAfterAcceptRate { get; set; }

    /// <summary>Answers 429 and does nothing.</summary>
    public double Refuse429Rate { get; set; }

    /// <summary>Missing: 429 without Retry-After.</summary>
    public int? RetryAfterSeconds { get; set; }

    /// <summary>Accepts the messages and drops the connection.</summary>
    public double LoseAnswersRate { get; set; }

    /// <summary>How long an accepted message stays out of the logs.</summary>
    public int ShowAfterMs { get; set; }

    /// <summary>From acceptance to the final report.</summary>
    public int ReportDelayMs { get; set; } = 1000;

    public double LoseReportsRate { get; set; }

    /// <summary>What becomes of a call when nobody touches the phone on the screen.</summary>
    public CallFate Calls { get; set; }

    /// <summary>How long the phone on the screen rings; it is answered then, or what <see cref="Calls"/> says.</summary>
    public int RingMs { get; set; } = 10_000;

    /// <summary>How many messages do not arrive, with <see cref="DeliveryErrorId"/>.</summary>
    public double DeliveryFailRate { get; set; }

    /// <summary>27 is an absent subscriber.</summary>
    public int DeliveryErrorId { get; set; } = 27;

    /// <summary>How many webhooks are sent twice.</summary>
    [JsonConverter(typeof(RateOrSwitch))]
    public double DuplicateWebhooks { get; set; }

    /// <summary>How many reports are held back, so that later ones overtake them.</summary>
    [JsonConverter(typeof(RateOrSwitch))]
    public double ReorderWebhooks { get; set; }

    /// <summary>How long reports are gathered before they are pushed together, 100 at most.</summary>
    public int WebhookWindowMs { get; set; } = 100;

    /// <summary>Infobip repeats a webhook after 1, 2, 5, 10 ... minutes; a minute lasts this many minutes here.</summary>
    public double TimeScale { get; set; } = 0.05;

    /// <summary>How often the logs may be asked; Infobip allows 120. 0: as often as one likes.</summary>
    public int LogsPerMinute { get; set; } = 120;

    /// <summary>What Infobip publishes as the limits of single operations, such as a change of blocklists once a second; that of the logs stands above.</summary>
    public bool Throttles { get; set; }

    /// <summary>What is left on the account. Nothing: every message is refused with status 12. It does not go down by itself.</summary>
    public decimal Balance { get; set; } = 1000;

    /// <summary>Given: the dice fall the same way every time it is set.</summary>
    public int? Seed { get; set; }

    /// <summary>Fates of single numbers, by digits, of addresses, in small letters, and of the user ids that push notifications go to.</summary>
    public IReadOnlyDictionary<string, NumberBehaviour> PerNumber { get; set => field = value ?? new Dictionary<string, NumberBehaviour>(); } = new Dictionary<string, NumberBehaviour>();

    /// <summary>What is wrong, by member.</summary>
    internal IEnumerable<ApiViolation> Problems()
    {
        foreach (var (name, rate) in new[]
        {
            ("failRate", FailRate), ("failAfterAcceptRate", FailAfterAcceptRate), ("refuse429Rate", Refuse429Rate), ("loseAnswersRate", LoseAnswersRate),
            ("loseReportsRate", LoseReportsRate), ("deliveryFailRate", DeliveryFailRate), ("duplicateWebhooks", DuplicateWebhooks), ("reorderWebhooks", ReorderWebhooks),
        })
        {
            if (rate is not (>= 0 and <= 1)) yield return new ApiViolation(name, "must be between 0 and 1");
        }
        foreach (var (name, number) in new[]
        {
            ("latencyMs", LatencyMs), ("holdMs", HoldMs), ("showAfterMs", ShowAfterMs), ("reportDelayMs", ReportDelayMs),
            ("webhookWindowMs", WebhookWindowMs), ("logsPerMinute", LogsPerMinute), ("retryAfterSeconds", RetryAfterSeconds ?? 0), ("ringMs", RingMs),
        })
        {
            if (number < 0) yield return new ApiViolation(name, "must be greater than or equal to 0");
        }
        if (TimeScale is not (> 0 and <= 100)) yield return new ApiViolation("timeScale", "must be above 0 and at most 100");
        if (InfobipStatuses.Fault(Channel.Sms, DeliveryErrorId) is null) yield return new ApiViolation("deliveryErrorId", "is no error id of SMS");
        foreach (var (number, fate) in PerNumber)
        {
            if (fate is null) yield return new ApiViolation($"perNumber.{number}", "must not be null");
            else if (fate.DeliveryErrorId is { } id && !ChannelsOf(number).Any(channel => InfobipStatuses.Fault(channel, id) is not null))
                yield return new ApiViolation($"perNumber.{number}.deliveryErrorId", "is no error id of its channel");
        }
    }

    /// <summary>A number gets text messages, MMS, calls and chats; anything may be a user id.</summary>
    private static Channel[] ChannelsOf(string place) => place.Contains('@', StringComparison.Ordinal) ? [Channel.Email, Channel.Push] : [Channel.Sms, Channel.Mms, Channel.Voice, Channel.WhatsApp, Channel.Viber, Channel.Rcs, Channel.Push];

    /// <summary>Reads <c>true</c> and <c>false</c> as always and never.</summary>
    internal sealed class RateOrSwitch : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
        {
            JsonTokenType.True => 1,
            JsonTokenType.False => 0,
            JsonTokenType.Number => reader.GetDouble(),
            _ => throw new JsonException("must be a rate from 0 to 1, true or false"),
        };

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
    }
}

/// <summary>What happens to messages to one number; what is missing is as for all others.</summary>
/// <param name="RejectStatusId">Refused at once with this status, for example 14 or 12.</param>
/// <param name="DeliveryErrorId">Accepted, but does not arrive; 0 is: arrives for sure.</param>
/// <param name="Call">What becomes of calls to it when nobody touches the phone on the screen.</param>
/// <param name="Rcs">False for a phone without RCS: so it is told who asks, and what is sent to it all the same does not arrive.</param>
public sealed record NumberBehaviour(
    int? RejectStatusId = null, int? DeliveryErrorId = null, bool? LoseReport = null, int? ReportDelayMs = null, CallFate? Call = null, bool? Rcs = null);

/// <summary>What a phone, or who has it, does with a call.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CallFate>))]
public enum CallFate
{
    Answered,
    NotAnswered,
    Busy,
    Declined,

    /// <summary>A machine takes it.</summary>
    Machine,
}
