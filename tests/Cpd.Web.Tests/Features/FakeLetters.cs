using System.Text.Json;
using Cpd.EventLog;

namespace Cpd.Web.Tests.Features;

/// <summary>Dead letters as a test puts them there.</summary>
internal sealed class FakeLetters : IDeadLetters
{
    private volatile IReadOnlyList<DeadLetter> _all = [];

    public void Arrives(long id, string type, byte[] payload) => _all =
        [new(id, "journeys", "cpd.events", 0, 5, type, "InvalidOperationException: It would not.", DateTimeOffset.UnixEpoch, payload, null), .. _all];

    public Task<IReadOnlyList<DeadLetter>> List(int count, CancellationToken ct) => Task.FromResult(_all);

    public Task Replay(long id, CancellationToken ct)
    {
        var letter = _all.Single(letter => letter.Id == id);
        using var readable = JsonDocument.Parse(letter.Payload);
        _all = [.. _all.Select(one => one.Id == id ? one with { ReplayedAt = DateTimeOffset.UnixEpoch } : one)];
        return Task.CompletedTask;
    }
}
