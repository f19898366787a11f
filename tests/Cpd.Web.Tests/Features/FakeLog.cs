using Cpd.Contracts;
using Cpd.EventLog;
using Cpd.Tests;

namespace Cpd.Web.Tests.Features;

/// <summary>Keeps what pages put on the log; nobody carries it out but the test. What is written beside it goes to the page's database.</summary>
internal sealed class FakeLog(TestWrites writes) : IEventLog, ILogPositions
{
    private readonly List<LogRecord> _appended = [];

    public IReadOnlyList<LogRecord> Appended => [.. _appended, .. writes.Appended];

    public long Behind { get; set; }

    /// <summary>No more is written from now on.</summary>
    public bool IsFull { get; set; }

    public int Partitions => 1;

    public Task Append(IReadOnlyList<LogRecord> records, CancellationToken ct)
    {
        _appended.AddRange(records);
        return Task.CompletedTask;
    }

    public Task<T> Write<T>(Func<LogTransaction, Task<T>> work, CancellationToken ct) =>
        IsFull ? throw new IOException("The disk is full.") : writes.Write(work);

    public Task<IReadOnlyList<LogRecord>> Read(Topic topic, int partition, long from, int most, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<LogRecord>>([.. Appended.Take(most)]);

    public void Rewind(LogTransaction transaction, string group)
    {
    }

    public Task<long> Left(string group, CancellationToken ct) => Task.FromResult(Behind);
}
