using System.Threading.Channels;
using Cpd.EventLog.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Cpd.Adapters.Sandbox;

/// <summary>
/// The sandbox's own file. One task writes: what callers hand in meanwhile is committed together, and each caller goes on
/// when its part is committed. A killed process loses nothing of that.
/// </summary>
internal sealed partial class SandboxStore : IAsyncDisposable
{
    private const int MostTogether = 64;

    private readonly Channel<Job> _jobs = Channel.CreateBounded<Job>(new BoundedChannelOptions(4096) { SingleReader = true });
    private readonly SqliteConnection _writer;
    private readonly SqliteSession _session;
    private readonly string _source;
    private readonly ILogger _logger;
    private readonly Task _loop;

    public SandboxStore(string file, ILogger<SandboxStore> logger)
    {
        _logger = logger;
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder) Directory.CreateDirectory(folder);
        _source = new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 30 }.ToString();
        _writer = new SqliteConnection(new SqliteConnectionStringBuilder(_source) { Pooling = false }.ToString());
        _writer.Open();
        SandboxTables.Create(_writer);
        _session = new SqliteSession(_writer);
        _loop = Task.Run(Loop);
    }

    /// <summary>After each commit. Handlers run on the writer, so they only note that something is new.</summary>
    public event Action? Committed;

    /// <summary>Runs <paramref name="work"/> in the writer's transaction; done when it is committed.</summary>
    public async Task<T> Write<T>(Func<SqliteSession, T> work, CancellationToken ct)
    {
        var job = new Job<T>(work);
        await _jobs.Writer.WriteAsync(job, ct);
        return await job.Done;
    }

    public Task Write(Action<SqliteSession> work, CancellationToken ct) =>
        Write(db =>
        {
            work(db);
            return true;
        }, ct);

    /// <summary>Reads what is committed, on a connection of its own.</summary>
    public T Read<T>(Func<SqliteSession, T> work)
    {
        using var connection = new SqliteConnection(_source);
        connection.Open();
        using var session = new SqliteSession(connection);
        return work(session);
    }

    private async Task Loop()
    {
        var together = new List<Job>(MostTogether);
        while (await _jobs.Reader.WaitToReadAsync())
        {
            together.Clear();
            while (together.Count < MostTogether && _jobs.Reader.TryRead(out var job)) together.Add(job);
            Commit(together);
            Tell();
        }
    }

    private void Commit(List<Job> jobs)
    {
        try
        {
            _session.Prepare("BEGIN IMMEDIATE").Run();
            foreach (var job in jobs) job.Run(_session);
            _session.Prepare("COMMIT").Run();
        }
        catch (Exception problem)
        {
            if (SQLitePCL.raw.sqlite3_get_autocommit(_writer.Handle) == 0) _session.Prepare("ROLLBACK").Run();
            if (jobs.Count == 1) jobs[0].Fail(problem);
            // One of them spoilt it: each alone, so that only the culprit hears of it.
            else foreach (var job in jobs) Commit([job]);
            return;
        }
        foreach (var job in jobs) job.Succeed();
    }

    private void Tell()
    {
        try
        {
            Committed?.Invoke();
        }
        catch (Exception problem)
        {
            Log.ListenerFailed(_logger, problem);   // a page's trouble is not the server's
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_jobs.Writer.TryComplete()) return;
        await _loop;
        _session.Dispose();
        await _writer.DisposeAsync();
        using var pooled = new SqliteConnection(_source);
        SqliteConnection.ClearPool(pooled);
    }

    private abstract class Job
    {
        public abstract void Run(SqliteSession db);

        public abstract void Succeed();

        public abstract void Fail(Exception problem);
    }

    private sealed class Job<T>(Func<SqliteSession, T> work) : Job
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;

        public Task<T> Done => _done.Task;

        public override void Run(SqliteSession db) => _result = work(db);

        public override void Succeed() => _done.TrySetResult(_result!);

        public override void Fail(Exception problem) => _done.TrySetException(problem);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Somebody who watches the sandbox failed.")]
        public static partial void ListenerFailed(ILogger logger, Exception problem);
    }
}
