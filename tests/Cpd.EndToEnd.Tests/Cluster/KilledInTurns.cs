using System.Globalization;
using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace Cpd.EndToEnd.Tests.Cluster;

public sealed partial class KilledInTurns(Running running, ITestOutputHelper output) : Scene(running, output)
{
    private const int Rounds = 21;

    [ClusterFact]
    public async Task Killed_again_and_again_they_forget_nobody_and_tell_nobody_twice()
    {
        RoundsOfKills kills = null!;
        var before = CallsTakenOver();
        await All.Behave(Running.Usual with { LatencyMs = 400 });   // who is killed has often sent what was not answered
        var load = await While(people: 400, load => (kills = new RoundsOfKills(All, load, Chance)).Run(Rounds));
        await All.Behave(Running.Usual);

        await TheBooksBalance(load);
        Say($"calls that a killed adapter left to its successor: {CallsTakenOver() - before}");
        Assert.True(CallsTakenOver() > before, "No kill has hit a message that was on its way.");

        using var books = await All.Look();
        foreach (var line in kills.Silences([.. books.Received.Select(message => message.ReceivedAt)])) Say(line);
    }

    private int CallsTakenOver() => LeftOpen().Matches(All.Adapter.Said()).Sum(line => int.Parse(line.Groups["calls"].Value, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"(?<calls>\d+) calls were left open by a process that is gone")]
    private static partial Regex LeftOpen();
}
