namespace Cpd.Web.Features.Shared.Fields;

/// <summary>
/// What a field has told its parent and what comes back of it. Meanwhile the next letter may be typed, so that what comes
/// back is news only where it was not said here.
/// </summary>
internal sealed class SaidHere<T>
{
    private readonly HashSet<T> _said = [];
    private T? _given;

    /// <summary>What goes to the parent now.</summary>
    public void Say(T value) => _said.Add(value);

    /// <summary>Whether what the parent gives is to be shown instead of what is: neither the same, nor given before, nor on its way back.</summary>
    public bool IsNews(T given, T shown)
    {
        var before = _given;
        _given = given;
        if (!EqualityComparer<T>.Default.Equals(given, shown)) return !EqualityComparer<T>.Default.Equals(given, before) && !_said.Remove(given);

        _said.Clear();
        return false;
    }
}
