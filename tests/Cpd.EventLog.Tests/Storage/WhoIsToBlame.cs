using Cpd.EventLog.Storage;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace Cpd.EventLog.Tests.Storage;

/// <summary>When a window fails because of the database, it is done again; when because of a record, the record is put aside.</summary>
public sealed class WhoIsToBlame
{
    private static readonly PostgreSqlDatabase PostgreSql = new("Host=nowhere");
    private static readonly SqlServerDatabase SqlServer = new("Server=nowhere");

    [Theory]
    [InlineData("40P01")]   // deadlock
    [InlineData("40001")]   // could not serialize
    [InlineData("57P01")]   // the operator ends the connection
    [InlineData("53100")]   // disk full
    [InlineData("08006")]   // connection failure
    public void PostgreSQL_itself(string state) => Assert.True(PostgreSql.IsFault(Of(state)));

    [Theory]
    [InlineData("23505")]   // unique violation
    [InlineData("22001")]   // text too long
    [InlineData("42703")]   // no such column
    [InlineData("25P02")]   // after another failure
    public void What_PostgreSQL_was_asked(string state) => Assert.False(PostgreSql.IsFault(Of(state)));

    [Theory]
    [InlineData(1205)]    // deadlock
    [InlineData(1222)]    // a lock that was not had in time
    [InlineData(701)]     // out of memory
    [InlineData(3906)]    // the database only reads
    [InlineData(983)]     // it is on its way to another server
    [InlineData(10928)]   // Azure's limit
    [InlineData(49918)]   // Azure moves it
    [InlineData(-2)]      // no answer in time
    public void SQL_Server_itself(int number) => Assert.True(SqlServerDatabase.IsOwnFault(number, severity: 16));

    [Theory]
    [InlineData(2627)]    // unique violation
    [InlineData(8152)]    // text too long
    [InlineData(207)]     // no such column
    public void What_SQL_Server_was_asked(int number) => Assert.False(SqlServerDatabase.IsOwnFault(number, severity: 16));

    [Fact]
    public void A_pool_without_a_free_connection_is_no_fault_of_what_was_asked_and_does_not_close_for_a_minute()
    {
        // It has been full when the client says so with this; the source is what tells it from a mistake of ours.
        Assert.True(SqlServer.IsFault(new InvalidOperationException("The timeout period elapsed prior to obtaining a connection from the pool.") { Source = typeof(SqlConnection).Assembly.GetName().Name }));
        Assert.False(SqlServer.IsFault(new InvalidOperationException("There is already an open DataReader.") { Source = typeof(SqlConnection).Assembly.GetName().Name }));
        Assert.False(SqlServer.IsFault(new InvalidOperationException("the third is not for me")));

        Assert.Equal(PoolBlockingPeriod.NeverBlock, Settings("Server=nowhere").PoolBlockingPeriod);
        Assert.Equal(PoolBlockingPeriod.Auto, Settings("Server=nowhere;Pool Blocking Period=Auto").PoolBlockingPeriod);

        static SqlConnectionStringBuilder Settings(string place) =>
            new(RelationalOptionsExtension.Extract(new SqlServerDatabase(place).Use(new DbContextOptionsBuilder()).Options).ConnectionString);
    }

    [Fact]
    public void Also_when_EF_Core_wraps_it_up()
    {
        Assert.True(PostgreSql.IsFault(new InvalidOperationException("likely transient", new NpgsqlException("no connection"))));
        Assert.True(PostgreSql.IsFault(new DbUpdateException("not saved", Of("40P01"))));
        Assert.False(PostgreSql.IsFault(new DbUpdateException("not saved", Of("23505"))));
        Assert.True(new SqliteDatabase("nowhere").IsFault(new DbUpdateException("not saved", new SqliteException("full", 13))));
    }

    [Fact]
    public void Nobody_else()
    {
        Assert.False(PostgreSql.IsFault(new InvalidOperationException("the third is not for me")));
        Assert.False(PostgreSql.IsFault(new FormatException("no number", new ArgumentException("x"))));
    }

    private static PostgresException Of(string state) => new("it failed", "ERROR", "ERROR", state);
}
