using Cpd.Contracts;

namespace Cpd.Adapters.Dispatch;

/// <summary>The record that says what became of a message.</summary>
internal static class OutcomeRecord
{
    /// <param name="request">The dispatch record, where it is still known.</param>
    public static LogRecord Of(LogRecord? request, string workspace, string key, PersonId? person, MessageId message, IEvent said, DateTimeOffset now) => new()
    {
        // The time in the message's own id, and not the clock: told twice, the outcome has one id.
        Id = Ids.Derive<RecordId>(Ids.TimeOf(message.Value), said.GetType().Name, message.Value),
        Workspace = workspace,
        Key = key,
        Person = person,
        At = now,
        Body = said,
        Cause = request?.Id,
        Trace = request?.Trace,
    };
}
