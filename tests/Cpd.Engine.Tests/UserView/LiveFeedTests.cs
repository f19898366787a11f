using Cpd.Engine.UserView;
using Cpd.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cpd.Engine.Tests.UserView;

public class LiveFeedTests
{
    private readonly LiveFeed _feed = new(TimeProvider.System, NullLogger<LiveFeed>.Instance);

    [Fact]
    public async Task Who_watches_a_person_is_told_of_that_person_only()
    {
        var (told, other) = (new TaskCompletionSource(), new TaskCompletionSource());
        var others = 0;
        using var watch = _feed.Watch(Given.Shop, Given.Person("ana"), () => Done(told));
        using var another = _feed.Watch(Given.Shop, Given.Person("ben"), () => Interlocked.Increment(ref others) == 1 ? Done(other) : Task.CompletedTask);

        _feed.Tell(Changed("ana"));
        await told.Task.WaitAsync(Patience.Limit);
        Assert.Equal(0, Volatile.Read(ref others));

        _feed.Tell(Changed("ben"));
        await other.Task.WaitAsync(Patience.Limit);
    }

    [Fact]
    public async Task A_page_that_fails_is_told_again_and_harms_nobody()
    {
        var again = new TaskCompletionSource();
        var other = new TaskCompletionSource();
        var calls = 0;
        using var failing = _feed.Watch(Given.Shop, null, () =>
        {
            if (Interlocked.Increment(ref calls) == 1)
            {
                _feed.Tell(Changed("ana"));   // something new while it is being told
                throw new InvalidOperationException("This page is broken.");
            }
            return Done(again);
        });
        using var fine = _feed.Watch(Given.Shop, null, () => Done(other));

        _feed.Tell(Changed("ana"));

        await Task.WhenAll(again.Task, other.Task).WaitAsync(Patience.Limit);
    }

    [Fact]
    public async Task A_flood_is_told_once_more_and_not_ten_thousand_times()
    {
        var calls = 0;
        var again = new TaskCompletionSource();
        using var watch = _feed.Watch(Given.Shop, null, () =>
        {
            if (Interlocked.Increment(ref calls) > 1) return Done(again);
            for (var i = 0; i < 10_000; i++) _feed.Tell(Changed("ana"));
            return Task.CompletedTask;
        });

        _feed.Tell(Changed("ana"));

        await again.Task.WaitAsync(Patience.Limit);
        Assert.Equal(2, Volatile.Read(ref calls));
    }

    private static Task Done(TaskCompletionSource source)
    {
        source.TrySetResult();
        return Task.CompletedTask;
    }

    private static ViewChanges Changed(string person)
    {
        var changes = new ViewChanges();
        changes.Add(Given.Shop, Given.Person(person));
        return changes;
    }
}
