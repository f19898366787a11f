using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;

namespace Cpd.EventLog.Storage;

/// <summary>SQL Server 2019 or newer, Azure SQL.</summary>
public sealed class SqlServerDatabase(string place) : Database
{
    /// <summary>
    /// By the server's own numbers: out of memory (701, 802, 8645, 8651) or locks (1204), a deadlock or a lock that was not had in
    /// time (1205, 1221, 1222), a full disk or log (1105, 9002), a database that only reads (3906) or is on its way to another
    /// server (976, 978, 983), a transaction that can go on no more (3930); what Azure limits or moves (10928 and on, 40197 and on,
    /// 49918 and on), and the ways a server is not reached or lets nobody in.
    /// </summary>
    private static readonly HashSet<int> OwnFaults =
    [
        -2, 0, 20, 64, 121, 233, 701, 802, 921, 976, 978, 983, 997, 1105, 1203, 1204, 1205, 1221, 1222, 1807, 3906, 3930, 3960, 3966, 4060, 4221, 8628, 8645,
        8651, 9002, 10053, 10054, 10060, 10061, 10922, 10928, 10929, 10936, 11001, 14355, 17197, 18456, 40143, 40197, 40501, 40540, 40613, 41301, 41302, 41305,
        41325, 41839, 42108, 42109, 49918, 49919, 49920,
    ];

    /// <summary>Without pauses of the pool's own: after a failure it would refuse everybody for up to a minute, however well the server is.</summary>
    private readonly Lazy<string> _pooled = new(() =>
    {
        var settings = new SqlConnectionStringBuilder(place);
        if (!settings.ShouldSerialize("Pool Blocking Period")) settings.PoolBlockingPeriod = PoolBlockingPeriod.NeverBlock;
        return settings.ToString();
    });

    public override DatabaseKind Kind => DatabaseKind.SqlServer;

    public override SqlSession OpenSession()
    {
        var connection = new SqlConnection(new SqlConnectionStringBuilder(place) { Pooling = false }.ToString());
        connection.Open();
        return new SqlServerSession(connection);
    }

    public override SqlSession OpenReader()
    {
        var connection = new SqlConnection(_pooled.Value);
        connection.Open();
        return new SqlServerSession(connection);
    }

    public override DbConnection Connection() => new SqlConnection(_pooled.Value);

    public override DbContextOptionsBuilder Use(DbContextOptionsBuilder options) =>
        options.UseSqlServer(_pooled.Value, server => server.MigrationsAssembly(MigrationsIn).EnableRetryOnFailure(Tries, LongestWait, errorNumbersToAdd: null));

    public override DbContextOptionsBuilder Use(DbContextOptionsBuilder options, DbConnection connection) => options.UseSqlServer(connection);

    public override CpdDb Context(DbContextOptions options, IEnumerable<ITableMap> maps) => new SqlServerDb(options, maps);

    /// <summary>Whether who reads sees the rows as they were before a transaction that is under way, or waits for its end.</summary>
    internal const string ReadsVersions = "SELECT is_read_committed_snapshot_on FROM sys.databases WHERE database_id = DB_ID()";

    public override async Task<string?> Advice(DbConnection open, CancellationToken ct)
    {
        await using var command = open.CreateCommand();
        command.CommandText = ReadsVersions;
        return await command.ExecuteScalarAsync(ct) is not false ? null
            : "READ_COMMITTED_SNAPSHOT is off, so pages wait for windows that are being committed; ALTER DATABASE ... SET READ_COMMITTED_SNAPSHOT ON ends that.";
    }

    /// <remarks>
    /// That no connection of the pool became free in time the client says with an <see cref="InvalidOperationException"/>, and tells it apart
    /// from our own mistakes by its words alone.
    /// </remarks>
    protected override bool IsOwnFault(Exception fault) => fault switch
    {
        SqlException said => IsOwnFault(said.Number, said.Class),
        InvalidOperationException { Source: "Microsoft.Data.SqlClient" } said => said.Message.Contains("pool", StringComparison.OrdinalIgnoreCase),
        IOException or TimeoutException => true,
        _ => false,
    };

    /// <param name="severity">From 20 on it ends the connection.</param>
    internal static bool IsOwnFault(int number, byte severity) => severity >= 20 || OwnFaults.Contains(number);
}
