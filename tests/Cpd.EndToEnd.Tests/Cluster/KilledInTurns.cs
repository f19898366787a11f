using Xunit.Abstractions;

namespace Cpd.EndToEnd.Tests.Cluster;

public sealed class KilledInTurns(Running running, ITestOutputHelper output) : Scene(running, output)
{
    private const int Rounds = 21;

    [ClusterFact]
    public async Task Killed_again_and_again_they_forget_nobody_and_tell_nobody_twice()
    {
        RoundsOfKills kills = null!;
        var load = await While(people: 400, load => (kills = new RoundsOfKills(All, load, Chance)).Run(Rounds));

        await TheBooksBalance(load);

        using var books = await All.Look();
        foreach (var line in kills.Silences([.. books.Received.Select(message => message.ReceivedAt)])) Say(line);
    }
}
