using Cpd.EventLog;

namespace Cpd.Web.Tests.Features;

/// <summary>Dead letters as a test puts them there.</summary>
internal sealed class FakeLetters : IDeadLetters
{
    private static readonly DateTimeOffset At = DateTimeOffset.UnixEpoch;

    private volatile IReadOnlyList<DeadLetter> _all = [];

    public IReadOnlyList<DeadLetter> All => _all;

    /// <summary>A letter whose record can be read.</summary>
    public void Arrives(long id, string type) => Arrives(id, type,
        """{"id":"0191a0c0de0070008000000000000001","type":"EventTracked","workspace":"demo","key":"k","at":"2030-01-01T00:00:00Z","data":{"name":"Old","data":{} } }"""u8.ToArray());

    public void Arrives(long id, string type, byte[] payload) => _all =
        [new(id, "journeys", "cpd.events", 0, 5, type, "InvalidOperationException: It would not.", At, payload, null), .. _all];

    /// <summary>A record of a topic of the company's own.</summary>
    public void ArrivesThroughADoor(long id, byte[] payload) => _all =
        [new(id, "door.shop.orders", "shop.orders", 2, 7, "?", "It names nobody. (person.no-id)", At, payload, null, Origin: "shop.orders", Workspace: "demo", WrittenAt: At), .. _all];

    /// <summary>What trying again is answered with; null where it works.</summary>
    public Exception? Refusal { get; set; }

    public Task<IReadOnlyList<DeadLetter>> List(int count, CancellationToken ct) => Task.FromResult(_all);

    public Task<IReadOnlyList<DeadLetter>> List(DeadLetterState state, int count, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<DeadLetter>>([.. _all.Where(letter => letter.State() == state).Take(count)]);

    public Task<IReadOnlyList<DeadLetter>> Find(IReadOnlyCollection<long> ids, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<DeadLetter>>([.. _all.Where(letter => ids.Contains(letter.Id))]);

    public Task Replay(long id, Func<LogTransaction, Task>? along, CancellationToken ct) =>
        Refusal is { } refusal ? Task.FromException(refusal) : Change(id, letter => letter with { ReplayedAt = At });

    public Task PutAway(long id, string by, Func<LogTransaction, Task>? along, CancellationToken ct) => Change(id, letter => letter with { PutAwayAt = At, PutAwayBy = by });

    private Task Change(long id, Func<DeadLetter, DeadLetter> change)
    {
        _all = [.. _all.Select(one => one.Id == id ? change(one) : one)];
        return Task.CompletedTask;
    }
}
