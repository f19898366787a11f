using Cpd.Adapters;
using Cpd.Web.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit.Abstractions;

namespace Cpd.EndToEnd.Tests.Cluster;

public sealed class ClocksThatJump(Running running, ITestOutputHelper output) : Scene(running, output)
{
    [ClusterFact]
    public async Task An_engine_and_an_adapter_whose_clock_jumps_send_nothing_twice_forget_no_wait_and_take_nobody_for_dead()
    {
        var clock = new JumpingClock();
        using var host = Host(clock);
        await All.Engine.Terminate();   // the other one has all the people, and half the messages
        await host.StartAsync();
        var owners = await RunningApp.Until(Owners, owners => owners.Count == 2);

        // What became of a call is often unknown, so that there is something to look up while the time is set.
        await All.Behave(Running.Usual with { LoseAnswersRate = 0.3, ShowAfterMs = 1_000 });
        var load = await While(people: 150, async load =>
        {
            foreach (var offset in (TimeSpan[])[TimeSpan.FromHours(1), TimeSpan.FromHours(-1), TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(20), TimeSpan.Zero])
            {
                load.Allow(load.Batches / 5);
                await Task.Delay(Moment(3_000));
                clock.Offset = offset;
            }
        });

        await All.ComesToRest();
        await All.Behave(Running.Usual);
        Assert.Equal(owners, await Owners());
        await host.StopAsync();
        await All.Engine.StartAgain();
        await TheBooksBalance(load);
    }

    private async Task<IReadOnlyList<string>> Owners() => [.. (await All.Rows("SELECT owner::text FROM adapter_processes ORDER BY owner")).Select(row => (string)row[0])];

    /// <summary>An engine and an adapter in this process, where the clock is ours.</summary>
    private IHost Host(JumpingClock clock)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(All.Settings("engine,adapter").Select(setting => KeyValuePair.Create(setting.Name.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value)));
        builder.Services.AddLogging().AddSingleton<IOwnAddress>(new Address(new Uri(All.Web.Url))).AddParts(builder.Configuration);
        builder.Services.AddSingleton<TimeProvider>(clock);
        return builder.Build();
    }

    private sealed class JumpingClock : TimeProvider
    {
        private long _offset;

        public TimeSpan Offset
        {
            set => Interlocked.Exchange(ref _offset, value.Ticks);
        }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _offset));
    }

    private sealed class Address(Uri ours) : IOwnAddress
    {
        public Uri Get() => ours;
    }
}
