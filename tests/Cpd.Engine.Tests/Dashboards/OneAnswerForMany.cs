
namespace Cpd.Engine.Tests.Dashboards;

public sealed class OneAnswerForMany
{
    private int _asked;

    [Fact]
    public async Task Two_hundred_who_ask_the_same_at_once_are_one_question()
    {
        var answers = Asking.Answers();
        var gate = new TaskCompletionSource();

        var all = Enumerable.Range(0, 200).Select(_ => answers.Of(("a", 1), async () =>
        {
            Interlocked.Increment(ref _asked);
            await gate.Task;
            return "yes";
        }, default)).ToList();
        gate.SetResult();

        Assert.All(await Task.WhenAll(all), answer => Assert.Equal("yes", answer));
        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task Who_asks_for_something_else_gets_something_else()
    {
        var answers = Asking.Answers(new Running.TestClock());

        Assert.Equal(1, await answers.Of(("a", 1), Next, default));
        Assert.Equal(1, await answers.Of(("a", 1), Next, default));
        Assert.Equal(2, await answers.Of(("a", 2), Next, default));
    }

    [Fact]
    public async Task After_a_second_it_is_asked_again()
    {
        var clock = new Running.TestClock();
        var answers = Asking.Answers(clock);

        Assert.Equal(1, await answers.Of("a", Next, default));
        clock.Move(TimeSpan.FromSeconds(1));
        Assert.Equal(2, await answers.Of("a", Next, default));
    }

    [Fact]
    public async Task A_question_that_took_long_is_not_asked_again_so_soon()
    {
        var clock = new Running.TestClock();
        var answers = Asking.Answers(clock);
        Task<int> Slow()
        {
            clock.Move(TimeSpan.FromMilliseconds(200));
            return Next();
        }

        Assert.Equal(1, await answers.Of("a", Slow, default));
        clock.Move(TimeSpan.FromSeconds(3));
        Assert.Equal(1, await answers.Of("a", Slow, default));
        clock.Move(TimeSpan.FromSeconds(1));
        Assert.Equal(2, await answers.Of("a", Slow, default));
    }

    [Fact]
    public async Task What_could_not_be_found_is_asked_again_by_the_next()
    {
        var answers = Asking.Answers(new Running.TestClock());

        await Assert.ThrowsAsync<IOException>(() => answers.Of<int>("a", () => throw new IOException("Away."), default));

        Assert.Equal(1, await answers.Of("a", Next, default));
    }

    private Task<int> Next() => Task.FromResult(Interlocked.Increment(ref _asked));
}
