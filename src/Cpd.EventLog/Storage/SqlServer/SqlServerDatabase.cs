using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;

namespace Cpd.EventLog.Storage;

/// <summary>SQL Server 2019 or newer, Azure SQL.</summary>
public sealed class SqlServerDatabase(string place) : Database
{
    public override DatabaseKind Kind => DatabaseKind.SqlServer;

    public override SqlSession OpenSession()
    {
        var connection = new SqlConnection(new SqlConnectionStringBuilder(place) { Pooling = false }.ToString());
        connection.Open();
        return new SqlServerSession(connection);
    }

    public override SqlSession OpenReader()
    {
        var connection = new SqlConnection(place);
        connection.Open();
        return new SqlServerSession(connection);
    }

    public override DbConnection Connection() => new SqlConnection(place);

    public override DbContextOptionsBuilder Use(DbContextOptionsBuilder options) =>
        options.UseSqlServer(place, server => server.MigrationsAssembly(MigrationsIn).EnableRetryOnFailure(Tries, LongestWait, errorNumbersToAdd: null));

    public override DbContextOptionsBuilder Use(DbContextOptionsBuilder options, DbConnection connection) => options.UseSqlServer(connection);

    public override CpdDb Context(DbContextOptions options, IEnumerable<ITableMap> maps) => new SqlServerDb(options, maps);

    /// <summary>Severity 20 and up ends the connection; the numbers are deadlock, time-out, full disk or log, and the ways a server is not reached.</summary>
    protected override bool IsOwnFault(Exception fault) => fault switch
    {
        SqlException { Class: >= 20 } => true,
        SqlException { Number: var number } => number is 1205 or -2 or 1105 or 9002 or 3930 or 4060 or 18456 or 233 or 64 or 10053 or 10054 or 10060
            or 40197 or 40501 or 40613,
        IOException or TimeoutException => true,
        _ => false,
    };
}
