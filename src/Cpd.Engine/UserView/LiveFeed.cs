using System.Collections.Concurrent;
using Cpd.Contracts;
using Microsoft.Extensions.Logging;

namespace Cpd.Engine.UserView;

/// <summary>
/// Tells those who watch that there is something new, after it was committed. It says only <em>that</em>, never what:
/// they ask again. A watcher is told at once, and then at most once in <see cref="Pause"/>; what it does, and whether it
/// fails, is no matter of the one who writes.
/// </summary>
public sealed partial class LiveFeed(TimeProvider clock, ILogger<LiveFeed> log)
{
    private readonly TimeProvider _clock = clock;
    private readonly ILogger _log = log;

    /// <summary>Quick enough to feel live, slow enough that a flood of events is a few renders a second.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private readonly ConcurrentDictionary<Watcher, byte> _watchers = new();

    /// <summary>Watches one person, or where <paramref name="person"/> is null, everything in the workspace. Dispose it to stop.</summary>
    public IDisposable Watch(string workspace, PersonId? person, Func<Task> changed)
    {
        var watcher = new Watcher(this, workspace, person, changed);
        _watchers[watcher] = 0;
        return watcher;
    }

    /// <summary>Whether anybody would hear it.</summary>
    internal bool IsWatched => !_watchers.IsEmpty;

    /// <summary>Returns at once.</summary>
    internal void Tell(ViewChanges changes)
    {
        foreach (var (watcher, _) in _watchers)
            if (changes.Touch(watcher.Workspace, watcher.Person)) watcher.Signal();
    }

    /// <summary>Everything may have changed: the view was rebuilt.</summary>
    internal void TellAll()
    {
        foreach (var (watcher, _) in _watchers) watcher.Signal();
    }

    /// <summary>As if something had changed for this one.</summary>
    /// <param name="watcher">What <see cref="Watch"/> gave.</param>
    internal static void TellAgain(IDisposable watcher) => ((Watcher)watcher).Signal();

    private sealed class Watcher(LiveFeed feed, string workspace, PersonId? person, Func<Task> changed) : IDisposable
    {
        private const int Idle = 0, Telling = 1, MoreToTell = 2;

        private int _state = Idle;
        private volatile bool _closed;

        public string Workspace => workspace;

        public PersonId? Person => person;

        public void Signal()
        {
            if (Interlocked.Exchange(ref _state, MoreToTell) == Idle) _ = Task.Run(Tell);
        }

        private async Task Tell()
        {
            do
            {
                Interlocked.Exchange(ref _state, Telling);
                try
                {
                    if (!_closed) await changed();
                }
                catch (Exception problem)
                {
                    if (!_closed) Log.WatcherFailed(feed._log, problem);
                }
                if (_closed) return;
                await Task.Delay(Pause, feed._clock);
            }
            while (Interlocked.CompareExchange(ref _state, Idle, Telling) == MoreToTell);
        }

        public void Dispose()
        {
            _closed = true;
            feed._watchers.TryRemove(this, out _);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "A page that watches could not show what is new; it will be told again.")]
        public static partial void WatcherFailed(ILogger log, Exception problem);
    }
}
