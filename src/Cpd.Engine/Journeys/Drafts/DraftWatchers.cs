using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Cpd.Engine.Journeys.Drafts;

/// <summary>Those who have a draft open in this process. They are told that it changed, not what: they ask again.</summary>
internal sealed partial class DraftWatchers(ILogger<DraftWatchers> log)
{
    private readonly ConcurrentDictionary<Watcher, byte> _watchers = new();

    public IDisposable Watch(string workspace, string journey, Func<Task> changed)
    {
        var watcher = new Watcher(this, workspace, journey, changed);
        _watchers[watcher] = 0;
        return watcher;
    }

    /// <summary>Returns at once.</summary>
    public void Tell(string workspace, string journey)
    {
        foreach (var (watcher, _) in _watchers)
            if (watcher.Workspace == workspace && watcher.Journey == journey) _ = Task.Run(() => Tell(watcher));
    }

    private async Task Tell(Watcher watcher)
    {
        try
        {
            await watcher.Changed();
        }
        catch (Exception problem)
        {
            // One page's failure is no matter of the one who saved; the next saving tells it again.
            if (_watchers.ContainsKey(watcher)) Log.WatcherFailed(log, watcher.Journey, problem);
        }
    }

    private sealed class Watcher(DraftWatchers all, string workspace, string journey, Func<Task> changed) : IDisposable
    {
        public string Workspace => workspace;

        public string Journey => journey;

        public Func<Task> Changed => changed;

        public void Dispose() => all._watchers.TryRemove(this, out _);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "A page could not show what somebody else saved of the draft of {Journey}")]
        public static partial void WatcherFailed(ILogger log, string journey, Exception problem);
    }
}
