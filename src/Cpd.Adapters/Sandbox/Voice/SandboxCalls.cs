using System.Text.Json;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Voice;
using Cpd.Adapters.Sandbox.Phone;
using Cpd.Contracts;
using Cpd.EventLog.Storage;

namespace Cpd.Adapters.Sandbox.Voice;

/// <summary>What a call has that a text message has not.</summary>
/// <param name="Voice">A voice's name or gender; null for the language's own.</param>
/// <param name="RingsUntil">The phone rings from when it was sent until then.</param>
/// <param name="Keys">How many keys are waited for.</param>
/// <param name="TalksUntil">Who took the phone may press keys until then.</param>
/// <param name="Pressed">What they pressed.</param>
internal sealed record StoredCall(string Language, string? Voice, long RingsUntil, int Keys = 0, long TalksUntil = 0, string? Pressed = null);

/// <summary>Calls in the file: their reports, their lines in the log, and the phones they ring.</summary>
internal static class SandboxCalls
{
    /// <summary>How fast it is spoken, to say how long a call took.</summary>
    private const int LettersPerSecond = 14;

    /// <summary>How long the line stays open for keys once the phone was taken; time enough to look for them on the screen.</summary>
    private const int TalkMs = 60_000;

    private static readonly VoicePrice Price = new(0.0012m, "EUR");

    public static string Write(StoredCall call) => JsonSerializer.Serialize(call, SandboxJson.Default.StoredCall);

    public static StoredCall Read(string? json) => (json is null ? null : JsonSerializer.Deserialize(json, SandboxJson.Default.StoredCall)) ?? new("en", null, 0);

    public static int ErrorOf(CallFate fate) => fate switch
    {
        CallFate.Answered => VoiceStatuses.AnsweredByPerson,
        CallFate.Busy => VoiceStatuses.UserBusy,
        CallFate.Declined => VoiceStatuses.CallDeclined,
        CallFate.Machine => VoiceStatuses.Machine,
        _ => VoiceStatuses.NotTaken,
    };

    /// <summary>The end that goes with an error. One of text messages, such as an absent subscriber, is a phone that nobody takes.</summary>
    public static (int Status, int Error) EndOf(int error) => error switch
    {
        0 or VoiceStatuses.AnsweredByPerson => (VoiceStatuses.Answered, VoiceStatuses.AnsweredByPerson),
        VoiceStatuses.Machine or VoiceStatuses.MachineDetected => (VoiceStatuses.Answered, error),
        VoiceStatuses.UserBusy or VoiceStatuses.LineBusy => (VoiceStatuses.Busy, error),
        VoiceStatuses.CallDeclined => (VoiceStatuses.Declined, error),
        VoiceStatuses.NotTaken or VoiceStatuses.RangOut => (VoiceStatuses.NoAnswer, error),
        _ => InfobipStatuses.Fault(Channel.Voice, error) is null ? (VoiceStatuses.NoAnswer, VoiceStatuses.NotTaken) : (VoiceStatuses.NotDelivered, error),
    };

    public static VoiceReport Report(StoredMessage message)
    {
        var seconds = Seconds(message);
        var ended = message.DoneAt ?? message.SentAt;
        var answered = seconds > 0 ? At(ended - seconds * 1000L) : (DateTimeOffset?)null;
        return new VoiceReport(
            message.BulkId, message.Id, message.Sender, message.To, At(message.SentAt), Network(message.To), message.CallbackData,
            new VoiceCall("Voice-message", At(message.SentAt), answered, At(ended), seconds, seconds, seconds, seconds > 0 && Read(message.Call).Pressed is { Length: > 0 } pressed ? string.Join(", ", pressed.AsEnumerable()) : null), Price,
            InfobipStatuses.Describe(Channel.Voice, message.Status), InfobipStatuses.DescribeError(Channel.Voice, message.Error));
    }

    public static VoiceLog LogLine(StoredMessage message) => new(
        message.BulkId, message.Id, message.To, message.Sender, message.Text, At(message.SentAt), message.DoneAt is { } done ? At(done) : null, Seconds(message),
        Network(message.To), Price, InfobipStatuses.Describe(Channel.Voice, message.Status), InfobipStatuses.DescribeError(Channel.Voice, message.Error));

    /// <summary>The calls to one number, the last ones, oldest first.</summary>
    public static IReadOnlyList<PhoneCall> Calls(SqliteSession db, string number, int most, long now)
    {
        var found = new List<PhoneCall>();
        var rows = db.Prepare($"""
            SELECT seq, sender, text, sent_at, {SandboxTables.StatusNow}, CASE WHEN outcome_at <= ?1 THEN outcome_error ELSE 0 END, mail, message_id
            FROM messages WHERE number = ?2 AND channel = {(int)Channel.Voice} ORDER BY seq DESC LIMIT ?3
            """).Bind(1, now).Bind(2, number).Bind(3, most);
        while (rows.Step())
        {
            var call = Read(SandboxMessages.Text(rows, 6));
            var (status, error) = (rows.GetInt(4), rows.GetInt(5));
            found.Add(new PhoneCall(
                rows.GetText(7), SandboxMessages.Text(rows, 1) ?? "", rows.GetText(2), call.Language, call.Voice, At(rows.GetLong(3)),
                SandboxMessages.IsAccepted(status) && now >= rows.GetLong(3) && now < call.RingsUntil, FateOf(status, error), Problem(status, error),
                call.Keys, call.Pressed ?? "", SandboxMessages.IsAccepted(status) && now < call.TalksUntil));
        }
        found.Reverse();
        return found;
    }

    /// <summary>The numbers whose phones ring now.</summary>
    public static IReadOnlyList<string> Ringing(SqliteSession db, long now)
    {
        var found = new List<string>();
        var rows = db.Prepare($"""
            SELECT number, mail, sent_at FROM messages
            WHERE channel = {(int)Channel.Voice} AND status = {VoiceStatuses.Accepted} AND outcome_at > ?1 ORDER BY seq DESC LIMIT 200
            """).Bind(1, now);
        while (rows.Step())
            if (now >= rows.GetLong(2) && now < Read(SandboxMessages.Text(rows, 1)).RingsUntil) found.Add(rows.GetText(0));
        return [.. found.Distinct()];
    }

    /// <summary>
    /// Somebody touches the phone: what they do is what becomes of the calls that ring. How many did. A call that is taken and waits
    /// for keys goes on until they are pressed.
    /// </summary>
    /// <param name="keys">Pressed as soon as it is taken; null where somebody presses them on the screen.</param>
    public static int TakeAll(SqliteSession db, string number, CallFate does, int reportDelayMs, long now, string? keys = null)
    {
        var taken = 0;
        foreach (var call in Calls(db, number, 20, now).Where(call => call.IsRinging))
        {
            var goesOn = does is CallFate.Answered && call.AsksFor > 0 && keys is null;
            var pressed = does is CallFate.Answered && call.AsksFor > 0 && keys is { } all ? all[..Math.Min(all.Length, call.AsksFor)] : null;
            taken += Take(db, call, does, goesOn ? TalkMs : reportDelayMs, new StoredCall(call.Language, call.Voice, now, call.AsksFor, goesOn ? now + TalkMs : 0, pressed), now);
        }
        return taken;
    }

    /// <summary>Who took the phone presses a key, or hangs up; with the last key that is waited for the call is over. False where no call is on.</summary>
    /// <param name="key">Null where they hang up.</param>
    public static bool Press(SqliteSession db, string number, char? key, int reportDelayMs, long now)
    {
        if (Calls(db, number, 20, now).LastOrDefault(call => call.IsTalking) is not { } call) return false;

        var pressed = call.Pressed + key;
        var isOver = key is null || pressed.Length >= call.AsksFor;
        var stays = isOver ? reportDelayMs : TalkMs;
        return Take(db, call, CallFate.Answered, stays, new StoredCall(call.Language, call.Voice, 0, call.AsksFor, isOver ? 0 : now + TalkMs, pressed), now) > 0;
    }

    private static int Take(SqliteSession db, PhoneCall call, CallFate does, int endsInMs, StoredCall becomes, long now)
    {
        var (status, error) = EndOf(ErrorOf(does));
        return db.Prepare("""
            UPDATE messages SET outcome_at = ?1, outcome_status = ?2, outcome_error = ?3, mail = ?4, due_at = CASE WHEN due_at IS NULL THEN NULL ELSE ?1 END
            WHERE message_id = ?5 AND outcome_at > ?6
            """)
            .Bind(1, now + endsInMs).Bind(2, status).Bind(3, error).Bind(4, Write(becomes)).Bind(5, call.Key).Bind(6, now).Run();
    }

    /// <summary>Null while nothing is known yet, and where it never came to a call.</summary>
    private static CallFate? FateOf(int status, int error) => (status, error) switch
    {
        (_, VoiceStatuses.Machine or VoiceStatuses.MachineDetected) => CallFate.Machine,
        (VoiceStatuses.Answered, _) => CallFate.Answered,
        (VoiceStatuses.Busy, _) => CallFate.Busy,
        (VoiceStatuses.Declined, _) => CallFate.Declined,
        (VoiceStatuses.NoAnswer, _) => CallFate.NotAnswered,
        _ => null,
    };

    private static string? Problem(int status, int error)
    {
        var (said, why) = (InfobipStatuses.Describe(Channel.Voice, status), InfobipStatuses.DescribeError(Channel.Voice, error));
        return said.GroupId is InfobipStatuses.Pending or InfobipStatuses.Delivered ? null : why.Id == 0 ? said.Description : why.Description;
    }

    private static int Seconds(StoredMessage message) =>
        message.Status == VoiceStatuses.Answered ? Math.Max(1, message.Text.Length / LettersPerSecond) : 0;

    private static string Network(string to) => to.TrimStart('+').StartsWith("385", StringComparison.Ordinal) ? "21901" : "00101";

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
