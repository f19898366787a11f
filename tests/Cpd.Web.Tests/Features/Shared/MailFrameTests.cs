using Bunit;
using Cpd.Web.Features.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Web.Tests.Features.Shared;

public sealed class MailFrameTests : BunitContext
{
    [Fact]
    public async Task It_keeps_still_while_somebody_types_and_shows_the_last_of_it_afterwards()
    {
        var clock = new OneTimer();
        Services.AddSingleton<TimeProvider>(clock);
        var frame = Render<MailFrame>(parameters => parameters.Add(frame => frame.Html, "<p>H"));

        frame.Render(parameters => parameters.Add(frame => frame.Html, "<p>He"));
        frame.Render(parameters => parameters.Add(frame => frame.Html, "<p>Hey"));
        Assert.EndsWith("<p>H", Shown(), StringComparison.Ordinal);

        clock.Ring();
        await frame.WaitForAssertionAsync(() => Assert.EndsWith("<p>Hey", Shown(), StringComparison.Ordinal));

        string Shown() => frame.Find("iframe").GetAttribute("srcdoc")!;
    }

    /// <summary>Its timer ends when the test says so.</summary>
    private sealed class OneTimer : TimeProvider
    {
        private Action? _rings;

        public void Ring() => _rings!();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _rings = () => callback(state);
            return new Timer();
        }

        private sealed class Timer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
