using System.Security.Cryptography;
using Cpd.EventLog;

namespace Cpd.Adapters.Dispatch;

/// <summary>
/// Who this process is to other adapter processes. Calls belong to the process that wrote them; it alone sends and answers
/// them, as long as the others take it for living.
/// </summary>
/// <remarks>
/// A process shows that it lives by counting up in its row. Another one that has seen the same number for a while, by its own
/// clock, takes the row away, and with it the calls. Nobody compares clocks with anybody. A process that was asleep finds its
/// row gone and is somebody new from then on; what it has in memory of before, it leaves alone.
/// It stops sending by itself some time before the others can give it up: see <see cref="MaySend"/>.
/// </remarks>
internal sealed class AdapterProcess(Roles roles, DispatchOptions options, TimeProvider clock)
{
    private volatile Identity _me = new(NewOwner(), Renewed: null);

    /// <summary>False where no other process can be there, which saves the whole ceremony.</summary>
    public bool IsShared => roles.IsShared;

    /// <summary>Whose calls are this process's.</summary>
    public Guid Owner => _me.Owner;

    public bool Owns(Guid owner) => owner == _me.Owner;

    /// <summary>
    /// Asked right before each request: false where others might take the calls of <paramref name="owner"/> for theirs, or
    /// soon could.
    /// </summary>
    public bool MaySend(Guid owner)
    {
        if (!IsShared) return true;

        var me = _me;
        return owner == me.Owner && me.Renewed is { } renewed && clock.GetElapsedTime(renewed) < options.LeaseHolds;
    }

    /// <summary>The owner for calls that <paramref name="transaction"/> writes: nobody takes them before it is over.</summary>
    public Guid Confirm(LogTransaction transaction)
    {
        if (!IsShared) return Owner;

        var me = Owner;
        using (var row = transaction.Sql.Read(CallStatements.HoldProcess, me))
            if (row.Step()) return me;
        return Register(transaction);
    }

    /// <summary>Shows that this process lives.</summary>
    public Guid Beat(LogTransaction transaction)
    {
        var (me, began) = (Owner, clock.GetTimestamp());
        if (transaction.Sql.Run(CallStatements.Beat, me, transaction.Now.ToUnixTimeMilliseconds()) != 1) return Register(transaction);

        transaction.OnCommitted(() =>
        {
            if (Owns(me)) _me = new Identity(me, began);
        });
        return me;
    }

    /// <summary>This process ends: others may have what it leaves at once.</summary>
    public void Retire(LogTransaction transaction)
    {
        transaction.Sql.Run(CallStatements.RemoveProcess, Owner);
        transaction.OnCommitted(() => _me = new Identity(NewOwner(), Renewed: null));
    }

    /// <summary>This process is somebody new, from the moment the transaction is committed.</summary>
    private Guid Register(LogTransaction transaction)
    {
        var (owner, began) = (NewOwner(), clock.GetTimestamp());
        transaction.Sql.Run(CallStatements.AddProcess, owner, 0L, transaction.Now.ToUnixTimeMilliseconds());
        transaction.OnCommitted(() => _me = new Identity(owner, began));
        return owner;
    }

    private static Guid NewOwner() => new(RandomNumberGenerator.GetBytes(16));

    /// <param name="Renewed">The timestamp from which the others have to count, at the earliest; null before the row is there.</param>
    private sealed record Identity(Guid Owner, long? Renewed);
}
