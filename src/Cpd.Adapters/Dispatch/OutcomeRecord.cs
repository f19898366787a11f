using Cpd.Contracts;

namespace Cpd.Adapters.Dispatch;

/// <summary>The record that says what became of a message.</summary>
internal static class OutcomeRecord
{
    private const long LastMillisecond = 253_402_300_799_999;

    /// <param name="request">The dispatch record, where it is still known.</param>
    public static LogRecord Of(LogRecord? request, string workspace, string key, PersonId? person, MessageId message, IEvent said, DateTimeOffset now) => new()
    {
        Id = Ids.Derive<RecordId>(Began(message), said.GetType().Name, message.Value),
        Workspace = workspace,
        Key = key,
        Person = person,
        At = now,
        Body = said,
        Cause = request?.Id,
        Trace = request?.Trace,
    };

    /// <summary>The time in the message's own id, and not the clock: told twice, the outcome has one id.</summary>
    private static DateTimeOffset Began(MessageId message)
    {
        Span<byte> bytes = stackalloc byte[16];
        message.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        long milliseconds = 0;
        foreach (var b in bytes[..6]) milliseconds = (milliseconds << 8) | b;
        return DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(milliseconds, LastMillisecond));
    }
}
