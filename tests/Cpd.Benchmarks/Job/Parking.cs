using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Cpd.Benchmarks.Job;

/// <summary>Lets many people wait for one moment and looks at what happens then.</summary>
internal sealed class Parking(ProductProcess product)
{
    private long _runs;

    /// <summary>Begins the runs; the moment they are all due at, far enough away that all are there before it.</summary>
    public async Task<DateTimeOffset> Park(int runs, string journeyEvent)
    {
        var due = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(20 + runs / 3_000);
        await Parallel.ForEachAsync(Enumerable.Range(0, runs / 100), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (batch, ct) =>
        {
            var text = new StringBuilder("""{"batch":[""");
            for (var i = 0; i < 100; i++)
            {
                text.Append(CultureInfo.InvariantCulture, $$"""
                    {{(i > 0 ? "," : "")}}{"type":"track","messageId":"{{Guid.NewGuid()}}","userId":"parked-{{batch * 100 + i}}","event":"{{journeyEvent}}",
                    "properties":{"until":"{{due:O}}","order":"{{batch * 100 + i}}","total":12.5} }
                    """);
            }
            using var answer = await product.Client.PostAsync(
                new Uri("/v1/batch", UriKind.Relative), new StringContent(text.Append("]}").ToString(), Encoding.UTF8, "application/json"), ct);
            answer.EnsureSuccessStatusCode();
        });
        return due;
    }

    /// <summary>What the waiting runs take in the file, indexes included, and how many there are.</summary>
    public async Task<(double Bytes, long Waiting)> Measure()
    {
        _runs = await Scalar("SELECT count(*) FROM runs");
        return (BytesOfRuns(Path.Combine(product.Folder, "cpd.db")), _runs);
    }

    public static async Task WaitFor(DateTimeOffset due)
    {
        var left = due - TimeProvider.System.GetUtcNow();
        if (left > TimeSpan.Zero) await Task.Delay(left);
    }

    /// <summary>An event every 50 ms until nobody waits any more; the 99th percentile of how long one took to be durable, in milliseconds.</summary>
    public async Task<double> ForegroundUntilDone()
    {
        var took = new List<double>();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var patience = Stopwatch.StartNew();
        while (await Scalar("SELECT count(*) FROM runs") > 0)
        {
            if (patience.Elapsed > TimeSpan.FromMinutes(3)) throw new TimeoutException("The waiting runs were not woken.");
            var began = Stopwatch.GetTimestamp();
            using var answer = await product.Client.PostAsync(
                new Uri("/v1/track", UriKind.Relative),
                new StringContent($$"""{"messageId":"{{Guid.NewGuid()}}","userId":"user-1","event":"Page Viewed"}""", Encoding.UTF8, "application/json"));
            took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            await timer.WaitForNextTickAsync();
        }
        took.Sort();
        return took[took.Count * 99 / 100];
    }

    /// <summary>The size of the runs and their indexes alone: copied into a file of their own.</summary>
    public static double BytesOfRuns(string file)
    {
        var copy = Path.GetTempFileName();
        try
        {
            using (var connection = new SqliteConnection($"Data Source={copy};Pooling=False"))
            {
                connection.Open();
                Execute(connection, $"ATTACH '{file}' AS product");
                foreach (var statement in Texts(connection, "SELECT sql FROM product.sqlite_master WHERE tbl_name = 'runs' AND type = 'table'")) Execute(connection, statement);
                Execute(connection, "INSERT INTO runs SELECT * FROM product.runs");
                foreach (var statement in Texts(connection, "SELECT sql FROM product.sqlite_master WHERE tbl_name = 'runs' AND type = 'index' AND sql IS NOT NULL"))
                    Execute(connection, statement);
            }
            return new FileInfo(copy).Length;
        }
        finally
        {
            File.Delete(copy);
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static List<string> Texts(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        var texts = new List<string>();
        while (rows.Read()) texts.Add(rows.GetString(0));
        return texts;
    }

    private async Task<long> Scalar(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(product.Folder, "cpd.db")};Mode=ReadOnly");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }
}
