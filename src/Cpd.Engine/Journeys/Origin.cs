using Cpd.Contracts;

namespace Cpd.Engine.Journeys;

/// <summary>
/// What records follow from: a record of the log, or a run whose time had come. Gives them ids, so that the same cause has
/// the same effects under the same ids, whoever works it out and however often.
/// </summary>
internal sealed class Origin
{
    private readonly Guid _cause;
    private readonly string _detail;
    private readonly LogRecord? _record;
    private int _ordinal;

    /// <summary>The ids are those of <see cref="LogRecord.Follow"/>.</summary>
    public Origin(LogRecord record) => (_cause, _detail, _record) = (record.Id.Value, "", record);

    /// <param name="why">Tells apart what may happen to a run at one place: its time, being taken out.</param>
    public Origin(JourneyRun run, string why) => (_cause, _detail) = (run.Id.Value, $"{run.Step}|{run.ArrivedAt.ToUnixTimeMilliseconds()}|{why}");

    /// <summary>How many events that journeys emitted led straight here; none after something came in or time passed.</summary>
    public int Hops => (_record?.Body as EventTracked)?.Hops ?? 0;

    public LogRecord Make(IRecordBody body, string workspace, PersonId person, string key, DateTimeOffset at) => new()
    {
        Id = Ids.Derive<RecordId>(at, body.GetType().Name, _cause, _detail, _ordinal++),
        Workspace = workspace,
        Key = key,
        Person = person,
        At = at,
        Body = body,
        Cause = _record?.Id,
        Trace = _record?.Trace,
    };
}
