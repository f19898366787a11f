using Cpd.Tests;

namespace Cpd.EndToEnd.Tests.Cluster;

/// <summary>A test of several processes on Kafka and PostgreSQL; skipped, with the reason, where one of the two is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ClusterFactAttribute : FactAttribute
{
    private static readonly Part[] Needed = [Part.Kafka, Part.PostgreSql];

    public ClusterFactAttribute() => Skip = Needed.Where(part => !Parts.IsRequired(part)).Select(Parts.Missing).FirstOrDefault(reason => reason is not null);

    /// <summary>The broker has to fail when it is told to, which a real one does not.</summary>
    public bool BrokerFails
    {
        get;
        set
        {
            field = value;
            if (value && Parts.RealKafka is not null) Skip ??= "The broker that CPD_KAFKA names cannot be told to fail.";
        }
    }

    /// <summary>For fixtures: false where all tests are skipped anyway, an exception where nothing may be missing.</summary>
    public static bool HasAll => Needed.All(Parts.Has);
}
