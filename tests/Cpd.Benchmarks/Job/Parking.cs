using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Cpd.Benchmarks.Job;

/// <summary>Lets many people wait for one moment and looks at what happens then.</summary>
internal sealed class Parking(ProductProcess product)
{
    private double _bytesBefore;
    private long _runs;

    /// <summary>Begins the runs; the moment they are all due at, far enough away that all are there before it.</summary>
    public async Task<DateTimeOffset> Park(int runs, string journeyEvent)
    {
        _bytesBefore = await Bytes();
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
        return (await Bytes() - _bytesBefore, _runs);
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

    private Task<double> Bytes() => Sum("runs", "IX_runs_");

    /// <summary>Pages of a table and its indexes, by SQLite's own statistics.</summary>
    private async Task<double> Sum(string table, string indexes)
    {
        try
        {
            return await Scalar($"SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE name = '{table}' OR name LIKE '{indexes}%'");
        }
        catch (SqliteException)
        {
            // A build of SQLite without the statistics table: count the pages of the whole file.
            return await Scalar("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size");
        }
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
