namespace Cpd.Web.Features.Journeys.Designer;

/// <summary>Everything that was done, and the way back and forth through it. What was done is never changed, so there is no limit.</summary>
internal sealed class History<T>(T first)
{
    private readonly List<(T State, string Title, string? Merge, DateTimeOffset At)> _states = [(first, "", null, default)];
    private int _now;

    /// <summary>Changes of the same thing within this time are one: a word that is typed, not its letters.</summary>
    public static readonly TimeSpan Together = TimeSpan.FromSeconds(1.5);

    public T Now => _states[_now].State;

    /// <summary>What undoing takes back; null where there is nothing.</summary>
    public string? Undoes => _now == 0 ? null : _states[_now].Title;

    public string? Redoes => _now == _states.Count - 1 ? null : _states[_now + 1].Title;

    /// <param name="merge">What is changed; with the same again soon after it is one step of the history.</param>
    public void Push(T state, string title, string? merge, DateTimeOffset at)
    {
        _states.RemoveRange(_now + 1, _states.Count - _now - 1);
        if (merge is not null && _now > 0 && _states[_now].Merge == merge && at - _states[_now].At < Together)
            _states[_now] = (state, _states[_now].Title, merge, at);
        else
            _states.Insert(++_now, (state, title, merge, at));
    }

    public bool Undo() => Go(-1);

    public bool Redo() => Go(+1);

    private bool Go(int by)
    {
        if (_now + by < 0 || _now + by >= _states.Count) return false;
        _now += by;
        // A change after going back and forth is a new one, however soon it comes.
        _states[_now] = _states[_now] with { Merge = null };
        return true;
    }
}
