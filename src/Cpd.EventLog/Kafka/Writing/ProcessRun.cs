using Cpd.EventLog.Storage;

namespace Cpd.EventLog.Kafka.Writing;

/// <summary>
/// One run of a process as the database knows it: a row whose count every transaction moves by one. So others see that it
/// lives, and when the connection breaks in the middle of a commit the row tells what came of it.
/// </summary>
internal sealed class ProcessRun
{
    private long _beat;

    public Guid Id { get; private set; } = Guid.CreateVersion7();

    /// <summary>In a transaction.</summary>
    public void Register(SqlSession sql)
    {
        sql.Run(OutboxStatements.Register, Id, 0L);
        _beat = 0;
    }

    /// <summary>The first statement of every transaction. False when others have forgotten this run, after a day without a sign of it: begin another.</summary>
    public bool TryBeat(SqlSession sql) =>
        sql.Run(OutboxStatements.Beat, Id, _beat, _beat + 1) == 1;

    public void Committed() => _beat++;

    /// <summary>Under a new name: what the old one wrote stays its own, and others may be at it already.</summary>
    public void BeginAnother() => Id = Guid.CreateVersion7();

    public void Retire(SqlSession sql) => sql.Run(OutboxStatements.Retire, Id);

    /// <summary>On a new connection: true when the last transaction was committed although nobody heard of it.</summary>
    public bool LookAgain(SqlSession sql)
    {
        using var row = sql.Read(OutboxStatements.FindProcess, Id);
        if (!row.Step()) return false;

        var stored = row.GetLong(0);
        var wasCommitted = stored > _beat;
        _beat = stored;
        return wasCommitted;
    }
}
