using Xunit.Abstractions;

namespace Cpd.EndToEnd.Tests.Cluster;

public sealed class FrozenAndWoken(Running running, ITestOutputHelper output) : Scene(running, output)
{
    [ClusterFact]
    public async Task An_engine_that_slept_through_its_replacement_commits_nothing_more_of_it_and_engines_may_come_and_go()
    {
        var second = await All.StartAnother("engine");
        await IsGivenPartitions(second);

        // Frozen with windows in hand: all of them are the other one's before it wakes.
        var (given, before) = (TimesGiven(second), TimesGiven(All.Engine));
        var slept = await While(people: 150, async load =>
        {
            load.Allow(load.Batches / 2);
            await Task.Delay(500);
            await All.Engine.Freeze();
        });
        await IsGivenPartitions(second, moreThan: given);
        await All.ComesToRest();   // with one engine asleep: nothing waits for it

        RunningApp third = null!;
        var woken = await While(people: 150, async load =>
        {
            await All.Engine.Thaw();
            load.Allow(load.Batches / 3);
            third = await All.StartAnother("engine");
            await IsGivenPartitions(third);
            load.Allow(load.Batches / 3);
            await IsGivenPartitions(All.Engine, moreThan: before);
            var (exitCode, _) = await third.Terminate();
            Assert.Equal(0, exitCode);
        });
        Assert.Contains("gave up partitions", All.Engine.Said(), StringComparison.Ordinal);

        var (code, took) = await second.Terminate();
        Say($"the second engine ended {took.TotalSeconds:0.0} s after it was asked to");
        Assert.Equal(0, code);
        await TheBooksBalance(slept, woken);
        await All.Remove(third);
        await All.Remove(second);
    }
}
