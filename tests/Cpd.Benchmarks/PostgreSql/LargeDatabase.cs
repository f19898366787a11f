using System.Globalization;
using Cpd.Engine;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Cpd.Benchmarks.PostgreSql;

/// <summary>A database of its own on a PostgreSQL server, with the engine's tables, the log's, and as many rows as wanted, made by the server itself.</summary>
internal sealed class LargeDatabase : IDbContextFactory<CpdDb>, IDisposable
{
    public const string Workspace = "shop";

    /// <summary>Number g's id: time first, as the product makes them.</summary>
    private const string IdOf = "(lpad(to_hex(1750000000000 + g * 10), 12, '0') || substr(md5(g::text), 1, 20))::uuid";

    private readonly string _server;
    private readonly string _name = string.Create(CultureInfo.InvariantCulture, $"cpd_plans_{Environment.ProcessId}");
    private readonly ITableMap[] _maps;
    private readonly PostgreSqlDatabase _database;

    /// <param name="server">A connection string of somebody who may create databases.</param>
    public LargeDatabase(string server)
    {
        _server = server;
        Place = new NpgsqlConnectionStringBuilder(server) { Database = _name, CommandTimeout = 3600 }.ToString();
        _database = new PostgreSqlDatabase(Place);
        _maps =
        [
            .. new ServiceCollection().AddEngine(new ConfigurationBuilder().Build())
                .Where(service => service.ServiceType == typeof(ITableMap))
                .Select(service => (ITableMap)Activator.CreateInstance(service.ImplementationType!)!),
            new LogTables(),
        ];
        OnServer($"CREATE DATABASE {_name}");
        using var db = CreateDbContext();
        db.Database.EnsureCreated();
    }

    public string Place { get; }

    /// <summary>Sees what the product's own queries ask.</summary>
    public IInterceptor? Watcher { get; set; }

    public CpdDb CreateDbContext()
    {
        var options = _database.Use(new DbContextOptionsBuilder());
        if (Watcher is not null) options.AddInterceptors(Watcher);
        return _database.Context(options.Options, _maps);
    }

    /// <summary>Adds rows number 1 to <paramref name="rows"/>: each column as it is said, else as empty as it may be.</summary>
    /// <param name="said">By column, in terms of <c>g</c>, the row's number, and <c>{id}</c>, the id of number <c>g</c>.</param>
    public void Fill(string table, int rows, params (string Column, string As)[] said)
    {
        using var db = CreateDbContext();
        var known = said.ToDictionary(it => it.Column, it => it.As.Replace("{id}", IdOf, StringComparison.Ordinal));
        var columns = db.Model.GetRelationalModel().Tables.Single(it => it.Name == table).Columns
            .Where(column => known.ContainsKey(column.Name) || column.PropertyMappings[0].Property.ValueGenerated is ValueGenerated.Never)
            .ToList();
        OnDatabase($"""
            INSERT INTO {table} ({string.Join(", ", columns.Select(column => column.Name))})
            SELECT {string.Join(", ", columns.Select(column => known.TryGetValue(column.Name, out var value) ? value : Empty(column)))}
            FROM generate_series(1, {rows.ToString(CultureInfo.InvariantCulture)}) g
            """);
    }

    public void OnDatabase(string sql) => Execute(Place, sql);

    /// <summary>What one value is.</summary>
    public string Ask(string sql)
    {
        using var connection = new NpgsqlConnection(Place);
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture)!;
    }

    public void Dispose()
    {
        NpgsqlConnection.ClearAllPools();
        OnServer($"DROP DATABASE {_name} WITH (FORCE)");
    }

    private static string Empty(IColumn column) => column switch
    {
        { IsNullable: true } => "NULL",
        { StoreType: "uuid" } => IdOf,
        { StoreType: "bytea" } => "''::bytea",
        { StoreType: "text" } or { StoreType: ['c', 'h', 'a', 'r', ..] } => "''",
        { StoreType: "boolean" } => "false",
        _ => "0",
    };

    private void OnServer(string sql) => Execute(_server, sql);

    private static void Execute(string place, string sql)
    {
        using var connection = new NpgsqlConnection(place);
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 3600 };
        command.ExecuteNonQuery();
    }
}
