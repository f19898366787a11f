using System.Collections.Concurrent;
using Cpd.Engine.UserView;

namespace Cpd.Engine.Dashboards;

/// <summary>
/// One answer for everybody who asks the same within a second: two hundred open dashboards of one workspace cost what one
/// costs. A question that takes long is asked the more seldom, so that dashboards never take more than a small share of the
/// database's time.
/// </summary>
public sealed class SharedAnswers(LiveFeed feed, TimeProvider clock)
{
    private static readonly TimeSpan Good = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Ranges move on with the minutes, also where nothing happens.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan LongestGood = TimeSpan.FromSeconds(5);

    /// <summary>An answer is good for this many times as long as it took to find.</summary>
    private const int Patience = 20;

    private const int Most = 1_000;

    private readonly ConcurrentDictionary<object, Answer> _answers = new();

    /// <param name="key">What is asked, compared by value.</param>
    /// <param name="ask">Goes on although the one who asked first has gone: others wait for it.</param>
    public Task<T> Of<T>(object key, Func<Task<T>> ask, CancellationToken ct)
    {
        if (!_answers.TryGetValue(key, out var answer) || !answer.IsGood)
        {
            if (_answers.Count >= Most) _answers.Clear();
            var fresh = new Answer<T>(ask, clock);
            answer = _answers.AddOrUpdate(key, fresh, (_, other) => other.IsGood ? other : fresh);
        }
        return ((Answer<T>)answer).Value.WaitAsync(ct);
    }

    /// <summary>
    /// Tells of changes once an answer can be had that knows of them, and of every minute that passes. Dispose it to stop.
    /// </summary>
    public IDisposable Watch(string workspace, Func<Task> changed)
    {
        var watch = feed.Watch(workspace, null, async () =>
        {
            var heard = clock.GetTimestamp();
            await Task.Delay(Good, clock);
            // Who is told once is not told again: nobody may be given an answer from before.
            while (_answers.Values.Any(answer => answer.IsGood && answer.Began < heard)) await Task.Delay(Pause, clock);
            await changed();
        });
        var timer = clock.CreateTimer(_ => LiveFeed.TellAgain(watch), null, Tick, Tick);
        return new Watching(watch, timer);
    }

    private sealed class Watching(IDisposable watch, ITimer timer) : IDisposable
    {
        public void Dispose()
        {
            timer.Dispose();
            watch.Dispose();
        }
    }

    private abstract class Answer
    {
        public abstract long Began { get; }

        /// <summary>What is being looked for is good, and what could not be found is not.</summary>
        public abstract bool IsGood { get; }
    }

    private sealed class Answer<T> : Answer
    {
        private readonly TimeProvider _clock;
        private readonly Lazy<Task<T>> _value;
        private readonly long _began;
        private long _found;
        private TimeSpan _good = Good;

        /// <summary>Asks away from the page that is first: SQLite answers on the thread that asks, and others wait for it here.</summary>
        public Answer(Func<Task<T>> ask, TimeProvider clock)
        {
            _clock = clock;
            _began = clock.GetTimestamp();
            _value = new Lazy<Task<T>>(() => Task.Run(() => Find(ask)));
        }

        public Task<T> Value => _value.Value;

        public override long Began => _began;

        public override bool IsGood =>
            !_value.IsValueCreated || !Value.IsCompleted || (Value.IsCompletedSuccessfully && _clock.GetElapsedTime(_found) < _good);

        private async Task<T> Find(Func<Task<T>> ask)
        {
            var began = _clock.GetTimestamp();
            var found = await ask();
            _found = _clock.GetTimestamp();
            var rest = _clock.GetElapsedTime(began, _found) * Patience;
            if (rest > _good) _good = rest < LongestGood ? rest : LongestGood;
            return found;
        }
    }
}
