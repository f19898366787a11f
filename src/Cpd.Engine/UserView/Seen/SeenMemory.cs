using System.Collections.Concurrent;

namespace Cpd.Engine.UserView.Seen;

/// <summary>
/// The shapes that windows of this process have come by, as the database has them: most windows bring nothing new, and then
/// neither read nor write any. What another process added is noticed when this one adds, too.
/// </summary>
internal sealed class SeenMemory
{
    /// <summary>So many kinds of events in all workspaces together; then it begins anew.</summary>
    private const int Most = 20_000;

    private readonly ConcurrentDictionary<ShapeKey, StoredShape> _shapes = [];
    private readonly ConcurrentDictionary<string, bool> _full = [];
    private long? _emptied;

    /// <param name="emptied">When the view was emptied last: what was known before that is not there any more.</param>
    public void Begin(long? emptied)
    {
        if (emptied == _emptied && _shapes.Count < Most) return;
        _emptied = emptied;
        _shapes.Clear();
        _full.Clear();
    }

    public StoredShape? Find(ShapeKey key) => _shapes.GetValueOrDefault(key);

    public void Keep(ShapeKey key, StoredShape shape) => _shapes[key] = shape;

    public void Forget(ShapeKey key) => _shapes.TryRemove(key, out _);

    /// <summary>It has as many names of events as one may have: no new ones are looked for room for.</summary>
    public bool IsFull(string workspace) => _full.ContainsKey(workspace);

    public void Fill(string workspace) => _full[workspace] = true;
}

/// <param name="Event">Its name; empty for people's attributes.</param>
internal readonly record struct ShapeKey(string Workspace, string Event)
{
    public const string Attributes = "";
}

/// <param name="Version">How often the row was written; 0 where there is none.</param>
internal sealed record StoredShape(Shape Shape, long Version);
