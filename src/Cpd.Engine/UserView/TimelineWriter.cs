using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Cpd.Contracts;
using Cpd.EventLog.Storage;

namespace Cpd.Engine.UserView;

/// <summary>Writes the timeline: one row a record, in the order of arrival.</summary>
/// <remarks>
/// SQLite gets each row at once, straight from the buffer it was written to. For a server rows are kept until the end of
/// the window, and go in one trip; what happens to people meanwhile happens to the rows that are kept, and to those in the
/// table at the end.
/// </remarks>
internal sealed class TimelineWriter(SqlSession sql) : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly Utf8JsonWriter _writer = new(Stream.Null);
    private readonly SqliteSession? _sqlite = sql as SqliteSession;
    private readonly List<Line> _lines = [];

    /// <summary>Where the rows go that were somebody's before this window.</summary>
    private readonly Dictionary<PersonId, PersonId> _moved = [];

    public void Add(LogRecord record, PersonId? person)
    {
        _buffer.ResetWrittenCount();
        RecordJson.Write(Shown(record), _writer, _buffer);
        var (kind, at) = (KeyText.Fit(record.Type, TimelineRow.LongestKind), record.At.ToUnixTimeMilliseconds());
        var name = NameOf(record.Body) is { } known ? KeyText.Fit(known, TimelineRow.LongestName) : null;
        if (_sqlite is null)
        {
            _lines.Add(new Line(record.Workspace, person, kind, name, at, _buffer.WrittenSpan.ToArray()));
            return;
        }

        var insert = _sqlite.Prepare(ViewStatements.AddLine.Sqlite).Bind(1, record.Workspace);
        if (person is { } one) insert.Bind(2, one.Value);
        insert.Bind(3, kind).Bind(4, name).Bind(5, at).Bind(6, _buffer.WrittenSpan).Run();
    }

    public void Move(PersonId from, PersonId to)
    {
        if (_sqlite is not null) sql.Run(ViewStatements.MoveLines, from.Value, to.Value);
        else Put(from, to);
    }

    public void Forget(PersonId person)
    {
        if (_sqlite is not null) sql.Run(ViewStatements.RemoveLines, person.Value);
        else Put(person, Merges.Nobody);
    }

    public void Flush()
    {
        var (remove, move, add) = (ViewStatements.RemoveLines.Rows(), ViewStatements.MoveLines.Rows(), ViewStatements.AddLine.Rows());
        foreach (var (from, to) in _moved.OrderBy(pair => pair.Key.Value, IdOrder.Bytes))
        {
            if (to == Merges.Nobody) remove.Add(from.Value);
            else move.Add(from.Value, to.Value);
        }
        foreach (var line in _lines) add.Add(line.Workspace, line.Person?.Value, line.Kind, line.Name, line.At, line.Record);
        sql.Run(remove);
        sql.Run(move);
        sql.Run(add);
    }

    public void Dispose() => _writer.Dispose();

    private void Put(PersonId from, PersonId to)
    {
        if (to == Merges.Nobody) _lines.RemoveAll(line => line.Person == from);
        else
            foreach (var line in CollectionsMarshal.AsSpan(_lines))
                if (line.Person == from) line.Person = to;

        foreach (var (person, at) in _moved.ToList())
            if (at == from) _moved[person] = to;
        // Whose rows have gone once has none left in the table, even if they came back since.
        _moved.TryAdd(from, to);
    }

    private sealed class Line(string workspace, PersonId? person, string kind, string? name, long at, byte[] record)
    {
        public string Workspace => workspace;

        public PersonId? Person { get; set; } = person;

        public string Kind => kind;

        public string? Name => name;

        public long At => at;

        public byte[] Record => record;
    }

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
