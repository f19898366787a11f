using Cpd.EventLog;
using Cpd.EventLog.Storage;
using static Cpd.EventLog.Storage.HotKind;

namespace Cpd.Engine.Journeys.Publishing;

/// <summary>
/// The stamps that change with whatever is published, with every template that is saved and with the rules of sending; and for each partition the stamp after which all its runs were looked
/// at (<see cref="Running.RunSweep"/>).
/// </summary>
internal static class JourneyStamps
{
    private static readonly HotTable Stamps = new("journey_stamp", [new("id", Number)], new HotColumn("stamp", Id));
    private static readonly HotStatement Find = Stamps.Find(["id"], ["id", "stamp"]);
    private static readonly HotStatement Save = Stamps.Upsert("stamp");

    private static readonly HotTable Sweeps = new("journey_sweeps", [new("partition", Number)], new HotColumn("stamp", Id));
    private static readonly HotStatement FindSwept = Sweeps.Find(["partition", "stamp"], ["partition"]);
    private static readonly HotStatement SaveSwept = Sweeps.Upsert("stamp");

    private const int OfJourneys = 1, OfTemplates = 2, OfSending = 3;

    /// <summary>Each is empty before anything was published, or saved.</summary>
    public static (Guid Journeys, Guid Templates, Guid Sending) Read(SqlSession sql)
    {
        var (journeys, templates, sending) = (Guid.Empty, Guid.Empty, Guid.Empty);
        var asked = Find.Rows();
        asked.Add(OfJourneys);
        asked.Add(OfTemplates);
        asked.Add(OfSending);
        using var found = sql.Read(asked);
        while (found.Step())
        {
            if (found.GetInt(0) == OfJourneys) journeys = found.GetId(1);
            else if (found.GetInt(0) == OfTemplates) templates = found.GetId(1);
            else sending = found.GetId(1);
        }
        return (journeys, templates, sending);
    }

    /// <summary>Says that something was published or changed. Made anew each time: work that is undone and repeated may come to something else.</summary>
    public static void Renew(LogTransaction transaction) => transaction.Sql.Run(Save, OfJourneys, Guid.NewGuid());

    /// <summary>The same of templates: runs need not be looked at because of them.</summary>
    public static void RenewTemplates(LogTransaction transaction) => transaction.Sql.Run(Save, OfTemplates, Guid.NewGuid());

    public static void RenewSending(LogTransaction transaction) => transaction.Sql.Run(Save, OfSending, Guid.NewGuid());

    /// <summary>Those of these partitions that were swept since the stamp.</summary>
    public static IReadOnlyList<int> SweptOf(SqlSession sql, IEnumerable<int> partitions, Guid stamp)
    {
        var (rows, swept) = (FindSwept.Rows(), new List<int>());
        foreach (var partition in partitions) rows.Add(partition, stamp);
        using var found = sql.Read(rows);
        while (found.Step()) swept.Add(found.GetInt(0));
        return swept;
    }

    public static void Swept(SqlSession sql, IEnumerable<int> partitions, Guid stamp)
    {
        var rows = SaveSwept.Rows();
        foreach (var partition in partitions.Order()) rows.Add(partition, stamp);
        sql.Run(rows);
    }
}
