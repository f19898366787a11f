using Cpd.Contracts;
using Cpd.EventLog.Storage;

namespace Cpd.EventLog.Kafka;

/// <summary>What the database knows of the topics it was begun with.</summary>
/// <param name="Id">Of the installation; null before the first start.</param>
/// <param name="Partitions">Of each topic; null while no group has moved, and it may still be another number.</param>
/// <param name="Reached">How far the group is that is furthest, in each partition where one has moved.</param>
internal sealed record Begun(Guid? Id, int? Partitions, IReadOnlyDictionary<(Topic Topic, int Partition), long> Reached)
{
    public static readonly Begun Nothing = new(null, null, new Dictionary<(Topic, int), long>());

    private const long Only = 1;

    private static readonly HotTable Table = new(
        "log_installation", [new("number", HotKind.Number)], new("id", HotKind.Id), new("partitions", HotKind.Number));

    private static readonly HotStatement Find = Table.Find(["number"], ["id", "partitions"]);
    private static readonly HotStatement Insert = Table.Insert("number", "id", "partitions");
    private static readonly HotStatement SetPartitions = Table.Update("partitions");
    private static readonly HotStatement Furthest = HotStatement.Plain("SELECT topic, partition, max(next) FROM log_positions GROUP BY topic, partition");

    public static Begun Read(SqlSession sql)
    {
        var reached = new Dictionary<(Topic, int), long>();
        var known = 0;
        using (var rows = sql.Read(Furthest))
        {
            while (rows.Step())
            {
                var (topic, partition, next) = ((Topic)rows.GetInt(0), rows.GetInt(1), rows.GetLong(2));
                if (topic is ForeignTopic.Number) continue;

                known = Math.Max(known, partition + 1);
                if (next > 0) reached[(topic, partition)] = next;
            }
        }
        using var row = sql.Read(Find, Only);
        var isThere = row.Step();
        // Groups take all partitions over, so before the row was there the highest of them told.
        int? partitions = reached.Count == 0 ? null : isThere ? row.GetInt(1) : known;
        return new Begun(isThere ? row.GetId(0) : null, partitions, reached);
    }

    /// <summary>Keeps what the topics were found to be, and gives the installation its id at its first start.</summary>
    public static Guid Keep(SqlSession sql, Begun begun, int partitions)
    {
        if (begun.Id is { } id)
        {
            if (begun.Partitions is null) sql.Run(SetPartitions, Only, (long)partitions);
            return id;
        }
        try
        {
            var made = Guid.CreateVersion7();
            sql.Run(Insert, Only, made, (long)partitions);
            return made;
        }
        catch (System.Data.Common.DbException)
        {
            // Another process may have been quicker, and then it is called as that one says.
            if (Read(sql).Id is { } first) return first;
            throw;
        }
    }
}
