using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Cpd.Benchmarks.PostgreSql;

/// <summary>Has statements explained while they run, and prints what they took and how they were done.</summary>
internal sealed partial class Plans(LargeDatabase database) : IDisposable
{
    private readonly NpgsqlConnection _connection = Open(database.Place);

    /// <summary>With what the product sets for its hot statements.</summary>
    private readonly NpgsqlConnection _hot = Open(database.Place, PostgreSqlDatabase.Settings);

    /// <summary>A statement for the rows of a window, prepared as the product prepares it; undone afterwards.</summary>
    /// <param name="columns">For each parameter the query whose one column has its values.</param>
    public void Explain(string name, HotStatement statement, int rows, params string[] columns)
    {
        var arrays = columns.Select(query => $"ARRAY(SELECT v::text FROM ({query}) c(v) LIMIT {rows.ToString(CultureInfo.InvariantCulture)})::text").ToList();
        var values = arrays.ConvertAll(array => Text($"SELECT {array}"));
        var types = TypeOfParameter().Matches(statement.PostgreSql).Select(match => (Number: match.Groups[1].Value, Type: match.Groups[2].Value))
            .DistinctBy(it => it.Number).OrderBy(it => int.Parse(it.Number, CultureInfo.InvariantCulture)).Select(it => it.Type).ToList();
        Execute($"PREPARE plan {InBrackets(types)} AS {statement.PostgreSql}");
        var call = $"EXECUTE plan {InBrackets(values.ConvertAll(value => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'"))}";

        Execute("BEGIN");
        Lines($"EXPLAIN (ANALYZE, BUFFERS) {call}");   // what was cold is warm now, as it is in a server that runs
        Execute("ROLLBACK; BEGIN; SET LOCAL plan_cache_mode = force_generic_plan");
        var lines = Lines($"EXPLAIN (ANALYZE, BUFFERS) {call}");
        Execute("ROLLBACK; DEALLOCATE plan");
        Print($"{name}, {rows.ToString("N0", CultureInfo.InvariantCulture)} rows", lines);
    }

    /// <summary>What the product asks through EF Core.</summary>
    public async Task Explain(string name, Func<Task> ask)
    {
        var heard = new Listener();
        database.Watcher = heard;
        await ask();
        database.Watcher = null;
        foreach (var (text, parameters) in heard.Commands)
        {
            IReadOnlyList<string> lines = [];
            for (var times = 0; times < 2; times++)
            {
                using var command = new NpgsqlCommand("EXPLAIN (ANALYZE, BUFFERS) " + text, _connection);
                foreach (var parameter in parameters) command.Parameters.Add(((NpgsqlParameter)parameter).Clone());
                lines = Read(command);
            }
            Print(name, lines);
        }
    }

    public void Dispose()
    {
        _connection.Dispose();
        _hot.Dispose();
    }

    private static NpgsqlConnection Open(string place, string? settings = null)
    {
        var connection = new NpgsqlConnection(place);
        connection.Open();
        using var command = new NpgsqlCommand(settings ?? "SELECT 1", connection);
        command.ExecuteNonQuery();
        return connection;
    }

    /// <summary>Nothing at all for a statement that takes nothing.</summary>
    private static string InBrackets(List<string> parts) => parts.Count == 0 ? "" : $"({string.Join(", ", parts)})";

    private static void Print(string name, IReadOnlyList<string> lines)
    {
        var took = lines.First(line => line.StartsWith("Execution Time", StringComparison.Ordinal));
        Console.WriteLine($"\n## {name}: {took["Execution Time: ".Length..]}\n");
        foreach (var line in lines) Console.WriteLine("    " + (line.Length > 220 ? line[..220] + "…" : line));
    }

    private string Text(string sql)
    {
        using var command = new NpgsqlCommand(sql, _hot);
        return (string)command.ExecuteScalar()!;
    }

    private void Execute(string sql)
    {
        using var command = new NpgsqlCommand(sql, _hot);
        command.ExecuteNonQuery();
    }

    private List<string> Lines(string sql)
    {
        using var command = new NpgsqlCommand(sql, _hot);
        return Read(command);
    }

    private static List<string> Read(NpgsqlCommand command)
    {
        var lines = new List<string>();
        using var rows = command.ExecuteReader();
        while (rows.Read()) lines.Add(rows.GetString(0));
        return lines;
    }

    private sealed class Listener : DbCommandInterceptor
    {
        public List<(string Text, DbParameter[] Parameters)> Commands { get; } = [];

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Commands.Add((command.CommandText, [.. command.Parameters.Cast<DbParameter>()]));
            return ValueTask.FromResult(result);
        }
    }

    [GeneratedRegex(@"\$(\d+)::(\w+\[\])")]
    private static partial Regex TypeOfParameter();
}
