using System.Diagnostics;

namespace Cpd.EndToEnd.Tests.Crashes;

/// <summary>
/// Lets people come in while the program runs, kills it at a moment nobody chose, and starts it again where it was.
/// </summary>
/// <param name="seed">
/// Decides the moments: from 0 to 800 ms after the program said it was ready, three times as long for every third life,
/// and after every fifth one more while it is starting, in the middle of finding its way back. Every other kill comes
/// when the provider has just heard something and has not answered yet: a kill that hits nothing proves nothing.
/// </param>
internal sealed class Kills(RunningApp app, SignUps load, StandIn provider, int times, int seed)
{
    private const int LongestLife = 800;
    private const int LongestStart = 1_500;

    private readonly List<DateTimeOffset> _startedAgain = [];

    /// <summary>When each new process was started: what arrived at the provider later came from there.</summary>
    public IReadOnlyList<DateTimeOffset> StartedAgain => _startedAgain;

    public List<TimeSpan> UntilReady { get; } = [];

    public async Task Run()
    {
        var moments = new Random(seed);
        for (var kill = 0; kill < times; kill++)
        {
            var share = load.Batches * (kill + 1) / times - load.Batches * kill / times;
            await Live(Moment(moments, kill % 3 == 2 ? LongestLife * 3 : LongestLife), share - 1);
            if (kill % 2 == 0) load.Allow(1);
            else await provider.HearsSomethingNew(() => load.Allow(1));
            await app.Kill();
            if (kill % 5 == 4)
            {
                app.Launch();
                await Task.Delay(Moment(moments, LongestStart));
                await app.Kill();
            }

            _startedAgain.Add(TimeProvider.System.GetUtcNow());
            var began = Stopwatch.StartNew();
            await app.StartAgain();
            UntilReady.Add(began.Elapsed);
        }
    }

    /// <summary>The share's batches spread over the life, so that there is always something under way when it ends.</summary>
    private async Task Live(TimeSpan life, int share)
    {
        var began = Stopwatch.StartNew();
        for (var batch = 1; batch <= share; batch++)
        {
            load.Allow(1);
            var rest = life * batch / share - began.Elapsed;
            if (rest > TimeSpan.Zero) await Task.Delay(rest);
        }
    }

#pragma warning disable CA5394   // moments, not secrets
    private static TimeSpan Moment(Random moments, int most) => TimeSpan.FromMilliseconds(moments.Next(most + 1));
#pragma warning restore CA5394
}
