using System.Collections.Concurrent;
using Cpd.Web.Shell;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Cpd.Web.Tests.Shell;

public sealed class HeardInOrderTests
{
    private readonly Page _page = new();
    private readonly List<string> _heard = [];

    [Fact]
    public async Task What_is_said_while_the_page_works_is_heard_when_the_page_has_taken_up_what_was_said_before()
    {
        var hear = await Opened();

        _ = hear(() => _page.Post(_ => _heard.Add("event"), null));
        var shown = hear(() => _heard.Add("shown"));
        Assert.Empty(_heard);
        _page.Work();
        await shown;

        Assert.Equal(["event", "shown"], _heard);
    }

    [Fact]
    public async Task What_is_said_to_an_idle_page_is_heard_at_once()
    {
        var hear = await Opened();

        await hear(() => _heard.Add("first"));
        _page.Work();
        await hear(() => _heard.Add("second"));

        Assert.Equal(["first", "second"], _heard);
    }

    [Fact]
    public async Task An_event_that_waits_for_the_browser_does_not_hold_up_the_browsers_answer()
    {
        var answered = new TaskCompletionSource();
        var hear = await Opened();

        var asks = hear(() => { }, answered.Task);
        var answers = hear(answered.SetResult);
        _page.Work();

        await answers;
        await asks;
    }

    [Fact]
    public async Task What_comes_after_something_that_fails_is_heard()
    {
        var hear = await Opened();

        await Assert.ThrowsAsync<InvalidOperationException>(() => hear(() => throw new InvalidOperationException()));
        var next = hear(() => _heard.Add("next"));
        _page.Work();
        await next;

        Assert.Equal(["next"], _heard);
    }

    private delegate Task Hear(Action taken, Task? lasts = null);

    /// <summary>As Blazor does it: opened on the page, then told what comes in, one after the other, without waiting.</summary>
    private async Task<Hear> Opened()
    {
        var handler = new HeardInOrder();
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(_page);
        var opened = handler.OnCircuitOpenedAsync(null!, CancellationToken.None);
        SynchronizationContext.SetSynchronizationContext(before);
        await opened;

        return async (action, until) =>
        {
            var hears = handler.CreateInboundActivityHandler(Next(action, until));
            await hears(null!).ConfigureAwait(false);
        };
    }

    private static Func<CircuitInboundActivityContext, Task> Next(Action taken, Task? lasts) => _ =>
    {
        taken();
        return lasts ?? Task.CompletedTask;
    };

    /// <summary>A page that works when it is told to.</summary>
    private sealed class Page : SynchronizationContext
    {
        private readonly ConcurrentQueue<Action> _work = new();

        public override void Post(SendOrPostCallback d, object? state) => _work.Enqueue(() => d(state));

        public void Work()
        {
            while (_work.TryDequeue(out var work)) work();
        }
    }
}
