using System.Buffers;
using System.Text.Json;
using Cpd.Contracts;
using Cpd.EventLog.Storage;

namespace Cpd.Engine.UserView;

/// <summary>Writes the timeline: one row a record, in the order of arrival.</summary>
internal sealed class TimelineWriter(SqliteSession sqlite) : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly Utf8JsonWriter _writer = new(Stream.Null);

    public void Add(LogRecord record, PersonId? person)
    {
        _buffer.ResetWrittenCount();
        RecordJson.Write(Shown(record), _writer, _buffer);

        var insert = sqlite.Prepare("INSERT INTO timeline (workspace, person, kind, name, at, record) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
        insert.Bind(1, record.Workspace);
        if (person is { } one) insert.Bind(2, one.Value);
        insert.Bind(3, record.Type).Bind(4, NameOf(record.Body)).Bind(5, record.At.ToUnixTimeMilliseconds()).Bind(6, _buffer.WrittenSpan).Run();
    }

    public void Move(PersonId from, PersonId to) =>
        sqlite.Prepare("UPDATE timeline SET person = ?2 WHERE person = ?1").Bind(1, from.Value).Bind(2, to.Value).Run();

    public void Forget(PersonId person) =>
        sqlite.Prepare("DELETE FROM timeline WHERE person = ?1").Bind(1, person.Value).Run();

    public void Dispose() => _writer.Dispose();

    /// <summary>A stored state is the engine's own form, long, and says nothing that the person's other records do not.</summary>
    private static LogRecord Shown(LogRecord record) => record.Body is PersonTakenOver taken
        ? new LogRecord
        {
            Id = record.Id,
            Workspace = record.Workspace,
            Key = record.Key,
            Person = record.Person,
            At = record.At,
            Cause = record.Cause,
            Body = taken with { State = RawJson.EmptyObject },
        }
        : record;

    private static string? NameOf(IRecordBody body) => body switch
    {
        EventTracked tracked => tracked.Name,
        JourneyMoved moved => moved.Journey,
        EnrolmentAsked asked => asked.Journey,
        JourneyPublished published => published.Journey,
        JourneyChanged changed => changed.Journey,
        CommandRefused refused => refused.Command,
        MessageReported reported => reported.Outcome.ToString(),
        _ => null,
    };
}
