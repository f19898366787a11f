using Cpd.EventLog.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Cpd.EventLog.Tests.Storage;

/// <summary>When a window fails because of the database, it is done again; when because of a record, the record is put aside.</summary>
public sealed class WhoIsToBlame
{
    private static readonly PostgreSqlDatabase PostgreSql = new("Host=nowhere");

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
