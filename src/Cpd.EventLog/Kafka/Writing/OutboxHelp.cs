using Cpd.Contracts;
using Cpd.EventLog.Storage;

namespace Cpd.EventLog.Kafka.Writing;

/// <summary>
/// Sees to what others have committed and not published: who is gone cannot, and who is in trouble may be helped. Whether it
/// lives makes no difference to what is right, because a repeat in order is recognised; only to how much is done twice.
/// </summary>
internal sealed class OutboxHelp(OutboxRelay relay, TimeProvider clock)
{
    private const int Page = 2_000;

    /// <summary>So long the first of a source's records may stand there before it gets help.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly Dictionary<Guid, Source> _sources = [];
    private long? _looked;

    /// <summary>The last number of each other source, when it was last looked.</summary>
    public IReadOnlyList<(Guid Source, long Last)> Waiting => [.. _sources.Select(source => (source.Key, source.Value.Last))];

    public bool HasLooked(TimeSpan within) => _looked is { } looked && clock.GetElapsedTime(looked) < within;

    /// <summary>True when none of these wait any more.</summary>
    public bool IsPublished(IReadOnlyList<(Guid Source, long Last)> records)
    {
        foreach (var (source, last) in records)
            if (_sources.TryGetValue(source, out var left) && left.First <= last) return false;
        return true;
    }

    /// <summary>Looks what waits, and gives the relay what has stood there for too long.</summary>
    public void Look(SqlSession sql, Guid own)
    {
        var (now, seen) = (clock.GetTimestamp(), new HashSet<Guid>());
        _looked = now;
        using (var rows = sql.Read(OutboxStatements.Waiting))
        {
            while (rows.Step())
            {
                var (id, first, last) = (rows.GetId(0), rows.GetLong(1), rows.GetLong(2));
                if (id == own) continue;

                seen.Add(id);
                if (!_sources.TryGetValue(id, out var source)) _sources[id] = source = new Source { First = first, Since = now };
                // What goes because of our own help is no sign that its owner lives.
                if (first != source.First && first != source.HelpedTo + 1) source.Since = now;
                (source.First, source.Last) = (first, last);
            }
        }
        foreach (var gone in _sources.Keys.Where(id => !seen.Contains(id)).ToList()) _sources.Remove(gone);

        foreach (var (id, source) in _sources)
            if (source.First > source.HelpedTo && clock.GetElapsedTime(source.Since, now) >= Patience) Help(sql, id, source);
    }

    private void Help(SqlSession sql, Guid id, Source source)
    {
        var records = new List<Outgoing>();
        using (var rows = sql.Read(OutboxStatements.Read, id, source.First - 1, Page))
        {
            while (rows.Step())
            {
                var value = rows.GetBlob(2).ToArray();
                var record = RecordJson.Read(value, (Topic)rows.GetInt(1));
                records.Add(new Outgoing(record, value));
                source.HelpedTo = rows.GetLong(0);
            }
        }
        relay.Publish(id, records);
    }

    private sealed class Source
    {
        public long First { get; set; }

        public long Last { get; set; }

        /// <summary>Since when, by our own clock, nobody but us has moved it.</summary>
        public long Since { get; set; }

        public long HelpedTo { get; set; }
    }
}
