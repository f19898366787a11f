using System.Runtime.InteropServices;
using Cpd.Contracts;
using Cpd.EventLog;
using Cpd.EventLog.Storage;

namespace Cpd.Engine.UserView.Seen;

/// <summary>Keeps what events and attributes look like: reads where something is not known yet, writes where something is new.</summary>
/// <remarks>
/// Two processes may find something new in one event at the same time, and do so often: whatever is new for one partition is for
/// the others. So each row counts its writings; a window takes hold of the rows that it is to change, and where one was written
/// meanwhile, takes its records again from there. Two that add the same row at once: the second one's window begins again.
/// </remarks>
internal sealed class SeenFold(LogTransaction transaction, SeenMemory memory)
{
    private const long Minute = 60_000;

    private readonly SqlSession _sql = transaction.Sql;
    private readonly Dictionary<ShapeKey, Entry> _entries = [];
    private readonly Dictionary<string, long> _room = [];

    /// <summary>Reads the shapes that this process does not know yet, all at once.</summary>
    public void Load(IEnumerable<LogRecord> records) => Load(records.Select(KeyOf).OfType<ShapeKey>());

    /// <summary>The name that an event is counted under.</summary>
    public string NameOf(LogRecord record, string name) => KeyOf(record) is { } key && EntryOf(key).IsLearned ? name : SeenNames.Other;

    public void Take(LogRecord record)
    {
        if (KeyOf(record) is not { } key) return;
        var entry = EntryOf(key);
        if (!entry.IsLearned) return;

        entry.Records.Add(record);
        entry.Now = With(entry.Now, record);
    }

    private static Shape With(Shape now, LogRecord record)
    {
        var minute = record.At.ToUnixTimeMilliseconds() / Minute * Minute;
        var values = new ShapeOfValues(now.Paths, SampleRules.Person(record.Person?.Value));
        switch (record.Body)
        {
            case EventTracked { Properties: var properties } when !IsEmpty(properties): values.Take(properties.Parse()); break;
            case PersonIdentified { Traits: var traits } when !IsEmpty(traits): values.TakeAttributes(traits.Parse()); break;
            case ProfileChanged { Attributes: var attributes } when !IsEmpty(attributes): values.TakeAttributes(attributes.Parse()); break;
        }
        if (ReferenceEquals(values.Paths, now.Paths) && minute >= now.First && minute <= now.Last) return now;
        return new Shape(values.Paths, Math.Min(now.First, minute), Math.Max(now.Last, minute));
    }

    /// <exception cref="RacedException">The view was emptied since its rows were read.</exception>
    public void Flush()
    {
        TakeHold();
        var (add, change, again) = (SeenStatements.Add.Rows(), SeenStatements.Change.Rows(), SeenStatements.Again.Rows());
        foreach (var (key, entry) in _entries.OrderBy(pair => pair.Key.Workspace, StringComparer.Ordinal).ThenBy(pair => pair.Key.Event, StringComparer.Ordinal))
        {
            var (before, now) = (entry.Read, entry.Now);
            if (ReferenceEquals(before.Shape, now)) continue;
            if (before.Version == 0) add.Add(key.Workspace, key.Event, 1, now.First, now.Last, ShapeJson.Write(now));
            else if (entry.HasNews)
                change.Add(key.Workspace, key.Event, before.Version, before.Version + 1, now.First, now.Last, ShapeJson.Write(now));
            else again.Add(key.Workspace, key.Event, now.Last);
        }
        if (change.Count > 0 && _sql.Run(change) != change.Count)
        {
            // Nobody else writes them now: they are gone, the view was emptied.
            foreach (var key in _entries.Keys) memory.Forget(key);
            throw new RacedException();
        }
        if (add.Count > 0) _sql.Run(add);
        if (again.Count > 0) _sql.Run(again);
        if (_entries.Count > 0) transaction.OnCommitted(Keep);
    }

    /// <summary>Of the rows that are to change: what others wrote into them since they were read is not lost.</summary>
    private void TakeHold()
    {
        var hold = SeenStatements.Hold.Rows();
        foreach (var (key, entry) in _entries)
            if (entry.Read.Version > 0 && entry.HasNews) hold.Add(key.Workspace, key.Event);
        if (hold.Count == 0) return;

        using var rows = _sql.Read(hold);
        while (rows.Step())
        {
            var (key, stored) = Stored(rows);
            var entry = _entries[key];
            if (stored.Version == entry.Read.Version) continue;

            var again = new Entry(stored);
            foreach (var record in entry.Records) again.Now = With(again.Now, record);
            again.Records.AddRange(entry.Records);
            _entries[key] = again;
        }
    }

    private static (ShapeKey Key, StoredShape Shape) Stored(HotReader row) => (
        new ShapeKey(row.GetText(0), row.GetText(1)),
        new StoredShape(new Shape(ShapeJson.Read(row.GetBlob(5)), row.GetLong(3), row.GetLong(4)), row.GetLong(2)));

    private Entry EntryOf(ShapeKey key)
    {
        if (!_entries.TryGetValue(key, out var entry))
        {
            Load([key]);
            entry = _entries[key];
        }
        return entry;
    }

    private void Load(IEnumerable<ShapeKey> keys)
    {
        var (find, unknown) = (SeenStatements.Find.Rows(), new List<ShapeKey>());
        foreach (var key in keys)
        {
            ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_entries, key, out var isKnown);
            if (isKnown) continue;
            entry = new Entry(memory.Find(key) ?? new StoredShape(Shape.None, 0));
            if (entry.Read.Version > 0) continue;
            find.Add(key.Workspace, key.Event);
            unknown.Add(key);
        }
        if (find.Count == 0) return;

        using (var rows = _sql.Read(find))
        {
            while (rows.Step())
            {
                var (key, stored) = Stored(rows);
                _entries[key] = new Entry(stored);
            }
        }
        foreach (var key in unknown)
            if (_entries[key] is { Read.Version: 0 } entry) entry.IsLearned = TakeRoom(key);
    }

    /// <summary>Asked for names that nobody has seen yet, so hardly ever: of each workspace once a window, and not at all once it is full.</summary>
    private bool TakeRoom(ShapeKey key)
    {
        if (key.Event == ShapeKey.Attributes) return true;
        if (memory.IsFull(key.Workspace)) return false;
        if (!_room.TryGetValue(key.Workspace, out var left))
        {
            using var counted = _sql.Read(SeenStatements.CountNames, key.Workspace, ShapeKey.Attributes);
            left = SeenNames.Most - (counted.Step() ? counted.GetLong(0) : 0);
            if (left <= 0) memory.Fill(key.Workspace);
        }
        _room[key.Workspace] = left - 1;
        return left > 0;
    }

    private void Keep()
    {
        foreach (var (key, entry) in _entries)
        {
            if (!entry.IsLearned) continue;
            var (before, now) = (entry.Read, entry.Now);
            var isWritten = before.Version == 0 || entry.HasNews;
            memory.Keep(key, new StoredShape(now, ReferenceEquals(before.Shape, now) || !isWritten ? before.Version : before.Version + 1));
        }
    }

    private static ShapeKey? KeyOf(LogRecord record) => record.Body switch
    {
        // A name that the key cannot hold whole would be one that nothing in a journey matches.
        EventTracked { Name: { Length: > 0 and <= ActivityRow.LongestName } name } when KeyText.OfName(name, ActivityRow.LongestName) is { Length: > 0 } key =>
            new ShapeKey(record.Workspace, key),
        PersonIdentified or ProfileChanged => new ShapeKey(record.Workspace, ShapeKey.Attributes),
        _ => null,
    };

    private static bool IsEmpty(RawJson json) => json.IsMissing || json == RawJson.EmptyObject;

    /// <summary>A shape as it was read, and as it is now.</summary>
    private sealed class Entry(StoredShape read)
    {
        public StoredShape Read { get; } = read;

        public Shape Now { get; set; } = read.Shape;

        /// <summary>False for a new name in a workspace that has too many already.</summary>
        public bool IsLearned { get; set; } = true;

        /// <summary>That came by in this window.</summary>
        public List<LogRecord> Records { get; } = [];

        /// <summary>More than that it came again.</summary>
        public bool HasNews => !ReferenceEquals(Read.Shape.Paths, Now.Paths) || Read.Shape.First != Now.First;
    }
}
