using Cpd.Contracts;
using Cpd.EventLog.Consuming;
using Cpd.EventLog.Storage;

namespace Cpd.EventLog.Embedded;

/// <summary>
/// This process's hold on an embedded log that lies on a server, where no lock on a folder keeps others away. Every
/// transaction moves the log's own count by one, so two things are known: that nobody took the log over, also for what
/// moves no group's position, such as intake; and, when the connection breaks in the middle of a commit, what came of it.
/// </summary>
internal sealed class Ownership
{
    /// <summary>Kept with the groups' positions; no group can be called that.</summary>
    private static readonly LogGroup Itself = new() { Name = "(log)", Topic = Topic.Commands, Consumer = typeof(Ownership), Order = 0 };

    private static readonly int[] Only = [0];

    private readonly long _epoch;
    private long _committed;

    private Ownership(long epoch, long committed) => (_epoch, _committed) = (epoch, committed);

    /// <summary>
    /// Within a transaction: waits for one of the former owner's that is being committed, and refuses all that come after it.
    /// Look at what lies on the log only when it is committed.
    /// </summary>
    public static Ownership Take(SqlSession sql)
    {
        var (epoch, next) = Positions.TakeOver(sql, Itself, Only);
        return new Ownership(epoch, next[0]);
    }

    /// <summary>The first statement of every transaction: until it ends nobody else can take the log over.</summary>
    /// <exception cref="FencedException">Somebody has.</exception>
    public void Hold(SqlSession sql) => Positions.Move(sql, Itself, [new(0, _committed, _committed + 1, _epoch)]);

    public void Committed() => _committed++;

    /// <summary>On a new connection: true when the last transaction was committed although nobody heard of it.</summary>
    /// <exception cref="FencedException">Somebody took the log over meanwhile.</exception>
    public bool LookAgain(SqlSession sql)
    {
        var (next, epoch) = Positions.Read(sql, Itself, Only)[0];
        if (epoch != _epoch) throw new FencedException(Itself.Name, 0);

        var wasCommitted = next > _committed;
        _committed = next;
        return wasCommitted;
    }
}
