using Cpd.Adapters.Accounts;
using Cpd.Contracts;

namespace Cpd.Adapters.Dispatch;

/// <summary>
/// Messages that travel in one HTTP call, as far as they are still open. Several may share a row, after one was split.
/// One thread has it at a time: a worker, the one who looks up, or the queue.
/// </summary>
internal sealed class Call(long id, Guid owner, string workspace, long account, DateTimeOffset at, List<CallItem> open)
{
    /// <summary>The attempt's time where none has begun: it has to be written anew before one does.</summary>
    public static readonly DateTimeOffset NotBegun = DateTimeOffset.UnixEpoch;

    private bool _isPart;
    private bool _hasMoved;

    /// <summary>The row.</summary>
    public long Id { get; } = id;

    /// <summary>The process it belongs to.</summary>
    public Guid Owner { get; } = owner;

    public string Workspace { get; } = workspace;

    /// <summary>Through which it goes, or went last: that is where its outcome is known.</summary>
    public long Account { get; private set; } = account;

    /// <summary>What the row says of that. Where the parts of a row went through different ones, it does not say which.</summary>
    public long AccountOfRow => _isPart && _hasMoved ? AccountId.Several : Account;

    public AccountRef Through => new(Workspace, Account);

    /// <summary>The attempt's time as it stands in the row; no request starts much later than this.</summary>
    public DateTimeOffset At { get; set; } = at;

    public List<CallItem> Open { get; set; } = open;

    /// <summary>True where other calls share its row.</summary>
    public bool IsPart => _isPart;

    /// <summary>The row has to be written anew before the next request: it will be sent again, or tries were counted.</summary>
    public bool MustRenew { get; set; }

    /// <summary>Calls in a row that brought nothing; decides how long to wait.</summary>
    public int Failures { get; set; }

    /// <summary>Requests in a row whose outcome nobody knew.</summary>
    public int Unknowns { get; set; }

    /// <summary>Has its place in the sender's throttle.</summary>
    public bool IsAdmitted { get; set; }

    /// <summary>How many of its messages the queue has counted as waiting for HTTP, and as held.</summary>
    public (int Waiting, int Held) Counted { get; set; }

    public Channel Channel => Open[0].Channel;

    public string? Sender => Open[0].Request?.Sender;

    /// <summary>From now on through another account; only where nothing of it is unknown.</summary>
    public void Move(long account)
    {
        if (account == Account) return;
        (Account, _hasMoved, MustRenew) = (account, true, true);
    }

    /// <summary>Two halves, so that one message that spoils a call does not take the others down with it.</summary>
    public (Call First, Call Second) Split()
    {
        var middle = Open.Count / 2;
        return (Part(0, middle), Part(middle, Open.Count - middle));
    }

    private Call Part(int from, int count) => new(Id, Owner, Workspace, Account, At, Open.GetRange(from, count)) { MustRenew = MustRenew, _isPart = true, _hasMoved = _hasMoved };
}
